package core_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

func TestAGapSaysWhatMayBeMissing(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "the last that is heard")
		s.settle()
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.pause(3 * time.Second)
		missed := s.slack.Say(rtmtest.Anna, rtmtest.General, "missed")
		s.slack.StallCalls(false)
		g := want(s, "a gap", is[core.Gap])
		if g.From != last || g.To < missed || g.Recovered {
			s.Fatalf("the gap is %+v, the last message %s, the missed one %s", g, last, missed)
		}
		var closed *transport.CloseError
		if !errors.As(g.Cause, &closed) || closed.Code != transport.CloseAbnormal {
			s.Fatalf("the cause is %v", g.Cause)
		}
	})
}

func TestEachLossHasItsGap(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for _, text := range []string{"one", "two"} {
			last := s.slack.Say(rtmtest.Anna, rtmtest.General, text)
			s.slack.Send(`{"type":"user_change","event_ts":"1.000001"}`) // an old one changes nothing
			s.settle()
			s.slack.RefuseOpens(2) // failed attempts do not end the gap, or make another
			s.slack.Drop()
			if g := want(s, "a gap", is[core.Gap]); g.From != last {
				s.Fatalf("the gap begins at %s, want %s", g.From, last)
			}
			s.reaches(core.Ready)
			s.saw()
		}
	})
}

func TestNoGapAfterAStop(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.disconnect()
		s.seen()
		s.post(core.Start{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	})
}

// timestamp writes a time as Slack does.
func timestamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

func TestAGapIsToldInSlacksTime(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		last := timestamp(time.Now().Add(5 * time.Minute)) // the clock here is behind
		s.slack.Send(`{"type":"message","ts":"` + last + `"}`)
		s.slack.Send(`{"type":"message","ts":"z"}`) // no timestamp, though it sorts after all
		s.settle()
		s.slack.Drop()
		g := want(s, "a gap", is[core.Gap])
		if end := timestamp(time.Now().Add(5 * time.Minute)); g.From != last || g.To != end {
			s.Fatalf("the gap is from %s to %s, want from %s to %s", g.From, g.To, last, end)
		}
	})
}

func TestNothingGrows(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		cycle := func() core.Stats {
			s.slack.Drop()
			s.reaches(core.Reconnecting)
			s.reaches(core.Ready)
			s.slack.Flood(200, 100)
			s.arrives(s.says("hello"))
			s.pause(5 * time.Minute)
			s.seen()
			stats := s.m.Stats()
			stats.Newest = "" // it is to change
			return stats
		}
		for range 100 {
			if stats := cycle(); stats != (core.Stats{Sockets: 1}) {
				s.Fatalf("the figures are %+v", stats)
			}
		}
	}, unpaced)
}

// A message that Slack repeats is as old as may be, and no sign of what was heard.
func TestAGapDoesNotBeginWithWhatSlackRepeats(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Send(`{"type":"message","reply_to":987654,"channel":"C1","text":"of old","ts":"1.000001"}`)
		s.settle()
		s.slack.Drop()
		if g := want(s, "a gap", is[core.Gap]); g.From != "" {
			s.Fatalf("the gap begins at %s, and nothing was heard before it", g.From)
		}
	})
}
