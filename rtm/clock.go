package rtm

import "time"

// A clock tells the loop the time that its deadlines are measured in. It goes
// on by the larger of what the wall clock and the monotonic clock say: the
// monotonic clock of a page may stop while the machine sleeps, and the wall
// clock may be set back. So it is never behind, and only ahead where somebody
// has set the wall clock forward; then a deadline that seems to have passed is
// taken for a late timer, and the link is probed.
type clock struct {
	read time.Time // by the system, at the last look
	now  time.Time
}

// look gives the time.
func (c *clock) look() time.Time {
	read := time.Now()
	if c.now.IsZero() {
		c.now = read.Round(0)
	} else {
		byMonotonic := read.Sub(c.read)
		byWall := read.Round(0).Sub(c.read.Round(0))
		c.now = c.now.Add(max(byMonotonic, byWall, 0))
	}
	c.read = read
	return c.now
}
