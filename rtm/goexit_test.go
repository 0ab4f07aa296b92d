package rtm_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// In a page (GOOS=js) an Inline Handler and Log are the page's own: see aside.

func TestAHandlerThatEndsItsGoroutineIsToldAllTheSame(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("an Inline Handler is the page's own there")
	}
	exits := func(c *rtm.Config) {
		tell := c.Handler
		c.Handler = func(e rtm.Event) {
			tell(e)
			runtime.Goexit() // as t.FailNow does
		}
	}
	steps := func(s *script) {
		s.start()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "one")
		s.wantFrame("message")
		if _, err := s.client.SendMessage(s.Context(), "two", rtmtest.General); err != nil {
			s.Fatal(err)
		}
		s.slack.Drop()
		s.reaches(rtm.Ready)
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.reaches(rtm.Disconnected)
	}
	t.Run("natively", func(t *testing.T) { runNatively(t, steps, exits) })
	t.Run("inline", func(t *testing.T) { runNatively(t, steps, exits, func(c *rtm.Config) { c.Inline = true }) })
}

func TestALogThatEndsItsGoroutineEndsNothingElse(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("Log is the page's own there")
	}
	run(t, func(s *script) {
		s.start()
		s.arrives(s.says("hello"))
	}, func(c *rtm.Config) {
		c.Log = func(rtm.Level, string) { runtime.Goexit() }
	})
}

func TestAFunctionThatEndsItsGoroutineIsAFailure(t *testing.T) {
	once := func() func() {
		isOver := false
		return func() {
			if !isOver {
				isOver = true
				runtime.Goexit()
			}
		}
	}
	for name, configure := range map[string]func(*rtm.Config){
		"TokenSource": func(c *rtm.Config) {
			exit := once()
			c.Token, c.TokenSource = "", func(context.Context) (string, error) { exit(); return "xoxb-secret", nil }
		},
		"Connect": func(c *rtm.Config) {
			call, exit := c.Call, once()
			c.Connect = func(ctx context.Context) (rtm.Session, error) {
				exit()
				answer, err := call(ctx, rtm.Request{URL: "https://slack.com/api/rtm.connect", Form: map[string]string{"token": "x"}})
				if err != nil {
					return rtm.Session{}, err
				}
				return rtm.ReadSession(answer.Body)
			}
		},
		"Call": func(c *rtm.Config) {
			call, exit := c.Call, once()
			c.Call = func(ctx context.Context, r rtm.Request) (rtm.Response, error) { exit(); return call(ctx, r) }
		},
		"Dial": func(c *rtm.Config) {
			dial, exit := c.Dial, once()
			c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) { exit(); return dial(ctx, url) }
		},
		"Read": func(c *rtm.Config) { endsOnce(c, once(), func() {}) },
		"Write": func(c *rtm.Config) {
			endsOnce(c, func() {}, once())
		},
	} {
		runExits(t, name, func(s *script) {
			s.client.Post(0, rtm.Start{})
			s.reaches(rtm.Ready)
			s.arrives(s.says("hello"))
			if took := s.sinceBubbleBegan(); took > 5*time.Second {
				s.Fatalf("it took %v: the attempt hung until its time was up", took)
			}
		}, configure)
	}
	runExits(t, "CallMethod", func(s *script) {
		_, err := s.client.CallMethod(s.Context(), "users.list", nil)
		if e := s.isError(err, rtm.CodeRequest, ""); !strings.Contains(e.Error(), "users.list") {
			s.Fatal(e)
		}
	}, func(c *rtm.Config) {
		c.Call = func(context.Context, rtm.Request) (rtm.Response, error) { runtime.Goexit(); panic("unreachable") }
	})
	runExits(t, "Backfill", func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		began := time.Now()
		want(s, "the gap", is[rtm.Gap])
		if took := time.Since(began); took != 0 {
			s.Fatalf("the gap was told after %v", took)
		}
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) { runtime.Goexit(); panic("unreachable") }
	})
}

// runExits runs a script as a subtest, natively: what differs in a page is tested
// in one.
func runExits(t *testing.T, name string, steps func(*script), configure func(*rtm.Config)) {
	t.Run(name, func(t *testing.T) { runNatively(t, steps, configure) })
}

// endsOnce has the sockets call these before they read and write.
func endsOnce(c *rtm.Config, read, write func()) {
	dial := c.Dial
	c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
		socket, err := dial(ctx, url)
		return watched{socket, read, write}, err
	}
}

type watched struct {
	rtm.Socket
	read, write func()
}

func (w watched) Read() ([]byte, error) { w.read(); return w.Socket.Read() }

func (w watched) Write(frame []byte) error { w.write(); return w.Socket.Write(frame) }

func TestTheLogIsWrittenByOneGoroutineAtATime(t *testing.T) {
	busy, lines := false, 0
	runNatively(t, func(s *script) {
		s.client.Post(0, rtm.Start{})
		s.pause(time.Minute) // the handler tells the script nothing
		for range 20 {
			s.slack.Say(rtmtest.Anna, rtmtest.General, "the handler panics of this")
			s.slack.Send("no JSON, of which the loop writes a line")
		}
		s.client.Disconnect(s.Context())
		s.pause(time.Minute)
		if lines < 40 {
			s.Fatalf("%d lines were written", lines)
		}
	}, func(c *rtm.Config) {
		busy, lines = false, 0
		c.Handler = func(rtm.Event) { panic("a bug of the user's") }
		c.Log = func(rtm.Level, string) {
			if busy {
				t.Error("two goroutines write the log at once")
			}
			busy = true
			time.Sleep(time.Millisecond)
			busy = false
			lines++
		}
	})
}
