package rtm

import (
	"bytes"
	"errors"
	"time"
)

// onReceived takes a message apart into its frames. One of them may end the
// link; those behind it are not looked at then.
func (c *Client) onReceived(l *link, data []byte, now time.Time) {
	c.hear(l)
	for frame := range bytes.SplitSeq(data, []byte{FrameSeparator}) {
		c.onFrame(l, frame, now)
		if c.living(l.epoch) == nil {
			return
		}
	}
}

// hear notes that a link lives.
func (c *Client) hear(l *link) {
	if l == c.link {
		c.keepalive.heard()
	}
	l.heard = l.heard || l.probe != 0
}

// onFrame deals with what concerns the connection, and tells the Handler.
func (c *Client) onFrame(l *link, frame []byte, now time.Time) {
	index := l.frames
	l.frames++
	e, err := readEnvelope(frame)
	if err != nil || e.typ == "" && e.replyTo == 0 {
		what := "has no type"
		if err != nil {
			what = "is not a JSON object"
		}
		c.log(LevelWarn, "a frame of ", len(frame), " bytes was dropped: it ", what)
		return
	}
	greets := e.typ == "hello" && c.attempt != nil && l == c.attempt.link
	if !greets && c.isRepeated(&e, l, frame) {
		return
	}
	movesOver := greets && c.link != nil
	switch {
	case movesOver:
		c.moveOver(now)
	case greets:
		c.adopt(now)
		if c.overlap != nil {
			c.overlap.until = after(now, drainTime)
		}
		c.move(greeted, nil)
	}
	if l.writing != nil && e.replyTo == l.writing.id {
		c.confirmWrite(l)
	}
	e.replay = e.isReply() && !c.outbox.awaits(e.replyTo)
	f := Frame{Type: e.typ, Subtype: e.subtype, JSON: frame, Socket: l.epoch, Index: index, Replay: e.replay}
	c.deliver(f, &e)
	c.gap.see(e.when(), c.clock.wall)
	switch {
	case greets && !movesOver:
		c.resume(now)
	case e.replyTo != 0:
		c.onReply(&e, f, now)
	default:
		c.onSignal(&e, l, now)
	}
}

// isRepeated reports whether another socket has brought this event already.
func (c *Client) isRepeated(e *envelope, l *link, frame []byte) bool {
	hasLeft := l == c.retiring && l.drained
	if c.overlap == nil && !hasLeft || e.replyTo != 0 || IsAboutSocket(e.typ) {
		return false
	}
	return hasLeft || c.overlap.repeats(l.epoch, frame)
}

// onSignal deals with a frame that is about the socket it came through.
func (c *Client) onSignal(e *envelope, l *link, now time.Time) {
	switch {
	case e.typ == "error" && l != c.link && l != c.retiring:
		// "Socket URL has expired" and the like come instead of hello.
		c.onFailed(failf(CodeWebSocket, nil, "Slack refused the socket: ", short(e.nack.msg), " (code ", e.nack.code, ")"), now)
	case l != c.link:
	case e.typ == "goodbye":
		c.onGoodbye(now)
	case e.typ == "reconnect_url" && e.url != "" && len(e.url) <= maxURL:
		if err := checkSocketURL(e.url); err != nil {
			c.log(LevelWarn, "a reconnect_url is not used: ", err)
			return
		}
		c.offer.put(e.url, *c.session(), now)
	case e.typ == "team_migration_started":
		// The socket closes right after; rtm.connect will say
		// migration_in_progress for a while (api.slack.com/events/team_migration_started).
		c.drop(l)
		c.onLost(l, failf(CodeWebSocket, nil, "the workspace is being moved to another server"), now)
	}
}

// maxURL is how long the address of a socket may be that is kept for later.
const maxURL = 4096

// adopt makes the link of the attempt the one that carries the session.
func (c *Client) adopt(now time.Time) {
	a := c.attempt
	c.attempt = nil
	a.cancel()
	c.link = a.link
	c.link.session, c.link.since = a.session, now
	c.keepalive.begin(now)
}

