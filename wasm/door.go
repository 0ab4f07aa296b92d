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
	enterFrame   = iota // socket, index, size, whether it is a JSON object; then of each member that is there its place in core.MemberNames, and its value; then the text, if it is wanted
	enterWritten        // socket, why it was not written or ""
	enterSend           // ticket, id, type, body as JSON or null, awaitReply, unqueued
	enterTick           //
)

// facts are what JavaScript is to know of the above.
func facts() map[string]any {
	var members []any
	for _, name := range core.MemberNames {
		members = append(members, name)
	}
	return map[string]any{
		"inputs":  []any{"frame", "written", "send", "tick"},
		"members": members,
	}
}

// enter takes what JavaScript has written.
func (e *engine) enter(r *jsbridge.Reader) {
	kind := r.Int()
	c, err := e.client(r.Int())
	switch {
	case kind == enterSend:
		if call := r.Int(); err != nil {
			e.host.Settle(call, nil, err)
		} else {
			c.put(input{Input: readSend(core.Call(call), r)})
		}
	case err != nil: // a socket's last words to a client that is gone
	case kind == enterFrame:
		readFrame(r, &c.received)
		c.put(input{frame: &c.received})
	case kind == enterWritten:
		c.put(input{Input: readWritten(r)})
	case kind == enterTick:
		c.tick()
	}
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

func readWritten(r *jsbridge.Reader) core.Written {
	written := core.Written{Conn: core.Conn(r.Int())}
	if why := r.Text(); why != "" {
		written.Err = errors.New(why)
	}
	return written
}

func readSend(call core.Call, r *jsbridge.Reader) core.Send {
	s := core.Send{Call: call, ID: r.Int(), Type: r.Text()}
	if kind, _, body := r.Next(); kind == jsbridge.Text {
		s.Body = []byte(body)
	}
	s.AwaitReply, s.Unqueued = r.Bool(), r.Bool()
	return s
}
