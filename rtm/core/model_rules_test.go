package core

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// moves are the transitions as the documentation tells them, from each state.
var moves = map[State][]State{
	Disconnected:   {Authenticating, Reconnecting},
	Authenticating: {Authenticated, Reconnecting, Disconnected, Disconnecting},
	Authenticated:  {Handshaking, Reconnecting, Disconnected, Disconnecting},
	Handshaking:    {Connected, Reconnecting, Disconnected, Disconnecting},
	Connected:      {Ready},
	Ready:          {Reconnecting, Disconnected, Disconnecting},
	Reconnecting:   {Authenticating, Disconnecting},
	Disconnecting:  {Disconnected},
}

// A move is from one state to another.
type move struct{ from, to State }

// A wish is what the caller wants, as far as it is certain.
type wish string

const (
	up        wish = "up"
	down      wish = "down"
	uncertain wish = "uncertain" // a start was cancelled
)

// A saying is a message that Slack has told to whoever listened.
type saying struct{ text, ts string }

// A span is a time in Slack's timestamps: after from, up to to.
type span struct{ from, to string }

const never = "9999999999.000000"

// A record is what has happened so far.
type record struct {
	broken []string // the rules that were broken, in words
	told   bool     // there is to be a story
	story  []string
	moves  map[move]bool

	wish       wish
	ended      bool // it became Disconnected without a Stop
	state      State
	call       Call
	open       map[Call]Input // calls that are not settled
	settled    map[Call]Settle
	late       bool          // the clock has jumped, and nothing was read since
	slept      bool          // the computer has
	everSpoilt bool          // writes were made to fail or hang
	notBefore  time.Duration // Slack has asked to wait until then

	newestConn int
	connecting map[Conn]bool
	opening    map[Conn]bool
	closed     map[Conn]bool // by the machine
	texts      map[FrameID]string
	filled     []string // of the last Filled
	held       map[FrameID]bool

	clock    int // makes timestamps differ
	said     []saying
	heard    map[string]int  // by text: how often it was delivered
	ownHeard map[string]int  // by text: how often those who share the session are told of a message of one of them
	sent     map[Call]string // messages with texts of their own: what that begins with
	acked    map[string]bool // envelopes, in Socket Mode
	arrived  map[string]int  // by text: how often Slack took it
	deaf     []span          // when messages may be missed
	since    string          // the newest timestamp seen in this session
	waiting  map[string]int  // by text: the ordered messages that are to be written, and their numbers
	numbers  map[int]string  // by id: the text of a message that was written
}

func newRecord() record {
	return record{
		moves: map[move]bool{}, wish: down, state: Disconnected, open: map[Call]Input{}, settled: map[Call]Settle{},
		connecting: map[Conn]bool{}, opening: map[Conn]bool{}, closed: map[Conn]bool{}, texts: map[FrameID]string{}, held: map[FrameID]bool{},
		acked: map[string]bool{}, sent: map[Call]string{}, heard: map[string]int{}, ownHeard: map[string]int{}, arrived: map[string]int{}, deaf: []span{{"", never}}, waiting: map[string]int{}, numbers: map[int]string{},
	}
}

// rule notes that a rule was broken.
func (w *world) rule(kept bool, format string, args ...any) {
	if !kept {
		w.breaks(format, args...)
	}
}

func (w *world) breaks(format string, args ...any) {
	w.broken = append(w.broken, fmt.Sprintf(format, args...))
	w.note("BROKEN: %s", w.broken[len(w.broken)-1])
}

// note adds a line to the story, if there is to be one.
func (w *world) note(format string, args ...any) {
	if w.told {
		w.story = append(w.story, fmt.Sprintf("%v ", w.at.Mono-time.Hour)+fmt.Sprintf(format, args...))
	}
}

func (w *world) newCall() Call {
	w.call++
	return w.call
}

// post gives the machine an input with a call.
func (w *world) post(in Input) {
	w.open[w.call] = in
	if s, ok := in.(Send); ok && strings.HasPrefix(textIn(string(s.Body)), "send ") {
		w.waiting[textIn(string(s.Body))] = s.ID
	}
	w.step(in)
}

// cancel gives up a call.
func (w *world) cancel(call Call) {
	switch w.open[call].(type) {
	case Start, Reconnect:
		w.wish = uncertain
	}
	w.step(Cancel{Call: call})
	_, open := w.open[call]
	w.rule(!open, "call %d was cancelled and is not settled", call)
}

// refused notes that Slack refuses a message for haste: it is to be written again.
func (w *world) refused(id int) {
	text := w.numbers[id]
	if call, ok := w.open[Call(callIn(text))]; ok && call != nil && strings.HasPrefix(text, "send ") {
		w.waiting[text] = callIn(text)
	}
}

