package core

import (
	"math"
	"time"
)

// Retry says how long to pause between attempts, in the terms of node-retry, which v3
// and v4 used. An attempt is the call, the socket and hello together.
//
// Without Retries the attempts go on for ever, as they do without a Retry: node-retry's
// default of ten would end a session that was only to pause in another way.
type Retry struct {
	Retries    int           // how many attempts follow the first; if zero, there is no end; if negative, none follows
	MinTimeout time.Duration // the first pause; if zero, 1 second
	MaxTimeout time.Duration // the longest pause; if zero, 30 seconds without Retries, and no bound with them; if negative, no bound
	Factor     float64       // each pause is this many times the last; if zero, 2
	Randomize  bool          // multiply each pause by a number from 1 to 2, drawn at random
	Forever    bool          // go on after Retries attempts, with the last pause
}

// stableAfter is how long a session must have lasted for the next failure to
// count as the first. Without it a server that says hello and hangs up would be
// called as fast as it answers (rtm.connect is meant for about one call a minute).
const stableAfter = instant(30 * time.Second)

// retry says when the next attempt begins.
type retry struct {
	policy   *Retry
	failures int     // in a row
	at       instant // when the next attempt begins; zero for never
	began    instant // when the newest attempt began
	asleep   bool    // none begins before Back
}

// pause gives the time to wait after a failure, and whether another attempt is to
// follow at all.
func (r *retry) pause(random *random) (time.Duration, bool) {
	n := r.failures
	r.failures++
	if r.policy != nil {
		return r.policy.delay(n, random)
	}
	most := 30 * time.Second
	if n < 5 {
		most = time.Second << n
	}
	return most/2 + time.Duration(random.draw()*float64(most/2)), true
}

// delay is node-retry's formula. It differs from the versions that v3 and v4 used (0.9 to
// 0.12) in what is said of Retry, and in one point more: their "forever" began anew with
// the first pause after the last, ours holds the last, as 0.13 does.
func (r Retry) delay(n int, random *random) (time.Duration, bool) {
	orDefault(&r.MinTimeout, time.Second)
	orDefault(&r.Factor, 2)
	if r.Retries == 0 {
		orDefault(&r.MaxTimeout, 30*time.Second)
	} else if n >= r.Retries {
		if !r.Forever {
			return 0, false
		}
		n = max(r.Retries-1, 0)
	}
	d := float64(max(r.MinTimeout, time.Millisecond)) * math.Pow(r.Factor, float64(n))
	if r.Randomize {
		d *= 1 + random.draw()
	}
	most := time.Duration(math.MaxInt64)
	if r.MaxTimeout > 0 {
		most = r.MaxTimeout
	}
	if d < float64(most) {
		most = time.Duration(d)
	}
	return max(most, time.Millisecond), true // no setting makes a storm
}

// scheduleRetry sets the time of the next attempt after a failure, and gives how long
// that is away. It reports false if there is to be none.
func (m *Machine) scheduleRetry(cause error) (time.Duration, bool) {
	m.noteLimit(cause)
	pause, again := m.retry.pause(&m.random)
	if !again || m.isFinal(cause) {
		return 0, false
	}
	m.retry.at = max(m.clock.after(pause), m.soonest())
	return time.Duration(m.retry.at - m.clock.now).Round(time.Millisecond), true
}

// startOver counts failures from the first again.
func (r *retry) startOver() { r.failures = 0 }
