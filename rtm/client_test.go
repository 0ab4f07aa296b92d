package rtm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestStartOpensASession(t *testing.T) {
	run(t, func(s *script) {
		session := s.start()
		if session.UserID != rtmtest.Bot || session.TeamID != rtmtest.Team || !strings.Contains(string(session.JSON), `"ok":true`) {
			s.Fatalf("Start gave %+v", session)
		}
		again, err := s.client.Start(s.Context())
		if err != nil || again.URL != session.URL {
			s.Fatalf("Start while connected gave %+v, %v, want the same session", again, err)
		}
	})
}

func TestStartFailsIfSlackRefusesForGood(t *testing.T) {
	run(t, func(s *script) {
		s.slack.Refuse("rtm.connect", "invalid_auth", -1)
		_, err := s.client.Start(s.Context())
		if e := s.isError(err, rtm.CodePlatform, ""); e.Name != "invalid_auth" {
			s.Fatalf("the error is %+v", e)
		}
		if e := s.reaches(rtm.Disconnected); codeOf(e.Cause) != rtm.CodePlatform || e.Previous != rtm.Authenticating {
			s.Fatalf("it is disconnected: %+v", e)
		}
	})
}

func TestStartRetriesWhatMayPass(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 3)
		s.start()
		if n := len(s.slack.Calls()); n != 4 {
			s.Fatalf("rtm.connect was called %d times, want 4", n)
		}
	})
}

func TestStartEndsWithItsContext(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		reason := errors.New("the user left")
		_, err := s.client.Start(s.ending(time.Second, reason))
		s.isError(err, rtm.CodeAbort, "")
		if !errors.Is(err, reason) {
			s.Fatalf("the error is %v", err)
		}
		s.reaches(rtm.Disconnected)
	})
}

func TestStartEndsWithADisconnect(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallCalls(true)
		started := background(func() error { _, err := s.client.Start(s.Context()); return err })
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		if err := <-started; !errors.Is(err, rtm.ErrDisconnected) {
			s.Fatalf("the error is %v", err)
		}
	})
}

func TestALostConnectionIsReplaced(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.CloseAll(4001, "enough")
		e := s.reaches(rtm.Reconnecting)
		var closed *rtm.CloseError
		if !errors.As(e.Cause, &closed) || closed.Code != 4001 || closed.Reason != "enough" {
			s.Fatalf("the cause is %v", e.Cause)
		}
		if g := want(s, is[rtm.Gap]); g.Recovered || g.Cause == nil || g.To == "" {
			s.Fatalf("the gap is %+v", g)
		}
		s.reaches(rtm.Ready)
	})
}

func TestReconnectReplacesTheSession(t *testing.T) {
	run(t, func(s *script) {
		first := s.start()
		second, err := s.client.Reconnect(s.Context())
		if err != nil || second.URL == first.URL {
			s.Fatalf("Reconnect gave %+v, %v", second, err)
		}
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Ready)
	})
}

func TestDisconnectMayBeFollowedByAStart(t *testing.T) {
	run(t, func(s *script) {
		for range 2 {
			s.start()
			if err := s.client.Disconnect(s.Context()); err != nil {
				s.Fatal(err)
			}
			s.reaches(rtm.Disconnected)
			if n := s.slack.Sockets(); n != 0 {
				s.Fatalf("%d sockets are open", n)
			}
		}
		if err := s.client.Disconnect(s.Context()); err != nil { // nor does it need one
			s.Fatal(err)
		}
	})
}

func TestCloseEndsEverything(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		say := func() error { _, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello"); return err }
		written := background(say)
		for range 4 {
			background(say)
		}
		queued := background(say)
		for range 2 {
			if err := s.client.Close(); err != nil {
				s.Fatal(err)
			}
		}
		if n := s.slack.Sockets(); n != 0 {
			s.Fatalf("%d sockets are open", n)
		}
		s.isError(<-written, rtm.CodeNoReply, rtm.DeliveredUnknown)
		err := <-queued
		s.isError(err, rtm.CodeDisconnected, rtm.DeliveredNo)
		if !errors.Is(err, rtm.ErrDisconnected) {
			s.Fatalf("%v is no ErrDisconnected", err)
		}
		s.reaches(rtm.Disconnected)
		if event, err, ok := s.next(); ok {
			s.Fatalf("the loop goes on with %v, %v", event, err)
		}
		// What is called later fails, and does not wait.
		_, err = s.client.Start(s.Context())
		later := map[string]error{"Start": err, "Disconnect": s.client.Disconnect(s.Context()), "SendMessage": say()}
		for name, err := range later {
			if !errors.Is(err, rtm.ErrDisconnected) {
				s.Errorf("%s gives %v", name, err)
			}
		}
		for range s.client.Events(s.Context()) {
			s.Error("a closed client has an event")
		}
		if stats := s.client.Stats(); stats != (rtm.Stats{}) {
			s.Errorf("the figures are %+v", stats)
		}
	})
}

func TestCloseEndsWhatHangs(t *testing.T) {
	for name, stall := range map[string]func(*rtmtest.Server, bool){
		"the call":    (*rtmtest.Server).StallCalls,
		"the opening": (*rtmtest.Server).StallOpens,
		"hello":       (*rtmtest.Server).StallHello,
	} {
		t.Run(name, func(t *testing.T) {
			run(t, func(s *script) {
				stall(s.slack, true)
				started := background(func() error { _, err := s.client.Start(s.Context()); return err })
				s.client.Close()
				if err := <-started; err != nil && !errors.Is(err, rtm.ErrDisconnected) {
					s.Fatalf("Start gives %v", err)
				}
			})
		})
	}
}

