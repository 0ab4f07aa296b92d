package core

import (
	"cmp"
	"maps"
	"time"
)

// limits say, by customer, before when Slack wants no call for a session (Retry-After).
// Whatever the caller does meanwhile - Stop and Start, Reconnect, PutAway and Back - no
// attempt of that customer calls before.
//
// Another token is another customer, since Slack counts calls by token. Whoever answers
// for the driver's own token is one customer, "".
type limits map[string]instant

// MaxRetryAfter is the longest wait that is believed.
const MaxRetryAfter = 24 * time.Hour

// customer is who the calls of attempts are for.
func (w *want) customer() string {
	for _, f := range w.fields {
		if f.Name == "token" {
			return cmp.Or(f.Value, w.token)
		}
	}
	return w.token
}

// noteLimit notes the wait that a failed call asks for, and forgets what is over.
func (m *Machine) noteLimit(cause error) {
	maps.DeleteFunc(m.limits, func(_ string, until instant) bool { return m.clock.reached(until) })
	if wait := retryAfterOf(cause); wait > 0 {
		customer := m.want.customer()
		m.limits[customer] = max(m.limits[customer], m.clock.after(wait))
	}
}

// soonest is when an attempt may begin. One that has the address of a socket calls
// nobody, and may at once.
func (m *Machine) soonest() instant {
	if m.offer.isFresh(m.clock.now) {
		return m.clock.now
	}
	return max(m.clock.now, m.limits[m.want.customer()])
}

// Limits gives how long each customer has to wait yet.
func (m *Machine) Limits(at Time) map[string]time.Duration {
	waits := map[string]time.Duration{}
	passed := at.Mono - m.clock.last.Mono // since the last step
	for customer, until := range m.limits {
		if wait := time.Duration(until-m.clock.now) - passed; wait > 0 {
			waits[customer] = wait
		}
	}
	return waits
}

// Heed has a machine that has not begun yet wait where an earlier one had to.
func (m *Machine) Heed(waits map[string]time.Duration) {
	for customer, wait := range waits {
		if wait > 0 {
			m.limits[customer] = m.clock.after(wait)
		}
	}
}

// WorthKeeping gives for how long the machine is worth keeping when it has no session: until
// no customer has to wait, and until no envelope comes again that it has delivered.
func (m *Machine) WorthKeeping() time.Duration {
	longest := max(m.clock.now, m.envelopes.again())
	for _, until := range m.limits {
		longest = max(longest, until)
	}
	return time.Duration(longest - m.clock.now)
}
