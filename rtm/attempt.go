package rtm

import (
	"context"
	"errors"
	"maps"
	"time"
)

// An attempt is one try at a session: the call, the opening of the socket and
// the wait for hello. Its epoch stamps whatever it starts, so that what comes
// in after it was given up can be told.
type attempt struct {
	epoch    int
	cancel   context.CancelFunc // ends the call and the opening
	session  Session            // from the call on
	link     *link              // from the opening on
	deadline time.Time          // of what it waits for now; zero for none
	excused  bool               // the deadline has fired late once
}

// onStart carries out Start.
func (c *Client) onStart(s Start, to addressee, now time.Time) {
	switch c.state {
	case Authenticated, Handshaking, Connected, Ready:
		session := *c.session()
		c.settle(to, &session, nil)
		return
	}
	c.starters = append(c.starters, to)
	switch c.state {
	case Disconnected, Disconnecting:
		c.token, c.fields = s.Token, maps.Clone(s.Fields)
	}
	switch c.state {
	case Disconnected:
		c.backoff.failures = 0
		c.move(start, nil)
		c.begin(now)
	case Reconnecting:
		c.retryAt = now
	}
	// In Authenticating the answer will do, and Disconnecting ends in a start.
}

// begin starts an attempt with its call.
func (c *Client) begin(now time.Time) {
	c.epoch++
	ctx, cancel := context.WithCancel(context.Background())
	c.attempt = &attempt{epoch: c.epoch, cancel: cancel, deadline: after(now, c.config.ConnectTimeout)}
	epoch, opening := c.epoch, opening{&c.config, c.token, maps.Clone(c.fields)}
	go func() {
		session, err := opening.call(ctx)
		c.inbox.put(called{epoch, session, err})
	}()
}

// onCalled takes the answer to the call and opens the socket.
func (c *Client) onCalled(in called, now time.Time) {
	if in.err != nil {
		c.onFailed(in.err, now)
		return
	}
	a := c.attempt
	a.session = in.session
	a.deadline, a.excused = after(now, c.config.ConnectTimeout), false
	c.move(answered, nil)
	for _, to := range c.starters {
		session := a.session
		c.settle(to, &session, nil)
	}
	c.starters = nil
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), socketNumber{}, a.epoch))
	a.cancel()
	a.cancel = cancel
	go func() {
		socket, err := c.config.Dial(ctx, in.session.URL)
		c.inbox.put(dialed{a.epoch, socket, err})
	}()
}

// onDialed takes the open socket and waits for hello.
func (c *Client) onDialed(in dialed, now time.Time) {
	if in.err != nil {
		c.onFailed(failf(CodeWebSocket, in.err, "the WebSocket could not be opened: ", in.err), now)
		return
	}
	a := c.attempt
	a.link = c.newLink(a.epoch, in.socket)
	a.deadline, a.excused = after(now, c.config.HelloTimeout), false
	c.move(opened, nil)
}

// onAttemptOverdue gives up an attempt that takes too long. A deadline that
// fires late says only that the page or the machine was held up, so it is
// extended once.
func (c *Client) onAttemptOverdue(a *attempt, now time.Time) {
	if now.Sub(a.deadline) > lateness && !a.excused {
		a.excused = true
		a.deadline = now.Add(c.config.PongTimeout)
		return
	}
	switch {
	case a.session.URL == "":
		c.onFailed(failf(CodeConnectTimeout, nil, c.config.Method, " was not answered within ", c.config.ConnectTimeout), now)
	case a.link == nil:
		c.onFailed(failf(CodeConnectTimeout, nil, "the WebSocket did not open within ", c.config.ConnectTimeout), now)
	default:
		c.onFailed(failf(CodeConnectTimeout, nil, "hello did not come within ", c.config.HelloTimeout), now)
	}
}

// onFailed gives up the attempt under way.
func (c *Client) onFailed(err error, now time.Time) {
	if c.attempt.session.URL == "" {
		c.emit(ConnectFailed{err})
	} else {
		c.emit(SocketFailed{err})
	}
	c.abandonAttempt()
	c.onDown(err, now)
}

func (c *Client) abandonAttempt() {
	a := c.attempt
	if a == nil {
		return
	}
	c.attempt = nil
	a.cancel()
	if a.link != nil && c.closing[a.epoch] == nil {
		c.drop(a.link)
	}
}

// onDown decides what follows a failure: another attempt after a pause, or the
// end.
func (c *Client) onDown(cause error, now time.Time) {
	pause, again := c.backoff.pause(retryAfter(cause))
	if c.config.NoReconnect || !again || isFinal(cause) {
		c.log(LevelError, "the session has ended for good: ", cause)
		c.endAll(cause)
		c.move(refused, cause)
		return
	}
	c.log(LevelWarn, "the next attempt is in ", pause.Round(time.Millisecond), ": ", cause)
	c.retryAt = now.Add(pause)
	c.move(lost, cause)
}

// retryAfter is how long Slack asks to wait.
func retryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// session is the one that the state belongs to, or nil.
func (c *Client) session() *Session {
	switch c.state {
	case Authenticated, Handshaking:
		return &c.attempt.session
	case Connected, Ready:
		return &c.link.session
	}
	return nil
}

// after is a deadline; zero if there is to be none.
func after(now time.Time, d time.Duration) time.Time {
	if d < 0 {
		return time.Time{}
	}
	return now.Add(d)
}
