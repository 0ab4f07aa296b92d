package rtm

import "time"

// A Grant lets the caller write messages by itself: so many, each as one frame, to
// this socket while it is open. The caller gives the Send then, with its Socket,
// soon after. The Grant holds until the next one, or until the caller gives a
// Reconnect, a Stop, a Sleep, or a Send that it has not written: after that it waits
// for another.
//
// It is for a page, where the way through the loop takes as long as all else that
// becomes of a message, and is there with Config.Inline only. What is not plain
// stays with the loop: a queue, a pause between messages, every other frame.
type Grant struct {
	Socket   int
	Messages int // Unlimited where nothing limits them
}

// Unlimited is the number of messages that a Grant is for without a rate limit.
// The caller need not give the Send of one whose reply it has had.
const Unlimited = 1 << 30

// grant gives the caller a Grant, or takes it back, if it is about another socket
// than the last. Of the number the caller keeps count.
func (c *Client) grant(now time.Time) {
	var g Grant
	if c.config.Inline && c.state == Ready && len(c.outbox.queue) == 0 && c.link.isIdle() {
		if room := c.outbox.pace.room(now); room > 0 {
			g = Grant{c.link.epoch, room}
		}
	}
	if g.Socket != c.granted {
		c.granted = g.Socket
		c.emit(g)
	}
}

// onSent takes note of a frame that the caller has written, as a Grant allows.
func (c *Client) onSent(s Send, to addressee, now time.Time) {
	isTwice := c.outbox.has(s.ID)
	o := c.newSend(s, to)
	c.warnOfLength(o)
	if o.message() {
		c.outbox.pace.use(now)
	}
	if isTwice {
		c.settle(to, nil, o.failure(CodeInvalidArgument, DeliveredUnknown, nil, "the id ", o.id, " is that of a frame under way: give each its own"))
		return
	}
	if c.state == Disconnected || c.state == Disconnecting {
		c.settle(to, nil, o.failure(CodeNoReply, DeliveredUnknown, nil, "the session ended before Slack answered frame ", o.id, ": look whether it arrived before sending it again"))
		return
	}
	// Its socket may have gone meanwhile. If another has taken its place, a reply
	// can only be a replay.
	wait := c.config.AckTimeout
	if c.link != nil && c.living(s.Socket) == nil {
		wait = max(c.config.ReplayTimeout, 0)
	}
	c.outbox.await(o, s.Socket, after(now, wait))
}
