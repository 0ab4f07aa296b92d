package rtm

import "time"

// loop is the goroutine that owns the connection. All else tells it what has
// happened; it alone reads the clock, and it holds one timer, set to the
// earliest of all deadlines.
func (c *Client) loop() {
	timer := time.AfterFunc(time.Hour, func() { c.inbox.put(rung{}) })
	defer timer.Stop()
	c.outlet.hold()
	defer c.outlet.letGo()
	c.alarm = time.Time{}
	for {
		now, jumped := c.clock.look()
		for _, in := range c.inbox.take() {
			c.handle(in, now)
		}
		if jumped && !c.asleep {
			c.onWake(now)
		}
		c.tick(now)
		c.write(now)
		c.grant(now)
		c.pass()
		c.rest()
		if c.state == Disconnected && c.inbox.rest() {
			return
		}
		// A timer that is too early does no harm, and to set it anew for each
		// frame would: Go makes two calls of the page's timers of each change.
		// One that is long overdue has stood still while the clock went on.
		if d := c.deadline(now); !d.IsZero() && (d.Before(c.alarm) || now.Sub(c.alarm) > lateness) {
			c.alarm = later(d, now)
			timer.Reset(d.Sub(now))
		}
		<-c.inbox.wake
	}
}

// handle deals with one input.
func (c *Client) handle(in input, now time.Time) {
	switch in := in.(type) {
	case rung:
		c.alarm = time.Time{}
	case posted:
		c.obey(in.command, in.to, now)
	case logged:
		c.log(in.level, in.text)
	case invoked:
		c.onInvoked(in)
	case filled:
		c.onFilled(in)
	case called:
		if c.attempting(in.epoch) {
			c.onCalled(in, now)
		}
	case dialed:
		if c.attempting(in.epoch) {
			c.onDialed(in, now)
		} else if in.socket != nil {
			// A browser may finish an opening that was given up.
			go in.socket.Close(CloseNormal, "")
		}
	case received:
		if l := c.living(in.epoch); l != nil {
			c.onReceived(l, in.data, now)
		}
	case written:
		c.onWritten(in, now)
	case gone:
		if l := c.living(in.epoch); l != nil {
			c.drop(l)
			c.onLost(l, lossOf(in.err), now)
		}
		delete(c.closing, in.epoch)
		c.settleClosing(now)
	}
}

// attempting reports whether epoch is that of the attempt under way. What
// bears another number is of an attempt that was given up.
func (c *Client) attempting(epoch int) bool {
	return c.attempt != nil && c.attempt.epoch == epoch
}

// living gives the link with this epoch, unless it was given up.
func (c *Client) living(epoch int) *link {
	for _, l := range []*link{c.link, c.retiring} {
		if l != nil && l.epoch == epoch {
			return l
		}
	}
	if c.attempting(epoch) {
		return c.attempt.link
	}
	return nil
}

// obey carries out a command.
func (c *Client) obey(command Command, to addressee, now time.Time) {
	switch command := command.(type) {
	case Start:
		c.onStart(command, to, now)
	case Reconnect:
		c.onReconnect(command, to, now)
	case Stop:
		c.onStop(to, now)
	case Send:
		c.onSend(command, to, now)
	case Passed:
		c.onPassed(command)
	case CallMethod:
		c.onCallMethod(command, to)
	case Withdraw:
		c.onWithdraw(command, now)
	case Report:
		c.settle(to, c.stats(), nil)
	case Sleep:
		c.onSleep(command, now)
	case Wake:
		c.onWake(now)
	case Hear:
		c.keepalive.heard()
	}
}

// deadline is when tick has something to do; zero for never.
func (c *Client) deadline(now time.Time) time.Time {
	first := c.outbox.deadline(c.mayWrite(now), now)
	if from := c.writesFrom(); now.Before(from) {
		first = earliest(first, from)
	}
	if c.attempt != nil {
		first = earliest(first, c.attempt.deadline.at)
	}
	first = earliest(first, c.retryAt)
	first = earliest(first, c.retireBy.at)
	first = earliest(first, c.closeBy)
	if c.overlap != nil {
		first = earliest(first, c.overlap.until.at)
	}
	if c.backfill != nil {
		first = earliest(first, c.backfill.deadline.at)
	}
	return earliest(first, c.keepalive.deadline())
}

// tick deals with what is due.
func (c *Client) tick(now time.Time) {
	if a := c.attempt; a != nil && c.over(&a.deadline, now) {
		c.onAttemptOverdue(a, now)
	}
	if due(c.retryAt, now) {
		c.retryAt = time.Time{}
		c.progress(retry)
		c.begin(now)
	}
	if c.timeJudges() {
		for _, o := range c.outbox.takeOverdue(now, c.config.PongTimeout) {
			c.unanswered(o)
		}
	}
	c.retire(now)
	if o := c.overlap; o != nil && c.over(&o.until, now) {
		c.overlap = nil
	}
	if due(c.closeBy, now) {
		clear(c.closing)
		c.settleClosing(now)
	}
	if b := c.backfill; b != nil && c.over(&b.deadline, now) {
		c.log(LevelWarn, "the gap was not filled within ", backfillTimeout)
		c.endBackfill(nil, false)
	}
	if c.link != nil && (c.keepalive.proved.IsZero() || c.timeJudges()) {
		switch c.keepalive.tick(now) {
		case ping:
			c.ping(now)
		case dead:
			c.log(LevelWarn, "nothing came in for ", c.config.PongTimeout, " after a ping: the socket is given up")
			l := c.link
			c.drop(l)
			c.onLost(l, failf(CodeWebSocket, nil, "the connection was silent for ", c.config.PongTimeout, " after a ping and is given up"), now)
		}
	}
}

// timeJudges reports whether the timer has fired in this turn of the loop. Only then
// a wait may be over: before a timer a page hands over what has come in, and in
// other turns it may still have something.
func (c *Client) timeJudges() bool { return c.alarm.IsZero() }

// over reports whether a wait has ended without what was waited for.
func (c *Client) over(d *deadline, now time.Time) bool {
	return c.timeJudges() && d.passed(now, c.config.PongTimeout)
}

// move changes the state and tells the Handler. It is the only place that does.
func (c *Client) move(t trigger, cause error) {
	previous := c.state
	c.state = previous.next(t)
	c.log(LevelDebug, previous, " -> ", c.state)
	e := StateChanged{State: c.state, Previous: previous, Cause: cause, RetryAfter: c.limits.longest(c.clock.now)}
	if session := c.session(); session != nil {
		copied := *session
		e.Session = &copied
	}
	c.emit(e)
}

// log writes a line of the log. The loop alone calls it.
func (c *Client) log(level Level, parts ...any) {
	aside(func() { c.config.Log(level, concat(parts...)) })
}

// logLater has the loop write a line, from any goroutine.
func (c *Client) logLater(level Level, parts ...any) { c.inbox.put(logged{level, concat(parts...)}) }
