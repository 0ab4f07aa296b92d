package rtm

import "time"

// When Slack announces the end of a socket, another takes over before it ends,
// so that nothing is lost: an attempt is made while the session is Ready, and
// when it gets its hello, the session moves to the new link. The old one is
// pinged a last time and read until the pong and the replies that it owes have
// come, and then closed. Without that pong it may have been dead for a while,
// and what happened before the call for the new one may be missed.

// drainTime is how long after the pong of the old link, or its end, the new link may
// still repeat events.
const drainTime = 2 * time.Second

// orderTime bounds how long the new link waits for the write that the old one is at,
// which may hang.
const orderTime = 100 * time.Millisecond

// debtTime bounds how long an old link is kept for the replies that it owes, if
// nothing bounds the wait for those.
const debtTime = 30 * time.Second

// onGoodbye prepares for the end of the link: "the server intends to close the
// connection soon" (api.slack.com/events/goodbye). A link also lives no longer
// than 8 hours, and ends with a goodbye.
func (c *Client) onGoodbye(now time.Time) {
	if c.attempt != nil || !c.retryAt.IsZero() || c.config.NoReconnect {
		return
	}
	if now.Sub(c.link.since) >= stableAfter {
		c.backoff.failures = 0
		c.backoff.pause(0) // this attempt is the first
		c.retryAt = c.soonest(now)
		return
	}
	// A server that says goodbye after each hello is not to be followed at once.
	pause, _ := c.backoff.pause(c.soonest(now).Sub(now))
	c.log(LevelWarn, "Slack says goodbye already: the next attempt is in ", pause.Round(time.Millisecond))
	c.retryAt = now.Add(pause)
}

// moveOver lets the link of the attempt, which has its hello, take over.
func (c *Client) moveOver(now time.Time) {
	if c.retiring != nil {
		c.drop(c.retiring)
		c.endRetirement(now)
	}
	c.retiring, c.retireBy = c.link, after(now, c.config.PongTimeout)
	c.retiring.movedAt = now
	c.handover = c.gap.handover(failf(CodeWebSocket, nil, "Slack announced the end of the socket"), c.clock.wall)
	c.link = nil
	c.adopt(now)
	c.log(LevelInfo, "the session has moved to a new socket")
	c.probe(c.retiring, now)
	c.renewPresence()
}

// probe pings a link for the last time, once nothing is being written to it.
func (c *Client) probe(l *link, now time.Time) {
	if l.probe != 0 || !l.isIdle() {
		return
	}
	o := c.newOutgoing(Send{Type: "ping", Unqueued: true}, addressee{})
	l.probe = o.id
	c.writeTo(l, o, now)
}

// writesFrom is when the link may be written to, if the one before it does not
// finish its write earlier; zero for at once.
func (c *Client) writesFrom() time.Time {
	if l := c.retiring; l != nil && l.writing != nil && l.writing.id != l.probe {
		return l.movedAt.Add(orderTime)
	}
	return time.Time{}
}

// onDrained takes the last pong of the old link: what was sent through it before has
// come in. What comes later through it comes through the new one, too.
func (c *Client) onDrained(now time.Time) {
	c.retiring.drained = true
	c.endHandover(now)
	c.awaitReplies(now)
}

// awaitReplies keeps the old link for the replies that it owes, each of which has a
// deadline of its own, if there is a bound at all.
func (c *Client) awaitReplies(now time.Time) {
	c.retireBy = deadline{}
	if c.config.AckTimeout < 0 {
		c.retireBy = after(now, debtTime)
	}
}

// retire closes the old link once it owes nothing, or is dead.
func (c *Client) retire(now time.Time) {
	l := c.retiring
	if l == nil {
		return
	}
	owes := c.outbox.owes(l.epoch)
	hasAll := !owes && (l.drained || l.indebted)
	switch {
	case !hasAll && !c.over(&c.retireBy, now):
		return
	case owes && l.heard && !l.drained && !l.indebted:
		l.indebted = true
		c.awaitReplies(now)
		return
	}
	c.drop(l)
	c.endRetirement(now)
}

// endRetirement forgets the old link, which is closed.
func (c *Client) endRetirement(now time.Time) {
	l := c.retiring
	if !l.drained {
		c.endHandover(now)
	}
	c.forgetWriting(l, failf(CodeWebSocket, nil, "the old socket was closed after a handover"))
	c.outbox.expectReplays(c.link.epoch, after(now, max(c.config.ReplayTimeout, 0)))
	c.retiring, c.retireBy = nil, deadline{}
}

// endHandover says whether the old link has brought everything.
func (c *Client) endHandover(now time.Time) {
	c.handover.Recovered = c.retiring.drained
	c.report(c.handover, now)
	if c.attempt == nil && c.overlap != nil {
		c.overlap.until = after(now, drainTime)
	}
}

// onSuccessorFailed lets the session live on after a failed attempt to replace
// its link, and tries again later.
func (c *Client) onSuccessorFailed(err error, now time.Time) {
	offered := c.attempt.offered
	c.abandonAttempt()
	if offered {
		// rtm.connect stands behind an offer that was no good, at once.
		c.log(LevelWarn, "the reconnect_url was no good, and Slack is asked: ", err)
		c.retryAt = c.soonest(now)
		return
	}
	c.noteLimit(err, now)
	pause, again := c.backoff.pause(c.soonest(now).Sub(now))
	if c.isFinal(err) || !again {
		// The end of the link will show whether it is final.
		c.log(LevelError, "no session can take over: ", err)
		return
	}
	c.log(LevelWarn, "no session has taken over, the next attempt is in ", pause.Round(time.Millisecond), ": ", err)
	c.retryAt = now.Add(pause)
}

// promote makes the attempt to replace a link that has gone now the attempt to
// get a session at all, by taking the state to where the attempt is.
func (c *Client) promote(cause error) {
	c.move(lost, cause)
	if c.attempt == nil {
		return // its time is retryAt
	}
	c.move(retry, nil)
	if c.attempt.session.URL != "" {
		c.move(answered, nil)
	}
	if c.attempt.link != nil {
		c.move(opened, nil)
	}
}
