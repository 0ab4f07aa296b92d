package rtm_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// moves are the transitions as the documentation tells them, from each state.
var moves = map[rtm.State][]rtm.State{
	rtm.Disconnected:   {rtm.Authenticating, rtm.Reconnecting},
	rtm.Authenticating: {rtm.Authenticated, rtm.Reconnecting, rtm.Disconnected, rtm.Disconnecting},
	rtm.Authenticated:  {rtm.Handshaking, rtm.Reconnecting, rtm.Disconnected, rtm.Disconnecting},
	rtm.Handshaking:    {rtm.Connected, rtm.Reconnecting, rtm.Disconnected, rtm.Disconnecting},
	rtm.Connected:      {rtm.Ready, rtm.Reconnecting, rtm.Disconnected, rtm.Disconnecting},
	rtm.Ready:          {rtm.Reconnecting, rtm.Disconnected, rtm.Disconnecting},
	rtm.Reconnecting:   {rtm.Authenticating, rtm.Disconnecting},
	rtm.Disconnecting:  {rtm.Disconnected},
}

// A record is what the client has told so far. model.mu guards it.
type record struct {
	began    time.Time
	state    rtm.State
	ended    bool // it became Disconnected without a Stop
	count    int  // of events other than Idle
	posted   map[rtm.Ticket]rtm.Command
	settled  map[rtm.Ticket]rtm.Settled
	index    map[int]int    // by socket: that of the newest frame
	newest   map[int]string // by socket: the timestamp of the newest message of Anna's
	heard    map[string]int // by text: how often it was delivered
	deaf     []span         // when messages may be missed
	since    string         // the newest timestamp seen in this session
	goodbye  bool           // this session may have two sockets
	goodbyes time.Time      // when goodbye ends; zero for not yet
	wrote    map[int]string // by id: the text of a message
	refused  map[int]bool   // the numbers of the sends that Slack has refused for haste and that were not written since
}

// A span is a time in Slack's timestamps: after from, up to to.
type span struct{ from, to string }

const never = "9999999999.000000"

func newRecord() record {
	return record{
		began: time.Now(), state: rtm.Disconnected, posted: map[rtm.Ticket]rtm.Command{}, settled: map[rtm.Ticket]rtm.Settled{},
		index: map[int]int{}, newest: map[int]string{}, heard: map[string]int{}, wrote: map[int]string{}, refused: map[int]bool{}, deaf: []span{{"", never}},
	}
}

// endOfInstant gives a timestamp after those of all messages of one instant. In
// a bubble many happen in one, and the workspace tells them apart by
// microseconds.
func endOfInstant(ts string) string { return ts[:len(ts)-3] + "999" }

// watch is told what happens, and holds it against the rules:
//
//   - the table of transitions is not left;
//   - between Disconnecting and the next start nothing but outcomes is told,
//     frames only while there is a socket, and writes only when Ready;
//   - frames are in the order of their socket, and no message comes twice;
//   - a refused message is written again before any later one of its channel that
//     was not yet written;
//   - a command settles once, with what it promises.
func (m *model) watch(e rtm.Event) {
	if _, ok := e.(rtm.Idle); ok {
		return
	}
	if line := describe(e); line != "" {
		m.note("%s", line)
	}
	m.mu.Lock()
	m.count++
	state := m.state
	m.mu.Unlock()
	switch e := e.(type) {
	case rtm.StateChanged:
		m.onState(e, state)
	case rtm.Frame:
		m.rule(state == rtm.Handshaking || state == rtm.Connected || state == rtm.Ready, "a frame was delivered while %s", state)
		m.onFrame(e)
	case rtm.Gap:
		m.rule(state == rtm.Connected || state == rtm.Ready, "a gap was told while %s", state)
		m.rule(e.From <= e.To, "a gap reaches from %s to %s", e.From, e.To)
		m.rule(e.Cause != nil, "a gap has no cause")
		m.onGap(e)
	case rtm.Wrote:
		m.rule(state == rtm.Ready, "a frame was written while %s", state)
		m.onWrote(e)
	case rtm.Latency:
		m.rule(state == rtm.Ready, "a ping was answered while %s", state)
		m.rule(e.RoundTrip >= 0, "a ping took %v", e.RoundTrip)
	case rtm.ConnectFailed:
		m.rule(state == rtm.Authenticating, "a call failed while %s", state)
		m.checkError(e.Err)
	case rtm.SocketFailed:
		m.rule(state == rtm.Authenticated || state == rtm.Handshaking || state == rtm.Ready, "a socket failed while %s", state)
		m.checkError(e.Err)
	case rtm.Settled:
		m.onSettled(e)
	}
}