// Whoever calls while the client is being closed gets an answer, too.
func TestNoCallOutlivesClose(t *testing.T) {
	for range 50 {
		run(t, func(s *script) {
			s.start()
			var all []<-chan error
			for range 20 {
				done := make(chan error, 1)
				all = append(all, done)
				go func() { _, err := s.client.Start(s.Context()); done <- err }()
			}
			s.client.Close()
			for _, done := range all {
				<-done
			}
		})
	}
}

func TestCallCallsAMethod(t *testing.T) {
	run(t, func(s *script) {
		answer, err := s.client.Call(s.Context(), "chat.postMessage", map[string]string{"channel": rtmtest.General, "text": "by the Web API"})
		if err != nil || !strings.Contains(string(answer), `"ok":true`) {
			s.Fatalf("got %s, %v", answer, err)
		}
		_, err = s.client.Call(s.Context(), "no.such", nil)
		s.isError(err, rtm.CodePlatform, "")
		s.slack.RateLimit("users.list", 3*time.Second, 1)
		_, err = s.client.Call(s.Context(), "users.list", nil)
		if e := s.isError(err, rtm.CodeRateLimited, ""); e.RetryAfter != 3*time.Second {
			s.Fatalf("retry after %v", e.RetryAfter)
		}
		s.slack.StallCalls(true)
		_, err = s.client.Call(s.ending(time.Second, nil), "users.list", nil)
		s.isError(err, rtm.CodeRequest, "")
		if !errors.Is(err, context.DeadlineExceeded) {
			s.Fatalf("the error is %v", err)
		}
		s.slack.StallCalls(false)
	})
}

func TestPingMeasuresTheRoundTrip(t *testing.T) {
	run(t, func(s *script) {
		_, err := s.client.Ping(s.Context())
		s.isError(err, rtm.CodeSendWhileDisconnected, rtm.DeliveredNo)
		s.start()
		if took, err := s.client.Ping(s.Context()); err != nil || took != 0 { // in a bubble no time passes
			s.Fatalf("Ping gave %v, %v", took, err)
		}
		s.slack.LosePongs(true)
		_, err = s.client.Ping(s.ending(time.Second, nil))
		if !errors.Is(err, context.DeadlineExceeded) {
			s.Fatalf("the error is %v", err)
		}
	})
}

func TestACallUnderAnEndedContextDoesNotBegin(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		ended, end := context.WithCancel(s.Context())
		end()
		_, err := s.client.SendMessage(ended, rtmtest.General, "too late")
		s.isError(err, rtm.CodeAbort, rtm.DeliveredNo)
		if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "in time"); err != nil {
			s.Fatal(err)
		}
		if got := s.slack.Received(); len(got) != 1 {
			s.Fatalf("Slack got %+v", got)
		}
		if err := s.client.Disconnect(ended); err != nil && !errors.Is(err, context.Canceled) {
			s.Fatal(err)
		}
		s.reaches(rtm.Disconnected) // a disconnect is not taken back
	})
}

func TestADeadLinkIsNoticed(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HalfOpen(true)
		before := time.Now()
		s.reaches(rtm.Reconnecting)
		if took := time.Since(before); took > 10*time.Second {
			s.Fatalf("it took %v, more than ping interval and pong timeout", took)
		}
		s.reaches(rtm.Ready)
	})
}

func TestStatsTellWhatWaits(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		var all []<-chan error
		for range 7 {
			all = append(all, background(func() error { _, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello"); return err }))
		}
		if stats := s.client.Stats(); stats.Queued != 2 || stats.Pending != 5 || stats.Sockets != 1 {
			s.Fatalf("the figures are %+v", stats)
		}
		s.slack.HoldAcks(false)
		for _, done := range all {
			if err := <-done; err != nil {
				s.Fatal(err)
			}
		}
	})
}

func TestTheLogSaysWhatHappensAndNoSecrets(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Ready)
		synctest.Wait()
		for _, line := range []string{"level=DEBUG", "level=WARN", "connected -> ready"} {
			if !strings.Contains(s.log.String(), line) {
				s.Errorf("the log has no %q:\n%s", line, s.log)
			}
		}
		if strings.Contains(s.log.String(), "secret") || strings.Contains(s.log.String(), "wss:") {
			s.Errorf("the log has a secret:\n%s", s.log)
		}
	})
}

func TestALimitOfAnotherMethodDoesNotHoldUpAStart(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("users.list", time.Minute, 1)
		_, err := s.client.Call(s.Context(), "users.list", nil)
		s.isError(err, rtm.CodeRateLimited, "")
		before := time.Now()
		s.start()
		if took := time.Since(before); took != 0 {
			s.Fatalf("the start waited for %v", took)
		}
	})
}

func TestRetryAfterIsTheCauseOfTheStateThatWaits(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		started := background(func() error { _, err := s.client.Start(s.Context()); return err })
		s.reaches(rtm.Reconnecting)
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		<-started
		before := time.Now()
		s.client.Start(s.Context())
		if e := s.reaches(rtm.Reconnecting); e.Previous != rtm.Disconnected || codeOf(e.Cause) != rtm.CodeRateLimited {
			s.Fatalf("the start led to %+v", e)
		}
		if took := time.Since(before); took != time.Minute {
			s.Fatalf("Slack was called again after %v", took)
		}
	})
}
