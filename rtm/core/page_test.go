package core_test

import (
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
)

func TestAPageIsPutAwayAndComesBack(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.post(core.PutAway{})
		s.saw("reconnecting")
		s.opens(0)
		s.pause(time.Hour)
		s.saw()
		s.post(core.Back{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready")
	})
}

func TestAPageIsPutAwayInEachPhase(t *testing.T) {
	for name, place := range map[string]func(*lab){
		"the call":    func(s *lab) { s.slack.StallCalls(true); s.startsUntil(core.Authenticating) },
		"the opening": func(s *lab) { s.slack.StallOpens(true); s.startsUntil(core.Authenticated) },
		"hello":       func(s *lab) { s.slack.StallHello(true); s.startsUntil(core.Handshaking) },
		"the pause":   func(s *lab) { s.slack.FailCalls("rtm.connect", 1); s.startsUntil(core.Reconnecting) },
		"a handover": func(s *lab) {
			s.start()
			s.lasts()
			s.slack.StallHello(true)
			s.slack.Goodbye()
			s.opens(2)
		},
	} {
		subtest(t, name, func(s *lab) {
			place(s)
			s.post(core.PutAway{})
			s.seen()
			s.opens(0)
			s.pause(time.Hour)
			s.saw()
			s.slack.StallCalls(false)
			s.slack.StallOpens(false)
			s.slack.StallHello(false)
			s.post(core.Back{})
			s.reaches(core.Ready)
		})
	}
}

func TestAStartEndsThatAPageIsPutAway(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.post(core.PutAway{})
		s.start()
	})
}

func TestPutAwaySaysWhy(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.post(core.PutAway{Reason: "the page did not keep up"})
		if cause := s.reaches(core.Reconnecting).Cause; cause == nil || !strings.Contains(cause.Error(), "did not keep up") {
			s.Fatalf("the cause is %v", cause)
		}
	})
}

func TestAPageThatComesBackRespectsTheCallersWish(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.PutAway{})
		s.post(core.Back{})
		s.pause(time.Hour)
		s.saw()
		s.start()
		s.post(core.PutAway{})
		s.disconnect()
		s.post(core.Back{})
		s.seen()
		s.pause(time.Hour)
		s.saw()
	})
}

// A link that does not answer is given up after PongTimeout, and not sooner.
func TestBackProbesTheLink(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.pause(time.Second)
		s.slack.HalfOpen(true)
		s.post(core.Back{})
		s.seen()
		s.pause(4*time.Second - 1)
		s.saw()
		s.pause(1)
		s.saw("socket failed", "reconnecting")
	})
}

func TestBackEndsAPause(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.FailCalls("rtm.connect", 6)
		s.startsUntil(core.Authenticating)
		s.pause(40 * time.Second) // in the pause of 22.5 s after the sixth failure
		s.seen()
		s.post(core.Back{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	}, steadily)
}
