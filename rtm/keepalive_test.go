package rtm

import (
	"testing"
	"time"
)

// At second 0 a keepalive with v4's times begins.
var zero = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func begun() *keepalive {
	k := &keepalive{interval: 6 * time.Second, patience: 4 * time.Second}
	k.begin(zero)
	return k
}

func at(seconds float64) time.Time { return zero.Add(time.Duration(seconds * float64(time.Second))) }

func (k *keepalive) wants(t *testing.T, seconds float64, want verdict, why string) {
	t.Helper()
	if got := k.tick(at(seconds)); got != want {
		t.Fatalf("at second %v tick gives %d, want %d: %s", seconds, got, want, why)
	}
	if want == ping {
		k.sent(at(seconds), int(seconds))
	}
}

func TestKeepaliveOfAQuietLink(t *testing.T) {
	k := begun()
	k.wants(t, 5.999, wait, "the interval is not over")
	k.wants(t, 6, ping, "it is")
	k.wants(t, 9.999, wait, "the pong may still come")
	k.wants(t, 10, dead, "nothing came")
}

func TestKeepaliveOfABusyLink(t *testing.T) {
	k := begun()
	k.wants(t, 6, ping, "pings go out on a busy link, too")
	k.heard()
	k.wants(t, 10, wait, "something came, if not the pong")
	k.wants(t, 12, ping, "the next interval is over")
}

func TestKeepaliveWithMorePatienceThanInterval(t *testing.T) {
	k := &keepalive{interval: 5 * time.Second, patience: 20 * time.Second}
	k.begin(zero)
	k.wants(t, 5, ping, "the interval is over")
	if d := k.deadline(); !d.Equal(at(25)) {
		t.Fatalf("the next deadline is %v: no ping goes out before this one is answered", d)
	}
	k.wants(t, 24.999, wait, "the pong may still come")
	k.heard()
	k.wants(t, 25, ping, "it came, and the interval is long over")
	k.wants(t, 45, dead, "nothing came")
}

func TestKeepaliveAfterALateTimer(t *testing.T) {
	k := begun()
	k.wants(t, 6, ping, "the interval is over")
	k.wants(t, 500, ping, "the machine slept: that says nothing about the link")
	k.wants(t, 503.9, wait, "the probe may still be answered")
	k.wants(t, 504, dead, "it was not")
}

func TestKeepaliveOfAThrottledPage(t *testing.T) {
	k := begun()
	for second := 60.0; second < 600; second += 60 { // timers fire once a minute
		k.wants(t, second, ping, "a ping a minute is what the page lets us do")
		k.heard()
	}
	k.wants(t, 600, ping, "the link has died")
	k.wants(t, 660, ping, "late: a probe")
	k.wants(t, 720, dead, "a second late timer, and still nothing: enough")
}

func TestKeepaliveWakes(t *testing.T) {
	k := begun()
	k.wake(at(1))
	k.wants(t, 1, ping, "woken")
	k.wake(at(2))
	k.wants(t, 2, wait, "a probe is under way already")
	k.wants(t, 4.999, wait, "it may still be answered, as any ping")
	k.wants(t, 5, dead, "it was not")
}

func TestKeepaliveAfterAWake(t *testing.T) {
	k := begun()
	k.wake(at(1))
	k.wants(t, 1, ping, "woken")
	k.heard()
	k.wants(t, 7, ping, "the interval is over")
	k.wants(t, 10.999, wait, "an ordinary ping has the ordinary time")
}

func TestKeepaliveMeasures(t *testing.T) {
	k := begun()
	k.wants(t, 6, ping, "the interval is over")
	if took, ok := k.answered(at(6.25), 6); !ok || took != 250*time.Millisecond {
		t.Fatalf("took %v, %v", took, ok)
	}
	if _, ok := k.answered(at(7), 6); ok {
		t.Fatal("a pong was counted twice")
	}
	if _, ok := k.answered(at(7), 5); ok {
		t.Fatal("an old pong was counted")
	}
}

func TestKeepaliveStops(t *testing.T) {
	k := begun()
	k.stop()
	if !k.deadline().IsZero() {
		t.Fatal("it still has a deadline")
	}
	k.wants(t, 100, wait, "stopped")
}
