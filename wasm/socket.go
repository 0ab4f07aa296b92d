//go:build js && wasm

package main

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"strconv"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// open opens the socket of an attempt.
func (c *client) open(e core.Open) {
	c.cancel(e.Conn)
	ctx := c.context(e.Conn)
	jsbridge.Wake()
	go func() {
		socket, err := c.dial(ctx, e.Conn, e.URL)
		c.put(input{Input: core.Opened{Conn: e.Conn, Err: core.Conceal(err, e.URL)}, socket: socket})
	}()
}

// dial opens a socket with the class that web/src/engine/socket.js has put in place of the
// page's WebSocket. That class learns from the subprotocols whose socket it is; it does
// not offer them to the server.
func (c *client) dial(ctx context.Context, conn core.Conn, url string) (transport.Socket, error) {
	socket, err := transport.DialWebSocket(ctx, url, strconv.Itoa(c.number), strconv.Itoa(int(conn)))
	if err != nil {
		return nil, c.reason(conn, err)
	}
	return socket, nil
}

// noteOpened takes a socket that has been opened, unless its attempt was given up: a
// browser may finish an opening all the same.
func (c *client) noteOpened(conn core.Conn, opened transport.Socket) {
	wanted := c.cancels[conn] != nil
	c.cancel(conn) // what is open does not end with it
	switch {
	case opened == nil:
		c.ended = append(c.ended, conn)
	case !wanted:
		c.ended = append(c.ended, conn)
		jsbridge.Wake()
		go opened.Close(transport.CloseNormal, "")
	default:
		c.sockets[conn] = opened
		go c.waitForEnd(conn, opened)
	}
}

// waitForEnd tells the machine of the end of a socket. What the socket brings enters by
// the door: see socket.js.
func (c *client) waitForEnd(conn core.Conn, s transport.Socket) {
	for {
		if _, err := s.Read(); err != nil {
			err = c.reason(conn, err)
			end, ok := err.(*transport.CloseError)
			c.put(input{Input: core.Closed{Conn: conn, Clean: ok && end.Clean, Err: err}})
			return
		}
	}
}

// reason gives the close that JavaScript saw, which coder/websocket loses, or err if it
// saw none.
func (c *client) reason(conn core.Conn, err error) error {
	end, failed := c.host.Get("closeOf", c.number, int(conn))
	if failed != nil || end.Missing() {
		return err
	}
	return &transport.CloseError{
		Code:   end.Get("code").Int(),
		Reason: end.Get("reason").String(),
		Clean:  end.Get("wasClean").Bool(),
	}
}

var errClosed = errors.New("the socket was closed")

// write writes a frame. The page's socket takes it at once or not at all. That it does not
// enters by the door within s.Write, for which all went well: coder/websocket would wait for
// the end of a socket that fails, and nothing may wait here.
func (c *client) write(e core.Write) {
	err := errClosed
	if s := c.sockets[e.Conn]; s != nil {
		c.unwritten = nil
		err = cmp.Or(s.Write(e.Text), c.unwritten)
	}
	c.follow(input{Input: core.Written{Conn: e.Conn, Err: err}})
}

// closeSocket gives a socket up.
func (c *client) closeSocket(conn core.Conn) {
	if s := c.sockets[conn]; s != nil {
		delete(c.sockets, conn)
		jsbridge.Wake()
		go func() {
			_ = s.Close(transport.CloseNormal, "") // read tells of the end
		}()
	}
}

// sum tells frames apart: events that have a time by what the machine reads of them, since
// two sockets may bring an event in two texts, and others by their texts.
func sum(m *core.Members, text string) uint64 {
	h := fnv.New64a()
	if !isTimedEvent(m) {
		h.Write([]byte(text))
		return h.Sum64()
	}
	for _, member := range [...]core.Member{core.Type, core.Subtype, core.Channel, core.TS, core.EventTS} {
		h.Write([]byte(m.Values[member].Text))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// isTimedEvent reports whether the machine reads enough of a frame to know it again.
func isTimedEvent(m *core.Members) bool {
	for member, value := range m.Values {
		switch core.Member(member) {
		case core.Type, core.EventTS:
			if value.Text == "" {
				return false
			}
		case core.Subtype, core.Channel, core.TS:
			if value.Kind != core.Absent && value.Kind != core.String {
				return false
			}
		default:
			if value.Kind != core.Absent {
				return false
			}
		}
	}
	return true
}

// context gives one that ends when the attempt is given up.
func (c *client) context(conn core.Conn) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	c.cancels[conn] = cancel
	return ctx
}

// cancel ends what an attempt has under way.
func (c *client) cancel(conn core.Conn) {
	if cancel := c.cancels[conn]; cancel != nil {
		cancel()
		jsbridge.Wake()
		delete(c.cancels, conn)
	}
}
