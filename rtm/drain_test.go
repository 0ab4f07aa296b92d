package rtm_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// sockets wants this many sockets to be open.
func (s *script) sockets(want int) {
	s.Helper()
	s.settle()
	if n := s.slack.Sockets(); n != want {
		s.Fatalf("%d sockets are open, want %d", n, want)
	}
}

// movesOver has a session move to another socket while the old one owes a reply.
func (s *script) movesOver() (owed <-chan outcome) {
	s.start()
	s.lasts()
	s.slack.HoldAcks(true)
	owed = s.says("the old socket owes a reply")
	s.slack.Goodbye()
	s.saw("<goodbye>", "<hello>", "<pong>", "recovered gap")
	return owed
}

func TestAReplyWithinTheAckTimeoutIsWaitedForBeforeTheOldSocketIsClosed(t *testing.T) {
	run(t, func(s *script) {
		owed := s.movesOver()
		s.pause(29 * time.Second)
		s.sockets(2)
		s.isPending(owed)
		s.slack.HoldAcks(false)
		s.arrives(owed)
		s.pause(untold) // in a page the caller knows before the client
		s.sockets(1)
	})
}

func TestTheOldSocketIsClosedWhenItsRepliesAreOverdue(t *testing.T) {
	run(t, func(s *script) {
		owed := s.movesOver()
		s.pause(31 * time.Second)
		s.sockets(1)
		s.fails(owed, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
	})
	subtest(t, "without an AckTimeout after half a minute", func(s *script) {
		owed := s.movesOver()
		s.pause(31 * time.Second)
		s.sockets(1)
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
	}, func(c *rtm.Config) { c.AckTimeout = -1 })
}

func TestAnOldSocketThatDiesOwingRepliesIsReportedAtOnce(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the old socket owes a reply")
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.HalfOpen(true)
		s.slack.StallOpens(false)
		s.wantFrame("hello")
		s.pause(4 * time.Second)
		s.saw("gap")
		s.sockets(1)
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
	})
}

func TestAnOldSocketWithoutItsPongIsKeptForRepliesIfSomethingElseComes(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		s.slack.LosePongs(true)
		owed := s.says("the old socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Say(rtmtest.Anna, rtmtest.General, "through both")
		s.pause(5 * time.Second)
		s.sockets(2)
		s.slack.HoldAcks(false)
		s.arrives(owed)
		s.pause(untold)
		s.sockets(1)
		s.saw("<message>", "<reply>", "gap")
	}, func(c *rtm.Config) { c.PingInterval = time.Hour })
}

func TestEventsComeOnceWhileTheOldSocketIsKept(t *testing.T) {
	run(t, func(s *script) {
		owed := s.movesOver()
		for range 20 {
			s.pause(time.Second)
			s.slack.Say(rtmtest.Anna, rtmtest.General, "through both")
			s.slack.Typing(rtmtest.Ben, rtmtest.General)
			s.slack.Typing(rtmtest.Ben, rtmtest.General)
		}
		counts := map[string]int{}
		for _, word := range s.seen() {
			counts[word]++
		}
		if counts["<message>"] != 20 || counts["<user_typing>"] != 40 || counts["gap"] > 0 {
			s.Fatalf("saw %v", counts)
		}
		s.slack.HoldAcks(false)
		s.arrives(owed)
	})
}

func TestDisconnectEndsWithinASecondWithTheOldSocketOpen(t *testing.T) {
	run(t, func(s *script) {
		owed := s.movesOver()
		s.sockets(2)
		began := time.Now()
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		if took := time.Since(began); took > time.Second {
			s.Fatalf("it took %v", took)
		}
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.sockets(0)
	})
}

// answering makes what comes in come in late, from the time on when slow is called.
func answering(after time.Duration, slow *func()) func(*rtm.Config) {
	return func(c *rtm.Config) {
		var isSlow atomic.Bool
		*slow = func() { isSlow.Store(true) }
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if err != nil || rtm.SocketNumber(ctx) > 1 {
				return socket, err
			}
			closed := make(chan struct{})
			return late{socket, func() {
				if isSlow.Load() {
					select {
					case <-time.After(after):
					case <-closed:
					}
				}
			}, sync.OnceFunc(func() { close(closed) })}, nil
		}
	}
}

// late is a socket that keeps what it has read for a while, or until it is closed.
type late struct {
	rtm.Socket
	keep, end func()
}

func (l late) Read() ([]byte, error) {
	data, err := l.Socket.Read()
	if err == nil {
		l.keep()
	}
	return data, err
}

func (l late) Close(code int, reason string) error {
	l.end()
	return l.Socket.Close(code, reason)
}

func TestAProbeIsGivenTheTimeThatTheCallerGivesAPong(t *testing.T) {
	var slow func()
	patient := func(c *rtm.Config) { c.PingInterval, c.PongTimeout = 30*time.Second, 20*time.Second }
	subtest(t, "after a wake", func(s *script) {
		s.start()
		slow()
		s.client.Post(0, rtm.Wake{})
		s.pause(time.Minute)
		s.calls(1)
	}, patient, answering(15*time.Second, &slow))
	subtest(t, "by default, too", func(s *script) {
		s.start()
		slow()
		s.client.Post(0, rtm.Wake{})
		s.pause(time.Minute)
		s.calls(1)
	}, answering(3500*time.Millisecond, &slow))
	subtest(t, "after a goodbye", func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		slow() // the goodbye is read
		s.wantFrame("hello")
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("a link that answers in time was taken for dead: %+v", g)
		}
	}, patient, answering(15*time.Second, &slow))
	subtest(t, "and no more", func(s *script) {
		s.start()
		slow()
		s.client.Post(0, rtm.Wake{})
		s.reaches(rtm.Reconnecting)
	}, patient, answering(25*time.Second, &slow))
}
