package core

import (
	"testing"
	"time"
)

// Somebody sets the wall clock, in either direction, or the computer sleeps and the
// monotonic clock with it: no wait for the other side ends early, and none lasts longer.

var jumps = map[string]time.Duration{"an hour forward": time.Hour, "an hour back": -time.Hour, "a nap": 1500 * time.Millisecond}

// eachJump runs a script for each jump. What comes before it begins the script, and jumps
// has the wall clock jump and the machine look at it.
func eachJump(t *testing.T, steps func(s *script, jumps func()), configure ...func(*Config)) {
	for name, by := range jumps {
		t.Run(name, func(t *testing.T) {
			s := newScript(t, configure...)
			steps(s, func() {
				s.at.Wall += by
				s.step(Tick{})
			})
		})
	}
}

// patientPings leaves the sockets alone.
func patientPings(c *Config) { c.PingInterval, c.PongTimeout = time.Hour, time.Hour }

func TestAJumpOfTheWallClockEndsNoWaitForAnAttempt(t *testing.T) {
	eachJump(t, func(s *script, jumps func()) {
		s.step(Start{})
		s.passes(time.Second)
		jumps()
		s.passes(9*time.Second - 1)
		s.isIn(Authenticating)
		s.passes(1)
		s.isIn(Reconnecting)
	})
}

func TestAJumpOfTheWallClockEndsNoWaitForAReply(t *testing.T) {
	eachJump(t, func(s *script, jumps func()) {
		s.begin()
		s.says("hello")
		s.passes(time.Second)
		jumps()
		s.look() // it may have probed the socket
		s.passes(29*time.Second - 1)
		s.saw()
		s.passes(1)
		s.saw("call 2 fails: ack_timeout unknown")
	}, patientPings)
}

func TestAJumpOfTheWallClockEndsNoWaitForAPong(t *testing.T) {
	eachJump(t, func(s *script, jumps func()) {
		s.begin()
		s.passes(7 * time.Second) // there is a ping since second 6
		jumps()
		s.passes(3*time.Second - 1)
		s.isIn(Ready)
		s.passes(1)
		s.isIn(Reconnecting)
	})
}

func TestAJumpOfTheWallClockEndsNoBackfill(t *testing.T) {
	eachJump(t, func(s *script, jumps func()) {
		s.begin()
		s.step(Closed{Conn: 1, Err: errBroken})
		s.passes(time.Second)
		s.connects(2)
		jumps()
		s.look()
		s.passes(backfillTimeout - 1)
		s.saw()
		s.step(Filled{Fill: 1})
		if got := s.look(); len(got) != 1 || got[0][:13] != "recovered gap" {
			s.Fatalf("saw %q", got)
		}
	}, patientPings, func(c *Config) { c.Backfill = true })
}

func TestAJumpOfTheWallClockDoesNotShortenRetryAfter(t *testing.T) {
	eachJump(t, func(s *script, jumps func()) {
		s.step(Start{})
		s.step(Answered{Conn: 1, Err: errSlowDown})
		s.look()
		jumps()
		s.step(Back{})
		s.passes(time.Minute - 1)
		s.saw()
		s.passes(1)
		s.saw("authenticating", "connect 2")
	})
}

func TestASleepEndsAPause(t *testing.T) {
	s := newScript(t, func(c *Config) { c.Retry = &Retry{MinTimeout: time.Hour, MaxTimeout: time.Hour} })
	s.step(Start{})
	s.step(Answered{Conn: 1, Err: errBroken})
	s.look()
	s.sleeps(time.Hour)
	s.step(Tick{})
	s.passes(time.Duration(wakePause) - 1)
	s.saw()
	s.passes(1)
	s.saw("authenticating", "connect 2")
}

func TestASleepDoesNotWakeAPageThatWasPutAway(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.step(PutAway{})
	s.look()
	s.sleeps(time.Hour)
	s.step(Tick{})
	s.passes(time.Hour)
	s.saw()
}

func TestAGapNeverEndsBeforeItBegins(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.hears(1, `{"type":"message","ts":"1767225600.000100"}`)
	s.at.Wall -= time.Hour
	s.passes(time.Second)
	s.step(Closed{Conn: 1, Err: errBroken})
	s.passes(time.Second)
	s.look()
	s.connects(2)
	s.saw("authenticated", "open 2", "handshaking", "connected", "event 2/0", "gap: 1767225600.000100 to 1767225602.000100", "ready")
}

// The computer sleeps and the monotonic clock goes on, or the page is held up: all timers
// are late. What has come in meanwhile is read before time judges.

func TestTheLastPongOfAnOldSocketHasTimeToComeInAfterASleep(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.look()
	s.late(10 * time.Minute)
	s.saw(`write 1 {"id":1073741825,"type":"ping","time":1767226264000}`) // it is asked once more
	s.passes(4*time.Second - 1)
	s.saw()
	s.hears(1, `{"type":"pong","reply_to":1073741825}`)
	s.saw("answer 1/2", "recovered gap:  to 1767225660.000000", "close 1")
}
