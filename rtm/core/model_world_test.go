package core

import (
	"container/heap"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A world is a machine, its driver, the network and Slack, in a time of its own. It is
// one thread: what will happen lies in a heap, by its time.
type world struct {
	setting setting
	m       *Machine
	at      Time
	real    time.Duration // that has passed, asleep or not, since 1970
	steps   int
	coming  events
	order   int // of what comes at one time

	weather weather
	peers   map[Conn]*peer
	stalled []func() // calls and openings that are kept waiting
	fills   map[int]Gap
	stepped func(Input, []Effect) // sees each step, if it is set

	record
	app app
}

// weather is what goes wrong.
type weather struct {
	calls     callFault
	callFails int // how many more calls fail so
	openFails int
	noHello   bool
	stallCall bool
	stallOpen bool
	holdAcks  bool
	ackDelay  time.Duration
	noPongs   bool
	nacks     int
	nackCode  int
	badWrites int
	hangs     bool // writes
	stubborn  bool // sockets do not end when they are closed
	fill      int  // what becomes of a Fill
}

// A callFault is how a call fails.
type callFault int

const (
	noNetwork callFault = iota
	refusal
	finalRefusal
	tooOften
)

// A peer is Slack's end of a socket.
type peer struct {
	conn    Conn
	greeted bool
	dead    bool // half-open: nothing goes through
	over    bool // closed by either side
	frames  int
	acks    []func() // held back
	writing bool
	newest  string // timestamp of Anna's newest message that was delivered
}

// An event is something that will happen.
type event struct {
	at    time.Duration
	order int
	do    func()
}

type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at < e[j].at || e[i].at == e[j].at && e[i].order < e[j].order
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := len(*e) - 1
	x := (*e)[last]
	*e = (*e)[:last]
	return x
}

func newWorld(s schedule) *world {
	w := &world{setting: s.setting, at: Time{Mono: time.Hour, Wall: wakeUp}, real: wakeUp, peers: map[Conn]*peer{}, fills: map[int]Gap{}, record: newRecord()}
	m, err := New(s.setting.Config, w.at)
	if err != nil {
		panic(err)
	}
	w.m = m
	return w
}

// after has something happen later.
func (w *world) after(d time.Duration, do func()) {
	w.order++
	heap.Push(&w.coming, event{w.at.Mono + d, w.order, do})
}

// pass lets time pass, with what happens in it. What comes in at a deadline is read
// before that.
func (w *world) pass(d time.Duration) {
	end := w.at.Mono + d
	for ticks := 0; len(w.broken) == 0; {
		next, ok := w.m.Deadline()
		if ok {
			next = max(next, w.at.Mono)
		}
		switch {
		case len(w.coming) > 0 && w.coming[0].at <= end && (!ok || w.coming[0].at <= next):
			e := heap.Pop(&w.coming).(event)
			w.advance(max(0, e.at-w.at.Mono))
			e.do()
		case ok && next <= end:
			if next > w.at.Mono {
				ticks = 0
			}
			ticks++
			w.rule(ticks < 100, "the deadline %v does not move", next)
			w.advance(next - w.at.Mono)
			w.step(Tick{})
		default:
			w.advance(max(0, end-w.at.Mono))
			return
		}
	}
}

func (w *world) advance(d time.Duration) {
	w.at.Mono += d
	w.at.Wall += d
	w.real += d
}

// step steps the machine, and does what a driver does.
func (w *world) step(in Input) {
	w.steps++
	effects := w.m.Step(w.at, in)
	if w.stepped != nil {
		w.stepped(in, effects)
	}
	for _, e := range effects {
		w.watch(e)
		w.carryOut(e)
	}
}

