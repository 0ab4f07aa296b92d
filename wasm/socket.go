//go:build js && wasm

package main

import (
	"context"
	"strconv"

	"rtmwasm/rtm"
)

// dial opens a socket with the class that web/src/socket.js has put in place
// of the page's WebSocket. That class learns from the subprotocols whose
// socket it is; it does not offer them to the server.
func (c *client) dial(ctx context.Context, url string) (rtm.Socket, error) {
	number := rtm.SocketNumber(ctx)
	socket, err := rtm.DialWebSocket(ctx, url, strconv.Itoa(c.number), strconv.Itoa(number))
	s := pageSocket{socket, c, number}
	if err != nil {
		return nil, s.reason(err)
	}
	return s, nil
}

// A pageSocket knows how it was closed, which coder/websocket loses.
type pageSocket struct {
	rtm.Socket
	client *client
	number int
}

func (s pageSocket) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	if err != nil {
		err = s.reason(err)
	}
	return data, err
}

// reason gives the close that JavaScript saw, or err if it saw none.
func (s pageSocket) reason(err error) error {
	end, failed := s.client.host.Get("closeOf", s.client.number, s.number)
	if failed != nil || end.Missing() {
		return err
	}
	return &rtm.CloseError{
		Code:   end.Get("code").Int(),
		Reason: end.Get("reason").String(),
		Clean:  end.Get("wasClean").Bool(),
	}
}
