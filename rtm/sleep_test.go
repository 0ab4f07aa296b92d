package rtm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestSleepAndWake(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Sleep{})
		s.saw("reconnecting")
		if n := s.slack.Sockets(); n != 0 {
			s.Fatalf("%d sockets are open", n)
		}
		s.pause(time.Hour)
		s.saw()
		s.client.Post(0, rtm.Wake{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready")
	})
}

func TestSleepSaysWhy(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Sleep{Reason: "the page did not keep up"})
		if cause := s.reaches(rtm.Reconnecting).Cause; cause == nil || !strings.Contains(cause.Error(), "did not keep up") {
			s.Fatalf("the cause is %v", cause)
		}
	})
}

func TestAStartContinuesAnEarlierSession(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "heard by the earlier program")
		s.settle()
		if newest := s.stats().Newest; newest != last {
			s.Fatalf("the newest event is %q, want %s", newest, last)
		}
		s.client.Disconnect(s.Context())
		s.seen()
		// What another program would do.
		s.client.Post(0, rtm.Start{Earlier: &rtm.Earlier{Newest: last, Presence: []byte(`{"ids":["U0000ANNA"]}`), Cause: "the link was lost"}})
		g := want(s, "a gap", is[rtm.Gap])
		if g.From != last || g.Cause == nil || g.Cause.Error() != "the link was lost" || g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("presence_change")
	})
}

func TestABackfillDoesNotRepeatWhatTheEarlierClientDelivered(t *testing.T) {
	message := func(ts string) []byte {
		return []byte(`{"type":"message","channel":"C0GENERAL","text":"at ` + ts + `","ts":"` + ts + `"}`)
	}
	run(t, func(s *script) {
		s.client.Post(0, rtm.Start{Earlier: &rtm.Earlier{Newest: "2.000000"}})
		want(s, "a gap", is[rtm.Gap])
		if f := s.wantFrame("message"); !strings.Contains(string(f.JSON), "at 3") {
			s.Fatalf("the first message is %s", f.JSON)
		}
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) {
			return [][]byte{message("1.000000"), message("2.000000"), message("3.000000")}, nil
		}
	})
}

func TestSleepRespectsTheCallersWish(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(0, rtm.Sleep{})
		s.client.Post(0, rtm.Wake{})
		s.pause(time.Hour)
		s.saw()
		s.start()
		s.client.Post(0, rtm.Sleep{})
		s.settle()
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Wake{})
		s.seen()
		s.pause(time.Hour)
		s.saw()
	})
}

func TestWakeProbesALink(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.pause(time.Second)
		s.slack.HalfOpen(true)
		s.slack.HalfOpen(false)
		s.client.Post(0, rtm.Wake{})
		s.settle()
		before := time.Now()
		s.reaches(rtm.Reconnecting)
		if took := time.Since(before); took > 4*time.Second {
			s.Fatalf("it took %v, more than a ping may take", took)
		}
	})
}

func TestWakeEndsAPause(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 6)
		s.startsUntil(rtm.Authenticating)
		s.pause(40 * time.Second) // in the pause of 22.5 s after the sixth failure
		s.client.Post(0, rtm.Wake{})
		s.settle()
		s.reaches(rtm.Ready)
		for range 100 { // and a page that flips does not cause a storm
			s.slack.FailCalls("rtm.connect", -1)
			s.slack.Drop()
			s.client.Post(0, rtm.Wake{})
			s.settle()
		}
		if n := s.perMinute(); n > 8 {
			s.Fatalf("rtm.connect was called %d times in a minute", n)
		}
	})
}
