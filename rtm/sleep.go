package rtm

import (
	"cmp"
	"time"
)

// wakePause is the least time between the beginnings of two attempts when a
// page wakes again and again: a visitor may flip through tabs, or the network
// come and go.
const wakePause = 5 * time.Second

// putAway is why a session sleeps, unless Sleep gives another reason.
const putAway = "the page was put away"

// onSleep carries out Sleep.
func (c *Client) onSleep(s Sleep, now time.Time) {
	cause := failf(CodeWebSocket, nil, cmp.Or(s.Reason, putAway))
	switch c.state {
	case Disconnected, Disconnecting:
		return
	case Reconnecting:
	default:
		c.abandonAttempt()
		if l := c.link; l != nil {
			c.drop(l)
			c.unlink(cause, now)
		}
		c.move(lost, cause)
	}
	c.retryAt, c.asleep = time.Time{}, true
}

// onWake carries out Wake.
func (c *Client) onWake(now time.Time) {
	c.keepalive.wake(now)
	if c.state != Reconnecting {
		return
	}
	soon := now
	if !c.asleep {
		if next := c.began.Add(wakePause); next.After(now) {
			soon = next
		}
	}
	c.asleep = false
	c.retryAt = later(earliest(c.retryAt, soon), c.soonest(now))
}

// continueFrom takes up a session that another Client has had.
func (c *Client) continueFrom(e Earlier, now time.Time) {
	c.answered = true
	c.presence = e.Presence
	c.recent.before = e.Newest
	c.gap.see(e.Newest, c.clock.wall)
	c.gap.begin(c.gap.seen, failf(CodeWebSocket, nil, cmp.Or(e.Cause, putAway)))
}
