//go:build !js

package rtm_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// overHTTP gives a script whose client uses net/http and real sockets. It must end by
// itself: nothing here fakes the time.
func overHTTP(t *testing.T) *script {
	s := &script{T: t, slack: rtmtest.New()}
	server := httptest.NewServer(s.slack)
	client, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: server.URL + "/api"})
	if err != nil {
		t.Fatal(err)
	}
	next, stop := iter.Pull2(client.Events(context.Background()))
	s.client, s.next = client, next
	t.Cleanup(func() {
		stop()
		client.Close()
		s.slack.Close()
		server.CloseClientConnections()
		server.Close()
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return s
}

func TestASessionOverHTTP(t *testing.T) {
	s := overHTTP(t)
	s.start()
	large := strings.Repeat("x", 1<<20)
	s.slack.Say(rtmtest.Anna, rtmtest.General, large)
	if f := s.hears("message"); !strings.Contains(string(f.JSON), large) {
		t.Error("a message of 1 MiB came in part")
	}
	s.slack.SendBinary([]byte("binary")) // is no frame, and is dropped
	if reply, err := s.client.SendMessage(t.Context(), rtmtest.General, "hello"); err != nil || reply.Text != "hello" {
		t.Fatalf("got %+v, %v", reply, err)
	}
	s.slack.CloseAll(4001, "enough")
	lost := s.reaches(rtm.Reconnecting)
	var closed *rtm.CloseError
	if !errors.As(lost.Cause, &closed) || closed.Code != 4001 || closed.Reason != "enough" || !closed.Clean {
		t.Fatalf("the socket ended with %v", lost.Cause)
	}
	s.reaches(rtm.Ready)
}

func TestFailuresOverHTTP(t *testing.T) {
	s := overHTTP(t)
	s.slack.Refuse("rtm.connect", "invalid_auth", 1)
	_, err := s.client.Start(t.Context())
	s.isError(err, rtm.CodePlatform, "")
	s.slack.RateLimit("users.list", 7*time.Second, 1)
	_, err = s.client.Call(t.Context(), "users.list", nil)
	if e := s.isError(err, rtm.CodeRateLimited, ""); e.RetryAfter != 7*time.Second {
		t.Fatalf("got %v", err)
	}
	s.slack.FailCalls("rtm.connect", 1)
	s.slack.RefuseOpens(1)
	s.start()
	s.slack.Drop()
	if lost := s.reaches(rtm.Reconnecting); codeOf(lost.Cause) != rtm.CodeWebSocket {
		t.Fatalf("the socket ended with %v", lost.Cause)
	}
}

// calling gives a client whose Web API this is, with net/http.
func calling(t *testing.T, api http.HandlerFunc) *rtm.Client {
	server := httptest.NewServer(api)
	client, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: server.URL, NoReconnect: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		server.Close()
		http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	})
	return client
}

func TestACallFollowsNoRedirectAndTheTokenReachesOneAddress(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s was called", r.URL)
	}))
	defer elsewhere.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := calling(t, http.RedirectHandler(elsewhere.URL, status).ServeHTTP)
		_, err := client.Start(t.Context())
		var e *rtm.Error
		if !errors.As(err, &e) || e.Code != rtm.CodeHTTP || e.Status != status || !strings.Contains(e.Error(), "redirect") {
			t.Errorf("HTTP status %d gives %v", status, err)
		}
		if _, err := client.Call(t.Context(), "auth.test", nil); codeOf(err) != rtm.CodeHTTP {
			t.Errorf("a call of a method gives %v", err)
		}
	}
}

func TestOfAnEndlessAnswer32MiBAreReadOverHTTP(t *testing.T) {
	var sent atomic.Int32 // MiB
	client := calling(t, func(w http.ResponseWriter, _ *http.Request) {
		chunk := make([]byte, 1<<20)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
			sent.Add(1)
		}
	})
	_, err := client.Call(t.Context(), "conversations.list", nil)
	if codeOf(err) != rtm.CodeRead || !strings.Contains(err.Error(), "more than 32 MiB") {
		t.Errorf("the error is %v", err)
	}
	if n := sent.Load(); n > 100 {
		t.Errorf("%d MiB were taken", n)
	}
}

func TestDisconnectAbandonsWhatHangsOverHTTP(t *testing.T) {
	for state, stall := range map[rtm.State]func(*rtmtest.Server, bool){
		rtm.Authenticating: (*rtmtest.Server).StallCalls,
		rtm.Authenticated:  (*rtmtest.Server).StallOpens,
		rtm.Handshaking:    (*rtmtest.Server).StallHello,
	} {
		t.Run(string(state), func(t *testing.T) {
			s := overHTTP(t)
			stall(s.slack, true)
			started := make(chan error, 1)
			go func() { _, err := s.client.Start(t.Context()); started <- err }()
			s.reaches(state)
			if err := s.client.Disconnect(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := <-started; state == rtm.Authenticating && !errors.Is(err, rtm.ErrDisconnected) {
				t.Fatalf("Start gives %v", err)
			}
		})
	}
}