func (m *model) onState(e rtm.StateChanged, state rtm.State) {
	m.rule(e.Previous == state, "the state before %s is said to be %s, and was %s", e.State, e.Previous, state)
	m.rule(slices.Contains(moves[state], e.State), "%s became %s", state, e.State)
	hasSession := slices.Contains([]rtm.State{rtm.Authenticated, rtm.Handshaking, rtm.Connected, rtm.Ready}, e.State)
	m.rule(hasSession == (e.Session != nil), "%s has the session %v", e.State, e.Session)
	failed := e.State == rtm.Reconnecting || e.State == rtm.Disconnected && state != rtm.Disconnecting
	m.rule(failed == (e.Cause != nil), "%s has the cause %v", e.State, e.Cause)
	if e.Cause != nil {
		m.checkError(e.Cause)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state = e.State
	m.moves[string(e.Previous)+" -> "+string(e.State)] = true
	switch e.State {
	case rtm.Connected:
		m.goodbye = false
	case rtm.Disconnecting, rtm.Disconnected:
		m.ended = e.State == rtm.Disconnected && state != rtm.Disconnecting
		if n := len(m.deaf); e.State == rtm.Disconnecting && (n == 0 || m.deaf[n-1].to != never) {
			// The caller wants to be away: nobody tells what is missed.
			m.deaf = append(m.deaf, span{m.since, never})
		}
	case rtm.Ready:
		if n := len(m.deaf); n > 0 && m.deaf[n-1].to == never {
			m.deaf[n-1].to = endOfInstant(timestamp(time.Now()))
		}
	}
}

func (m *model) onFrame(f rtm.Frame) {
	var event struct {
		User, Text, TS, Channel string

		ReplyTo int `json:"reply_to"`
		Error   struct{ Code int }
	}
	m.rule(json.Unmarshal(f.JSON, &event) == nil, "a frame that is no event was delivered: %s", f.JSON)
	m.mu.Lock()
	defer m.mu.Unlock()
	rule := func(kept bool, text string) {
		if !kept {
			m.faults = append(m.faults, text)
		}
	}
	if f.Socket != 0 {
		last, any := m.index[f.Socket]
		rule(!any || f.Index > last, "frames of a socket are out of order")
		m.index[f.Socket] = f.Index
	}
	if n, ok := sendNumber(m.wrote[event.ReplyTo]); ok && event.Error.Code == -1 {
		m.refused[n] = true
	}
	m.since = max(m.since, event.TS)
	if event.User != rtmtest.Anna || f.Type != "message" {
		return
	}
	m.heard[event.Text]++
	rule(m.heard[event.Text] == 1, "a message was delivered twice: "+event.Text)
	rule(m.newest[f.Socket] < event.TS || f.Socket == 0, "messages of a socket are out of order: "+event.Text)
	m.newest[f.Socket] = event.TS
}

// onWrote looks whether a message is written before an earlier one that Slack has
// refused for haste. All are of one channel.
func (m *model) onWrote(w rtm.Wrote) {
	var frame struct {
		ID   int
		Text string
	}
	m.rule(json.Unmarshal(w.JSON, &frame) == nil, "what was written is no frame: %s", w.JSON)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wrote[frame.ID] = frame.Text
	n, ok := sendNumber(frame.Text)
	if !ok {
		return
	}
	for earlier := range m.refused {
		if earlier < n {
			m.faults = append(m.faults, fmt.Sprintf("%q was written before send %d, which was refused for haste", frame.Text, earlier))
		}
	}
	delete(m.refused, n)
}

// sendNumber gives the number of a message whose order counts.
func sendNumber(text string) (int, bool) {
	number, ok := strings.CutPrefix(text, "send ")
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}

func (m *model) onGap(g rtm.Gap) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !g.Recovered {
		m.deaf = append(m.deaf, span{g.From, endOfInstant(g.To)})
	}
	if g.Cause != nil && strings.Contains(g.Cause.Error(), "announced the end") {
		m.goodbyes = time.Now().Add(keeping)
	}
}

