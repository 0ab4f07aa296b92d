package rtm

import (
	"math"
	"time"
)

// Retry says how long to pause between attempts, in the terms of node-retry,
// which v3 and v4 used. An attempt is the call, the socket and hello together.
//
// Without Retries the attempts go on for ever, as they do without a Retry:
// node-retry's default of ten would end a session that was only to pause in
// another way.
type Retry struct {
	Retries    int           // how many attempts follow the first; if zero, there is no end; if negative, none follows
	MinTimeout time.Duration // the first pause; if zero, 1 second
	MaxTimeout time.Duration // the longest pause; if zero, 30 seconds without Retries, and no bound with them; if negative, no bound
	Factor     float64       // each pause is this many times the last; if zero, 2
	Randomize  bool          // multiply each pause by a number from 1 to 2, drawn at random
	Forever    bool          // go on after Retries attempts, with the last pause
}

// stableAfter is how long a session must have lasted for the next failure to
// count as the first. Without it a server that says hello and hangs up would
// be called as fast as it answers (rtm.connect is meant for about one call a
// minute).
const stableAfter = 30 * time.Second

// backoff counts failures and gives the pause after each.
type backoff struct {
	policy   *Retry
	random   func() float64
	failures int
}

// pause gives the time to wait before the next attempt, at least atLeast, and
// whether there is to be one.
func (b *backoff) pause(atLeast time.Duration) (time.Duration, bool) {
	n := b.failures
	b.failures++
	d, ok := b.delay(n)
	return max(d, atLeast), ok
}

func (b *backoff) delay(n int) (time.Duration, bool) {
	if b.policy == nil {
		most := 30 * time.Second
		if n < 5 {
			most = time.Second << n
		}
		return most/2 + time.Duration(b.random()*float64(most/2)), true
	}
	return b.policy.delay(n, b.random)
}

// delay is node-retry's formula. It differs from the versions that v3 and v4
// used (0.9 to 0.12) in what is said of Retry, and in one point more: their
// "forever" began anew with the first pause after the last, ours holds the last,
// as 0.13 does.
func (r Retry) delay(n int, random func() float64) (time.Duration, bool) {
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
		d *= 1 + random()
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

// later gives the second of two times.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// earliest gives the first of two times; the zero time stands for never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
