package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestAGapSaysWhatMayBeMissing(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "the last that is heard")
		s.settle()
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.pause(3 * time.Second)
		missed := s.slack.Say(rtmtest.Anna, rtmtest.General, "missed")
		s.slack.StallCalls(false)
		g := want(s, "a gap", is[rtm.Gap])
		if g.From != last || g.To < missed || g.Recovered {
			s.Fatalf("the gap is %+v, the last message %s, the missed one %s", g, last, missed)
		}
		var closed *rtm.CloseError
		if !errors.As(g.Cause, &closed) || closed.Code != rtm.CloseAbnormal {
			s.Fatalf("the cause is %v", g.Cause)
		}
	})
}

func TestEachLossHasItsGap(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for _, text := range []string{"one", "two"} {
			last := s.slack.Say(rtmtest.Anna, rtmtest.General, text)
			s.slack.Send(`{"type":"user_change","event_ts":"1.000001"}`) // an old one changes nothing
			s.settle()
			s.slack.RefuseOpens(2) // failed attempts do not end the gap, or make another
			s.slack.Drop()
			if g := want(s, "a gap", is[rtm.Gap]); g.From != last {
				s.Fatalf("the gap begins at %s, want %s", g.From, last)
			}
			s.reaches(rtm.Ready)
			s.saw()
		}
	})
}

func TestNoGapAfterADisconnect(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Disconnect(s.Context())
		s.seen()
		s.client.Post(0, rtm.Start{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	})
}

// message is a frame as conversations.history would give it.
func message(ts string) []byte {
	return []byte(`{"type":"message","channel":"` + rtmtest.General + `","ts":"` + ts + `","text":"from history"}`)
}

func TestABackfillComesFirstAndOnlyOnce(t *testing.T) {
	var s *script
	var gaps chan rtm.Gap
	var history chan [][]byte
	run(t, func(of *script) {
		s = of
		s.start()
		known := s.slack.Say(rtmtest.Anna, rtmtest.General, "known")
		s.settle()
		s.slack.Drop()
		s.reaches(rtm.Connected)
		s.settle()
		g := <-gaps
		s.saw("<hello>", "ready")
		live := s.slack.Say(rtmtest.Anna, rtmtest.General, "live")
		s.saw() // it is held back
		s.arrives(s.says("sends flow meanwhile"))
		history <- [][]byte{message(known), message(g.From + "1"), message(live), []byte("rubbish")}
		s.saw("recovered gap", "<message>", "<message>", "<reply>")
		s.slack.Say(rtmtest.Anna, rtmtest.General, "later")
		s.saw("<message>")
	}, func(c *rtm.Config) {
		gaps, history = make(chan rtm.Gap, 1), make(chan [][]byte) // of the bubble
		c.Backfill = func(_ context.Context, g rtm.Gap) ([][]byte, error) {
			gaps <- g
			return <-history, nil
		}
	})
}

func TestASocketMayBringWhatABackfillHasBrought(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.saw("recovered gap", "<message>")
		s.slack.Send(string(message("1700000000.000100"))) // it was on its way
		s.saw()
		s.slack.Send(string(message("1700000000.000200")))
		s.saw("<message>")
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) {
			return [][]byte{message("1700000000.000100")}, nil
		}
	})
}

func TestAReplayDoesNotStandForTheMessageThatABackfillBrings(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		said := message("1700000000.000100")
		s.slack.Send(`{"reply_to":77,` + string(said[1:]))
		if !s.wantFrame("message").Replay {
			s.Fatal("it counts as new")
		}
		s.slack.Drop()
		s.reaches(rtm.Ready)
		if f := s.wantFrame("message"); f.Replay || string(f.JSON) != string(said) {
			s.Fatalf("the backfill brought %+v", f)
		}
	}, func(c *rtm.Config) {
		c.Backfill = func(context.Context, rtm.Gap) ([][]byte, error) {
			return [][]byte{message("1700000000.000100")}, nil
		}
	})
}

func TestABackfillThatFails(t *testing.T) {
	ways := map[string]func(context.Context, rtm.Gap) ([][]byte, error){
		"at once": func(context.Context, rtm.Gap) ([][]byte, error) { return nil, errors.New("no history") },
		"by hanging": func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
	}
	for name, way := range ways {
		subtest(t, name, func(s *script) {
			s.start()
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.slack.Say(rtmtest.Anna, rtmtest.General, "live")
			if g := want(s, "a gap", is[rtm.Gap]); g.Recovered {
				s.Fatal("the gap counts as recovered")
			}
			s.wantFrame("message")
		}, func(c *rtm.Config) { c.Backfill = way })
	}
}

func TestABackfillIsGivenUpWhenTooMuchComesIn(t *testing.T) {
	for name, flood := range map[string]struct{ frames, size int }{"too many": {10_000 + 5, 100}, "too large": {70, 1 << 20}} {
		subtest(t, name, func(s *script) {
			s.start()
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.settle()
			began := time.Now()
			s.slack.Flood(flood.frames, flood.size)
			s.settle()
			if g := want(s, "a gap", is[rtm.Gap]); g.Recovered {
				s.Fatal("the gap counts as recovered")
			}
			if waited := time.Since(began); waited >= 30*time.Second {
				s.Fatalf("the backfill was given up after %v only", waited)
			}
			for i := range flood.frames {
				if f := s.wantFrame("message"); f.Index != i+1 {
					s.Fatalf("message %d has the index %d", i, f.Index)
				}
			}
		}, func(c *rtm.Config) {
			c.Backfill = func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
		})
	}
}

func TestALossEndsABackfill(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "held")
		s.saw()
		s.slack.Drop()
		s.saw("gap", "<message>", "socket failed", "reconnecting")
	}, func(c *rtm.Config) {
		c.Backfill = func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
	})
}

func TestADisconnectEndsABackfillFirst(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "held")
		s.saw()
		s.client.Disconnect(s.Context())
		s.saw("gap", "<message>", "disconnecting", "disconnected")
	}, func(c *rtm.Config) {
		c.Backfill = func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
	})
}

func TestAGapIsToldInSlacksTime(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		last := timestamp(time.Now().Add(5 * time.Minute)) // the clock here is behind
		s.slack.Send(`{"type":"message","ts":"` + last + `"}`)
		s.slack.Send(`{"type":"message","ts":"z"}`) // no timestamp, though it sorts after all
		s.slack.Drop()
		before := time.Now()
		g := want(s, "a gap", is[rtm.Gap])
		if end := timestamp(time.Now().Add(5 * time.Minute)); g.From != last || g.To != end {
			s.Fatalf("after %v the gap is from %s to %s, want from %s to %s", time.Since(before), g.From, g.To, last, end)
		}
	})
}

// timestamp writes a time as Slack does.
func timestamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

func TestNoGrowth(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		cycle := func() rtm.Stats {
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.slack.Flood(200, 100)
			s.arrives(s.says("hello"))
			s.pause(5 * time.Minute)
			s.seen()
			for len(s.logged) > 0 {
				<-s.logged
			}
			s.settle()
			stats := s.stats()
			stats.Newest = "" // it is to change
			return stats
		}
		var early rtm.Stats
		for range 10 {
			early = cycle()
		}
		for range 490 {
			late := cycle()
			if late.Goroutines <= early.Goroutines+2 { // one may be just about to end
				late.Goroutines = early.Goroutines
			}
			if late != early {
				s.Fatalf("after more reconnections the figures are %+v, they were %+v", late, early)
			}
		}
		if early.Sockets != 1 || early.Queued != 0 || early.Pending != 0 {
			s.Fatalf("the figures are %+v", early)
		}
	}, unpaced)
}
