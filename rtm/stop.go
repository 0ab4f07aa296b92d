package rtm

import "time"

// closeTimeout bounds Disconnecting. A page gives a socket up at once; natively
// a peer that is alive answers a close within this time.
const closeTimeout = time.Second

// onStop carries out Stop.
func (c *Client) onStop(to addressee, now time.Time) {
	cause := failf(CodeDisconnected, nil, "disconnect was called")
	switch c.state {
	case Disconnected:
		c.endAll(cause)
		c.forget()
		c.settle(to, nil, nil)
		return
	case Disconnecting:
		c.endAll(cause)
		c.forget()
		c.stoppers = append(c.stoppers, to)
		return
	}
	c.stoppers = append(c.stoppers, to)
	if c.backfill != nil {
		c.endBackfill(nil, false) // what has come in is told before the end
	}
	c.move(stop, nil)
	c.endAll(cause)
	c.retryAt, c.asleep = time.Time{}, false
	c.abandonAttempt()
	if l := c.link; l != nil {
		c.drop(l)
		c.unlink(nil, now)
	}
	c.forget()
	c.closeBy = now.Add(closeTimeout)
	c.settleClosing(now)
}

// settleClosing ends Disconnecting once nothing is left open.
func (c *Client) settleClosing(now time.Time) {
	if c.state != Disconnecting || len(c.closing) > 0 {
		return
	}
	c.closeBy = time.Time{}
	c.move(closed, nil)
	for _, to := range c.stoppers {
		c.settle(to, nil, nil)
	}
	c.stoppers = nil
	if len(c.starters) > 0 {
		c.beginSession(now)
	}
}

// forget drops what the next session would take over from the last.
func (c *Client) forget() {
	c.gap.forget()
	c.offer, c.presence, c.recent = offer{}, nil, recent{}
}

// endAll settles everything that waits for a session or a reply: there will be
// none. Sends and starts that come later are not concerned.
func (c *Client) endAll(cause error) {
	for _, to := range c.starters {
		c.settle(to, nil, cause)
	}
	c.starters, c.held = nil, false
	for _, o := range c.outbox.takeQueued() {
		c.settle(o.to, nil, o.failure(CodeDisconnected, DeliveredNo, cause, "frame ", o.id, " was not sent, since the session has ended: it may be sent again after a start"))
	}
	for _, o := range c.outbox.takePending(func(*outgoing) bool { return true }) {
		c.settle(o.to, nil, o.failure(CodeNoReply, DeliveredUnknown, cause, "the session ended before Slack answered frame ", o.id, ": look whether it arrived before sending it again"))
	}
}

// onWithdraw carries out Withdraw.
func (c *Client) onWithdraw(w Withdraw, now time.Time) {
	if w.Ticket == 0 {
		return // it is nobody's
	}
	if o := c.withdrawSend(w.Ticket); o != nil {
		if o.socket == 0 {
			c.settle(o.to, nil, o.failure(CodeAbort, DeliveredNo, w.Cause, "frame ", o.id, " was taken back before it was sent"))
		} else {
			c.settle(o.to, nil, o.failure(CodeAbort, DeliveredUnknown, w.Cause, "the wait for the reply to frame ", o.id, " was given up: it may have arrived"))
		}
		return
	}
	for call := range c.calls {
		if call.to.ticket == w.Ticket {
			c.giveUpCall(call, failf(CodeAbort, w.Cause, "the wait for the answer to ", call.method, " was given up"))
			return
		}
	}
	if to, ok := cut(&c.stoppers, w.Ticket); ok {
		c.settle(to, nil, failf(CodeAbort, w.Cause, "the wait for the end of the session was given up"))
	}
	if to, ok := cut(&c.starters, w.Ticket); ok {
		c.settle(to, nil, failf(CodeAbort, w.Cause, "the wait for a session was given up"))
		if len(c.starters) == 0 && !c.held && c.state != Disconnecting {
			c.onStop(addressee{}, now) // nobody else wants the session that is being made
		}
	}
}

// withdrawSend takes the frame of this ticket out, wherever it is; nil if it is
// nowhere. One that is being written stays with its link, and is settled.
func (c *Client) withdrawSend(t Ticket) *outgoing {
	if o := c.outbox.withdraw(t); o != nil {
		return o
	}
	for _, l := range []*link{c.link, c.retiring} {
		if l == nil || l.writing == nil {
			continue
		}
		if o := l.writing; !o.awaitReply && !o.withdrawn && o.to.ticket == t {
			o.withdrawn = true
			return o
		}
	}
	return nil
}

// cut takes the addressee with this ticket out of a list.
func cut(list *[]addressee, t Ticket) (addressee, bool) {
	for i, to := range *list {
		if to.ticket == t {
			*list = append((*list)[:i:i], (*list)[i+1:]...)
			return to, true
		}
	}
	return addressee{}, false
}