func (w *world) carryOut(e Effect) {
	switch e := e.(type) {
	case Connect:
		if w.weather.stallCall {
			w.stalled = append(w.stalled, func() { w.answer(e.Conn) })
			return
		}
		w.after(5*time.Millisecond, func() { w.answer(e.Conn) })
	case Open:
		if w.weather.stallOpen {
			w.stalled = append(w.stalled, func() { w.openPeer(e.Conn) })
			return
		}
		w.after(5*time.Millisecond, func() { w.openPeer(e.Conn) })
	case Write:
		w.takeWrite(w.peers[e.Conn], string(e.Text))
	case Close:
		p := w.peers[e.Conn]
		p.over = true
		if w.weather.stubborn {
			w.after(20*time.Minute, func() { w.step(Closed{Conn: e.Conn, Err: errors.New("closed at last")}) })
			return
		}
		w.after(0, func() {
			w.step(Closed{Conn: e.Conn, Clean: w.setting.SocketMode && !p.dead, Err: errors.New("closed")})
		})
	case Post:
		w.takePost(e)
	case Fill:
		w.fills[e.Fill] = e.Gap
		switch w.weather.fill {
		case 0:
			w.after(10*time.Millisecond, func() { w.fill(e.Fill, nil) })
		case 1:
			w.after(3*time.Second, func() { w.fill(e.Fill, nil) })
		case 2:
			w.after(time.Millisecond, func() { w.fill(e.Fill, errors.New("the history cannot be read")) })
		}
	}
}

// answer answers a call for a session, as the weather is.
func (w *world) answer(conn Conn) {
	if !w.connecting[conn] {
		return // it was abandoned
	}
	delete(w.connecting, conn)
	if w.weather.callFails == 0 {
		w.step(Answered{Conn: conn, Session: &Session{URL: fmt.Sprint("wss://slack.test/", conn), UserID: "U1", TeamID: "T1"}})
		return
	}
	w.weather.callFails--
	var err *Error
	switch w.weather.calls {
	case noNetwork:
		err = newError(CodeRequest, nil, "the network is down")
	case refusal:
		err = &Error{Code: CodePlatform, Name: "fatal_error", Message: "Slack refused"}
	case finalRefusal:
		err = &Error{Code: CodePlatform, Name: "invalid_auth", Message: "Slack refused"}
	case tooOften:
		err = &Error{Code: CodeRateLimited, Status: 429, RetryAfter: 40 * time.Second, Message: "too often"}
		w.notBefore = w.real + err.RetryAfter
	}
	w.step(Answered{Conn: conn, Err: err})
}

// openPeer opens a socket.
func (w *world) openPeer(conn Conn) {
	if !w.opening[conn] {
		return // it was abandoned
	}
	delete(w.opening, conn)
	if w.weather.openFails > 0 {
		w.weather.openFails--
		w.step(Opened{Conn: conn, Err: errors.New("refused")})
		return
	}
	p := &peer{conn: conn}
	w.peers[conn] = p
	w.rule(!w.setting.SocketMode || w.openPeers() <= 2, "%d sockets are open", w.openPeers())
	w.step(Opened{Conn: conn})
	if !w.weather.noHello {
		w.after(time.Millisecond, func() { w.greet(p) })
	}
}

func (w *world) greet(p *peer) {
	if !p.greeted && !p.dead {
		p.greeted = true
		if w.setting.SocketMode {
			w.greetApp(p)
			return
		}
		w.bring(p, `{"type":"hello"}`)
	}
}

// bring has a socket bring a frame now.
func (w *world) bring(p *peer, text string) {
	if p.over || p.dead {
		return
	}
	id := FrameID{p.conn, p.frames}
	p.frames++
	w.texts[id] = text
	w.step(Received{Conn: id.Conn, Index: id.Index, Size: len(text), Members: ReadMembers([]byte(text)), Sum: sumOf(text)})
}

func sumOf(text string) uint64 {
	var sum uint64 = 14695981039346656037 // FNV-1a
	for i := range len(text) {
		sum = (sum ^ uint64(text[i])) * 1099511628211
	}
	return sum
}

// end ends a socket from Slack's side.
func (w *world) end(p *peer, clean bool) {
	if p.over {
		return
	}
	p.over = true
	w.step(Closed{Conn: p.conn, Clean: clean && !p.dead, Err: errors.New("the other side hung up")})
}

// takeWrite takes what the machine writes.
func (w *world) takeWrite(p *peer, text string) {
	p.writing = true
	switch {
	case w.weather.badWrites > 0:
		w.weather.badWrites--
		w.after(0, func() { w.endWrite(p, errors.New("the write failed")) })
		return
	case w.weather.hangs:
		return
	}
	w.after(0, func() { w.endWrite(p, nil) })
	if p.dead || p.over {
		return
	}
	w.receive(p, text)
}

func (w *world) endWrite(p *peer, err error) {
	p.writing = false
	w.step(Written{Conn: p.conn, Err: err})
}

