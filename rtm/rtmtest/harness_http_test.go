//go:build !js

package rtmtest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"rtmwasm/rtm/transport"
)

func init() { throughHTTP = overHTTP }

// overHTTP runs the test against a real HTTP server.
func overHTTP(t *testing.T, test func(s script)) {
	server := New()
	h := httptest.NewServer(server.At("/one"))
	defer h.Close()
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	test(script{t, server, door{httpCall, httpDial, h.URL + "/one/api/"}, ctx})
}

func httpCall(ctx context.Context, r transport.Request) (transport.Response, error) {
	form := url.Values{}
	for key, v := range r.Form {
		form.Set(key, v)
	}
	req, err := http.NewRequestWithContext(ctx, "POST", r.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return transport.Response{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return transport.Response{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return transport.Response{Status: resp.StatusCode, RetryAfter: resp.Header.Get("Retry-After"), Body: body}, err
}

// A wire is a socket over HTTP.
type wire struct{ *websocket.Conn }

func httpDial(ctx context.Context, url string) (transport.Socket, error) {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(-1)
	return wire{conn}, nil
}

func (w wire) Read() ([]byte, error) {
	_, data, err := w.Conn.Read(context.Background())
	if err == nil {
		return data, nil
	}
	var closed websocket.CloseError
	if errors.As(err, &closed) {
		return nil, &transport.CloseError{Code: int(closed.Code), Reason: closed.Reason, Clean: true}
	}
	return nil, &transport.CloseError{Code: transport.CloseAbnormal}
}

func (w wire) Write(frame []byte) error {
	return w.Conn.Write(context.Background(), websocket.MessageText, frame)
}

func (w wire) Close(code int, reason string) error {
	if code == transport.CloseAbnormal {
		return w.CloseNow()
	}
	return w.Conn.Close(websocket.StatusCode(code), reason)
}
