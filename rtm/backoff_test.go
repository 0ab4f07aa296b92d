package rtm

import (
	"math"
	"testing"
	"time"
)

func half() float64 { return 0.5 }

// pauses gives the first n pauses; -1 where there is to be no other attempt.
func pauses(policy *Retry, random func() float64, n int) []time.Duration {
	b := backoff{policy: policy, random: random}
	var all []time.Duration
	for range n {
		d, ok := b.pause(0)
		if !ok {
			d = -1
		}
		all = append(all, d)
	}
	return all
}

func expect(t *testing.T, got []time.Duration, want ...time.Duration) {
	t.Helper()
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("the pauses are %v, want %v", got, want)
		}
	}
}

func TestDefaultBackoff(t *testing.T) {
	s := time.Second
	expect(t, pauses(nil, func() float64 { return 0 }, 8), s/2, s, 2*s, 4*s, 8*s, 15*s, 15*s, 15*s)
	almost := func() float64 { return math.Nextafter(1, 0) }
	for i, d := range pauses(nil, almost, 100) {
		if most := min(30*s, s<<min(i, 10)); d > most || d < most-s/1000 {
			t.Fatalf("pause %d is %v, want nearly %v", i, d, most)
		}
	}
}

// The numbers are node-retry's, by its README and its lib/retry.js.
func TestNodeRetry(t *testing.T) {
	s := time.Second
	expect(t, pauses(&Retry{Retries: 3}, half, 5), s, 2*s, 4*s, -1, -1)
	expect(t, pauses(&Retry{Retries: 10}, half, 11), s, 2*s, 4*s, 8*s, 16*s, 32*s, 64*s, 128*s, 256*s, 512*s, -1)
	expect(t, pauses(&Retry{Retries: -1}, half, 1), -1)
	expect(t, pauses(&Retry{Retries: 4, MinTimeout: 100 * time.Millisecond, MaxTimeout: s, Factor: 3}, half, 5), s/10, 3*s/10, 9*s/10, s, -1)
	expect(t, pauses(&Retry{Retries: 2, Randomize: true}, half, 3), 3*s/2, 3*s, -1)
	expect(t, pauses(&Retry{Retries: 2, Forever: true}, half, 4), s, 2*s, 2*s, 2*s)
	expect(t, pauses(&Retry{Retries: -1, Forever: true}, half, 2), s, s)
	expect(t, pauses(&Retry{Retries: 5, Factor: 3.86}, half, 6)[5:], -1)
}

func TestARetryWithOneFieldSetLeavesTheOthersAtTheirDefaults(t *testing.T) {
	s := time.Second
	byDefault := []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 30 * s, 30 * s}
	for _, c := range []struct {
		retry Retry
		first []time.Duration
		then  time.Duration // the thousandth; -1 if there is none
	}{
		{Retry{}, byDefault, 30 * s},
		{Retry{Forever: true}, byDefault, 30 * s},
		{Retry{Retries: 5}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, -1}, -1},
		{Retry{Retries: 7}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 64 * s, -1}, -1},
		{Retry{Retries: -1}, []time.Duration{-1}, -1},
		{Retry{MaxTimeout: 60 * s}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 60 * s}, 60 * s},
		{Retry{MaxTimeout: -1}, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 64 * s}, math.MaxInt64},
		{Retry{MinTimeout: 8 * s}, []time.Duration{8 * s, 16 * s, 30 * s}, 30 * s},
		{Retry{Factor: 10}, []time.Duration{s, 10 * s, 30 * s}, 30 * s},
		{Retry{Randomize: true}, []time.Duration{3 * s / 2, 3 * s, 6 * s, 12 * s, 24 * s, 30 * s}, 30 * s},
	} {
		got := pauses(&c.retry, half, 1000)
		expect(t, got, c.first...)
		if got[999] != c.then {
			t.Errorf("with %+v the thousandth pause is %v, want %v", c.retry, got[999], c.then)
		}
	}
}

func TestSlackMayAskForALongerPause(t *testing.T) {
	b := backoff{random: half}
	if d, _ := b.pause(time.Minute); d != time.Minute {
		t.Fatalf("the pause is %v", d)
	}
}
