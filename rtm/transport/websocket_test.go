//go:build !js

package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rtmwasm/rtm/transport"
)

const (
	ticket = "AbCdEfGhIjKlMnOpQr0123456789"
	path   = "/websocket/" + ticket
)

// redirecting gives the address of a server that sends whoever asks to another, where
// nobody may come.
func redirecting(t *testing.T) string {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was asked for", r.URL.Path)
	}))
	t.Cleanup(elsewhere.Close)
	first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(first.Close)
	return "ws" + strings.TrimPrefix(first.URL, "http")
}

func TestTheOpeningOfASocketFollowsNoRedirect(t *testing.T) {
	if _, err := transport.DialWebSocket(t.Context(), redirecting(t)+path); err == nil {
		t.Fatal("a redirect opened a socket")
	}
}

func TestAFailedOpeningSaysWhyWithoutTheAddress(t *testing.T) {
	nobody := "wss://127.0.0.1:1" + path
	for _, address := range []string{nobody, "wss://slack.test:%zz" + path, redirecting(t) + path} {
		_, err := transport.DialWebSocket(t.Context(), address)
		if err == nil {
			t.Errorf("%s was opened", address)
		}
		for e := err; e != nil; e = errors.Unwrap(e) {
			if text := fmt.Sprintf("%v %+v %#v", e, e, e); strings.Contains(text, ticket) {
				t.Errorf("the error shows the address: %s", text)
			}
		}
	}
	_, err := transport.DialWebSocket(t.Context(), nobody)
	if refused := (*net.OpError)(nil); !errors.As(err, &refused) {
		t.Errorf("what the network said is lost: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := transport.DialWebSocket(ctx, nobody); !errors.Is(err, context.Canceled) {
		t.Errorf("that it was given up is lost: %v", err)
	}
}
