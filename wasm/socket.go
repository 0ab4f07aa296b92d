//go:build js && wasm

package main

import (
	"bytes"
	"context"
	"errors"
	"hash/fnv"
	"strconv"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// frameSeparator stands between frames that web/src/batch.js hands over together, and
// lengthSeparator after the length of each, since Go is not shown all of a frame. No JSON
// text contains them raw (RFC 8259, section 7).
const (
	frameSeparator  = '\x1e'
	lengthSeparator = '\x1f'
)

// open opens the socket of an attempt.
func (c *client) open(e core.Open) {
	c.cancel(e.Conn)
	ctx := c.context(e.Conn)
	go func() {
		socket, err := c.dial(ctx, e.Conn, e.URL)
		c.put(input{Input: core.Opened{Conn: e.Conn, Err: core.Conceal(err, e.URL)}, socket: socket})
	}()
}

// dial opens a socket with the class that web/src/socket.js has put in place of the
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
		go opened.Close(transport.CloseNormal, "")
	default:
		c.sockets[conn] = opened
		go c.read(conn, opened)
	}
}

// read hands the machine what a socket brings.
func (c *client) read(conn core.Conn, s transport.Socket) {
	index := 0
	for {
		message, err := s.Read()
		if err != nil {
			err = c.reason(conn, err)
			end, ok := err.(*transport.CloseError)
			c.put(input{Input: core.Closed{Conn: conn, Clean: ok && end.Clean, Err: err}})
			return
		}
		for frame := range bytes.SplitSeq(message, []byte{frameSeparator}) {
			length, text, _ := bytes.Cut(frame, []byte{lengthSeparator})
			size, _ := strconv.Atoi(string(length))
			received := core.Received{Conn: conn, Index: index, Size: size, Members: core.ReadMembers(text)}
			c.put(input{Input: received, text: text})
			index++
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

// write writes a frame. A browser's socket takes it at once; a write that fails waits,
// but not for long, for the socket's close.
func (c *client) write(e core.Write) {
	err := errClosed
	if s := c.sockets[e.Conn]; s != nil {
		err = s.Write(e.Text)
	}
	c.put(input{Input: core.Written{Conn: e.Conn, Err: err}})
}

// closeSocket gives a socket up.
func (c *client) closeSocket(conn core.Conn) {
	if s := c.sockets[conn]; s != nil {
		delete(c.sockets, conn)
		go func() {
			_ = s.Close(transport.CloseNormal, "") // read tells of the end
		}()
	}
}

// sum tells texts apart.
func sum(text []byte) uint64 {
	h := fnv.New64a()
	h.Write(text)
	return h.Sum64()
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
		delete(c.cancels, conn)
	}
}
