package core_test

import (
	"testing"

	"rtmwasm/rtm/core"
)

func TestReconnectReplacesTheSocketAtOnce(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.post(core.Reconnect{}) // no time passes
		s.saw("reconnecting", "authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready")
		s.calls(2)
		s.arrives(s.says("on the new socket"))
	})
}

func TestReconnectLeavesAnAttemptAloneUnlessForced(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.StallHello(true)
		s.startsUntil(core.Handshaking)
		s.post(core.Reconnect{})
		s.saw()
		s.slack.StallHello(false)
		s.post(core.Reconnect{Force: true})
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(2)
	})
}

func TestReconnectEndsAPause(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.FailCalls("rtm.connect", 1)
		started := s.startsUntil(core.Reconnecting)
		again := s.post(core.Reconnect{Call: s.newCall()}) // no time passes
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		if s.ends(started).session == nil || s.ends(again).session == nil {
			s.Fatal("a start has no session")
		}
	})
}

func TestReconnectWithoutASessionIsTheLastStartAgain(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.Start{Token: "xoxb-other"})
		s.reaches(core.Ready)
		s.disconnect()
		s.seen()
		s.post(core.Reconnect{})
		s.reaches(core.Ready)
		if calls := s.slack.Calls(); calls[1].Form["token"] != "xoxb-other" {
			s.Fatalf("the form is %v", calls[1].Form)
		}
	})
}
