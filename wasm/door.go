//go:build js && wasm

package main

import (
	"errors"
	"strings"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
)

// What enters by the door: what comes often, or is to have its effect before the call
// returns. Each begins with its place here and the number of a client.
const (
	enterFrame     = iota // socket, index, size, whether it is a JSON object; then of each member that is there its place in core.MemberNames, and its value; then the text, if it is wanted
	enterUnwritten        // why the socket did not take the frame that Go is giving it
	enterSend             // ticket, id, type, body as JSON or null, awaitReply, unqueued
	enterTick             //
)

// facts are what JavaScript is to know of the above.
func facts() map[string]any {
	var members []any
	for _, name := range core.MemberNames {
		members = append(members, name)
	}
	return map[string]any{
		"inputs":       []any{"frame", "unwritten", "send", "tick"},
		"members":      members,
		"membersOfRTM": core.MembersOfRTM,
	}
}

// enter takes what JavaScript has written. It gives true for a frame that is to be delivered
// at once, as an event, and before all that is told; of any other frame JavaScript is told.
func (e *engine) enter(r *jsbridge.Reader, at jsbridge.Moment) (isEvent bool) {
	kind, number := r.Int(), r.Int()
	c, err := e.client(number)
	switch {
	case kind == enterSend:
		if call := r.Int(); err != nil {
			e.host.Settle(call, nil, err)
		} else {
			in := c.inputOf(number, readSend(core.Call(call), r), nil)
			in.at = core.Time(at)
			c.put(in)
		}
	case err != nil: // a socket's last words to a client that is gone
	case kind == enterFrame:
		readFrame(r, &c.received)
		return c.put(input{frame: &c.received, at: core.Time(at), waited: true})
	case kind == enterUnwritten:
		c.unwritten = errors.New(r.Text())
	case kind == enterTick:
		c.put(input{Input: core.Tick{}, at: core.Time(at)})
	}
	return false
}

func readFrame(r *jsbridge.Reader, received *core.Received) {
	*received = core.Received{Conn: core.Conn(r.Int()), Index: r.Int(), Size: r.Int()}
	received.Malformed = !r.Bool()
	for r.Left() {
		kind, number, text := r.Next()
		if kind == jsbridge.Text {
			received.Sum = sum(&received.Members, text)
			return
		}
		member := int(number)
		kind, number, text = r.Next()
		// The kinds of the core are those of the door, in their order.
		received.Values[member] = core.Value{Kind: core.Kind(kind), Number: number, Text: cut(text)}
	}
}

// cut gives what the machine may be given of a text. The rest is not kept with it.
func cut(text string) string {
	if len(text) <= core.MaxText {
		return text
	}
	return strings.Clone(text[:core.MaxText])
}

func readSend(call core.Call, r *jsbridge.Reader) core.Send {
	s := core.Send{Call: call, ID: r.Int(), Type: r.Text()}
	if kind, _, body := r.Next(); kind == jsbridge.Text {
		s.Body = []byte(body)
	}
	s.AwaitReply, s.Unqueued = r.Bool(), r.Bool()
	return s
}
