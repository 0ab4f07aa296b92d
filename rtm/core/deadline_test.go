package core

import (
	"strings"
	"testing"
	"time"
)

// A computer that sleeps, or a page that is throttled, lets timers fire late. What is
// looked at late was missed through no fault of the other side, and gets grace once.

// late steps a tick this long after the next deadline.
func (s *script) late(d time.Duration) {
	s.Helper()
	at, ok := s.m.Deadline()
	if !ok {
		s.Fatal("there is no deadline")
	}
	s.advance(at - s.at.Mono + d)
	s.step(Tick{})
}

func TestALateDeadlineOfAnAttemptGetsGraceOnce(t *testing.T) {
	for name, wait := range map[string]struct {
		begins func(*script)
		in     State
	}{
		"the call":    {func(s *script) { s.step(Start{}) }, Authenticating},
		"the opening": {func(s *script) { s.step(Start{}); s.answers(1) }, Authenticated},
		"hello":       {func(s *script) { s.step(Start{}); s.answers(1); s.step(Opened{Conn: 1}) }, Handshaking},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			wait.begins(s)
			s.late(8 * time.Minute)
			s.isIn(wait.in) // nobody could wait for the other side
			s.passes(grace - 1)
			s.isIn(wait.in)
			s.late(time.Minute)
			s.isIn(Reconnecting)
		})
	}
}

func TestADeadlineInTimeGetsNoGrace(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.passes(10*time.Second - 1)
	s.isIn(Authenticating)
	s.passes(1)
	s.isIn(Reconnecting)
}

func TestADeadlineThatIsLookedAtALittleLateGetsNone(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.late(lateness)
	s.isIn(Reconnecting)
}

func TestALateDeadlineOfAReplyGetsGraceOnce(t *testing.T) {
	s := newScript(t, func(c *Config) { c.PingInterval = time.Hour })
	s.begin()
	s.says("hello")
	s.says("hello again")
	s.look()
	s.late(time.Minute)
	s.saw()
	s.hears(1, `{"ok":true,"reply_to":2}`) // it was waiting
	s.saw("answer 1/1", "call 2 is done")
	s.late(time.Minute)
	s.saw("call 3 fails: ack_timeout unknown")
}

func TestALateDeadlineOfABackfillGetsGraceOnce(t *testing.T) {
	s := newScript(t, func(c *Config) { c.Backfill, c.PingInterval = true, time.Hour })
	s.begin()
	s.hears(1, `{"type":"message","ts":"1.000001","channel":"C1"}`)
	s.step(Closed{Conn: 1, Err: errBroken})
	s.passes(time.Second)
	s.connects(2)
	s.look()
	s.late(time.Minute)
	s.saw()
	s.late(time.Minute)
	s.saw("stop fill 1", "gap: 1.000001 to 1767225601.000000")
}

// A limit that is negative is none.
func TestWithoutALimitNothingIsGivenUp(t *testing.T) {
	s := newScript(t, func(c *Config) { c.CallTimeout, c.OpenTimeout, c.HelloTimeout, c.AckTimeout = -1, -1, -1, -1 })
	s.step(Start{})
	s.passes(time.Hour)
	s.isIn(Authenticating)
	s.answers(1)
	s.passes(time.Hour)
	s.isIn(Authenticated)
	s.step(Opened{Conn: 1})
	s.passes(time.Hour)
	s.isIn(Handshaking)
	s.hears(1, `{"type":"hello"}`)
	s.says("hello")
	s.look()
	for range 1000 {
		s.passes(3 * time.Second)
		s.step(Alive{})
	}
	s.hears(1, `{"ok":true,"reply_to":1}`)
	if got := s.look(); got[len(got)-1] != "call 1 is done" {
		t.Fatalf("saw %q", got[len(got)-1])
	}
}

// An input that comes at the time of a deadline is no reason to judge it: another that
// was awaited may be behind.
func TestTimeJudgesInTheStepOfATickAlone(t *testing.T) {
	s := newScript(t, func(c *Config) { c.PingInterval = time.Hour })
	s.begin()
	s.says("answered in the last moment")
	s.look()
	s.advance(30*time.Second + 20*time.Millisecond)
	s.hears(1, `{"type":"user_typing"}`)
	s.saw("event 1/1")
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.saw("answer 1/2", "call 2 is done")
}

func TestATimerThatStoodStillIsSetAnew(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.step(Answered{Conn: 1, Err: errSlowDown})
	s.advance(10 * time.Minute) // in which no timer fired
	s.step(Back{})
	s.isIn(Authenticating)
	s.passes(10*time.Second - 1)
	s.isIn(Authenticating)
	s.passes(1)
	s.isIn(Reconnecting)
}

func TestTheCallAndTheOpeningHaveBoundsOfTheirOwn(t *testing.T) {
	s := newScript(t, func(c *Config) { c.CallTimeout, c.OpenTimeout = 30*time.Second, 5*time.Second })
	gaveUpAfter := func(words string) {
		t.Helper()
		next, _ := s.m.Deadline()
		s.advance(next - s.at.Mono)
		for _, e := range s.m.Step(s.at, Tick{}) {
			if e, ok := e.(StateChanged); ok && (CodeOf(e.Cause) != CodeConnectTimeout || !strings.HasSuffix(e.Cause.Error(), words)) {
				t.Fatalf("the cause is %v, want one that ends with %q", e.Cause, words)
			}
		}
		s.isIn(Reconnecting)
	}
	s.step(Start{})
	gaveUpAfter("was not answered within 30s")
	s.passes(time.Second)
	s.answers(2)
	gaveUpAfter("did not open within 5s")
}
