package rtm

import (
	"context"
	"maps"
	"time"

	"rtmwasm/rtm/internal/jsontext"
)

// An attempt is one try at a session: the call, the opening of the socket and
// the wait for hello. Its epoch stamps whatever it starts, so that what comes
// in after it was given up can be told.
type attempt struct {
	epoch    int
	cancel   context.CancelFunc // ends the call and the opening
	session  Session            // from the call on
	link     *link              // from the opening on
	deadline deadline           // of what it waits for now
	offered  bool               // the address came from a reconnect_url
}

// onStart carries out Start.
func (c *Client) onStart(s Start, to addressee, now time.Time) {
	switch c.state {
	case Authenticated, Handshaking, Connected, Ready:
		session := *c.session()
		c.held = true
		c.settle(to, &session, nil)
		return
	}
	if s.URL != "" {
		if err := checkSocketURL(s.URL); err != nil {
			c.settle(to, nil, err)
			return
		}
	}
	c.starters = append(c.starters, to)
	if c.state == Disconnected {
		c.offer = offer{} // it was for another start, and perhaps another token
	}
	if s.URL != "" && c.state != Authenticating {
		answer := append(jsontext.AppendQuoted([]byte(`{"ok":true,"url":`), s.URL), '}')
		c.offer.put(s.URL, Session{JSON: answer}, now)
	}
	switch c.state {
	case Disconnected, Disconnecting:
		before, offered := c.customer(), c.offer
		c.token, c.fields = s.Token, maps.Clone(s.Fields)
		if c.customer() != before {
			c.forget() // it was another's
			c.offer = offered
		}
	}
	switch c.state {
	case Disconnected:
		if s.Earlier != nil {
			c.continueFrom(*s.Earlier, now)
		}
		c.beginSession(now)
	case Reconnecting:
		c.asleep = false
		c.retryAt = c.soonest(now)
	}
	// In Authenticating the answer will do, and Disconnecting ends in a start.
}

// onReconnect carries out Reconnect.
func (c *Client) onReconnect(r Reconnect, to addressee, now time.Time) {
	cause := failf(CodeWebSocket, nil, "reconnect was called")
	switch c.state {
	case Connected, Ready:
		if !r.Force && c.attempt != nil {
			break // a successor is on its way
		}
		c.abandonAttempt()
		c.drop(c.link)
		c.unlink(cause, now)
		c.move(lost, cause)
	case Authenticating, Authenticated, Handshaking:
		if r.Force {
			c.abandonAttempt()
			c.move(lost, cause)
		}
	}
	c.onStart(Start{Token: c.token, Fields: c.fields}, to, now)
}

// beginSession begins the first attempt of a session, or waits for as long as
// Slack has asked to.
func (c *Client) beginSession(now time.Time) {
	c.backoff.failures = 0
	at := c.soonest(now)
	if !at.After(now) {
		c.move(start, nil)
		c.begin(now)
		return
	}
	wait := wholeSeconds(at.Sub(now).Seconds())
	c.retryAt = at
	c.log(LevelWarn, "Slack has asked to wait: the first attempt is in ", wait)
	c.move(limited, &Error{Code: CodeRateLimited, RetryAfter: wait, Name: "ratelimited",
		Message: concat("Slack has asked to wait: it is called again in ", wait)})
}

