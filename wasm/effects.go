//go:build js && wasm

package main

import (
	"errors"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/store"
	"rtmwasm/rtm/transport"
)

// note takes what the driver must know of an input, before the machine does.
func (c *client) note(in *input) {
	switch event := in.Input.(type) {
	case core.Opened:
		c.noteOpened(event.Conn, in.socket)
	case core.Closed:
		if in.isProof {
			return
		}
		if c.sockets[event.Conn] == nil {
			event.Clean = false // it was given up, and that is reported at once: see socket.js
			in.Input = event
		}
		delete(c.sockets, event.Conn)
		c.ended = append(c.ended, event.Conn)
	case core.Tick:
		c.alarm = 0
	}
}

// carryOut does, or tells JavaScript, one thing. JavaScript has the frames, so it is told
// only which to deliver; and what was written it has seen.
func (c *client) carryOut(e core.Effect, in *input) {
	switch e := e.(type) {
	case core.Connect:
		c.connect(e)
	case core.Open:
		c.open(e)
	case core.Abandon:
		c.cancel(e.Conn)
	case core.Write:
		c.write(e)
	case core.Post:
		c.postMessage(e)
	case core.StopPost:
		c.stopPost()
	case core.Close:
		c.closeSocket(e.Conn)
	case *core.Deliver:
		c.deliver(e, in)
	case core.Hold:
		in.isDone = true
		c.held[e.Frame] = true
	case core.Discard:
		delete(c.held, e.Frame)
		c.tellFrame(tellDiscard, e.Frame)
	case core.Compare:
		c.host.Tell(tellCompare, c.number, e.On)
	case core.Fill:
		c.backfill(e)
	case core.StopFill:
		c.stopBackfill()
	case core.Settle:
		c.settle(e)
	case core.StateChanged:
		c.enter(c.number, e)
	case core.ConnectFailed:
		c.tell("event", "unable_to_rtm_start", c.errorObject(e.Err))
	case core.SocketFailed:
		c.tell("event", "error", c.errorObject(e.Err))
	case core.Gap:
		c.tellGap(c.number, e)
	case core.Latency:
		c.tell("latency", float64(e.RoundTrip.Microseconds())/1000)
	case core.Log:
		c.tell("log", string(e.Level), e.Text)
	}
}

// deliver has JavaScript deliver a frame.
func (c *client) deliver(e *core.Deliver, in *input) {
	if e.Frame.Conn == 0 { // it is from a backfill, which no socket has brought
		c.tell("backfilled", string(in.frames[e.Frame.Index]), e.As == core.Replayed)
		return
	}
	delete(c.held, e.Frame)
	replay, again := 0, 0
	switch {
	case e.As == core.Replayed:
		replay = 1
	case e.As == core.Answer && in.brought(e.Frame): // it settles a call, or says why that fails
		again = 1
	}
	if in.brought(e.Frame) {
		in.isDone = again == 0
		if in.waited && e.As == core.Event && !c.host.HasTold() {
			in.isEvent = true
			return
		}
	}
	c.host.TellNumbers(tellDeliver, c.number, int(e.Frame.Conn), e.Frame.Index, replay, again)
}

// forgetFrame has JavaScript forget the frame of the step, if it is no event, or an answer
// that was told.
func (c *client) forgetFrame(in *input) {
	if f := in.frame; f != nil && !in.isDone {
		c.tellFrame(tellDiscard, core.FrameID{Conn: f.Conn, Index: f.Index})
	}
}

func (c *client) tellFrame(word jsbridge.Word, f core.FrameID) {
	c.host.TellNumbers(word, c.number, int(f.Conn), f.Index)
}

// settle gives the outcome of a call as JavaScript gets it: a frame, JSON text, the id of
// a frame, or null.
func (c *client) settle(e core.Settle) {
	call := int(e.Call)
	switch {
	case e.Err != nil && e.Reason.Conn != 0:
		c.host.Tell(tellRefused, call, c.errorObject(e.Err), c.number, int(e.Reason.Conn), e.Reason.Index)
	case e.Err != nil:
		c.host.Settle(call, nil, e.Err)
	case e.Session != nil:
		c.host.Settle(call, string(e.Session.JSON), nil)
	case e.Reply != nil && e.Reply.JSON != nil:
		c.host.Settle(call, string(e.Reply.JSON), nil)
	case e.Reply != nil && e.Reply.Frame.Conn != 0:
		isNews := 0
		if e.Reply.IsNews {
			isNews = 1
		}
		c.host.TellNumbers(tellReply, call, c.number, int(e.Reply.Frame.Conn), e.Reply.Frame.Index, isNews)
	case e.Reply != nil:
		c.host.Settle(call, e.Reply.ID, nil)
	default:
		c.host.Settle(call, nil, nil)
	}
}

// letGo has JavaScript forget the sockets that have ended, once nothing that they brought
// is held back.
func (c *client) letGo() {
	if len(c.held) > 0 {
		return
	}
	for _, conn := range c.ended {
		c.host.TellNumbers(tellLetGo, c.number, int(conn))
	}
	c.ended = c.ended[:0]
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

// enter tells a member, or all, of a state: first of the state itself, so that the client's
// properties are up to date in the listeners of the events.
func (c *client) enter(to int, e core.StateChanged) {
	user, team := "", ""
	if e.Session != nil {
		user, team = e.Session.UserID, e.Session.TeamID
	}
	c.tellTo(to, "state", string(e.State), c.errorObject(e.Cause), user, team)
	if end := (*transport.CloseError)(nil); errors.As(e.Cause, &end) {
		c.tellTo(to, "event", "ws_close", end.Code, end.Reason)
	}
	for _, name := range eventsOf(e.State) {
		switch {
		case name == "authenticated":
			c.tellTo(to, "json", name, string(e.Session.JSON))
		case e.State == core.Disconnected && e.Cause != nil:
			c.tellTo(to, "event", name, c.errorObject(e.Cause))
		default:
			c.tellTo(to, "event", name)
		}
	}
}

func (c *client) tellGap(to int, g core.Gap) {
	c.tellTo(to, "gap", g.From, g.To, c.errorObject(g.Cause), g.Recovered)
}

// tell adds an item to what JavaScript's client deals with, in order.
func (c *client) tell(kind string, args ...any) {
	c.tellTo(c.number, kind, args...)
}

// tellTo adds it for a member, or for all.
func (c *client) tellTo(to int, kind string, args ...any) {
	c.host.Tell(tellItem, append([]any{to, kind}, args...)...)
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
