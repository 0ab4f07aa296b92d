//go:build !js

package rtm

import (
	"context"
	"errors"
	"net/url"

	"github.com/coder/websocket"
)

// openWebSocket opens a connection with net/http.
func openWebSocket(ctx context.Context, address string, subprotocols []string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: withoutRedirects(), Subprotocols: subprotocols})
	if shows := (*url.Error)(nil); errors.As(err, &shows) {
		err = shows.Err // it and all that wrap it show the address
	}
	return conn, err
}
