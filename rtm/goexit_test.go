package rtm_test

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

// A function of the caller's may end its goroutine, as t.FailNow does. That ends nothing
// else: it is a failure like any other.

// once gives a function that ends its goroutine the first time.
func once() func() {
	over := false
	return func() {
		if !over {
			over = true
			runtime.Goexit()
		}
	}
}

func TestAFunctionThatEndsItsGoroutineIsAFailure(t *testing.T) {
	for name, configure := range map[string]func(*rtm.Config){
		"TokenSource": func(c *rtm.Config) {
			exit := once()
			c.Token, c.TokenSource = "", func(context.Context) (string, error) { exit(); return "xoxb-secret", nil }
		},
		"Connect": func(c *rtm.Config) {
			call, exit := c.Call, once()
			c.Connect = func(ctx context.Context) (*rtm.Session, error) {
				exit()
				answer, err := call(ctx, transport.Request{URL: "https://slack.com/api/rtm.connect", Form: map[string]string{"token": "the backend's"}})
				if err != nil {
					return nil, err
				}
				return rtm.ReadSession(answer.Body)
			}
		},
		"Call": func(c *rtm.Config) {
			call, exit := c.Call, once()
			c.Call = func(ctx context.Context, r transport.Request) (transport.Response, error) {
				exit()
				return call(ctx, r)
			}
		},
		"Dial": func(c *rtm.Config) {
			dial, exit := c.Dial, once()
			c.Dial = func(ctx context.Context, url string) (transport.Socket, error) { exit(); return dial(ctx, url) }
		},
		"Socket.Read":  func(c *rtm.Config) { watch(c, watched{read: once(), write: func() {}}) },
		"Socket.Write": func(c *rtm.Config) { watch(c, watched{read: func() {}, write: once()}) },
	} {
		t.Run(name, func(t *testing.T) {
			run(t, func(s *script) {
				before := time.Now()
				s.start()
				if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello"); err != nil {
					s.Fatal(err)
				}
				if took := time.Since(before); took > 5*time.Second {
					s.Fatalf("it took %v: an attempt hung until its time was up", took)
				}
			}, configure)
		})
	}
}

// watched is a socket that calls these before it reads and writes.
type watched struct {
	transport.Socket
	read, write func()
}

func (w watched) Read() ([]byte, error) { w.read(); return w.Socket.Read() }

func (w watched) Write(frame []byte) error { w.write(); return w.Socket.Write(frame) }

// watch has all sockets watched.
func watch(c *rtm.Config, by watched) {
	dial := c.Dial
	c.Dial = func(ctx context.Context, url string) (transport.Socket, error) {
		socket, err := dial(ctx, url)
		return watched{socket, by.read, by.write}, err
	}
}

func TestABackfillThatEndsItsGoroutineFillsNothing(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		before := time.Now()
		if g := want(s, is[rtm.Gap]); g.Recovered || time.Since(before) != 0 {
			s.Fatalf("after %v the gap is %+v", time.Since(before), g)
		}
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) { runtime.Goexit(); panic("unreachable") }
	})
}

// exiting is a handler of the log that ends its goroutine.
type exiting struct{ slog.Handler }

func (exiting) Handle(context.Context, slog.Record) error { runtime.Goexit(); panic("unreachable") }

func TestALogThatEndsItsGoroutineEndsNothingElse(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Second, 1)
		if _, err := s.client.Start(s.Context()); err != nil {
			s.Fatal(err)
		}
		if cause := s.reaches(rtm.Reconnecting).Cause; codeOf(cause) != rtm.CodeRateLimited {
			s.Fatalf("the first call failed with %v", cause)
		}
		if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello"); err != nil {
			s.Fatal(err)
		}
	}, func(c *rtm.Config) {
		c.Logger = slog.New(exiting{slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelDebug})})
		call := c.Call
		c.Call = func(ctx context.Context, r transport.Request) (transport.Response, error) {
			answer, err := call(ctx, r)
			if answer.Status == 429 {
				answer.RetryAfter = "soon" // of which a line says that it makes no sense
			}
			return answer, err
		}
	})
}
