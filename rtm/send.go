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
	isTwice := c.outbox.has(s.ID)
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

// write hands the link the frames that may go now: one after the other, each once
// the one before is written.
func (c *Client) write(now time.Time) {
	for c.state == Ready {
		o := c.outbox.next(now)
		if o == nil {
			return
		}
		var overdue time.Time
		if o.awaitReply {
			overdue = after(now, c.config.AckTimeout)
		}
		if o.typ == "presence_sub" {
			c.presence = o.body
		}
		c.outbox.handOver(o, c.link.epoch, overdue)
		c.emit(Wrote{o.frame})
		c.hand(c.link, o.frame, now)
	}
}

// onWritten takes the outcome of a write.
func (c *Client) onWritten(in written, now time.Time) {
	o := c.outbox.written(in.epoch)
	if o == nil {
		return
	}
	if in.err != nil {
		// The frame did not leave, and the link is no use: another will take it.
		if c.outbox.takeBack(o) {
			c.outbox.putBack(o)
		}
		if l := c.living(in.epoch); l != nil {
			c.drop(l)
			c.onLost(l, lossOf(in.err), now)
		}
		return
	}
	if !o.awaitReply && !o.withdrawn {
		c.settle(o.to, Reply{MessageID: o.id}, nil)
	}
}

// unanswered settles a frame whose reply is overdue.
func (c *Client) unanswered(o *outgoing) {
	if c.link != nil && c.link.epoch == o.socket {
		c.settle(o.to, nil, o.failure(CodeAckTimeout, DeliveredUnknown, nil, "Slack did not answer frame ", o.id, " within ", c.config.AckTimeout, ": look whether it arrived before sending it again"))
		return
	}
	c.settle(o.to, nil, o.failure(CodeNoReply, DeliveredUnknown, nil, "the connection was lost before Slack answered frame ", o.id, ": look whether it arrived before sending it again"))
}
