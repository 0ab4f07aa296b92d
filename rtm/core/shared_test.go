package core_test

import (
	"context"
	"testing"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

// isNews reports whether those who share the session are to be told of a message.
func (s *lab) isNews(call core.Call) bool {
	s.Helper()
	s.arrives(call)
	return s.settled[call].reply.IsNews
}

// moving has a session that lasts move to another socket, which says hello later.
func (s *lab) moving() {
	s.Helper()
	s.start()
	s.lasts()
	s.slack.StallHello(true)
	s.slack.Goodbye()
	s.opens(2)
	s.seen()
}

func TestAMessageOfOnesOwnIsNewsToTheOthers(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		if !s.isNews(s.says("once")) {
			t.Error("nobody tells the others")
		}
	})
}

func TestASocketThatBringsAMessageOfOnesOwnAfterItsReplyTellsNothingNew(t *testing.T) {
	run(t, func(s *lab) {
		s.moving()
		if !s.isNews(s.says("once")) {
			t.Error("nobody tells the others")
		}
		s.saw("<reply>")
		s.slack.StallHello(false)
		s.saw("<hello>", "<pong>", "latency", "recovered gap")
		s.slack.Say(rtmtest.Anna, rtmtest.General, "after")
		s.saw("<message>")
	})
}

func TestAReplyToAMessageThatASocketHasBroughtIsNoNews(t *testing.T) {
	run(t, func(s *lab) {
		s.moving()
		s.slack.HoldAcks(true)
		said := s.says("once")
		s.slack.StallHello(false)
		s.saw("<hello>", "<message>", "<pong>", "latency", "recovered gap")
		s.slack.HoldAcks(false)
		if s.isNews(said) {
			t.Error("the others are told twice")
		}
	})
}

// A gap is being filled while the message is confirmed: the history may have it, too.
func TestABackfillDoesNotBringAMessageOfOnesOwnAgain(t *testing.T) {
	var history chan [][]byte
	run(t, func(s *lab) {
		s.start()
		s.slack.Drop()
		s.reaches(core.Ready)
		s.seen()
		said := s.says("once")
		if !s.isNews(said) {
			t.Error("nobody tells the others")
		}
		ts := core.ReadMembers([]byte(s.arrives(said)))
		history <- [][]byte{message(ts.Values[core.TS].Text)}
		s.saw("recovered gap", "<reply>")
	}, filling(func(context.Context, core.Gap) ([][]byte, error) {
		return <-history, nil
	}), func(*core.Config, *hooks) { history = make(chan [][]byte, 1) })
}
