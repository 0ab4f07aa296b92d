package rtm

import "time"

// A clock tells the loop the time. All deadlines are measured in now, which goes on
// with the monotonic clock and so with the timers: who sets the wall clock, in
// either direction, ends no wait, and none is prolonged. The monotonic clock of a
// page, and of some machines, stops while the machine sleeps: that the wall clock is
// ahead of it then shows that time has passed unnoticed.
type clock struct {
	now  time.Time
	wall time.Time // what Slack's timestamps are compared with; never goes back

	read   time.Time // by the system, at the last look
	onWall time.Time // the same, on the wall clock
}

// jump is how far the wall clock must get ahead between two looks for the machine to
// have slept, or the clock to have been set.
const jump = time.Second

// look takes note of the time, and reports whether the wall clock has jumped ahead.
func (c *clock) look() (now time.Time, jumped bool) {
	read := time.Now()
	onWall := read.Round(0)
	if c.now.IsZero() {
		c.now, c.wall = onWall, onWall
	} else {
		passed := max(read.Sub(c.read), 0)
		c.now, c.wall = c.now.Add(passed), c.wall.Add(passed)
		jumped = onWall.Sub(c.onWall)-passed > jump
		c.wall = later(c.wall, onWall)
	}
	c.read, c.onWall = read, onWall
	return c.now, jumped
}