func (m *model) onSettled(s rtm.Settled) {
	m.mu.Lock()
	command, known := m.posted[s.Ticket]
	_, again := m.settled[s.Ticket]
	m.settled[s.Ticket] = s
	if send, ok := command.(rtm.Send); ok {
		if n, ok := sendNumber(textOf(string(send.Body))); ok {
			delete(m.refused, n)
		}
	}
	m.mu.Unlock()
	m.rule(known, "the unknown ticket %d was settled", s.Ticket)
	m.rule(!again, "%T %d was settled twice", command, s.Ticket)
	if s.Err != nil {
		e := m.checkError(s.Err)
		if _, ok := command.(rtm.Send); ok {
			m.rule(e.Delivered == rtm.DeliveredNo || e.Delivered == rtm.DeliveredUnknown, "the error of a send does not say what became of it: %v", e)
			m.rule(e.MessageID != 0, "the error of a send has no id: %v", e)
		}
		return
	}
	switch command := command.(type) {
	case rtm.Start, rtm.Reconnect:
		session, _ := s.Result.(*rtm.Session)
		m.rule(session != nil && session.URL != "", "a start gave the session %v", session)
	case rtm.Send:
		reply, ok := s.Result.(rtm.Reply)
		m.rule(ok, "a send gave %v", s.Result)
		m.rule(!command.AwaitReply || reply.TS != "" && reply.Text == textOf(string(command.Body)), "%s was answered with %+v", command.Body, reply)
	case rtm.CallMethod:
		answer, _ := s.Result.([]byte)
		m.rule(len(answer) > 0, "a call gave %v", s.Result)
	}
}

// checkError looks at an error as a caller would.
func (m *model) checkError(err error) *rtm.Error {
	var e *rtm.Error
	if !errors.As(err, &e) {
		m.rule(false, "the error %v has no code", err)
		return &rtm.Error{}
	}
	m.rule(e.Code != "" && e.Message != "", "the error %+v does not say enough", e)
	m.rule(!strings.Contains(e.Message, "secret"), "an error shows the token: %v", e)
	return e
}

// rest looks at a client that has dealt with all that has happened.
func (m *model) rest() {
	open := m.slack.Sockets()
	m.mu.Lock()
	state, most := m.state, 1
	if !m.goodbyes.IsZero() && time.Now().After(m.goodbyes) {
		m.goodbye, m.goodbyes = false, time.Time{}
	}
	if m.goodbye {
		most = 2
	}
	m.mu.Unlock()
	switch state {
	case rtm.Disconnected, rtm.Disconnecting, rtm.Reconnecting:
		most = 0
	}
	m.rule(open <= most, "%d sockets are open while %s", open, state)
}

