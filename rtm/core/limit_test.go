package core_test

import (
	"testing"
	"time"

	"rtmwasm/rtm/core"
)

func TestRetryAfterIsObeyedToTheSecond(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", 42*time.Second, 2)
		s.start()
		calls := s.slack.Calls()
		for i := range 2 {
			if pause := calls[i+1].At.Sub(calls[i].At); pause != 42*time.Second {
				s.Fatalf("the pause was %v", pause)
			}
		}
	})
}

func TestRetryAfterOutlivesAStopAndAStart(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(core.Reconnecting)
		s.pause(10 * time.Second)
		s.disconnect()
		s.seen()
		s.post(core.Start{})
		waiting := s.reaches(core.Reconnecting)
		if e := s.isError(waiting.Cause, core.CodeRateLimited, ""); waiting.Previous != core.Disconnected || e.RetryAfter != 50*time.Second {
			s.Fatalf("the start led to %+v (%+v)", waiting, e)
		}
		s.post(core.Back{})
		s.post(core.Reconnect{})
		s.pause(50*time.Second - 1)
		s.calls(1)
		s.pause(1)
		s.calls(2)
		s.reaches(core.Ready)
	})
}

func TestRetryAfterOutlivesTheEndOfASession(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.fails(s.post(core.Start{Call: s.newCall()}), core.CodeRateLimited, "")
		s.post(core.Start{})
		s.pause(time.Minute - 1)
		s.calls(1)
		s.pause(1)
		s.calls(2)
	}, configured(func(c *core.Config) { c.NoReconnect = true }))
}

func TestAStartThatRetryAfterHoldsUpCanBeEnded(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", time.Hour, 1)
		s.startsUntil(core.Reconnecting)
		s.disconnect()
		call := s.startsUntil(core.Reconnecting)
		s.post(core.Cancel{Call: call})
		s.fails(call, core.CodeAbort, "")
		s.reaches(core.Disconnected)
		call = s.startsUntil(core.Reconnecting)
		s.disconnect()
		s.fails(call, core.CodeDisconnected, "")
		s.calls(1)
	})
}

func TestRetryAfterBindsTheCustomerWhoseTokenItIs(t *testing.T) {
	for name, other := range map[string]core.Start{
		"a token":            {Token: "xoxb-other"},
		"a token as a field": {Fields: []core.Field{{Name: "token", Value: "xoxb-other"}}},
	} {
		subtest(t, name, func(s *lab) {
			s.slack.RateLimit("rtm.connect", time.Minute, 1)
			s.startsUntil(core.Reconnecting)
			s.disconnect()
			s.seen()
			s.post(other) // no time passes
			s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
			s.disconnect()
			s.seen()
			s.post(core.Start{}) // with the driver's own token
			s.pause(time.Minute - 1)
			s.saw("reconnecting")
			s.pause(1)
			s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		})
	}
}

func TestRetryAfterOfAHandoverBindsWhatFollows(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.slack.Goodbye()
		s.settle()
		s.calls(2)
		s.post(core.Reconnect{}) // gives the session up
		s.pause(time.Minute - 1)
		s.calls(2)
		s.reaches(core.Ready)
		s.calls(3)
	})
}

// A socket whose address is known needs no call.
func TestAnAddressIsOpenedInSpiteOfRetryAfter(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(core.Reconnecting)
		s.disconnect()
		s.seen()
		s.post(core.Start{URL: s.slack.OfferReconnectURL()})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		s.calls(1)
		s.slack.Drop() // what follows is a call
		s.pause(time.Minute - 1)
		s.calls(1)
		s.pause(1)
		s.calls(2)
	})
}

// For as long as somebody has to wait, a machine that is at rest is worth keeping.
func TestAMachineSaysForHowLongSomebodyHasToWait(t *testing.T) {
	run(t, func(s *lab) {
		limited := func(want time.Duration) {
			s.Helper()
			if got := s.m.WorthKeeping(); got != want {
				s.Fatalf("somebody has to wait for %v, want %v", got, want)
			}
		}
		limited(0)
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(core.Reconnecting)
		limited(time.Minute)
		s.disconnect()
		s.slack.RateLimit("rtm.connect", 10*time.Second, 1)
		s.post(core.Start{Token: "xoxb-other"})
		s.disconnect()
		limited(time.Minute)
		s.pause(59 * time.Second)
		s.post(core.Tick{})
		limited(time.Second)
		s.pause(time.Hour)
		s.post(core.Tick{})
		limited(0)
	})
}

func TestAnotherMachineHeedsWhatSlackHasAskedFor(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.fails(s.post(core.Start{Call: s.newCall()}), core.CodeRateLimited, "")
		time.Sleep(20 * time.Second)
		waits := s.m.Limits(now())
		if waits[""] != 40*time.Second || len(waits) != 1 {
			s.Fatalf("the waits are %v", waits)
		}
		s.m, _ = core.New(core.Config{}, now())
		s.m.Heed(waits)
		s.post(core.Start{})
		s.pause(40*time.Second - 1)
		s.calls(1)
		s.pause(1)
		s.calls(2)
	}, configured(func(c *core.Config) { c.NoReconnect = true }))
}
