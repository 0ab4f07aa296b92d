package core_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

// message is a frame as conversations.history would give it.
func message(ts string) []byte {
	return []byte(`{"type":"message","channel":"` + rtmtest.General + `","ts":"` + ts + `","text":"from history"}`)
}

// filling has gaps filled like this.
func filling(backfill func(context.Context, core.Gap) ([][]byte, error)) func(*core.Config, *hooks) {
	return func(_ *core.Config, h *hooks) { h.backfill = backfill }
}

// hangs fills no gap.
func hangs(ctx context.Context, _ core.Gap) ([][]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// dropped starts, and has the connection lost and replaced.
func (s *lab) dropped() {
	s.Helper()
	s.start()
	s.slack.Drop()
	s.reaches(core.Reconnecting)
	s.reaches(core.Ready)
}

func TestABackfillComesFirstAndOnlyOnce(t *testing.T) {
	var gaps chan core.Gap
	var history chan [][]byte
	run(t, func(s *lab) {
		s.start()
		known := s.slack.Say(rtmtest.Anna, rtmtest.General, "known")
		s.settle()
		s.slack.Drop()
		s.reaches(core.Connected)
		s.saw("<hello>", "ready")
		g := <-gaps
		live := s.slack.Say(rtmtest.Anna, rtmtest.General, "live")
		s.saw() // it is held back
		if newest := s.m.Stats().Newest; newest != known {
			s.Fatalf("the newest event before which none is missing is %s, want %s", newest, known)
		}
		s.arrives(s.says("sends flow meanwhile"))
		history <- [][]byte{message(known), message(g.From + "1"), message(live), []byte("rubbish")}
		s.saw("recovered gap", "<message>", "<message>", "<reply>")
		s.slack.Say(rtmtest.Anna, rtmtest.General, "later")
		s.saw("<message>")
	}, filling(func(_ context.Context, g core.Gap) ([][]byte, error) {
		gaps <- g
		return <-history, nil
	}), func(*core.Config, *hooks) {
		gaps, history = make(chan core.Gap, 1), make(chan [][]byte) // of the bubble
	})
}

func TestASocketMayBringWhatABackfillHasBrought(t *testing.T) {
	run(t, func(s *lab) {
		s.dropped()
		s.saw("recovered gap", "<message>")
		s.slack.Send(string(message("1700000000.000100"))) // it was on its way
		s.saw()
		s.slack.Send(string(message("1700000000.000200")))
		s.saw("<message>")
	}, filling(func(context.Context, core.Gap) ([][]byte, error) {
		return [][]byte{message("1700000000.000100")}, nil
	}))
}

func TestAGapBeginsAfterWhatABackfillHasBrought(t *testing.T) {
	var brought string
	run(t, func(s *lab) {
		s.dropped()
		s.saw("recovered gap", "<message>", "<message>")
		s.slack.Drop()
		if g := want(s, "a gap", is[core.Gap]); g.From != brought {
			s.Fatalf("the gap begins at %s, want %s", g.From, brought)
		}
	}, filling(func(_ context.Context, g core.Gap) ([][]byte, error) {
		if brought == "" {
			brought = g.To
		}
		ahead := timestamp(time.Now().Add(time.Hour)) // no backfill brings what comes after the gap
		return [][]byte{message(brought), message(ahead)}, nil
	}), func(*core.Config, *hooks) { brought = "" })
}

func TestAReplayDoesNotStandForTheMessageThatABackfillBrings(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		said := string(message("1700000000.000100"))
		s.seen()
		s.slack.Send(`{"reply_to":77,` + said[1:])
		s.saw("<replay>")
		s.slack.Drop()
		s.reaches(core.Ready)
		if brought := s.wantFrame("message"); brought != said {
			s.Fatalf("the backfill brought %s", brought)
		}
	}, filling(func(context.Context, core.Gap) ([][]byte, error) {
		return [][]byte{message("1700000000.000100")}, nil
	}))
}

