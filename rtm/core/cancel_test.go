package core

import (
	"fmt"
	"testing"
	"time"
)

func TestAStartIsCancelled(t *testing.T) {
	s := newScript(t)
	s.step(Start{Call: 7})
	s.look()
	s.step(Cancel{Call: 7})
	s.saw("call 7 fails: abort", "disconnecting", "abandon 1", "disconnected")
	s.answers(1) // too late
	s.saw()
}

func TestAStartIsCancelledInEachPhase(t *testing.T) {
	for name, phase := range map[string]struct {
		steps func(*script)
		end   []string
	}{
		"the pause": {func(s *script) { s.step(Answered{Conn: 1, Err: errBroken}) }, []string{"call 7 fails: abort", "disconnecting", "disconnected"}},
		"put away":  {func(s *script) { s.step(PutAway{}) }, []string{"call 7 fails: abort", "disconnecting", "disconnected"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			s.step(Start{Call: 7})
			phase.steps(s)
			s.look()
			s.step(Cancel{Call: 7})
			s.saw(phase.end...)
			if at, ok := s.m.Deadline(); ok {
				t.Fatalf("a machine at rest has the deadline %v", at)
			}
		})
	}
}

func TestOneOfTwoStartsIsCancelled(t *testing.T) {
	s := newScript(t)
	s.step(Start{Call: 7})
	s.step(Start{Call: 8})
	s.look()
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort")
	s.connects(1)
	s.isIn(Ready)
	s.look()
	s.step(Cancel{Call: 7}) // it has its session
	s.saw()
}

// A session that one start was granted stands, though others that wait for the next one
// are cancelled.
func TestALaterStartThatIsCancelledLeavesTheSessionAlone(t *testing.T) {
	for name, lost := range map[string]func(*script){
		"in the pause after a loss": func(s *script) { s.step(Closed{Conn: 1, Err: errBroken}) },
		"in the call after a loss":  func(s *script) { s.step(Closed{Conn: 1, Err: errBroken}); s.passes(time.Second) },
		"put away":                  func(s *script) { s.step(PutAway{}) },
		"in a handover whose old socket has gone": func(s *script) {
			s.passes(4 * time.Second)
			s.hears(1, `{"type":"goodbye"}`)
			s.passes(time.Second)
			s.step(Closed{Conn: 1, Clean: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			s.begin()
			lost(s)
			s.step(Start{Call: 8})
			s.step(Reconnect{Call: 9})
			s.look()
			s.step(Cancel{Call: 8})
			s.step(Cancel{Call: 9})
			s.saw("call 8 fails: abort", "call 9 fails: abort")
			s.connects(2)
			s.isIn(Ready)
		})
	}
}

func TestAStartThatIsCancelledLeavesTheAttemptToOneThatNobodyAsksFor(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.step(Start{Call: 8})
	s.look()
	s.step(Cancel{Call: 8})
	s.step(Cancel{}) // is nobody's call
	s.saw("call 8 fails: abort")
	s.connects(1)
	s.isIn(Ready)
}

func TestOneOfTwoStartsThatWaitForTheEndOfAStopIsCancelled(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(Stop{})
	s.step(Start{Call: 7})
	s.step(Start{Call: 8})
	s.look()
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort")
	s.step(Closed{Conn: 1})
	s.saw("disconnected", "authenticating", "connect 2")
}

func TestTheLastStartThatIsCancelledEndsTheAttempt(t *testing.T) {
	s := newScript(t)
	s.step(Start{Call: 7})
	s.step(Start{Call: 8})
	s.step(Answered{Conn: 1, Err: errBroken})
	s.look()
	s.step(Cancel{Call: 7})
	s.saw("call 7 fails: abort")
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort", "disconnecting", "disconnected")
}

func TestAReconnectThatIsCancelledLeavesTheSession(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(Reconnect{Call: 8})
	s.look()
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort")
	s.step(Closed{Conn: 1})
	s.connects(2)
	s.isIn(Ready)
}

func TestASendThatIsTakenBackAfterItsWriteFailedWasNotDelivered(t *testing.T) {
	s := slowly(t)
	call := s.says("hello")
	s.step(Written{Conn: 1, Err: errBroken})
	s.look()
	s.step(Cancel{Call: call})
	s.saw("call 2 fails: abort no")
}

// After a stop the session was nobody's: the start that is cancelled was the only one.
func TestAStopEndsTheWishThatAnEarlierStartWasGranted(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(Stop{})
	s.step(Closed{Conn: 1})
	s.step(Start{Call: 8})
	s.look()
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort", "disconnecting", "abandon 2", "disconnected")
}

func TestAStartThatWaitsForTheEndOfAStopIsCancelled(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(Stop{Call: 7})
	s.step(Start{Call: 8})
	s.says("for a later session")
	s.look()
	s.step(Cancel{Call: 8})
	s.saw("call 8 fails: abort")
	s.step(Closed{Conn: 1})
	s.saw("disconnected", "call 7 is done")
}

func TestTheWaitForAStopIsCancelled(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(Stop{Call: 7})
	s.look()
	s.step(Cancel{Call: 7})
	s.saw("call 7 fails: abort")
	s.step(Closed{Conn: 1})
	s.saw("disconnected") // the session ends all the same
}

func TestASendIsTakenBack(t *testing.T) {
	s := newScript(t)
	s.says("before it is sent")
	s.step(Cancel{Call: 1})
	s.saw("call 1 fails: abort no")
	s.begin()
	s.saw()
	s.says("when it was sent")
	s.look()
	s.step(Cancel{Call: 3})
	s.saw("call 3 fails: abort unknown")
	s.hears(1, `{"ok":true,"reply_to":3,"ts":"1.000001"}`)
	s.saw("answer 1/1")
}

func TestOneSendOfSeveralIsTakenBack(t *testing.T) {
	s := newScript(t)
	for i := range 3 {
		s.says(fmt.Sprint(i + 1))
	}
	s.step(Cancel{Call: 2})
	s.saw("call 2 fails: abort no")
	s.step(Start{})
	s.connects(1)
	s.wrote(1, "1", "3")
	s.step(Cancel{Call: 3})
	s.saw("call 3 fails: abort unknown")
	s.hears(1, `{"ok":true,"reply_to":1}`)
	s.saw("answer 1/1", "call 1 is done")
}

func TestWhatIsSettledOrUnknownCannotBeCancelled(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.says("hello")
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.look()
	s.step(Cancel{Call: 2})
	s.step(Cancel{Call: 99})
	s.step(Send{Type: "typing"}) // nobody waits for it, and zero is nobody's call
	s.look()
	s.step(Cancel{})
	s.saw()
	s.isIn(Ready)
}
