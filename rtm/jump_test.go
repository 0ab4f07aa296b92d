package rtm_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// Somebody sets the wall clock, in either direction: no wait ends early, and none
// lasts longer.

// setsWallClock sets the wall clock, and has the client look at it.
func (s *script) setsWallClock(by time.Duration) {
	s.settle()
	s.client.SetWallClock(by)
	s.stats()
}

// oversleeps lets time pass without a timer that fires.
func (s *script) oversleeps(d time.Duration) {
	s.settle()
	s.client.Oversleep(d)
}

// fillingIn is a Backfill that takes its time.
func fillingIn(d time.Duration) func(context.Context, rtm.Gap) ([][]byte, error) {
	return func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
		select {
		case <-time.After(d):
			return nil, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

var settings = map[string]time.Duration{"forward": time.Hour, "back": -time.Hour}

func TestNothingIsGivenUpWhenTheWallClockIsSet(t *testing.T) {
	for name, by := range settings {
		subtest(t, name+": a session and its sends", func(s *script) {
			s.start()
			s.slack.DelayAcks(25 * time.Second)
			sent := s.says("answered in 25 seconds")
			s.pause(time.Second)
			s.setsWallClock(by)
			s.pause(20 * time.Second)
			s.isPending(sent)
			s.arrives(sent)
			s.calls(1)
		})
		subtest(t, name+": a call", func(s *script) {
			s.slack.StallCalls(true)
			s.startsUntil(rtm.Authenticating)
			s.pause(time.Second)
			s.setsWallClock(by)
			s.pause(8 * time.Second)
			s.slack.StallCalls(false)
			s.reaches(rtm.Ready)
			s.calls(1)
		})
		subtest(t, name+": a backfill", func(s *script) {
			s.start()
			s.slack.Drop()
			s.reaches(rtm.Ready)
			s.setsWallClock(by)
			if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
				s.Fatalf("the gap is %+v", g)
			}
		}, func(c *rtm.Config) {
			c.Backfill = fillingIn(25 * time.Second)
		})
	}
}

func TestWaitsEndInTimeWhenTheWallClockIsSet(t *testing.T) {
	for name, by := range settings {
		subtest(t, name+": for a reply", func(s *script) {
			s.start()
			s.slack.HoldAcks(true)
			sent := s.says("not answered")
			began := time.Now()
			s.pause(time.Second)
			s.setsWallClock(by)
			s.fails(sent, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
			if took := time.Since(began); took < 30*time.Second || took > 30*time.Second+untold {
				s.Fatalf("it took %v", took)
			}
		})
		subtest(t, name+": for a pong", func(s *script) {
			s.start()
			s.slack.HalfOpen(true)
			s.pause(time.Second)
			s.setsWallClock(by)
			began := time.Now()
			s.reaches(rtm.Reconnecting)
			if took := time.Since(began); took > 10*time.Second {
				s.Fatalf("it took %v", took)
			}
		})
		subtest(t, name+": as Slack has asked", func(s *script) {
			s.slack.RateLimit("rtm.connect", time.Minute, 1)
			s.startsUntil(rtm.Reconnecting)
			s.setsWallClock(by)
			s.client.Post(0, rtm.Wake{})
			s.pause(59 * time.Second)
			s.calls(1)
			s.pause(time.Second)
			s.calls(2)
		})
	}
}

func TestAGapIsTimedByTheWallClockAndNeverEndsBeforeItBegins(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		from := s.slack.Say(rtmtest.Anna, rtmtest.General, "the last that is heard")
		s.pause(time.Second)
		s.setsWallClock(-time.Hour)
		s.slack.Drop()
		if g := want(s, "a gap", is[rtm.Gap]); g.From != from || g.To < from {
			s.Fatalf("the gap is %+v", g)
		}
	})
}

// The machine sleeps, and its monotonic clock with it: the wall clock is ahead then.

