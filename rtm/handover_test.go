package rtm_test

import (
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// lasts lets a session last long enough to count as stable.
func (s *script) lasts() {
	s.pause(time.Minute)
	s.seen()
}

func TestGoodbyeMovesTheSessionOver(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>", "<hello>", "<pong>", "recovered gap") // and no other state
		s.calls(2)
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open, want the new one", n)
		}
		s.slack.Say(rtmtest.Anna, rtmtest.General, "still there?")
		s.saw("<message>")
		s.arrives(s.says("yes"))
	})
}

func TestSendsFlowDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		before := s.says("before")
		s.slack.StallHello(true)
		s.slack.Goodbye()
		during := s.says("during")
		s.got("before", "during")
		s.slack.StallHello(false)
		s.settle()
		after := s.says("after")
		s.got("before", "during", "after")
		s.slack.HoldAcks(false)
		s.arrives(before)
		s.arrives(during)
		s.arrives(after)
		s.pause(untold) // in a page the caller knows before the client
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open", n)
		}
	})
}

func TestAHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the first socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Goodbye() // on the second one, which is young: a pause comes first
		s.pause(1500 * time.Millisecond)
		s.calls(3)
		s.pause(time.Minute)
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open", n)
		}
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
	})
}

func TestAFailedHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the first socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.Goodbye()
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.slack.HoldAcks(false)
		s.arrives(s.says("and life goes on"))
	})
}

func TestTheOldSocketEndsBeforeTheNewOneIsThere(t *testing.T) {
	for _, phase := range []string{"the call", "the opening", "hello"} {
		subtest(t, phase, func(s *script) {
			s.start()
			s.lasts()
			stall := map[string]func(bool){"the call": s.slack.StallCalls, "the opening": s.slack.StallOpens, "hello": s.slack.StallHello}[phase]
			stall(true)
			s.slack.Goodbye()
			s.settle()
			s.slack.CloseAll(1000, "as announced")
			if phase == "hello" {
				// The new socket is closed with the old one.
				s.slack.StallHello(false)
			}
			s.reaches(rtm.Reconnecting)
			stall(false)
			s.reaches(rtm.Connected)
			s.saw("<hello>", "gap", "ready")
			s.arrives(s.says("here again"))
		})
	}
}

func TestTheOldSocketDiesWhileTheNewOneWaitsForHello(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.HalfOpen(true) // the old socket is dead
		s.slack.HalfOpen(false)
		s.slack.StallHello(true)
		s.slack.StallOpens(false)
		s.settle()
		s.seen()
		s.reaches(rtm.Reconnecting)
		s.saw("authenticating", "authenticated", "handshaking")
		s.slack.StallHello(false)
		s.saw("connected", "<hello>", "gap", "ready")
		s.calls(2)
	}, func(c *rtm.Config) { c.HelloTimeout = time.Hour })
}

func TestAHandoverThatSlackRefusesForGood(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Refuse("rtm.connect", "token_revoked", -1)
		s.slack.Goodbye()
		s.pause(10 * time.Minute)
		s.calls(2) // another attempt is no use
		s.arrives(s.says("while it lasts"))
		s.slack.CloseAll(1000, "as announced")
		if e := s.reaches(rtm.Disconnected); rtm.CodeOf(e.Cause) != rtm.CodePlatform {
			s.Fatalf("the cause is %v", e.Cause)
		}
	})
}

func TestAFailedHandoverLeavesTheSessionAlone(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.FailCalls("rtm.connect", 2)
		s.slack.Goodbye()
		s.saw("<goodbye>")
		s.arrives(s.says("on the old socket"))
		s.wantFrame("hello")
		s.calls(4)
	})
}

func TestWithoutReconnectingThereIsNoHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>")
		s.calls(1)
		s.slack.CloseAll(1000, "as announced")
		s.reaches(rtm.Disconnected)
	}, func(c *rtm.Config) { c.NoReconnect = true })
}

func TestAnEarlyGoodbyeIsFollowedAfterAPause(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Goodbye()
		s.slack.Goodbye() // once is enough
		s.saw("<goodbye>", "<goodbye>")
		s.calls(1)
		s.pause(750 * time.Millisecond)
		s.calls(2)
		s.saw("<hello>", "<pong>", "recovered gap")
	})
}

func TestPresenceIsRenewedByAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if err := s.client.SubscribePresence(s.Context(), []string{rtmtest.Ben}); err != nil {
			s.Fatal(err)
		}
		s.lasts()
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.wantFrame("presence_change")
	})
}
