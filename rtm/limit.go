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
	if at, ok := httpDate(text); ok {
		return wholeSeconds(at.Sub(now).Seconds()), true
	}
	return 0, false
}

// httpDate reads a date in one of the three formats of HTTP (RFC 9110, section
// 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and
// "Sun Nov  6 08:49:37 1994". (time.Parse would add 11 kB to what a page loads.)
func httpDate(text string) (time.Time, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '-' })
	var day, month, year, clock string
	switch {
	case len(words) == 6 && words[5] == "GMT":
		day, month, year, clock = words[1], words[2], words[3], words[4]
	case len(words) == 5:
		day, month, year, clock = words[2], words[1], words[4], words[3]
	default:
		return time.Time{}, false
	}
	at := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", month)
	hms := strings.Split(clock, ":")
	if at%3 != 0 || len(month) != 3 || len(hms) != 3 {
		return time.Time{}, false
	}
	var n [5]int
	for i, digits := range []string{year, day, hms[0], hms[1], hms[2]} {
		if !isNumber(digits) || len(digits) > 4 {
			return time.Time{}, false
		}
		n[i], _ = strconv.Atoi(digits)
	}
	if len(year) == 2 {
		n[0] += 1900
		if n[0] < 1969 { // as in package time
			n[0] += 100
		}
	}
	return time.Date(n[0], time.Month(at/3+1), n[1], n[2], n[3], n[4], 0, time.UTC), true
}

// wholeSeconds rounds up, within what is believed.
func wholeSeconds(seconds float64) time.Duration {
	return time.Duration(math.Ceil(min(max(seconds, 0), maxRetryAfter.Seconds()))) * time.Second
}
