package core_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

func TestWhatMayPassIsRetried(t *testing.T) {
	faults := map[string]func(*rtmtest.Server){
		"migration_in_progress": func(s *rtmtest.Server) { s.Refuse("rtm.connect", "migration_in_progress", 3) },
		"unknown error":         func(s *rtmtest.Server) { s.Refuse("rtm.connect", "error_of_the_future", 3) },
		"HTTP 500":              func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 500, "oops", 3) },
		"HTML":                  func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 200, "<html>Log in to the Wi-Fi", 3) },
		"no URL":                func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 200, `{"ok":true}`, 3) },
		"no answer":             func(s *rtmtest.Server) { s.FailCalls("rtm.connect", 3) },
		"no socket":             func(s *rtmtest.Server) { s.RefuseOpens(3) },
		"expired URL":           func(s *rtmtest.Server) { s.ExpireURL(3) },
	}
	for name, fault := range faults {
		subtest(t, name, func(s *lab) {
			fault(s.slack)
			before := time.Now()
			s.start()
			s.calls(4)
			if took := time.Since(before); took != 5250*time.Millisecond {
				s.Fatalf("three pauses took %v, want 750 ms, 1.5 s and 3 s", took)
			}
		}, steadily)
	}
}

func TestFailuresAreTold(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.RefuseOpens(1)
		s.post(core.Start{})
		s.saw("authenticating", "connect failed", "reconnecting")
		s.pause(time.Second)
		s.saw("authenticating", "authenticated", "socket failed", "reconnecting")
		s.pause(2 * time.Second)
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	}, steadily)
}

func TestWhatHangsIsGivenUp(t *testing.T) {
	faults := map[string]func(*rtmtest.Server, bool){
		"the call":    (*rtmtest.Server).StallCalls,
		"the opening": (*rtmtest.Server).StallOpens,
		"hello":       (*rtmtest.Server).StallHello,
	}
	for name, stall := range faults {
		subtest(t, name, func(s *lab) {
			stall(s.slack, true)
			s.startsUntil(core.Authenticating)
			s.pause(10*time.Second - 1)
			if state := s.m.State(); state == core.Reconnecting {
				s.Fatal("it was given up too early")
			}
			s.pause(1)
			if e := s.reaches(core.Reconnecting); core.CodeOf(e.Cause) != core.CodeConnectTimeout {
				s.Fatalf("the cause is %v", e.Cause)
			}
			s.opens(0)
			stall(s.slack, false)
			s.reaches(core.Ready)
		})
	}
}

func TestALostConnectionIsFinalWithoutReconnecting(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.CloseAll(4001, "enough")
		e := s.reaches(core.Disconnected)
		var closed *transport.CloseError
		if !errors.As(e.Cause, &closed) || closed.Code != 4001 || closed.Reason != "enough" {
			s.Fatalf("the cause is %v", e.Cause)
		}
		s.calls(1)
	}, configured(func(c *core.Config) { c.NoReconnect = true }))
}

func TestTheTokenIsNeverLogged(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.Refuse("rtm.connect", "fatal_error", 1)
		s.start()
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		if len(s.logged) == 0 {
			s.Error("nothing was logged")
		}
		for _, line := range s.logged {
			if strings.Contains(line, "secret") || strings.Contains(line, "wss:") {
				s.Errorf("logged: %s", line)
			}
		}
	})
}
