package rtm_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// startsAndAborts makes a start whose context ends while it waits, or has ended.
func (s *script) startsAndAborts() {
	s.Helper()
	ctx, cancel := context.WithCancel(s.Context())
	done := make(chan error, 1)
	go func() {
		_, err := s.client.Start(ctx)
		done <- err
	}()
	s.settle()
	cancel()
	s.isError(<-done, rtm.CodeAbort, "")
}

func TestAnAbortedStartLeavesTheSessionToTheStartThatWasGrantedIt(t *testing.T) {
	// Each leads from Ready to a state in which a start waits, and gives the way out.
	places := map[string]func(*script) (heal func()){
		"in the pause after a loss": func(s *script) func() {
			s.slack.FailCalls("rtm.connect", -1)
			s.slack.Drop()
			s.pause(3 * time.Second)
			return func() { s.slack.FailCalls("rtm.connect", 0) }
		},
		"in the call after a loss": func(s *script) func() {
			s.slack.StallCalls(true)
			s.slack.Drop()
			s.reaches(rtm.Authenticating)
			return func() { s.slack.StallCalls(false) }
		},
		"while it sleeps": func(s *script) func() {
			s.slack.StallCalls(true) // the start that is aborted wakes it
			s.client.Post(0, rtm.Sleep{})
			s.reaches(rtm.Reconnecting)
			return func() { s.slack.StallCalls(false) }
		},
		"in a handover whose old socket has gone": func(s *script) func() {
			s.lasts()
			s.slack.StallCalls(true)
			s.slack.Goodbye()
			s.settle()
			s.slack.CloseAll(1000, "as announced")
			s.reaches(rtm.Authenticating)
			return func() { s.slack.StallCalls(false) }
		},
	}
	for name, place := range places {
		subtest(t, name, func(s *script) {
			s.start()
			heal := place(s)
			s.startsAndAborts()
			s.startsAndAborts()
			heal()
			s.reaches(rtm.Ready)
			s.slack.Say(rtmtest.Anna, rtmtest.General, "anybody?")
			s.wantFrame("message")
		})
	}
}

func TestAnAbortedStartLeavesTheAttemptToAStartThatWaits(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", -1)
		s.client.Post(0, rtm.Start{}) // nobody asks for its outcome
		s.reaches(rtm.Reconnecting)
		s.startsAndAborts()
		s.client.Post(0, rtm.Withdraw{Ticket: 0})
		s.slack.FailCalls("rtm.connect", 0)
		s.reaches(rtm.Ready)
	})
}

func TestAnAbortedStartWhileDisconnectingLeavesTheOthers(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Stop{})
		s.client.Post(1, rtm.Start{})
		s.client.Post(2, rtm.Start{})
		s.client.Post(0, rtm.Withdraw{Ticket: 2})
		s.reaches(rtm.Disconnected)
		s.reaches(rtm.Ready)
	})
}

func TestTheLastStartThatIsAbortedEndsTheAttempt(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.slack.FailCalls("rtm.connect", -1) // what was granted before a disconnect does not count
		s.client.Post(1, rtm.Start{})
		s.client.Post(2, rtm.Start{})
		s.reaches(rtm.Reconnecting)
		s.client.Post(0, rtm.Withdraw{Ticket: 1})
		s.client.Post(0, rtm.Withdraw{Ticket: 2})
		s.reaches(rtm.Disconnected)
	})
}

func TestAnAbortedReconnectLeavesTheSession(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.StallCalls(true)
		s.client.Post(1, rtm.Reconnect{})
		s.reaches(rtm.Authenticating)
		s.client.Post(0, rtm.Withdraw{Ticket: 1})
		s.slack.StallCalls(false)
		s.reaches(rtm.Ready)
	})
}
