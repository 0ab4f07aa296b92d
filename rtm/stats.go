package rtm

import "rtmwasm/rtm/core"

// Stats are figures of a client, for those who look for leaks or delays.
type Stats = core.Stats

// Stats gives the figures of now; zero ones after Close.
func (c *Client) Stats() (stats Stats) {
	done := make(chan struct{})
	ok := c.put(input{look: func(m *core.Machine) {
		stats = m.Stats()
		close(done)
	}})
	if ok {
		<-done
	}
	return stats
}
