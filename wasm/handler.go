//go:build js && wasm

package main

import (
	"context"
	"errors"
	"math"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
	"rtmwasm/rtm/store"
)

// client is one RTMClient of the page.
type client struct {
	number int
	host   *jsbridge.Host
	rtm    *rtm.Client
	run    run
	loads  map[int]context.CancelCauseFunc // under way, by their tickets

	isDown     bool          // there is no session, or none is wanted any more
	startToken string        // of the newest start that began a session
	retryAfter time.Duration // what Slack has asked to wait, at the newest change of state
	forgotten  *time.Timer   // drops it, if JavaScript has forgotten it
}

// A run is a row of frames of one socket that JavaScript has not been told of
// yet, with those among them that are replies. It is told once a row, not once a frame.
type run struct {
	socket, from, to int
	replies          []any // the ticket of a call and the index of the frame that settles it, and so on; for a replay the ticket is 0
}

// has reports whether a frame is in the run.
func (r *run) has(f rtm.Frame) bool {
	return f.Socket == r.socket && r.from <= f.Index && f.Index < r.to
}

// handle tells JavaScript what has happened. JavaScript kept the text of every
// frame, so it is told only which to deliver; and what was written it has seen. It
// calls no listener before Go is idle again.
func (c *client) handle(e rtm.Event) {
	switch e := e.(type) {
	case rtm.Frame:
		if e.Socket != 0 {
			c.extendRun(e)
			return
		}
	case rtm.Settled:
		if reply, ok := e.Result.(rtm.Reply); ok && e.Err == nil && c.run.has(reply.Frame) {
			c.run.replies = append(c.run.replies, int(e.Ticket), reply.Frame.Index)
			return
		}
	}
	c.tellRun()
	switch e := e.(type) {
	case rtm.StateChanged:
		c.enter(e)
	case rtm.ConnectFailed:
		c.tell("event", "unable_to_rtm_start", c.errorObject(e.Err))
	case rtm.SocketFailed:
		c.tell("event", "error", c.errorObject(e.Err))
	case rtm.Frame: // from a backfill, which no socket has brought
		c.tell("backfilled", string(e.JSON))
	case rtm.Gap:
		c.tell("gap", e.From, e.To, c.errorObject(e.Cause), e.Recovered)
	case rtm.Grant:
		messages := float64(e.Messages)
		if e.Messages == rtm.Unlimited {
			messages = math.Inf(1)
		}
		c.hostTell("grant", e.Socket, messages)
	case rtm.Pass:
		c.hostTell("pass", e.Socket)
	case rtm.Latency:
		c.tell("latency", float64(e.RoundTrip.Microseconds())/1000)
	case rtm.Settled:
		c.host.Settle(int(e.Ticket), valueOf(e.Result), e.Err)
	}
}

// extendRun adds a frame to the run, or begins another.
func (c *client) extendRun(f rtm.Frame) {
	if c.run.socket != f.Socket || c.run.to != f.Index {
		c.tellRun()
		c.run = run{socket: f.Socket, from: f.Index}
	}
	c.run.to = f.Index + 1
	if f.Replay {
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

// eventsOf gives the events that tell of a state: v4's, and those of v3 that mean
// the same. (v3's "disconnect" has arguments that JavaScript keeps.)
func eventsOf(state rtm.State) []string {
	switch state {
	case rtm.Authenticating:
		return []string{"connecting"}
	case rtm.Authenticated:
		return []string{"authenticated", "ws_opening"}
	case rtm.Handshaking:
		return []string{"ws_opened"}
	case rtm.Ready:
		return []string{"ready", "open"}
	case rtm.Reconnecting:
		return []string{"reconnecting", "attempting_reconnect"}
	}
	return []string{string(state)}
}

// enter tells of a state: first of the state itself, so that the client's
// properties are up to date in the listeners of the events.
func (c *client) enter(e rtm.StateChanged) {
	user, team := "", ""
	if e.Session != nil {
		user, team = e.Session.UserID, e.Session.TeamID
	}
	c.tell("state", string(e.State), c.errorObject(e.Cause), user, team)
	if end := (*rtm.CloseError)(nil); errors.As(e.Cause, &end) {
		c.tell("event", "ws_close", end.Code, end.Reason)
	}
	c.isDown, c.retryAfter = e.State == rtm.Disconnected || e.State == rtm.Disconnecting, e.RetryAfter
	for _, name := range eventsOf(e.State) {
		switch {
		case name == "authenticated":
			c.tell("json", name, string(e.Session.JSON))
		case e.State == rtm.Disconnected && e.Cause != nil:
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

func (c *client) log(level rtm.Level, text string) { c.tell("log", string(level), text) }

func (c *client) errorObject(err error) any {
	if err == nil {
		return nil
	}
	return c.host.ErrorObject(err)
}

// valueOf gives the outcome of a command as JavaScript gets it: JSON text, the
// id of a frame, an object of figures, or null.
func valueOf(result any) any {
	switch result := result.(type) {
	case *rtm.Session:
		return string(result.JSON)
	case rtm.Reply:
		if result.Frame.JSON == nil {
			return result.MessageID
		}
		return string(result.Frame.JSON)
	case []byte:
		return string(result)
	case rtm.Stats:
		return map[string]any{"queued": result.Queued, "pending": result.Pending, "sockets": result.Sockets, "goroutines": result.Goroutines, "newest": result.Newest}
	}
	return nil
}

// describe gives the members of an error of packages rtm and store.
func describe(err error) map[string]any {
	if e, ok := err.(*store.Error); ok {
		members := map[string]any{"code": string(rtm.CodeInvalidArgument)}
		if e.Unknown != "" {
			members["unknown"] = e.Unknown
		}
		return members
	}
	var e *rtm.Error
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
