package core_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

func TestNothingIsLostOrDoubledInAHandover(t *testing.T) {
	run(t, func(s *lab) {
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
		s.saw("<hello>", "<pong>", "latency", "recovered gap")
		s.slack.Typing(rtmtest.Ben, rtmtest.General) // identical to those before, and another
		s.slack.Say(rtmtest.Anna, rtmtest.General, "after")
		s.saw("<user_typing>", "<message>")
	})
}

func TestThreeSocketsTellAnEventOnce(t *testing.T) {
	run(t, func(s *lab) {
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
		s.saw("<hello>", "<pong>", "latency", "recovered gap") // that of the first was told when its pong came
	}, steadily)
}

// What a socket says about itself is told of each: two sockets that both say goodbye mean
// two things.
func TestFramesAboutASocketAreToldOfEach(t *testing.T) {
	for _, typ := range []string{"hello", "goodbye", "reconnect_url", "error"} {
		subtest(t, typ, func(s *lab) {
			s.start()
			s.lasts()
			s.slack.HoldAcks(true)
			s.says("the first socket owes a reply, and so is read for a while")
			s.slack.Goodbye()
			s.wantFrame("hello")
			s.opens(2)
			s.seen()
			s.slack.Send(`{"type":"` + typ + `"}`) // on both
			s.saw("<"+typ+">", "<"+typ+">")
		})
	}
}

func TestAHandoverFromADeadSocket(t *testing.T) {
	dies := func(s *lab) (missed string) {
		s.start()
		s.slack.Goodbye() // so early that it is followed after a pause
		s.settle()
		s.slack.HalfOpen(true)
		missed = s.slack.Say(rtmtest.Anna, rtmtest.General, "to a dead socket")
		s.wantFrame("goodbye")
		s.wantFrame("hello")
		return missed
	}
	subtest(t, "has a gap", func(s *lab) {
		missed := dies(s)
		if g := want(s, "a gap", is[core.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
		s.saw()
	})
	subtest(t, "has it filled", func(s *lab) {
		dies(s)
		if g := want(s, "a gap", is[core.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("message")
	}, func(_ *core.Config, h *hooks) {
		h.backfill = func(_ context.Context, g core.Gap) ([][]byte, error) { return [][]byte{message(g.To)}, nil }
	})
	subtest(t, "and the loss of its successor", func(s *lab) {
		missed := dies(s)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "to the successor")
		s.wantFrame("message")
		s.slack.Drop()
		if g := want(s, "a gap", is[core.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
	})
}

// closing is a socket that the server closes when it says so.
type closing struct{ transport.Socket }

func (c closing) Read() ([]byte, error) {
	data, err := c.Socket.Read()
	if strings.Contains(string(data), "closes the first") {
		c.Socket.Close(transport.CloseNormal, "")
		return nil, &transport.CloseError{Code: transport.CloseNormal, Clean: true}
	}
	return data, err
}

func TestAHandoverFromASocketThatIsClosedCleanly(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.LosePongs(true)
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Send(`{"type":"closes the first"}`)
		if g := want(s, "a gap", is[core.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
	}, func(_ *core.Config, h *hooks) {
		dial := h.dial
		h.dial = func(ctx context.Context, conn core.Conn, url string) (transport.Socket, error) {
			socket, err := dial(ctx, conn, url)
			if conn == 1 {
				socket = closing{socket}
			}
			return socket, err
		}
	})
}

func TestTheSuccessorOfALostSocketRepeatsNothing(t *testing.T) {
	run(t, func(s *lab) {
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

// A socket repeats what happened after the call for it, and nothing of before: an equal
// event that comes through it alone is another.
func TestASocketIsNotTakenToRepeatWhatCameBeforeItsCall(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Typing(rtmtest.Ben, rtmtest.General) // the second socket is compared with the first still
		s.slack.Goodbye()                            // on the second one, which is young: a pause comes first
		s.pause(1500 * time.Millisecond)
		s.calls(3)
		s.seen()
		s.slack.Typing(rtmtest.Ben, rtmtest.General)
		s.saw("<user_typing>")
	}, steadily)
}
