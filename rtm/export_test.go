package rtm

import "time"

// SetWallClock sets the wall clock forward, or back, while the client has nothing to
// do: as if until now it had shown another time.
func (c *Client) SetWallClock(by time.Duration) {
	c.inbox.mu.Lock() // which the loop has had since it looked, and has before it looks again
	defer c.inbox.mu.Unlock()
	c.clock.set(by)
}

// Oversleep lets time pass of which no timer knows, as when the machine sleeps and
// its monotonic clock does not, or a page is held up. The client has nothing to do.
func (c *Client) Oversleep(d time.Duration) {
	c.inbox.mu.Lock()
	defer c.inbox.mu.Unlock()
	c.clock.now, c.clock.wall = c.clock.now.Add(d), c.clock.wall.Add(d)
}

func (c *clock) set(by time.Duration) {
	c.wall, c.onWall = c.wall.Add(-by), c.onWall.Add(-by)
}

// Rescue has the loop's panics told to f instead of ending the process, so that
// a test can say what led to one. The client is of no use afterwards.
func (c *Client) Rescue(f func(any)) {
	c.inbox.work = func() {
		defer func() {
			if r := recover(); r != nil {
				c.abandonAttempt()
				for _, l := range []*link{c.link, c.retiring} {
					if l != nil && c.closing[l.epoch] == nil {
						c.drop(l)
					}
				}
				for call := range c.calls {
					call.cancel()
				}
				if c.backfill != nil {
					c.backfill.cancel()
				}
				f(r)
			}
		}()
		c.loop()
	}
}
