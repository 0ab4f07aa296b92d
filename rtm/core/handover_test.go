package core_test

import (
	"slices"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestGoodbyeMovesTheSessionOver(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>", "<hello>", "<pong>", "latency", "recovered gap") // and no other state
		s.calls(2)
		s.opens(1)
		s.slack.Say("U0000ANNA", "C0GENERAL", "still there?")
		s.saw("<message>")
		s.arrives(s.says("yes"))
	})
}

func TestSendsFlowDuringAHandover(t *testing.T) {
	run(t, func(s *lab) {
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
		s.opens(1)
	})
}

// The old socket stays until every reply that it owes has come.
func TestTheOldSocketIsReadUntilItsRepliesHaveCome(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		late := s.says("before")
		s.slack.Goodbye()
		s.opens(2)
		s.pause(25 * time.Second)
		s.opens(2)
		s.slack.HoldAcks(false)
		s.arrives(late)
		s.opens(1)
	})
}

// A reply that does not come keeps it no longer than its own time.
func TestTheOldSocketIsClosedWhenItsRepliesAreOverdue(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		lost := s.says("before")
		s.slack.Goodbye()
		s.pause(30*time.Second - 1)
		s.opens(2)
		s.isPending(lost)
		s.pause(1)
		s.fails(lost, core.CodeAckTimeout, core.DeliveredUnknown)
		s.opens(1)
	})
}

// It is pinged like any other, so that a dead one does not keep its sends waiting.
func TestADeadOldSocketIsGivenUpByItsPings(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("before")
		s.slack.StallHello(true)
		s.slack.Goodbye()
		s.slack.HalfOpen(true) // both, of which the new one has not said hello
		s.slack.StallHello(false)
		s.pause(time.Minute)
		s.fails(owed, core.CodeNoReply, core.DeliveredUnknown)
		s.slack.HoldAcks(false)
		s.arrives(s.says("and life goes on"))
		s.opens(1)
	})
}

func TestAHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *lab) {
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
		s.opens(1)
		s.fails(owed, core.CodeNoReply, core.DeliveredUnknown)
	}, steadily)
}

func TestAFailedHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the first socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.Goodbye()
		s.fails(owed, core.CodeNoReply, core.DeliveredUnknown)
		s.slack.HoldAcks(false)
		s.arrives(s.says("and life goes on"))
	})
}

func TestTheOldSocketEndsBeforeTheNewOneIsThere(t *testing.T) {
	for _, phase := range []string{"the call", "the opening", "hello"} {
		subtest(t, phase, func(s *lab) {
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
			s.reaches(core.Reconnecting)
			stall(false)
			s.reaches(core.Connected)
			s.saw("<hello>", "gap", "ready")
			s.arrives(s.says("here again"))
		})
	}
}

func TestTheOldSocketDiesWhileTheNewOneWaitsForHello(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.HalfOpen(true) // the old socket is dead; new ones are fine
		s.slack.StallHello(true)
		s.slack.StallOpens(false)
		s.settle()
		s.seen()
		s.reaches(core.Reconnecting)
		s.saw("authenticating", "authenticated", "handshaking")
		s.slack.StallHello(false)
		s.saw("connected", "<hello>", "gap", "ready")
		s.calls(2)
	}, configured(func(c *core.Config) { c.HelloTimeout = time.Hour }))
}

func TestAHandoverThatSlackRefusesForGood(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.Refuse("rtm.connect", "token_revoked", -1)
		s.slack.Goodbye()
		s.pause(10 * time.Minute)
		s.calls(2) // another attempt is no use
		s.arrives(s.says("while it lasts"))
		s.slack.CloseAll(1000, "as announced")
		if e := s.reaches(core.Disconnected); core.CodeOf(e.Cause) != core.CodePlatform {
			s.Fatalf("the cause is %v", e.Cause)
		}
	})
}

func TestAFailedHandoverLeavesTheSessionAlone(t *testing.T) {
	run(t, func(s *lab) {
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
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>")
		s.calls(1)
		s.slack.CloseAll(1000, "as announced")
		s.reaches(core.Disconnected)
	}, configured(func(c *core.Config) { c.NoReconnect = true }))
}

func TestAnEarlyGoodbyeIsFollowedAfterAPause(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Goodbye()
		s.slack.Goodbye() // once is enough
		s.saw("<goodbye>", "<goodbye>")
		s.calls(1)
		s.pause(750 * time.Millisecond)
		s.calls(2)
		s.saw("<hello>", "<pong>", "latency", "recovered gap")
	}, steadily)
}

// An address that Slack has offered may be no good. Slack is asked for another at once,
// and the session lives on meanwhile.
func TestAnOfferThatIsNoGoodInAHandoverIsReplacedByACall(t *testing.T) {
	for name, fault := range map[string]struct {
		of   func(*rtmtest.Server)
		says []string // the socket, before the one that is good
	}{
		"refused": {func(s *rtmtest.Server) { s.RefuseOpens(1) }, nil},
		"expired": {func(s *rtmtest.Server) { s.ExpireURL(1) }, []string{"<error>"}},
	} {
		subtest(t, name, func(s *lab) {
			s.start()
			s.lasts()
			s.slack.OfferReconnectURL()
			s.settle()
			s.seen()
			fault.of(s.slack)
			s.slack.Goodbye() // no time passes
			s.saw(slices.Concat([]string{"<goodbye>"}, fault.says, []string{"<hello>", "<pong>", "latency", "recovered gap"})...)
			s.calls(2)
		})
	}
}

func TestAHandoverMayUseAnOffer(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		s.slack.OfferReconnectURL()
		s.settle()
		s.seen()
		s.slack.Goodbye()
		s.saw("<goodbye>", "<hello>", "<pong>", "latency", "recovered gap")
		s.calls(1)
	})
}