func callIn(text string) int {
	n := 0
	_, _ = fmt.Sscanf(text[strings.LastIndexByte(text, ' ')+1:], "%d", &n)
	return n
}

// watch holds an effect against the rules.
func (w *world) watch(e Effect) {
	if w.told {
		if line := word(e); line != "" {
			w.note("    %s", line)
		}
	}
	switch e := e.(type) {
	case StateChanged:
		w.watchState(e)
	case Connect:
		w.newestConn = int(e.Conn)
		w.connecting[e.Conn] = true
		w.rule(w.real >= w.notBefore, "a call %v before Slack allows it", w.notBefore-w.real)
	case Open:
		w.newestConn = int(e.Conn)
		w.opening[e.Conn] = true
	case Abandon:
		w.rule(w.connecting[e.Conn] || w.opening[e.Conn], "%d was abandoned, and is neither connecting nor opening", e.Conn)
		delete(w.connecting, e.Conn)
		delete(w.opening, e.Conn)
	case Write:
		w.watchWrite(e)
	case Post:
		w.watchPost(e)
	case Close:
		p := w.peers[e.Conn]
		w.rule(p != nil && !w.closed[e.Conn], "socket %d was closed twice, or never open", e.Conn)
		w.closed[e.Conn] = true
	case *Deliver:
		w.watchFrame(e)
	case Hold:
		w.rule(!w.held[e.Frame], "%v was held back twice", e.Frame)
		w.held[e.Frame] = true
	case Discard:
		w.rule(w.held[e.Frame], "%v was discarded, and not held back", e.Frame)
		delete(w.held, e.Frame)
	case Settle:
		w.watchSettle(e)
	case Gap:
		w.rule(w.state == Connected || w.state == Ready || w.state == Disconnecting, "a gap was told while %s", w.state)
		w.rule(e.From <= e.To, "a gap reaches from %s to %s", e.From, e.To)
		w.rule(e.Cause != nil, "a gap has no cause")
		if !e.Recovered {
			w.deaf = append(w.deaf, span{e.From, endOfInstant(e.To)})
		}
	case ConnectFailed:
		w.rule(w.state == Authenticating, "a call failed while %s", w.state)
		w.checkError(e.Err)
	case SocketFailed:
		w.rule(w.state == Authenticated || w.state == Handshaking || w.state == Ready, "a socket failed while %s", w.state)
		w.checkError(e.Err)
		w.rule(!w.late, "a socket was given up before what had come in was read: %v", e.Err)
	case Latency:
		w.rule(e.RoundTrip >= 0, "a ping took %v", e.RoundTrip)
	}
}

func (w *world) watchState(e StateChanged) {
	w.rule(e.Previous == w.state, "the state before %s is said to be %s, and was %s", e.State, e.Previous, w.state)
	w.rule(slices.Contains(moves[w.state], e.State), "%s became %s", w.state, e.State)
	hasSession := slices.Contains([]State{Authenticated, Handshaking, Connected, Ready}, e.State)
	w.rule(hasSession == (e.Session != nil), "%s has the session %v", e.State, e.Session)
	failed := e.State == Reconnecting || e.State == Disconnected && w.state != Disconnecting
	w.rule(failed == (e.Cause != nil), "%s has the cause %v", e.State, e.Cause)
	w.moves[move{e.Previous, e.State}] = true
	switch e.State {
	case Disconnecting, Disconnected:
		w.ended = e.State == Disconnected && w.state != Disconnecting
		if n := len(w.deaf); n == 0 || w.deaf[n-1].to != never {
			// The caller wants to be away, or no session follows: nobody tells what is missed.
			w.deaf = append(w.deaf, span{w.certain(), never})
		}
	case Ready:
		if n := len(w.deaf); n > 0 && w.deaf[n-1].to == never {
			w.deaf[n-1].to = endOfInstant(formatTimestamp(w.real))
		}
	}
	w.state = e.State
}

// endOfInstant gives a timestamp after those of all messages of one instant. Many happen
// in one, and Slack tells them apart by microseconds.
func endOfInstant(ts string) string { return ts[:len(ts)-3] + "999" }

func (w *world) watchWrite(e Write) {
	p := w.peers[e.Conn]
	w.rule(p != nil && !w.closed[e.Conn], "a write to socket %d, which is not open", e.Conn)
	w.rule(p == nil || !p.writing, "a write to socket %d before the one before it has ended", e.Conn)
	frame := string(e.Text)
	text := textIn(frame)
	if !strings.HasPrefix(text, "send ") {
		return
	}
	w.numbers[numberIn(frame, `"id":`)] = text
	w.watchOrder(text)
	if w.weather.badWrites > 0 { // it will come again
		w.waiting[text] = callIn(text)
	}
}

