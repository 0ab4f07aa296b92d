package rtm_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// passes wants the page to have a Pass for this socket, or for none.
func (s *script) passes(socket int) {
	s.Helper()
	s.settle()
	s.page.mu.Lock()
	defer s.page.mu.Unlock()
	if s.page.passes != socket {
		s.Fatalf("the page may deliver the events of socket %d, want %d", s.page.passes, socket)
	}
}

// knows wants the client to have heard of an event with this timestamp.
func (s *script) knows(ts string) {
	s.Helper()
	stats, err := s.client.Stats(s.Context())
	if err != nil || stats.Newest != ts {
		s.Fatalf("the newest event that the client knows is %q (%v), want %q", stats.Newest, err, ts)
	}
}

func TestAnEventIsDeliveredWithoutTheClient(t *testing.T) {
	runInPage(t, func(s *script) {
		s.passes(0)
		s.start()
		s.passes(1)
		s.seen()
		first := s.slack.Say(rtmtest.Anna, rtmtest.General, "one")
		s.saw("<message>")
		s.knows("")
		s.pause(untold)
		s.knows(first)
		second := s.slack.Say(rtmtest.Anna, rtmtest.General, "two")
		s.slack.Send(`{"type":"user_typing"}`)
		s.saw("<message>", "<user_typing>")
		s.pause(untold)
		s.knows(second)
	})
}

func TestEventsThatAreDeliveredAreSignsOfLife(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		for range 100 {
			s.slack.Send(`{"type":"user_typing"}`)
			s.pause(time.Second)
		}
		s.calls(1)
	})
}

func TestWhereEventsMayComeTwiceThereIsNoPass(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.lasts()
		s.passes(1)
		s.slack.StallCalls(true)
		s.slack.Goodbye()
		s.passes(0)
		s.seen()
		s.slack.StallCalls(false)
		s.settle()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "on both sockets")
		s.settle()
		s.passes(0)
		s.pause(time.Minute)
		s.passes(2)
		if n := count(s.seen(), "<message>"); n != 1 {
			s.Fatalf("the message was delivered %d times", n)
		}
	})
}

func count(words []string, word string) (n int) {
	for _, w := range words {
		if w == word {
			n++
		}
	}
	return n
}

func TestWithAHookForGapsThereIsNoPass(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.passes(0)
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) { return nil, nil }
	})
}

func TestALostSocketHasNoPass(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "heard")
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.passes(0)
		s.slack.StallCalls(false)
		if g := want(s, "a gap", is[rtm.Gap]); g.From != last {
			s.Fatalf("the gap begins after %s, want %s", g.From, last)
		}
		s.passes(2)
	})
}

func TestPassedOfASocketThatHasGone(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		done := s.says("hello")
		s.pause(untold)
		s.client.Post(0, rtm.Passed{Socket: 7, Frames: 1, Newest: "1900000000.000000", Answered: []int{firstSaid + 1}})
		s.knows("")
		if pending := s.pending(); pending != 0 {
			s.Fatal("the client waits for a reply that the page has had")
		}
		s.isPending(done)
	}, unpaced)
}
