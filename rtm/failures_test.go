package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// subtest runs a script as a subtest; bubbles cannot be nested.
func subtest(t *testing.T, name string, steps func(*script), configure ...func(*rtm.Config)) {
	t.Run(name, func(t *testing.T) { run(t, steps, configure...) })
}

func TestFinalErrorsEndTheStart(t *testing.T) {
	for _, name := range []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "missing_scope", "not_allowed_token_type", "invalid_arguments"} {
		subtest(t, name, func(s *script) {
			s.slack.Refuse("rtm.connect", name, -1)
			queued := s.says("hello")
			_, err := s.client.Start(s.Context())
			e := s.isError(err, rtm.CodePlatform, "")
			if e.Name != name || !strings.Contains(e.Error(), name) {
				s.Fatalf("the error is %v", e)
			}
			s.saw("authenticating", "connect failed", "disconnected")
			s.fails(queued, rtm.CodeDisconnected, rtm.DeliveredNo)
			s.calls(1)
		})
	}
}

func TestAFinalErrorSaysWhatToDo(t *testing.T) {
	run(t, func(s *script) {
		s.slack.Refuse("rtm.connect", "not_allowed_token_type", 1)
		_, err := s.client.Start(s.Context())
		if !strings.Contains(err.Error(), "classic app") {
			s.Fatalf("the error is %v", err)
		}
		s.slack.Refuse("rtm.connect", "missing_scope", 1)
		_, err = s.client.Start(s.Context())
		if !strings.Contains(err.Error(), "needed: ") || !strings.Contains(err.Error(), "provided: ") {
			s.Fatalf("the error is %v", err)
		}
	})
}

func TestWhatMayPassIsRetried(t *testing.T) {
	faults := map[string]func(*rtmtest.Server){
		"migration_in_progress": func(s *rtmtest.Server) { s.Refuse("rtm.connect", "migration_in_progress", 3) },
		"unknown error":         func(s *rtmtest.Server) { s.Refuse("rtm.connect", "error_of_the_future", 3) },
		"HTTP 500":              func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 500, "oops", 3) },
		"HTML":                  func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 200, "<html>Log in to the Wi-Fi", 3) },
		"no answer":             func(s *rtmtest.Server) { s.FailCalls("rtm.connect", 3) },
		"no socket":             func(s *rtmtest.Server) { s.RefuseOpens(3) },
		"expired URL":           func(s *rtmtest.Server) { s.ExpireURL(3) },
	}
	for name, fault := range faults {
		subtest(t, name, func(s *script) {
			fault(s.slack)
			before := time.Now()
			s.start()
			s.calls(4)
			if took := time.Since(before); took != 5250*time.Millisecond {
				s.Fatalf("three pauses took %v, want 750 ms, 1.5 s and 3 s", took)
			}
		})
	}
}

func TestFailuresAreTold(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		s.startsUntil(rtm.Authenticating)
		s.saw("connect failed", "reconnecting")
		s.slack.RefuseOpens(1)
		s.pause(time.Second)
		s.saw("authenticating", "authenticated", "socket failed", "reconnecting")
		s.pause(2 * time.Second)
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	})
}

func TestAStartEndsThePause(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 6)
		s.startsUntil(rtm.Authenticating)
		s.pause(25 * time.Second) // in the pause of 15 s after the fifth failure
		s.calls(6)
		s.slack.FailCalls("rtm.connect", 0)
		before := time.Now()
		s.start()
		if took := time.Since(before); took != 0 {
			s.Fatalf("it took %v", took)
		}
	})
}

func TestWhatHangsIsGivenUp(t *testing.T) {
	faults := map[string]func(*rtmtest.Server, bool){
		"the call":    (*rtmtest.Server).StallCalls,
		"the opening": (*rtmtest.Server).StallOpens,
		"hello":       (*rtmtest.Server).StallHello,
	}
	for name, stall := range faults {
		subtest(t, name, func(s *script) {
			stall(s.slack, true)
			go s.client.Start(s.Context())
			s.reaches(rtm.Authenticating)
			s.pause(10 * time.Second)
			s.reaches(rtm.Reconnecting)
			if n := s.slack.Sockets(); n != 0 {
				s.Fatalf("%d sockets are open", n)
			}
			stall(s.slack, false)
			s.reaches(rtm.Ready)
		})
	}
}

