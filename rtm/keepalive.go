package rtm

import "time"

// keepalive decides when to ping and when a socket is dead. Slack's pings are
// JSON frames, since a page cannot send a WebSocket's own.
//
// Anything that comes in after a ping is proof of life, not only its pong: v4
// counted replies alone and so cut busy connections whose pong was late.
//
// Times are those of the loop's clock.
type keepalive struct {
	interval time.Duration // from one ping to the next
	patience time.Duration // how long after a ping something must have come in

	nextPing time.Time // zero while stopped
	proved   time.Time // when silence since the last ping means death; zero once something came in
	probed   bool      // the ping was sent because a deadline fired late
	pingID   int       // the newest ping
	pingAt   time.Time // when it went out; zero once it has been answered
}

// A verdict is what keepalive wants done.
type verdict int

const (
	wait verdict = iota
	ping
	dead
)

// begin starts pinging a socket that has just said hello.
func (k *keepalive) begin(now time.Time) {
	*k = keepalive{interval: k.interval, patience: k.patience, nextPing: now.Add(k.interval)}
}

// stop ends pinging.
func (k *keepalive) stop() {
	*k = keepalive{interval: k.interval, patience: k.patience}
}

// deadline is when tick wants to be called; zero for never.
func (k *keepalive) deadline() time.Time {
	if k.nextPing.IsZero() || k.proved.IsZero() {
		return k.nextPing
	}
	return k.proved // until then no other ping goes out
}

// tick looks at the deadlines. If it says ping, the caller sends one and
// reports it with sent.
func (k *keepalive) tick(now time.Time) verdict {
	switch {
	case k.nextPing.IsZero():
		return wait
	case !k.proved.IsZero() && !now.Before(k.proved):
		if now.Sub(k.proved) > lateness && !k.probed {
			k.probed = true
			return ping
		}
		return dead
	case !now.Before(k.nextPing) && k.proved.IsZero():
		return ping
	}
	return wait
}

// sent notes that the ping with this id went out.
func (k *keepalive) sent(now time.Time, id int) {
	k.proved = now.Add(k.patience)
	k.nextPing = now.Add(k.interval)
	k.pingID, k.pingAt = id, now
}

// heard notes that something came in.
func (k *keepalive) heard() {
	k.proved, k.probed = time.Time{}, false
}

// answered notes a pong and gives the time it took, if it is the newest ping's.
func (k *keepalive) answered(now time.Time, id int) (time.Duration, bool) {
	if id != k.pingID || k.pingAt.IsZero() {
		return 0, false
	}
	took := now.Sub(k.pingAt)
	k.pingAt = time.Time{}
	return took, true
}

// wake asks for a ping at once, unless one is under way. Its answer has the time of
// any other: whoever has set that time knows how slow the link may be.
func (k *keepalive) wake(now time.Time) {
	if !k.nextPing.IsZero() && k.proved.IsZero() {
		k.nextPing = now
	}
}