// account looks, in the end, at what became of each message:
//
//   - what was said and not delivered lies in a gap that was told, or in a time
//     in which the caller wanted no session;
//   - what was sent arrived once if the outcome says so, never if it says so,
//     and once at most in any case;
//   - sends arrived in the order of the calls.
func (m *model) account() {
	if m.ended {
		m.deaf = append(m.deaf, span{m.since, never}) // no session has followed that could tell
	}
	for _, s := range m.said {
		missed := slices.ContainsFunc(m.deaf, func(d span) bool { return d.from < s.ts && s.ts <= d.to })
		m.rule(m.heard[s.text] == 1 || missed, "the message %q at %s was lost, and nobody said so: %v", s.text, s.ts, m.deaf)
	}
	took := map[string]int{}
	frames, err := m.history("", "")
	m.rule(err == nil, "the test cannot read the history: %v", err)
	for _, frame := range frames {
		took[textOf(string(frame))]++
	}
	for ticket, command := range m.posted {
		send, ok := command.(rtm.Send)
		if !ok || send.Type != "message" {
			continue
		}
		text, err := textOf(string(send.Body)), m.settled[ticket].Err
		var e *rtm.Error
		switch n := took[text]; {
		case n > 1:
			m.rule(false, "%q arrived %d times", text, n)
		case err == nil:
			m.rule(n == 1 || !send.AwaitReply, "%q was confirmed and did not arrive", text)
		case errors.As(err, &e) && e.Delivered == rtm.DeliveredNo:
			m.rule(n == 0, "%q arrived, though its outcome is that it did not: %v", text, err)
		}
	}
	var order []int
	seen := map[string]bool{}
	for _, r := range m.slack.Received() {
		text := textOf(r.JSON)
		if n, ok := sendNumber(text); ok && r.Type == "message" && !seen[text] {
			seen[text] = true
			order = append(order, n)
		}
	}
	m.rule(slices.IsSorted(order), "the sends arrived in the order %v", order)
}

// history gives Anna's and the bot's messages as frames, the oldest first.
func (m *model) history(from, to string) ([][]byte, error) {
	form := map[string]string{"token": "xoxb-secret", "channel": rtmtest.General, "limit": "999", "oldest": from, "latest": to, "inclusive": "true"}
	answer, err := m.slack.Call(context.Background(), rtm.Request{URL: "conversations.history", Form: form})
	var history struct {
		OK       bool
		Messages []map[string]any
	}
	if err = cmp.Or(err, json.Unmarshal(answer.Body, &history)); err != nil {
		return nil, err
	}
	if !history.OK {
		return nil, errors.New("the history cannot be read")
	}
	var frames [][]byte
	for _, message := range slices.Backward(history.Messages) {
		message["channel"] = rtmtest.General
		frame, _ := json.Marshal(message)
		frames = append(frames, frame)
	}
	return frames, nil
}

// describe gives an event in a line of the story; "" for pings and pongs.
func describe(e rtm.Event) string {
	switch e := e.(type) {
	case rtm.Latency:
		return ""
	case rtm.Frame:
		if e.Type == "pong" {
			return ""
		}
		return "  " + strconv.Itoa(e.Socket) + " <- " + string(e.JSON)
	case rtm.Wrote:
		if strings.Contains(string(e.JSON), `"type":"ping"`) {
			return ""
		}
		return "  -> " + string(e.JSON)
	case rtm.Gap:
		return "  " + word(e) + " " + cmp.Or(e.From, "start") + " to " + e.To
	case rtm.StateChanged:
		if e.Cause != nil {
			return "  " + string(e.State) + ": " + e.Cause.Error()
		}
	case rtm.Settled:
		outcome := "done"
		if e.Err != nil {
			outcome = e.Err.Error()
		}
		return "  settled " + strconv.Itoa(int(e.Ticket)) + ": " + outcome
	}
	return "  " + word(e)
}

func (m *model) where() (state rtm.State, ended bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state, m.state == rtm.Disconnected && m.ended
}

func (m *model) events() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.count
}

func (m *model) delivered(text string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.heard[text] > 0
}

// unsettled gives the commands of a kind that have no outcome yet.
func (m *model) unsettled(kind func(rtm.Command) bool) []rtm.Ticket {
	m.mu.Lock()
	defer m.mu.Unlock()
	var open []rtm.Ticket
	for ticket, command := range m.posted {
		if _, ok := m.settled[ticket]; !ok && kind(command) {
			open = append(open, ticket)
		}
	}
	return open
}

func isAny(rtm.Command) bool { return true }

func isSend(c rtm.Command) bool { _, ok := c.(rtm.Send); return ok }

func isCall(c rtm.Command) bool { _, ok := c.(rtm.CallMethod); return ok }