func TestACallThatBoundsItselfIsWaitedFor(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		s.slack.StallOpens(true)
		s.startsUntil(rtm.Authenticating)
		s.pause(time.Hour)
		s.slack.StallCalls(false)
		s.saw("authenticated")
		s.pause(10 * time.Second) // the opening is bounded still
		s.reaches(rtm.Reconnecting)
		s.calls(1)
	}, func(c *rtm.Config) { c.CallTimeout = -1 })
}

func TestTheCallHasABoundOfItsOwn(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		s.startsUntil(rtm.Authenticating)
		s.pause(30 * time.Second)
		failed := s.reaches(rtm.Reconnecting)
		s.isError(failed.Cause, rtm.CodeConnectTimeout, "")
		if !strings.Contains(failed.Cause.Error(), "30s") {
			s.Fatalf("the error is %v", failed.Cause)
		}
	}, func(c *rtm.Config) { c.CallTimeout = 30 * time.Second })
}

func TestWhatACallerSaysOfAnAnswerIsTheCause(t *testing.T) {
	said := errors.New("as the caller has it")
	for code, response := range map[rtm.Code]rtm.Response{
		rtm.CodePlatform:    {Status: 200, Body: []byte(`{"ok":false,"error":"invalid_auth"}`), Err: said},
		rtm.CodeRateLimited: {Status: 429, RetryAfter: "7", Err: said},
		rtm.CodeHTTP:        {Status: 503, Err: said},
	} {
		subtest(t, string(code), func(s *script) {
			_, err := s.client.Start(s.Context())
			if e := s.isError(err, code, ""); e.Err != said {
				s.Fatalf("the cause is %v", e.Err)
			}
		}, func(c *rtm.Config) {
			c.NoReconnect = true
			c.Call = func(context.Context, rtm.Request) (rtm.Response, error) { return response, nil }
		})
	}
}

func TestDisconnectEndsInEveryState(t *testing.T) {
	places := map[string]func(*script){
		"before start":   func(*script) {},
		"in the call":    func(s *script) { s.slack.StallCalls(true); s.startsUntil(rtm.Authenticating) },
		"in the opening": func(s *script) { s.slack.StallOpens(true); s.startsUntil(rtm.Authenticated) },
		"before hello":   func(s *script) { s.slack.StallHello(true); s.startsUntil(rtm.Handshaking) },
		"when ready":     func(s *script) { s.start() },
		"in the pause":   func(s *script) { s.slack.FailCalls("rtm.connect", -1); s.startsUntil(rtm.Reconnecting) },
		"on a dead link": func(s *script) { s.start(); s.slack.HalfOpen(true) },
	}
	for name, place := range places {
		subtest(t, name, func(s *script) {
			place(s)
			s.settle()
			queued := s.says("queued")
			s.slack.HoldAcks(true)
			before := time.Now()
			for range 2 {
				if err := s.client.Disconnect(s.Context()); err != nil {
					s.Fatal(err)
				}
			}
			if took := time.Since(before); took > time.Second {
				s.Fatalf("Disconnect took %v", took)
			}
			if o := s.ends(queued); o.err == nil && name != "when ready" {
				s.Fatalf("the message was answered: %+v", o.reply)
			}
			s.seen()
			s.pause(time.Hour)
			s.saw()
			// And it starts again.
			s.slack.StallCalls(false)
			s.slack.StallOpens(false)
			s.slack.StallHello(false)
			s.slack.HalfOpen(false)
			s.slack.FailCalls("rtm.connect", 0)
			s.slack.HoldAcks(false)
			s.start()
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.arrives(s.says("after it all"))
		})
	}
}

// startsUntil starts in the background and lets time pass until this state.
func (s *script) startsUntil(state rtm.State) {
	s.Helper()
	go s.client.Start(s.Context())
	s.reaches(state)
}

func TestAbortingAStart(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		reason := errors.New("the user left")
		ctx, cancel := context.WithCancelCause(s.Context())
		failed := make(chan error, 1)
		go func() {
			_, err := s.client.Start(ctx)
			failed <- err
		}()
		s.settle()
		cancel(reason)
		err := <-failed
		s.isError(err, rtm.CodeAbort, "")
		if !errors.Is(err, reason) {
			s.Fatalf("the error is %v", err)
		}
		s.reaches(rtm.Disconnected)
	})
}

