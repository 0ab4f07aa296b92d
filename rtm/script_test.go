package rtm_test

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// A script is a test of one client on one fake workspace, in a bubble with a clock of its
// own. Its methods are the steps, and fail the test.
type script struct {
	*testing.T
	slack  *rtmtest.Server
	client *rtm.Client
	next   func() (rtm.Event, error, bool) // of a loop over Events that began before the script
	log    *bytes.Buffer
}

// run runs a script with a client that is configured by the functions.
func run(t *testing.T, steps func(*script), configure ...func(*rtm.Config)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &script{T: t, slack: rtmtest.New(), log: &bytes.Buffer{}}
		defer s.slack.Close()
		config := rtm.Config{
			Token:  "xoxb-secret",
			Dial:   s.slack.Dial,
			Call:   s.slack.Call,
			Logger: slog.New(slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		}
		for _, f := range configure {
			f(&config)
		}
		client, err := rtm.New(config)
		if err != nil {
			t.Fatalf("New: %v", err)
		}
		defer client.Close()
		s.client = client
		next, stop := iter.Pull2(client.Events(context.Background()))
		defer stop()
		s.next = next
		steps(s)
	})
}

// start starts the client and waits until it is ready.
func (s *script) start() *rtm.Session {
	s.Helper()
	session, err := s.client.Start(s.Context())
	if err != nil {
		s.Fatalf("Start: %v", err)
	}
	s.reaches(rtm.Ready)
	return session
}

// want skips events until one of this kind is as it should be.
func want[E rtm.Event](s *script, as func(E) bool) E {
	s.Helper()
	for {
		event, err, ok := s.next()
		if !ok || err != nil {
			s.Fatalf("the events end with %v", err)
		}
		if e, ok := event.(E); ok && as(e) {
			return e
		}
	}
}

// is matches every event of a kind.
func is[E rtm.Event](E) bool { return true }

// reaches waits until the client is in this state.
func (s *script) reaches(state rtm.State) rtm.StateChanged {
	s.Helper()
	return want(s, func(e rtm.StateChanged) bool { return e.State == state })
}

// hears waits for a frame of this type.
func (s *script) hears(typ string) rtm.Frame {
	s.Helper()
	return want(s, func(f rtm.Frame) bool { return f.Type == typ })
}

// isError wants an error of this code, which names the package and no secrets.
func (s *script) isError(err error, code rtm.Code, delivered rtm.Delivered) *rtm.Error {
	s.Helper()
	var e *rtm.Error
	if !errors.As(err, &e) {
		s.Fatalf("got the error %v, want one with code %s", err, code)
	}
	if e.Code != code || e.Delivered != delivered {
		s.Fatalf("got code %s, delivered %q (%v), want %s, %q", e.Code, e.Delivered, e, code, delivered)
	}
	if !strings.HasPrefix(e.Error(), "rtm: ") || strings.HasPrefix(e.Error(), "rtm: rtm: ") || strings.Contains(e.Error(), "secret") {
		s.Fatalf("the error is %q", e)
	}
	return e
}

// background runs a call in a goroutine, and gives its error.
func background(call func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- call() }()
	synctest.Wait()
	return done
}

// ending gives a context that ends after this time, for this reason.
func (s *script) ending(after time.Duration, reason error) context.Context {
	ctx, cancel := context.WithTimeoutCause(s.Context(), after, reason)
	s.Cleanup(cancel)
	return ctx
}

// codeOf gives the code of an error, or of what it wraps.
func codeOf(err error) rtm.Code {
	var e *rtm.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
