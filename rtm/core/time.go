package core

import "time"

// A Time is a reading of a computer's two clocks, taken together. A driver gives
// one with each input.
type Time struct {
	// Mono is what a monotonic clock says, since any fixed moment. It is never set,
	// but it may stand still while the computer sleeps.
	Mono time.Duration

	// Wall is what the wall clock says, since 1970-01-01 UTC. It goes on during
	// sleep, but it may be set, in either direction.
	Wall time.Duration
}

// An instant is a moment on a machine's own clock. Zero stands for never.
type instant time.Duration

// A clock is the one that all deadlines of a machine are measured on. It follows the
// monotonic clock alone, so that nobody who sets the wall clock ends a wait for the other side. If the wall
// clock gets ahead of that by more than a jump, the computer may have slept.
type clock struct {
	now    instant
	wall   time.Duration // what the wall clock would say if nobody had set it back
	jumped bool          // by the last advance the wall clock got ahead
	late   bool          // the last advance came long after the time for it
	ticks  bool          // the step is a Tick's
	last   Time          // the last reading
}

// jump is by how much the wall clock must get ahead to count.
const jump = time.Second

func newClock(start Time) clock { return clock{now: 1, wall: start.Wall, last: start} }

// advance takes a reading. One that is older than the last counts as the last. The
// driver was to take it at the instant due, if that is not zero, or before.
func (c *clock) advance(t Time, due instant) {
	mono := max(t.Mono-c.last.Mono, 0)
	c.now += instant(mono)
	c.late = due != 0 && c.now-due > instant(lateness)
	passed := mono
	if c.jumped = t.Wall-c.last.Wall-mono > jump; c.jumped {
		passed = t.Wall - c.last.Wall
	}
	c.wall = max(c.wall+passed, t.Wall)
	c.last = Time{max(t.Mono, c.last.Mono), t.Wall}
}

// mono gives the reading of the monotonic clock at an instant, if nothing jumps
// until then.
func (c *clock) mono(at instant) time.Duration {
	return c.last.Mono + time.Duration(at-c.now)
}

// longest is how far away an instant may be: a Config may ask for any time, and sums
// of times must not overflow.
const longest = 100 * 365 * 24 * time.Hour

// after gives the instant that is d from now, or never if d is negative: so
// limits are written in a Config.
func (c *clock) after(d time.Duration) instant {
	if d < 0 {
		return 0
	}
	return c.now + instant(min(d, longest))
}

// reached reports whether an instant has come.
func (c *clock) reached(at instant) bool { return at != 0 && c.now >= at }

// sooner gives the first of two instants.
func sooner(a, b instant) instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}
