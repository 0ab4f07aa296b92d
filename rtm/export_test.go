package rtm

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
