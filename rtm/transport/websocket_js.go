package transport

import (
	"context"
	"errors"

	"github.com/coder/websocket"
)

// openWebSocket opens a connection with the page's WebSocket, which follows no
// redirect (WHATWG websockets, establish a WebSocket connection).
func openWebSocket(ctx context.Context, address string, subprotocols []string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{Subprotocols: subprotocols})
	return conn, errors.Unwrap(err) // what wraps it shows the address
}