// resume deals with what the session before left open: events that may have
// been missed, replies that Slack may still replay, presence subscriptions.
func (c *Client) resume(now time.Time) {
	if g, ok := c.gap.end(c.clock.wall); ok {
		c.report(g, now)
	}
	c.outbox.expectReplays(c.link.epoch, after(now, max(c.config.ReplayTimeout, 0)))
	c.renewPresence()
	c.move(resumed, nil)
}

// report tells of a gap, or has it filled first.
func (c *Client) report(g Gap, now time.Time) {
	if c.config.Backfill == nil || g.Recovered || c.backfill != nil {
		c.emit(g)
		return
	}
	c.startBackfill(g, now)
}

// renewPresence subscribes anew, since subscriptions end with the socket.
func (c *Client) renewPresence() {
	if c.presence != nil {
		c.outbox.first(c.newOutgoing(Send{Type: "presence_sub", Body: c.presence}, addressee{}))
	}
}

// onReply settles what the frame answers.
func (c *Client) onReply(e *envelope, f Frame, now time.Time) {
	if e.typ == "pong" {
		if took, ok := c.keepalive.answered(now, e.replyTo); ok {
			c.emit(Latency{took})
		}
		if l := c.retiring; l != nil && l.epoch == f.Socket && l.probe == e.replyTo {
			c.onDrained(now)
		}
	}
	o := c.outbox.reply(e.replyTo)
	switch {
	case o == nil: // it was answered before, or nobody waits
	case !e.refused:
		c.settle(o.to, Reply{o.id, e.ts, e.text, f}, nil)
	case e.nack.code == nackSlowDown && !o.unqueued:
		c.log(LevelWarn, "Slack asks to send more slowly: message ", o.id, " is repeated later")
		c.outbox.again(o, now)
	default:
		err := o.failure(CodeSendRefused, DeliveredNo, nil, "Slack refused the message: ", short(e.nack.msg), " (code ", e.nack.code, ")")
		err.Data = f.JSON
		c.settle(o.to, nil, err)
	}
}

// nackSlowDown is Slack's "slow down, too many messages" (slack-go's
// RTMErrorTooManyMessages; no page of Slack's lists the codes).
const nackSlowDown = -1

// onLost deals with the end of a link that nobody asked for.
func (c *Client) onLost(l *link, cause error, now time.Time) {
	switch l {
	case c.retiring:
		var closed *CloseError
		if errors.As(cause, &closed) && closed.Clean && !l.drained {
			c.onDrained(now)
		}
		c.endRetirement(now)
		return
	case c.link:
	default:
		c.onFailed(cause, now)
		return
	}
	if now.Sub(l.since) >= stableAfter && c.attempt == nil {
		c.backoff.failures = 0
	}
	c.unlink(cause, now)
	c.emit(SocketFailed{cause})
	if c.attempt != nil || !c.retryAt.IsZero() {
		c.promote(cause)
		return
	}
	c.onDown(cause, now)
}

// unlink forgets the link that carried the session.
func (c *Client) unlink(cause error, now time.Time) {
	if c.backfill != nil {
		c.endBackfill(nil, false)
	}
	c.forgetWriting(c.link, cause)
	c.link = nil
	certain := c.gap.seen
	if l := c.retiring; l != nil {
		c.drop(l)
		c.forgetWriting(l, cause)
		if !l.drained {
			certain = c.handover.From
		}
		c.retiring, c.retireBy = nil, deadline{}
	}
	if c.attempt == nil {
		c.overlap = nil // else its socket repeats what came through this link since its call
	}
	c.keepalive.stop()
	c.gap.begin(certain, cause)
	for _, o := range c.outbox.takeUnqueued() {
		c.writeLater(o, cause)
	}
}

// lossOf makes an error of what ended a socket.
func lossOf(err error) *Error {
	var closed *CloseError
	if errors.As(err, &closed) {
		return failf(CodeWebSocket, closed, "the connection was lost: ", closed)
	}
	return failf(CodeWebSocket, err, "the connection was lost: ", err)
}

// ping asks Slack for a sign of life.
func (c *Client) ping(now time.Time) {
	body := []byte(concat(`{"time":`, int(time.Now().UnixMilli()), "}"))
	o := c.newOutgoing(Send{Type: "ping", Body: body, Unqueued: true}, addressee{})
	c.keepalive.sent(now, o.id)
	c.outbox.first(o)
}
