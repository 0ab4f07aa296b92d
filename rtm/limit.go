package rtm

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"strconv"
	"strings"
	"time"
)

// When Slack asks to wait (Retry-After), no attempt of the same customer calls
// before, whatever the caller does meanwhile: Disconnect and Start, Reconnect,
// Sleep and Wake. Another token is another customer, since Slack counts calls by
// token; a TokenSource or a Connect is one customer, whatever it returns.

// maxRetryAfter is the longest wait that is believed.
const maxRetryAfter = 24 * time.Hour

// limits gives, by customer, the time before which Slack wants no call for a
// session.
type limits map[string]time.Time

// note takes note of what Slack has asked a customer, and forgets what is over.
func (l limits) note(customer string, until, now time.Time) {
	maps.DeleteFunc(l, func(_ string, until time.Time) bool { return !until.After(now) })
	if until.After(now) {
		l[customer] = later(l[customer], until)
	}
}

// longest gives how long it takes until no customer has to wait.
func (l limits) longest(now time.Time) (wait time.Duration) {
	for _, until := range l {
		wait = max(wait, until.Sub(now))
	}
	return wait
}

// customer is who the calls of attempts are for.
func (c *Client) customer() string { return cmp.Or(c.fields["token"], c.token, c.config.Token) }

// noteLimit takes note of the wait that a failed call asks for.
func (c *Client) noteLimit(err error, now time.Time) {
	c.limits.note(c.customer(), now.Add(retryAfter(err)), now)
}

// soonest gives when an attempt may begin. One that has the address of a socket
// calls nobody, and may at once.
func (c *Client) soonest(now time.Time) time.Time {
	if c.offer.isFresh(now) {
		return now
	}
	return later(now, c.limits[c.customer()])
}

// retryAfter is how long Slack asks to wait.
func retryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return min(max(e.RetryAfter, 0), maxRetryAfter)
	}
	return 0
}

// Wait gives how long the Retry-After of an answer asks to wait from now on, in
// whole seconds, rounded up, a day at most; 0 without one. It reports false if
// it makes no sense: it is neither a number of seconds nor a date of HTTP (RFC
// 9110, section 10.2.3).
func (r Response) Wait(now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(r.RetryAfter)
	if text == "" {
		return 0, true
	}
	whole, fraction, hasPoint := strings.Cut(text, ".")
	if isNumber(whole) && (!hasPoint || isNumber(fraction)) {
		seconds, _ := strconv.ParseFloat(text, 64) // beyond its range it is infinite
		return wholeSeconds(seconds), true
	}
	for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", time.RFC850, time.ANSIC} {
		if at, err := time.Parse(layout, text); err == nil {
			return wholeSeconds(at.Sub(now).Seconds()), true
		}
	}
	return 0, false
}

// wholeSeconds rounds up, within what is believed.
func wholeSeconds(seconds float64) time.Duration {
	return time.Duration(math.Ceil(min(max(seconds, 0), maxRetryAfter.Seconds()))) * time.Second
}
