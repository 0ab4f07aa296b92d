//go:build !js

package rtm_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// overHTTP gives a client that uses net/http and real sockets, and what it is
// told. It must end by itself: nothing here fakes the time.
func overHTTP(t *testing.T) (*rtmtest.Server, *rtm.Client, <-chan rtm.Event) {
	slack := rtmtest.New()
	server := httptest.NewServer(slack)
	events := make(chan rtm.Event, 10_000)
	client, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: server.URL + "/api", Handler: func(e rtm.Event) { events <- e }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Disconnect(context.Background()); err != nil {
			t.Error(err)
		}
		slack.Close()
		server.CloseClientConnections()
		server.Close()
	})
	return slack, client, events
}

// next waits for an event of a kind.
func next[E rtm.Event](t *testing.T, events <-chan rtm.Event, as func(E) bool) E {
	t.Helper()
	for {
		select {
		case e := <-events:
			if e, ok := e.(E); ok && as(e) {
				return e
			}
		case <-t.Context().Done():
			t.Fatal("the event did not come")
		}
	}
}

func TestASessionOverHTTP(t *testing.T) {
	slack, client, events := overHTTP(t)
	if _, err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	next(t, events, func(e rtm.StateChanged) bool { return e.State == rtm.Ready })
	large := strings.Repeat("x", 1<<20)
	slack.Say(rtmtest.Anna, rtmtest.General, large)
	if f := next(t, events, func(f rtm.Frame) bool { return f.Type == "message" }); !strings.Contains(string(f.JSON), large) {
		t.Error("a message of 1 MiB came in part")
	}
	slack.SendBinary([]byte("binary"))
	if reply, err := client.SendMessage(t.Context(), "hello", rtmtest.General); err != nil || reply.Text != "hello" {
		t.Fatalf("got %+v, %v", reply, err)
	}
	slack.CloseAll(4001, "enough")
	lost := next(t, events, is[rtm.SocketFailed])
	var closed *rtm.CloseError
	if !errors.As(lost.Err, &closed) || closed.Code != 4001 || closed.Reason != "enough" {
		t.Fatalf("the socket ended with %v", lost.Err)
	}
	next(t, events, func(e rtm.StateChanged) bool { return e.State == rtm.Ready })
}

func TestFailuresOverHTTP(t *testing.T) {
	slack, client, events := overHTTP(t)
	slack.Refuse("rtm.connect", "invalid_auth", 1)
	if _, err := client.Start(t.Context()); rtm.CodeOf(err) != rtm.CodePlatform {
		t.Fatalf("got %v", err)
	}
	slack.RateLimit("users.list", 7*time.Second, 1)
	var e *rtm.Error
	if _, err := client.CallMethod(t.Context(), "users.list", nil); !errors.As(err, &e) || e.RetryAfter != 7*time.Second {
		t.Fatalf("got %v", err)
	}
	slack.FailCalls("rtm.connect", 1)
	slack.RefuseOpens(1)
	if _, err := client.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	next(t, events, is[rtm.ConnectFailed])
	next(t, events, is[rtm.SocketFailed])
	next(t, events, func(e rtm.StateChanged) bool { return e.State == rtm.Ready })
	slack.Drop()
	if lost := next(t, events, is[rtm.SocketFailed]); rtm.CodeOf(lost.Err) != rtm.CodeWebSocket {
		t.Fatalf("the socket ended with %v", lost.Err)
	}
}

func TestDisconnectAbandonsWhatHangs(t *testing.T) {
	stalls := map[string]func(*rtmtest.Server){
		"the call":    func(s *rtmtest.Server) { s.StallCalls(true) },
		"the opening": func(s *rtmtest.Server) { s.StallOpens(true) },
		"hello":       func(s *rtmtest.Server) { s.StallHello(true) },
	}
	states := map[string]rtm.State{"the call": rtm.Authenticating, "the opening": rtm.Authenticated, "hello": rtm.Handshaking}
	for name, stall := range stalls {
		t.Run(name, func(t *testing.T) {
			slack, client, events := overHTTP(t)
			stall(slack)
			client.Post(1, rtm.Start{})
			next(t, events, func(e rtm.StateChanged) bool { return e.State == states[name] })
			if err := client.Disconnect(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestOfAnEndlessAnswer32MiBAreReadOverHTTP(t *testing.T) {
	sent := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
			sent++
		}
	}))
	client, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: server.URL + "/api"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.CallMethod(t.Context(), "conversations.list", nil)
	if rtm.CodeOf(err) != rtm.CodeRead || !strings.Contains(err.Error(), "more than 32 MiB") {
		t.Errorf("the error is %v", err)
	}
	server.Close() // once the handler has returned
	if sent > 100 {
		t.Errorf("%d MiB were taken", sent)
	}
}