func TestASleepThatTheMonotonicClockMissesEndsAPause(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		s.startsUntil(rtm.Reconnecting)
		s.setsWallClock(time.Hour)
		s.pause(5 * time.Second)
		s.calls(2)
	}, func(c *rtm.Config) { c.Retry = &rtm.Retry{MinTimeout: time.Hour} })
}

func TestAClientThatWasPutAwayIsNotWokenByTheClock(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Sleep{})
		s.settle()
		s.setsWallClock(time.Hour)
		s.pause(time.Hour)
		s.calls(1)
	})
}

// The machine sleeps and its monotonic clock does not, or the page is held up: all
// timers are late. What has come in meanwhile is read before time judges, and what
// has not comes soon or never.

func TestWhatIsOverdueAfterASleepHasTimeToComeIn(t *testing.T) {
	subtest(t, "a reply", func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		sent := s.says("answered while we sleep")
		s.pause(time.Second)
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		s.pause(2 * time.Second)
		s.isPending(sent)
		s.slack.HoldAcks(false)
		s.arrives(sent)
		s.calls(1)
	})
	subtest(t, "a reply that never comes", func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		sent := s.says("not answered")
		s.pause(time.Second)
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		s.pause(5 * time.Second)
		s.fails(sent, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
	})
	subtest(t, "a reply, without a wake", func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		sent := s.says("answered while we sleep")
		s.pause(time.Second)
		s.oversleeps(10 * time.Minute)
		s.pause(6 * time.Second) // the next ping is what the timer is set to
		s.isPending(sent)
		s.slack.HoldAcks(false)
		s.arrives(sent)
		s.calls(1)
	})
	subtest(t, "a pong", func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		s.pause(6 * time.Second)
		s.slack.LosePongs(false)
		s.oversleeps(4200 * time.Millisecond) // past the time for the pong
		s.client.Post(0, rtm.Wake{})
		s.pause(time.Minute)
		s.calls(1)
	})
	subtest(t, "a backfill", func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
	}, func(c *rtm.Config) {
		c.Backfill = fillingIn(2 * time.Second)
	})
	var slow func()
	subtest(t, "the last pong of an old socket", func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		slow()
		s.wantFrame("hello")
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
	}, answering(3*time.Second, &slow))
	subtest(t, "what a new socket repeats", func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallHello(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "through the old socket")
		s.slack.StallHello(false)
		s.settle()
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		s.pause(5 * time.Second)
		n := 0
		for _, word := range s.seen() {
			if word == "<message>" {
				n++
			}
		}
		if n != 1 {
			s.Fatalf("the message came %d times", n)
		}
	}, func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if err != nil || rtm.SocketNumber(ctx) != 2 {
				return socket, err
			}
			return &behind{Socket: socket}, nil
		}
	})
}

// behind is a socket whose second message, after hello, comes late.
type behind struct {
	rtm.Socket
	read int
}

func (b *behind) Read() ([]byte, error) {
	data, err := b.Socket.Read()
	if b.read++; b.read == 2 && err == nil {
		time.Sleep(time.Second)
	}
	return data, err
}

func TestTimeJudgesWhenATimerFiresAndInNoOtherTurn(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		sent := s.says("answered in the last moment")
		if s.page != nil {
			s.pause(untold) // the client knows of it only now
		}
		s.pause(29_990 * time.Millisecond)
		s.oversleeps(20 * time.Millisecond)
		s.stats()
		s.isPending(sent)
		s.slack.HoldAcks(false)
		s.arrives(sent)
	})
}

func TestATimerThatStoodStillIsSetAnew(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", 5*time.Minute, 1)
		s.startsUntil(rtm.Reconnecting)
		s.slack.StallCalls(true)
		s.pause(20 * time.Second)
		s.oversleeps(10 * time.Minute)
		s.client.Post(0, rtm.Wake{})
		s.reaches(rtm.Authenticating)
		began := time.Now()
		s.reaches(rtm.Reconnecting)
		if took := time.Since(began); took != 10*time.Second {
			s.Fatalf("a call that hangs was given up after %v", took)
		}
	})
}