// A reply that a backfill brings answers nothing of this machine's.
func TestAReplyAmongTheMissedIsAReplay(t *testing.T) {
	run(t, func(s *lab) {
		s.dropped()
		s.saw("recovered gap", "<replay>", "<message>")
	}, filling(func(context.Context, core.Gap) ([][]byte, error) {
		reply := []byte(`{"type":"message","reply_to":7,"channel":"C0GENERAL","ts":"1700000000.000050"}`)
		return [][]byte{reply, message("1700000000.000100")}, nil
	}))
}

func TestABackfillDoesNotRepeatWhatTheEarlierMachineDelivered(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.Start{Earlier: &core.Earlier{Newest: "2.000000"}})
		want(s, "a gap", is[core.Gap])
		if text := s.wantFrame("message"); text != string(message("3.000000")) {
			s.Fatalf("the first message is %s", text)
		}
		s.saw()
	}, filling(func(context.Context, core.Gap) ([][]byte, error) {
		return [][]byte{message("1.000000"), message("2.000000"), message("3.000000")}, nil
	}))
}

func TestAStopEndsTheWaitForABackfill(t *testing.T) {
	var ended error
	run(t, func(s *lab) {
		s.dropped()
		s.disconnect()
		s.settle()
		if !errors.Is(ended, context.Canceled) {
			s.Fatalf("the hook's context ended with %v", ended)
		}
		s.seen()
		s.post(core.Start{Token: "xoxb-other"})
		s.inheritsNothing()
		s.pause(time.Minute)
		if words := s.seen(); slices.Contains(words, "gap") {
			s.Fatalf("the gap of the last session was told in the new one: %q", words)
		}
	}, filling(func(ctx context.Context, _ core.Gap) ([][]byte, error) {
		<-ctx.Done()
		ended = ctx.Err()
		return nil, ended
	}))
}

func TestABackfillThatFails(t *testing.T) {
	for name, way := range map[string]func(context.Context, core.Gap) ([][]byte, error){
		"at once":    func(context.Context, core.Gap) ([][]byte, error) { return nil, errors.New("no history") },
		"by hanging": hangs,
	} {
		subtest(t, name, func(s *lab) {
			s.dropped()
			s.slack.Say(rtmtest.Anna, rtmtest.General, "live")
			if g := want(s, "a gap", is[core.Gap]); g.Recovered {
				s.Fatal("the gap counts as recovered")
			}
			s.wantFrame("message")
			s.warned("the gap was not filled")
		}, filling(way))
	}
}

func TestABackfillIsGivenUpWhenTooMuchComesIn(t *testing.T) {
	for name, flood := range map[string]struct{ frames, size int }{"too many": {10_000 + 5, 100}, "too large": {40, 1 << 20}} {
		subtest(t, name, func(s *lab) {
			s.dropped()
			s.slack.Repeat(`{"type":"message","n":"{n}","text":"`+strings.Repeat("x", flood.size)+`"}`, flood.frames)
			before := time.Now()
			if g := want(s, "a gap", is[core.Gap]); g.Recovered || time.Since(before) != 0 {
				s.Fatalf("after %v the gap is %+v", time.Since(before), g)
			}
			for i := range flood.frames {
				if text := s.wantFrame("message"); !strings.Contains(text, fmt.Sprintf(`"%06d"`, i+1)) {
					s.Fatalf("message %d is %.100s", i+1, text)
				}
			}
		}, filling(hangs))
	}
}

func TestALossEndsABackfill(t *testing.T) {
	run(t, func(s *lab) {
		s.dropped()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "held")
		s.saw()
		s.slack.Drop()
		s.saw("gap", "<message>", "socket failed", "reconnecting")
	}, filling(hangs))
}

func TestAStopEndsABackfillFirst(t *testing.T) {
	run(t, func(s *lab) {
		s.dropped()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "held")
		s.saw()
		s.disconnect()
		s.saw("gap", "<message>", "disconnecting", "disconnected")
	}, filling(hangs))
}
