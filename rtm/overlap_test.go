package rtm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestNothingIsLostOrDoubledInAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallHello(true)
		s.slack.Goodbye()
		s.settle()
		for range 3 { // the old socket and the new one both get these
			s.slack.Say(rtmtest.Anna, rtmtest.General, "during")
		}
		s.slack.Typing(rtmtest.Ben, rtmtest.General)
		s.slack.Typing(rtmtest.Ben, rtmtest.General)
		s.saw("<goodbye>", "<message>", "<message>", "<message>", "<user_typing>", "<user_typing>")
		s.slack.StallHello(false)
		s.saw("<hello>", "<pong>", "recovered gap")
		s.slack.Typing(rtmtest.Ben, rtmtest.General) // identical to those before, and another
		s.slack.Say(rtmtest.Anna, rtmtest.General, "after")
		s.saw("<user_typing>", "<message>")
	})
}

func TestThreeSocketsTellAnEventOnce(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		s.says("the first socket owes a reply, and so is read for a while")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Goodbye() // on the second one
		s.slack.StallOpens(true)
		s.pause(1500 * time.Millisecond)
		s.calls(3)
		s.seen()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "once") // the third will bring it, too
		s.saw("<message>")
		s.slack.StallOpens(false)
		s.settle()
		s.saw("<hello>", "<pong>", "recovered gap")
	})
}

func TestAHandoverFromADeadSocket(t *testing.T) {
	dies := func(s *script) (missed string) {
		s.start()
		s.slack.Goodbye() // so early that it is followed after a pause
		s.settle()
		s.slack.HalfOpen(true)
		missed = s.slack.Say(rtmtest.Anna, rtmtest.General, "to a dead socket")
		s.wantFrame("goodbye")
		s.wantFrame("hello")
		return missed
	}
	subtest(t, "has a gap", func(s *script) {
		missed := dies(s)
		if g := want(s, "a gap", is[rtm.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
		s.saw()
	})
	var s *script
	subtest(t, "has it filled", func(of *script) {
		s = of
		dies(s)
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("message")
	}, func(c *rtm.Config) {
		c.Backfill = func(_ context.Context, g rtm.Gap) ([][]byte, error) { return [][]byte{message(g.To)}, nil }
	})
	subtest(t, "and the loss of its successor", func(s *script) {
		missed := dies(s)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "to the successor")
		s.wantFrame("message")
		s.slack.Drop()
		if g := want(s, "a gap", is[rtm.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
	})
}

func TestAHandoverFromASocketThatIsClosedCleanly(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Send(`{"type":"closes the first"}`)
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
	}, func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if rtm.SocketNumber(ctx) == 1 {
				socket = closing{socket}
			}
			return socket, err
		}
	})
}

// closing is a socket that the server closes when it says so.
type closing struct{ rtm.Socket }

func (c closing) Read() ([]byte, error) {
	data, err := c.Socket.Read()
	if strings.Contains(string(data), "closes the first") {
		return nil, &rtm.CloseError{Code: rtm.CloseNormal, Clean: true}
	}
	return data, err
}

func TestTheSuccessorOfALostSocketRepeatsNothing(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "since the call for the new socket")
		s.saw("<goodbye>", "<message>")
		s.slack.CloseAll(1000, "as announced")
		s.saw("socket failed", "reconnecting", "authenticating", "authenticated")
		s.slack.StallOpens(false)
		s.saw("handshaking", "connected", "<hello>", "gap", "ready")
		s.pause(time.Minute)
		s.seen()
		s.slack.Send(`{"type":"user_typing"}`)
		s.slack.Send(`{"type":"user_typing"}`)
		s.saw("<user_typing>", "<user_typing>") // nothing is compared any more
	})
}

func TestAFrameAboutTheSocketIsNeverTakenForARepetition(t *testing.T) {
	for _, typ := range []string{"hello", "goodbye", "reconnect_url", "error", "team_migration_started"} {
		subtest(t, typ, func(s *script) {
			s.start()
			s.lasts()
			s.slack.HoldAcks(true)
			s.says("owed by the first socket")
			s.slack.Goodbye()
			s.wantFrame("hello")
			if n := s.slack.Sockets(); n != 2 {
				s.Fatalf("%d sockets are open, want both", n)
			}
			s.settle()
			s.seen()
			s.slack.Send(`{"type":"` + typ + `"}`) // on both sockets, on the old one first
			s.pause(lag)
			seen := s.seen()
			if typ == "team_migration_started" {
				if count(seen, "reconnecting") != 1 { // on the socket that carries the session
					s.Fatalf("it led to %v", seen)
				}
			} else if n := count(seen, "<"+typ+">"); n != 2 {
				s.Fatalf("it was delivered %d times, want 2", n)
			}
		}, func(c *rtm.Config) {
			dial := c.Dial
			c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
				socket, err := dial(ctx, url)
				if rtm.SocketNumber(ctx) == 1 {
					return socket, err
				}
				return slowSocket{socket}, err
			}
		})
	}
}

// A slowSocket brings all frames after a lag.
type slowSocket struct{ rtm.Socket }

const lag = time.Millisecond

func (s slowSocket) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	time.Sleep(lag)
	return data, err
}