func TestAbortingOneOfTwoStarts(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		s.startsUntil(rtm.Authenticating)
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, err := s.client.Start(ctx)
		s.isError(err, rtm.CodeAbort, "")
		s.slack.StallCalls(false)
		s.reaches(rtm.Ready)
		s.calls(1)
	})
}

func TestNoReconnect(t *testing.T) {
	once := func(c *rtm.Config) { c.NoReconnect = true }
	subtest(t, "a failed start is final", func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		_, err := s.client.Start(s.Context())
		s.isError(err, rtm.CodeRequest, "")
		s.reaches(rtm.Disconnected)
	}, once)
	subtest(t, "a lost connection is final", func(s *script) {
		s.start()
		s.slack.CloseAll(4001, "enough")
		e := s.reaches(rtm.Disconnected)
		var closed *rtm.CloseError
		if !errors.As(e.Cause, &closed) || closed.Code != 4001 || closed.Reason != "enough" {
			s.Fatalf("the cause is %v", e.Cause)
		}
		s.calls(1)
	}, once)
}

func TestADeadLinkIsNoticed(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HalfOpen(true)
		before := time.Now()
		s.slack.HalfOpen(false) // new sockets are fine
		s.reaches(rtm.Reconnecting)
		if took := time.Since(before); took > 10*time.Second {
			s.Fatalf("it took %v, more than ping interval and pong timeout", took)
		}
		s.reaches(rtm.Ready)
	})
}

func TestAnyFrameIsProofOfLife(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		for range 60 {
			s.pause(3 * time.Second)
			s.slack.Say(rtmtest.Anna, rtmtest.General, "busy here")
		}
		s.calls(1)
	})
}

func TestPingsMeasureTheRoundTrip(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for range 3 {
			want(s, "a latency", is[rtm.Latency])
		}
		s.calls(1)
	})
}

func TestTheTokenIsNeverLogged(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.Refuse("rtm.connect", "fatal_error", 1)
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		close(s.logged)
		for line := range s.logged {
			if strings.Contains(line, "secret") {
				s.Errorf("logged: %s", line)
			}
		}
		s.logged = make(chan string, 10_000)
	})
}

func TestAnAddressWithNothingIsFinalOnlyBeforeTheFirstSession(t *testing.T) {
	for _, status := range []int{404, 410} {
		name := fmt.Sprint("HTTP ", status)
		subtest(t, name+" ends a start", func(s *script) {
			s.slack.AnswerStatus("rtm.connect", status, "", 1)
			_, err := s.client.Start(s.Context())
			s.isError(err, rtm.CodeHTTP, "")
			s.reaches(rtm.Disconnected)
			s.calls(1)
		})
		subtest(t, name+" after a session is retried", func(s *script) {
			s.start()
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.calls(5)
		})
		subtest(t, name+" after a session is retried in another start", func(s *script) {
			s.start()
			s.client.Disconnect(s.Context())
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.start()
			s.calls(5)
		})
		subtest(t, name+" in a handover is retried", func(s *script) {
			s.start()
			s.lasts()
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.slack.Goodbye()
			s.wantFrame("hello")
			s.calls(5)
		})
		subtest(t, name+" after a session of another client is retried", func(s *script) {
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.start()
			s.calls(4)
		}, func(c *rtm.Config) { c.HadSession = true })
		failing := 1 // how often Connect fails, from its first call on
		connects := func(c *rtm.Config) {
			call := c.Call
			c.Token, c.Connect = "", func(ctx context.Context) (rtm.Session, error) {
				if failing > 0 {
					failing--
					return rtm.Session{}, &rtm.Error{Code: rtm.CodeHTTP, Status: status, Message: "nothing is here"}
				}
				answer, err := call(ctx, rtm.Request{URL: "rtm.connect", Form: map[string]string{"token": "xoxb-secret"}})
				if err != nil {
					return rtm.Session{}, err
				}
				return rtm.ReadSession(answer.Body)
			}
		}
		subtest(t, name+" of Connect", func(s *script) {
			failing = 1
			_, err := s.client.Start(s.Context())
			s.isError(err, rtm.CodeHTTP, "")
			s.start()
			failing = 3
			s.slack.Drop()
			s.reaches(rtm.Ready)
		}, connects)
	}
}