// receive is Slack, which gets a frame.
func (w *world) receive(p *peer, text string) {
	if w.setting.SocketMode {
		_, rest, ok := strings.Cut(text, `{"envelope_id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		w.rule(ok, "%q was written to a socket of Socket Mode", text)
		w.acked[id] = true
		return
	}
	id := numberIn(text, `"id":`)
	switch {
	case strings.Contains(text, `"type":"ping"`):
		if !w.weather.noPongs {
			w.after(time.Millisecond, func() { w.bring(p, fmt.Sprintf(`{"type":"pong","reply_to":%d}`, id)) })
		}
	case strings.Contains(text, `"type":"message"`):
		if w.weather.nacks > 0 {
			w.weather.nacks--
			code := w.weather.nackCode
			w.after(time.Millisecond, func() {
				if code == slowDown && !p.over && !p.dead {
					w.refused(id)
				}
				w.bring(p, fmt.Sprintf(`{"ok":false,"reply_to":%d,"error":{"code":%d,"msg":"no"}}`, id, code))
			})
			return
		}
		w.arrived[textIn(text)]++
		w.clock++
		ts := w.timestamp()
		ack := func() {
			w.bring(p, fmt.Sprintf(`{"ok":true,"reply_to":%d,"ts":%q,"text":%q}`, id, ts, textIn(text)))
		}
		w.toAll(func(other *peer) { // the ones that did not bring it are told of it
			if other != p && other.greeted {
				event := fmt.Sprintf(`{"type":"message","user":"bot","channel":"C1","text":%q,"ts":%q}`, textIn(text), ts)
				w.after(time.Duration(id%2*2)*time.Millisecond, func() { w.bring(other, event) })
			}
		})
		if w.weather.holdAcks {
			p.acks = append(p.acks, ack)
			return
		}
		w.after(time.Millisecond+w.weather.ackDelay, ack)
	}
}

// releaseAll lets go what was kept waiting.
func (w *world) releaseAll() {
	stalled := w.stalled
	w.stalled = nil
	for _, f := range stalled {
		w.after(time.Millisecond, f)
	}
	for conn := Conn(1); conn <= Conn(len(w.peers))+1000 && int(conn) <= w.newestConn; conn++ {
		p := w.peers[conn]
		if p == nil {
			continue
		}
		if !p.greeted && !p.over {
			w.after(time.Millisecond, func() { w.greet(p) })
		}
		acks := p.acks
		p.acks = nil
		for _, ack := range acks {
			w.after(time.Millisecond, ack)
		}
	}
}

// say has Anna say something new, and gives it.
func (w *world) say() string {
	text := fmt.Sprint("say ", len(w.said)+1)
	w.clock++
	ts := w.timestamp()
	w.said = append(w.said, saying{text, ts})
	if w.setting.SocketMode {
		w.dispatch(&appEvent{id: text, inner: fmt.Sprintf(`{"type":"message","user":"anna","channel":"C1","text":%q,"ts":%q}`, text, ts)})
		return text
	}
	frame := fmt.Sprintf(`{"type":"message","user":"anna","channel":"C1","text":%q,"ts":%q}`, text, ts)
	for conn := Conn(1); int(conn) <= w.newestConn; conn++ {
		if p := w.peers[conn]; p != nil && p.greeted {
			w.bring(p, frame)
		}
	}
	return text
}

// timestamp is now, as Slack writes it. No two are equal.
func (w *world) timestamp() string {
	return fmt.Sprintf("%d.%06d", w.real/time.Second, int(w.real%time.Second/time.Microsecond)/1000*1000+w.clock%1000)
}

// fill answers a Fill with the history.
func (w *world) fill(number int, err error) {
	gap := w.fills[number]
	filled := Filled{Fill: number, Err: err}
	w.filled = nil
	for _, s := range w.said {
		if gap.From < s.ts && s.ts <= endOfInstant(gap.To) && err == nil {
			text := fmt.Sprintf(`{"type":"message","user":"anna","channel":"C1","text":%q,"ts":%q}`, s.text, s.ts)
			w.filled = append(w.filled, text)
			filled.Frames = append(filled.Frames, ReadMembers([]byte(text)))
		}
	}
	w.step(filled)
}

func numberIn(text, before string) int {
	_, rest, _ := strings.Cut(text, before)
	end := strings.IndexAny(rest, ",}")
	n, _ := strconv.Atoi(rest[:end])
	return n
}

func textIn(json string) string {
	_, rest, _ := strings.Cut(json, `"text":"`)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}
