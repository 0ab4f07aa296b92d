package core

import (
	"testing"
	"time"
)

func TestTheClockFollowsTheMonotonicOne(t *testing.T) {
	at := Time{Mono: time.Minute, Wall: wakeUp}
	c := newClock(at)
	began := c.now
	wants := func(want time.Duration, jumped bool, why string) {
		t.Helper()
		c.advance(at, 0)
		if passed := time.Duration(c.now - began); passed != want || c.jumped != jumped {
			t.Fatalf("%s: %v passed, and jumped is %v; want %v, %v", why, passed, c.jumped, want, jumped)
		}
	}
	second := func(mono, wall time.Duration) { at.Mono, at.Wall = at.Mono+mono, at.Wall+wall }
	second(time.Second, time.Second)
	wants(time.Second, false, "a second")
	second(0, -time.Hour)
	wants(time.Second, false, "the wall clock was set back")
	second(time.Second, time.Second)
	wants(2*time.Second, false, "a second after that")
	second(0, time.Hour)
	wants(2*time.Second, true, "an hour of sleep")
	second(time.Second, time.Second)
	wants(3*time.Second, false, "a second after the sleep")
	second(0, jump)
	wants(3*time.Second, false, "a wall clock that is a little ahead, as when it is adjusted")
	second(-time.Minute, 0)
	wants(3*time.Second, false, "a reading that is older than the last")
}

func TestTheTimeOfGapsIsNeverSetBack(t *testing.T) {
	at := Time{Mono: time.Minute, Wall: wakeUp}
	c := newClock(at)
	at.Mono, at.Wall = at.Mono+time.Second, at.Wall-time.Hour
	c.advance(at, 0)
	if c.wall != wakeUp+time.Second {
		t.Fatalf("an hour was set back: %v", c.wall-wakeUp)
	}
}

// A sleep counts also after the wall clock was set back: the gap that it makes must reach
// to its end.
func TestTheTimeOfGapsGoesOnInASleepAfterItWasSetBack(t *testing.T) {
	at := Time{Mono: time.Minute, Wall: wakeUp}
	c := newClock(at)
	at.Wall -= time.Hour
	c.advance(at, 0)
	at.Wall += 10 * time.Minute
	c.advance(at, 0)
	if c.wall != wakeUp+10*time.Minute {
		t.Fatalf("of ten minutes %v passed", c.wall-wakeUp)
	}
}

func TestADeadlineIsGivenAsAReadingOfTheMonotonicClock(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	want := s.at.Mono + 10*time.Second
	if at, ok := s.m.Deadline(); !ok || at != want {
		t.Fatalf("the deadline is %v", at)
	}
	s.sleeps(5 * time.Second)
	s.step(Tick{})
	if at, ok := s.m.Deadline(); !ok || at != want {
		t.Fatalf("after a sleep, in which that clock stood still, the deadline is %v", at)
	}
}