// begin starts an attempt: with its call, or, if there is an offer of the
// address of a socket, with that.
func (c *Client) begin(now time.Time) {
	c.epoch++
	a := &attempt{epoch: c.epoch, cancel: func() {}}
	c.attempt = a
	c.began = now
	if c.link != nil {
		if c.overlap == nil {
			c.overlap = newOverlap()
		}
		c.overlap.until = deadline{}
		c.pass() // what comes in from now on may come twice
	}
	if session, ok := c.offer.take(now); ok {
		a.offered = true
		c.dial(a, session, now)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	a.cancel = cancel
	a.deadline = after(now, c.config.CallTimeout)
	opening := opening{c, c.token, maps.Clone(c.fields)}
	go func() {
		outcome := called{epoch: a.epoch, err: errEnded("a function of Config that was asked for a session")}
		defer func() { c.inbox.put(outcome) }()
		outcome.session, outcome.err = opening.call(ctx)
	}()
}

// onCalled takes the answer to the call and opens the socket.
func (c *Client) onCalled(in called, now time.Time) {
	if in.err != nil {
		c.onFailed(in.err, now)
		return
	}
	c.answered = true
	c.dial(c.attempt, in.session, now)
}

// dial opens the socket of a session. It is the one place that does.
func (c *Client) dial(a *attempt, session Session, now time.Time) {
	if err := checkSocketURL(session.URL); err != nil {
		c.onFailed(err, now)
		return
	}
	a.cancel()
	ctx, cancel := context.WithCancel(context.WithValue(context.Background(), socketNumber{}, a.epoch))
	a.session, a.cancel = session, cancel
	a.deadline = after(now, c.config.ConnectTimeout)
	c.progress(answered)
	for _, to := range c.starters {
		session := a.session
		c.settle(to, &session, nil)
	}
	c.starters, c.held = nil, true
	go func() {
		outcome := dialed{epoch: a.epoch, err: errEnded("Config.Dial")}
		defer func() { c.inbox.put(outcome) }()
		outcome.socket, outcome.err = c.config.Dial(ctx, session.URL)
		outcome.err = conceal(outcome.err, session.URL)
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
	a.deadline = after(now, c.config.HelloTimeout)
	c.progress(opened)
}

// progress moves the state with the attempt, unless the attempt is to replace
// the link of a session that goes on.
func (c *Client) progress(t trigger) {
	if c.link == nil {
		c.move(t, nil)
	}
}

// onAttemptOverdue gives up an attempt that takes too long.
func (c *Client) onAttemptOverdue(a *attempt, now time.Time) {
	switch {
	case a.session.URL == "":
		c.onFailed(failf(CodeConnectTimeout, nil, c.config.Method, " was not answered within ", c.config.CallTimeout), now)
	case a.link == nil:
		c.onFailed(failf(CodeConnectTimeout, nil, "the WebSocket did not open within ", c.config.ConnectTimeout), now)
	default:
		c.onFailed(failf(CodeConnectTimeout, nil, "hello did not come within ", c.config.HelloTimeout), now)
	}
}

// onFailed gives up the attempt under way.
func (c *Client) onFailed(err error, now time.Time) {
	switch a := c.attempt; {
	case c.link != nil:
		c.onSuccessorFailed(err, now)
	case a.offered:
		// rtm.connect stands behind an offer that was no good, at once.
		c.abandonAttempt()
		c.move(lost, err)
		c.retryAt = c.soonest(now)
	default:
		if a.session.URL == "" {
			c.emit(ConnectFailed{err})
		} else {
			c.emit(SocketFailed{err})
		}
		c.abandonAttempt()
		c.onDown(err, now)
	}
}

func (c *Client) abandonAttempt() {
	a := c.attempt
	if a == nil {
		return
	}
	c.attempt = nil
	if c.retiring == nil || c.retiring.drained {
		c.overlap = nil
	}
	a.cancel()
	if a.link != nil && c.closing[a.epoch] == nil {
		c.drop(a.link)
	}
}

// onDown decides what follows a failure: another attempt after a pause, or the
// end.
func (c *Client) onDown(cause error, now time.Time) {
	c.noteLimit(cause, now)
	pause, again := c.backoff.pause(c.soonest(now).Sub(now))
	if c.config.NoReconnect || !again || c.isFinal(cause) {
		c.log(LevelError, "the session has ended for good: ", cause)
		c.move(refused, cause)
		c.endAll(cause)
		return
	}
	c.log(LevelWarn, "the next attempt is in ", pause.Round(time.Millisecond), ": ", cause)
	c.retryAt = now.Add(pause)
	c.move(lost, cause)
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
