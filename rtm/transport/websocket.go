package transport

import (
	"context"
	"errors"

	"github.com/coder/websocket"
)

// maxMessage is the largest message that is read. coder/websocket's own limit
// of 32 KiB would end the connection at a large event.
const maxMessage = 64 << 20

// DialWebSocket opens a socket as clients do by default. It works on
// github.com/coder/websocket, natively and in a page.
//
// In a page that package has faults that only show when a socket goes wrong
// (its close codes are refused by browsers, its Read loses the last messages
// and the close code). The WebSocket class that wasm's JavaScript puts in
// place of the page's mends them; see web/src/engine/socket.js.
//
// It offers the server these subprotocols, of which Slack knows none. It follows
// no redirect, and its errors do not show url, which is a secret until it is used.
func DialWebSocket(ctx context.Context, url string, subprotocols ...string) (Socket, error) {
	conn, err := openWebSocket(ctx, url, subprotocols)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(maxMessage)
	return webSocket{conn}, nil
}

type webSocket struct{ conn *websocket.Conn }

// Read never has a deadline: in the js build an expired one would leave the
// socket open for good.
func (s webSocket) Read() ([]byte, error) {
	kind, data, err := s.conn.Read(context.Background())
	if err != nil {
		var closed websocket.CloseError
		if errors.As(err, &closed) {
			return nil, &CloseError{Code: int(closed.Code), Reason: closed.Reason, Clean: true}
		}
		return nil, err
	}
	if kind != websocket.MessageText {
		return nil, nil // which is no frame, and is dropped as such
	}
	return data, nil
}

func (s webSocket) Write(frame []byte) error {
	return s.conn.Write(context.Background(), websocket.MessageText, frame)
}

func (s webSocket) Close(code int, reason string) error {
	return s.conn.Close(websocket.StatusCode(code), reason)
}
