package rtm

import (
	"time"
	"unicode/utf8"
)

// onSend carries out Send: it checks the frame and queues it, or writes it.
func (c *Client) onSend(s Send, to addressee, now time.Time) {
	if s.Socket != 0 {
		c.onSent(s, to, now)
		return
	}
	c.granted = 0
	isTwice := c.has(s.ID)
	o := c.newSend(s, to)
	var err *Error
	switch {
	case isTwice:
		err = o.failure(CodeInvalidArgument, DeliveredNo, nil, "the id ", o.id, " is that of a frame under way: give each its own, or 0")
	case o.frame == nil:
		err = o.failure(CodeInvalidArgument, DeliveredNo, nil, "the body of a frame must be a JSON object, or nothing")
	case len(o.frame) > maxFrame:
		err = o.failure(CodeFrameTooLarge, DeliveredNo, nil, "the frame has ", len(o.frame), " bytes and Slack takes ", maxFrame, ": send less at once")
	case s.Unqueued && (c.state == Connected || c.state == Handshaking || c.state == Authenticated || c.state == Authenticating):
		err = o.failure(CodeSendWhileNotReady, DeliveredNo, nil, "the connection is not ready: wait for it, or use a method that queues")
	case s.Unqueued && c.state != Ready:
		err = o.failure(CodeSendWhileDisconnected, DeliveredNo, nil, "there is no connection: call start first, or use a method that queues")
	}
	if err != nil {
		c.settle(to, nil, err)
		return
	}
	c.warnOfLength(o)
	if s.Unqueued {
		c.outbox.overtake(o)
		return
	}
	if !c.outbox.add(o) {
		c.settle(to, nil, o.failure(CodeSendQueueFull, DeliveredNo, nil, "the queue holds ", c.config.SendQueueLimit, " frames already: wait for some, or raise the limit"))
	}
}

// has reports whether a frame with this id is under way.
func (c *Client) has(id int) bool {
	for _, l := range []*link{c.link, c.retiring} {
		if l != nil && l.writing != nil && l.writing.id == id {
			return true
		}
	}
	return c.outbox.has(id)
}

func (c *Client) warnOfLength(o *outgoing) {
	if n := utf8.RuneCountInString(o.text); n > longText {
		c.log(LevelWarn, "message ", o.id, " has ", n, " characters of text, and Slack may cut it after ", longText)
	}
}

// newSend makes the frame of a caller's Send, and notes its place among them.
func (c *Client) newSend(s Send, to addressee) *outgoing {
	o := c.newOutgoing(s, to)
	c.outbox.sends++
	o.order = c.outbox.sends
	return o
}

// newOutgoing makes a frame. Its frame is nil if the body is no object.
func (c *Client) newOutgoing(s Send, to addressee) *outgoing {
	o := &outgoing{id: s.ID, typ: s.Type, body: s.Body, awaitReply: s.AwaitReply, unqueued: s.Unqueued, to: to}
	if o.id == 0 {
		o.id = c.outbox.newID()
	}
	o.build()
	return o
}

// mayWrite reports whether the link takes a frame now. For a short while it lets a
// write to the link before it end first, so that frames stay in order.
func (c *Client) mayWrite(now time.Time) bool {
	return c.state == Ready && c.link.isIdle() && !now.Before(c.writesFrom())
}

// write hands the link the frames that may go now: one after the other, each once
// the one before is written.
func (c *Client) write(now time.Time) {
	for c.mayWrite(now) {
		o := c.outbox.next(now)
		if o == nil {
			return
		}
		var overdue deadline
		if o.awaitReply {
			overdue = after(now, c.config.AckTimeout)
		}
		if o.typ == "presence_sub" {
			c.presence = o.body
		}
		c.outbox.await(o, c.link.epoch, overdue) // before the write, so that no reply can be too early
		c.writeTo(c.link, o, now)
	}
}

// onWritten takes the outcome of a write. The frame may be settled already: its
// reply may have come first, or its wait have ended.
func (c *Client) onWritten(in written, now time.Time) {
	l := c.living(in.epoch)
	if l == nil || l.writing == nil {
		return
	}
	o := l.writing
	if in.err != nil {
		// The frame did not leave, and the link is no use: another will take it.
		l.writing = nil
		if c.outbox.takeBack(o) {
			c.writeLater(o, in.err)
		}
		c.drop(l)
		c.onLost(l, lossOf(in.err), now)
		return
	}
	c.confirmWrite(l)
	l.writing = nil
	if !o.awaitReply && !o.withdrawn {
		c.settle(o.to, Reply{MessageID: o.id}, nil)
	}
	if l == c.retiring {
		c.probe(l, now)
	}
}

// confirmWrite tells of the frame that is being written, which certainly was: the
// socket says so, or its reply has come.
func (c *Client) confirmWrite(l *link) {
	if !l.confirmed {
		l.confirmed = true
		c.emit(Wrote{l.writing.frame})
	}
}

// writeLater keeps a frame that did not leave for another link, if it may wait.
func (c *Client) writeLater(o *outgoing, cause error) {
	if o.unqueued {
		c.settle(o.to, nil, o.failure(CodeSendWhileDisconnected, DeliveredNo, cause, "the connection was lost before frame ", o.id, " was written: send it again, or use a method that queues"))
		return
	}
	c.outbox.putBack(o)
}

// forgetWriting settles the frame that a lost link was writing, unless it waits
// for a reply, which may still be replayed. It may have left.
func (c *Client) forgetWriting(l *link, cause error) {
	o := l.writing
	l.writing = nil
	if o != nil && !o.awaitReply && !o.withdrawn {
		c.settle(o.to, nil, o.failure(CodeNoReply, DeliveredUnknown, cause, "the connection was lost during the write of frame ", o.id, ": it may have arrived"))
	}
}

// unanswered settles a frame whose reply is overdue.
func (c *Client) unanswered(o *outgoing) {
	if c.living(o.socket) != nil {
		c.settle(o.to, nil, o.failure(CodeAckTimeout, DeliveredUnknown, nil, "Slack did not answer frame ", o.id, " within ", c.config.AckTimeout, ": look whether it arrived before sending it again"))
		return
	}
	c.settle(o.to, nil, o.failure(CodeNoReply, DeliveredUnknown, nil, "the connection was lost before Slack answered frame ", o.id, ": look whether it arrived before sending it again"))
}