// watchOrder looks whether a message goes in its turn.
func (w *world) watchOrder(text string) {
	number := w.waiting[text]
	w.rule(number != 0, "%q is written, and has been already", text)
	delete(w.waiting, text)
	for earlier, n := range w.waiting {
		w.rule(n > number, "%q is written before %q", text, earlier)
	}
}

func (w *world) watchFrame(e *Deliver) {
	text := w.texts[e.Frame]
	if e.Frame.Conn == 0 {
		text = w.filled[e.Frame.Index]
	}
	delete(w.held, e.Frame)
	w.rule(w.state != Disconnected && w.state != Authenticating && w.state != Authenticated, "a frame was delivered while %s", w.state)
	m := ReadMembers([]byte(text))
	w.since = max(w.since, m.when())
	if strings.Contains(text, `"user":"bot"`) {
		w.isTold(textIn(text))
	}
	if !strings.Contains(text, `"user":"anna"`) {
		return
	}
	say := textIn(text)
	w.heard[say]++
	w.takeItsTime(m.text(EnvelopeID))
	w.rule(w.heard[say] == 1, "%q was delivered twice", say)
	if p := w.peers[e.Frame.Conn]; p != nil {
		w.rule(p.newest < m.when() || w.setting.SocketMode, "messages of socket %d are out of order: %q", p.conn, say)
		p.newest = m.when()
	}
}

// isTold notes that those who share the session are told of a message of one of them.
func (w *world) isTold(text string) {
	w.ownHeard[text]++
	w.rule(w.ownHeard[text] == 1, "%q of one who shares the session is told twice to the others", text)
}

func (w *world) watchSettle(s Settle) {
	in, ok := w.open[s.Call]
	if s.Reply != nil && s.Reply.IsNews {
		w.isTold(textIn(string(in.(Send).Body)))
	}
	_, again := w.settled[s.Call]
	w.rule(ok && !again, "%T %d was settled twice, or never asked for", in, s.Call)
	delete(w.open, s.Call)
	w.settled[s.Call] = s
	send, isSend := in.(Send)
	if isSend {
		delete(w.waiting, textIn(string(send.Body)))
	}
	if s.Err != nil {
		w.checkError(s.Err)
		if isSend {
			w.rule(s.Err.Delivered == DeliveredNo || s.Err.Delivered == DeliveredUnknown, "the error of a send does not say what became of it: %v", s.Err)
			w.rule(s.Err.MessageID != 0, "the error of a send has no id: %v", s.Err)
		}
		w.rule(!w.late || s.Err.Code != CodeAckTimeout && s.Err.Code != CodeNoReply, "a reply was given up before what had come in was read: %v", s.Err)
		return
	}
	switch in.(type) {
	case Start, Reconnect:
		w.rule(s.Session != nil && s.Session.URL != "", "a start gave the session %v", s.Session)
	case Send:
		w.rule(s.Reply != nil, "a send gave no reply")
	}
}

// checkError looks at an error as a caller would.
func (w *world) checkError(err error) {
	var e *Error
	w.rule(errors.As(err, &e) && e.Code != "" && e.Message != "", "the error %v does not say enough", err)
}

func (w *world) unsettledSends() []Call {
	var calls []Call
	for call, in := range w.open {
		if _, ok := in.(Send); ok {
			calls = append(calls, call)
		}
	}
	return calls
}

// account looks, in the end, at what became of each message:
//
//   - what was said and not delivered lies in a gap that was told, or in a time in which
//     the caller wanted no session;
//   - what was sent arrived once if the outcome says so, never if it says so, and once at
//     most in any case.
func (w *world) account() {
	for _, s := range w.said {
		missed := slices.ContainsFunc(w.deaf, func(d span) bool { return d.from < s.ts && s.ts <= d.to })
		w.rule(w.heard[s.text] == 1 || missed, "the message %q at %s was lost, and nobody said so: %v", s.text, s.ts, w.deaf)
	}
	for call, s := range w.settled {
		for _, prefix := range []string{"send", "unordered"} {
			text := fmt.Sprintf("%s %d", prefix, call)
			n := w.arrived[text]
			w.rule(n <= 1, "%q arrived %d times", text, n)
			if s.Err != nil && s.Err.Delivered == DeliveredNo {
				w.rule(n == 0, "%q arrived, though its outcome is that it did not: %v", text, s.Err)
			}
			if s.Reply != nil && s.Reply.JSON != nil && w.sent[call] == prefix {
				w.rule(n == 1, "%q was confirmed and did not arrive", text)
			}
			if s.Reply != nil && s.Reply.Frame.Conn != 0 && n == 0 && strings.HasPrefix(w.texts[s.Reply.Frame], `{"ok":true`) {
				w.rule(prefix == "send" && w.arrived[fmt.Sprintf("unordered %d", call)] == 1 || prefix == "unordered" && w.arrived[fmt.Sprintf("send %d", call)] == 1, "call %d was confirmed and did not arrive", call)
			}
		}
	}
}
