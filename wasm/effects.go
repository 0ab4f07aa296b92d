//go:build js && wasm

package main

import (
	"errors"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/store"
	"rtmwasm/rtm/transport"
)

// A run is a row of frames of one socket that JavaScript has not been told of yet, with
// those among them that are replies. It is told once a row, not once a frame.
type run struct {
	socket, from, to int
	replies          []any // the ticket of a call and the index of the frame that settles it, and so on; for a replay the ticket is 0
}

// has reports whether a frame is in the run.
func (r *run) has(f core.FrameID) bool {
	return int(f.Conn) == r.socket && r.from <= f.Index && f.Index < r.to
}

// note takes what the driver must know of an input, before the machine does.
func (c *client) note(in *input) {
	switch event := in.Input.(type) {
	case core.Opened:
		c.noteOpened(event.Conn, in.socket)
	case core.Received:
		if c.compare {
			event.Sum = sum(in.text)
			in.Input = event
		}
	case core.Closed:
		delete(c.sockets, event.Conn)
		c.ended = append(c.ended, event.Conn)
	}
}

// carryOut does, or tells JavaScript, one thing. JavaScript kept the text of every
// frame, so it is told only which to deliver; and what was written it has seen. It calls
// no listener before Go is idle again.
func (c *client) carryOut(e core.Effect, in *input) {
	switch e := e.(type) {
	case core.Deliver:
		if e.Frame.Conn != 0 {
			c.extendRun(e)
			c.held = max(c.held-1, 0) // while some are held back, no others are delivered
			return
		}
	case core.Hold:
		c.held++
		return
	case core.Discard:
		c.held--
		return
	case core.Settle:
		if e.Reply != nil && c.run.has(e.Reply.Frame) {
			c.run.replies = append(c.run.replies, int(e.Call), e.Reply.Frame.Index)
			return
		}
	}
	c.tellRun()
	switch e := e.(type) {
	case core.Connect:
		c.connect(e)
	case core.Open:
		c.open(e)
	case core.Abandon:
		c.cancel(e.Conn)
	case core.Write:
		c.write(e)
	case core.Close:
		c.closeSocket(e.Conn)
	case core.Deliver: // from a backfill, which no socket has brought
		c.tell("backfilled", string(in.frames[e.Frame.Index]))
	case core.Compare:
		c.compare = e.On
	case core.Fill:
		c.backfill(e)
	case core.StopFill:
		c.stopBackfill()
	case core.Settle:
		c.settle(e, in)
	case core.StateChanged:
		c.enter(e)
	case core.ConnectFailed:
		c.tell("event", "unable_to_rtm_start", c.errorObject(e.Err))
	case core.SocketFailed:
		c.tell("event", "error", c.errorObject(e.Err))
	case core.Gap:
		c.tell("gap", e.From, e.To, c.errorObject(e.Cause), e.Recovered)
	case core.Latency:
		c.tell("latency", float64(e.RoundTrip.Microseconds())/1000)
	case core.Log:
		c.tell("log", string(e.Level), e.Text)
	}
}

// settle gives the outcome of a call as JavaScript gets it: JSON text, the id of a
// frame, or null.
func (c *client) settle(e core.Settle, in *input) {
	var value any
	switch {
	case e.Err != nil:
		if e.Reason.Conn != 0 {
			e.Err.Data = in.text
		}
		c.host.Settle(int(e.Call), nil, e.Err)
		return
	case e.Session != nil:
		value = string(e.Session.JSON)
	case e.Reply != nil && e.Reply.Frame.Conn != 0:
		value = string(in.text)
	case e.Reply != nil:
		value = e.Reply.ID
	}
	c.host.Settle(int(e.Call), value, nil)
}

// extendRun adds a frame to the run, or begins another.
func (c *client) extendRun(e core.Deliver) {
	f := e.Frame
	if c.run.socket != int(f.Conn) || c.run.to != f.Index {
		c.tellRun()
		c.run = run{socket: int(f.Conn), from: f.Index}
	}
	c.run.to = f.Index + 1
	if e.As == core.Replayed {
		c.run.replies = append(c.run.replies, 0, f.Index)
	}
}

// tellRun has the frames of the run delivered.
func (c *client) tellRun() {
	if c.run.from < c.run.to {
		c.hostTell("frames", append([]any{c.run.socket, c.run.from, c.run.to}, c.run.replies...)...)
	}
	c.run = run{}
}

// letGo has JavaScript forget the sockets that have ended, once nothing that they brought
// is held back.
func (c *client) letGo() {
	if c.held > 0 {
		return
	}
	for _, conn := range c.ended {
		c.hostTell("letGo", int(conn))
	}
	c.ended = nil
}

// eventsOf gives the events that tell of a state: v4's, and those of v3 that mean
// the same. (v3's "disconnect" has arguments that JavaScript keeps.)
func eventsOf(state core.State) []string {
	switch state {
	case core.Authenticating:
		return []string{"connecting"}
	case core.Authenticated:
		return []string{"authenticated", "ws_opening"}
	case core.Handshaking:
		return []string{"ws_opened"}
	case core.Ready:
		return []string{"ready", "open"}
	case core.Reconnecting:
		return []string{"reconnecting", "attempting_reconnect"}
	}
	return []string{string(state)}
}

// enter tells of a state: first of the state itself, so that the client's
// properties are up to date in the listeners of the events.
func (c *client) enter(e core.StateChanged) {
	user, team := "", ""
	if e.Session != nil {
		user, team = e.Session.UserID, e.Session.TeamID
	}
	c.tell("state", string(e.State), c.errorObject(e.Cause), user, team)
	if end := (*transport.CloseError)(nil); errors.As(e.Cause, &end) {
		c.tell("event", "ws_close", end.Code, end.Reason)
	}
	for _, name := range eventsOf(e.State) {
		switch {
		case name == "authenticated":
			c.tell("json", name, string(e.Session.JSON))
		case e.State == core.Disconnected && e.Cause != nil:
			c.tell("event", name, c.errorObject(e.Cause))
		default:
			c.tell("event", name)
		}
	}
}

// tell adds an item to what JavaScript's client deals with, in order.
func (c *client) tell(kind string, args ...any) {
	c.hostTell("tell", append([]any{kind}, args...)...)
}

func (c *client) hostTell(name string, args ...any) {
	// A host that throws has a fault of its own, and reports it itself.
	_ = c.host.Tell(name, append([]any{c.number}, args...)...)
}

func (c *client) errorObject(err error) any {
	if err == nil {
		return nil
	}
	return c.host.ErrorObject(err)
}

// describe gives the members of an error of packages rtm and store.
func describe(err error) map[string]any {
	if e, ok := err.(*store.Error); ok {
		members := map[string]any{"code": string(core.CodeInvalidArgument)}
		if e.Unknown != "" {
			members["unknown"] = e.Unknown
		}
		return members
	}
	var e *core.Error
	if !errors.As(err, &e) || error(e) != err {
		return nil
	}
	members := map[string]any{"code": string(e.Code)}
	if e.Delivered != "" {
		members["delivered"] = string(e.Delivered)
	}
	if e.MessageID != 0 {
		members["messageId"] = e.MessageID
	}
	if e.Text != "" {
		members["text"] = e.Text
	}
	if e.Status != 0 {
		members["statusCode"] = e.Status
	}
	if e.RetryAfter != 0 {
		members["retryAfter"] = e.RetryAfter.Seconds()
	}
	if e.Data != nil {
		members["data"] = string(e.Data)
	}
	return members
}
