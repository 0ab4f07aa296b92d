//go:build !js

package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/coder/websocket"
)

// openWebSocket opens a connection with net/http.
func openWebSocket(ctx context.Context, address string, subprotocols []string) (*websocket.Conn, error) {
	conn, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: withoutRedirects, Subprotocols: subprotocols})
	if shows := (*url.Error)(nil); errors.As(err, &shows) {
		err = shows.Err // it and all that wrap it show the address
	}
	return conn, err
}

// withoutRedirects follows none: the address of a socket, which is a secret, would reach
// another host.
var withoutRedirects = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
