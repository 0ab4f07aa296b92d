package core

import (
	"math"
	"slices"
	"testing"
	"time"
)

// pauses gives the first n pauses; -1 where there is to be no other attempt.
func pauses(policy *Retry, n int) []time.Duration {
	r := retry{policy: policy}
	chance := random(1)
	var all []time.Duration
	for range n {
		d, ok := r.pause(&chance)
		if !ok {
			d = -1
		}
		all = append(all, d)
	}
	return all
}

func TestTheDefaultPauses(t *testing.T) {
	low, high := 0, 0
	for seed := range uint64(200) {
		r := retry{}
		chance := random(seed)
		for i := range 12 {
			most := min(30*time.Second, time.Second<<min(i, 10))
			d, ok := r.pause(&chance)
			if !ok || d < most/2 || d >= most {
				t.Fatalf("pause %d is %v, want one from %v to %v", i, d, most/2, most)
			}
			if d < most*3/4 {
				low++
			} else {
				high++
			}
		}
	}
	if low < 1000 || high < 1000 {
		t.Fatalf("%d pauses are short and %d long: that is no chance", low, high)
	}
}

// The numbers are node-retry's, by its README and its lib/retry.js.
func TestPausesAsInNodeRetry(t *testing.T) {
	s := time.Second
	expect := func(got []time.Duration, want ...time.Duration) {
		t.Helper()
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("the pauses are %v, want %v", got, want)
			}
		}
	}
	expect(pauses(&Retry{Retries: 3}, 5), s, 2*s, 4*s, -1, -1)
	expect(pauses(&Retry{Retries: 10}, 11), s, 2*s, 4*s, 8*s, 16*s, 32*s, 64*s, 128*s, 256*s, 512*s, -1)
	expect(pauses(&Retry{Retries: -1}, 1), -1)
	expect(pauses(&Retry{Retries: 4, MinTimeout: 100 * time.Millisecond, MaxTimeout: s, Factor: 3}, 5), s/10, 3*s/10, 9*s/10, s, -1)
	expect(pauses(&Retry{Retries: 2, Forever: true}, 4), s, 2*s, 2*s, 2*s)
	expect(pauses(&Retry{Retries: -1, Forever: true}, 2), s, s)
	expect(pauses(&Retry{Retries: 5, Factor: 3.86}, 6)[5:], -1)
	for i, d := range pauses(&Retry{Retries: 2, Randomize: true}, 2) {
		if least := s << i; d < least || d >= 2*least {
			t.Fatalf("pause %d is %v, want one from %v to %v", i, d, least, 2*least)
		}
	}
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
		{Retry{MinTimeout: 30 * s, Randomize: true}, []time.Duration{30 * s, 30 * s}, 30 * s},
	} {
		got := pauses(&c.retry, 1000)
		if !slices.Equal(got[:len(c.first)], c.first) || got[999] != c.then {
			t.Errorf("with %+v the pauses are %v and the thousandth is %v, want %v and %v", c.retry, got[:len(c.first)], got[999], c.first, c.then)
		}
	}
}

// fails has the call of an attempt fail, and the pause after it pass.
func (s *script) fails(conn Conn, err error) {
	s.step(Answered{Conn: conn, Err: err})
	s.passes(time.Minute)
}

func TestASessionThatLastedCountsFailuresFromTheFirst(t *testing.T) {
	for lasted, want := range map[time.Duration]time.Duration{29 * time.Second: 2 * time.Second, 30 * time.Second: time.Second} {
		s := newScript(t, func(c *Config) { c.Retry = &Retry{} })
		s.step(Start{})
		s.step(Answered{Conn: 1, Err: errBroken})
		s.passes(time.Second)
		s.connects(2)
		for range lasted / time.Second {
			s.passes(time.Second)
			s.step(Alive{})
		}
		s.look()
		s.step(Closed{Conn: 2, Err: errBroken})
		at, _ := s.m.Deadline()
		if pause := at - s.at.Mono; pause != want {
			t.Fatalf("after %v the pause is %v, want %v", lasted, pause, want)
		}
	}
}

var errSlowDown = &Error{Code: CodeRateLimited, Name: "ratelimited", RetryAfter: time.Minute, Message: "not so fast"}

func TestRetryAfterIsTheLeastPause(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.step(Answered{Conn: 1, Err: errSlowDown})
	s.look()
	s.passes(time.Minute - 1)
	s.saw()
	s.passes(1)
	s.saw("authenticating", "connect 2")
}

func TestTheFiguresTellWhenThePauseEnds(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.tells(0)
	s.step(Answered{Conn: 1, Err: errSlowDown})
	end := s.at.Wall + time.Minute
	s.tells(end)
	s.passes(20 * time.Second)
	s.tells(end)
	s.passes(40 * time.Second)
	s.tells(0)
}

func (s *script) tells(nextAttempt time.Duration) {
	s.Helper()
	if got := s.m.Stats().NextAttempt; got != nextAttempt {
		s.Fatalf("the next attempt is to be at %v, want %v", got, nextAttempt)
	}
}

// What Slack has asked for binds all that wants an attempt sooner.
func TestRetryAfterBindsBackStartAndReconnect(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.step(Answered{Conn: 1, Err: errSlowDown})
	s.look()
	for range 5 {
		s.passes(10 * time.Second)
		s.step(Back{})
		s.step(Start{})
		s.step(Reconnect{Force: true})
		s.step(PutAway{})
		s.step(Back{})
	}
	s.saw()
	s.passes(10*time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw("authenticating", "connect 2")
}

// It also binds a start after a stop, unless that has another token.
func TestRetryAfterBindsLaterStarts(t *testing.T) {
	s := newScript(t)
	s.step(Start{Token: "one"})
	s.step(Answered{Conn: 1, Err: errSlowDown})
	s.step(Stop{})
	s.isIn(Disconnected)
	s.passes(10 * time.Second)
	s.look()
	var cause error
	for _, e := range s.m.Step(s.at, Start{Token: "one"}) {
		if e, ok := e.(StateChanged); ok {
			cause = e.Cause
		}
	}
	s.isIn(Reconnecting)
	if CodeOf(cause) != CodeRateLimited || retryAfterOf(cause) != 50*time.Second {
		t.Fatalf("the cause is %v", cause)
	}
	s.passes(50*time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw("authenticating", "connect 2")

	s.step(Answered{Conn: 2, Err: errSlowDown})
	s.step(Stop{})
	s.look()
	s.step(Start{Token: "two"})
	s.saw("authenticating", "connect 3")
}

func TestWithoutReconnectingTheFirstFailureIsFinal(t *testing.T) {
	s := newScript(t, func(c *Config) { c.NoReconnect = true })
	s.step(Start{Call: 7})
	s.look()
	s.step(Answered{Conn: 1, Err: &Error{Code: CodeRequest, Message: "no network"}})
	s.saw("connect failed: request", "disconnected", "call 7 fails: request")
}

func TestTheLastAttemptIsTheEnd(t *testing.T) {
	s := newScript(t, func(c *Config) { c.Retry = &Retry{Retries: 1} })
	s.step(Start{Call: 7})
	s.says("queued")
	s.fails(1, &Error{Code: CodeRequest})
	s.look()
	s.step(Answered{Conn: 3, Err: &Error{Code: CodeRequest}})
	s.saw()
	s.isIn(Disconnected)
}

func TestAStartAfterAStopCountsFailuresFromTheFirst(t *testing.T) {
	first := func(s *script, conn Conn) {
		t.Helper()
		s.step(Answered{Conn: conn, Err: errBroken})
		if at, _ := s.m.Deadline(); at-s.at.Mono != time.Second {
			t.Fatalf("the pause is %v, want a second", at-s.at.Mono)
		}
	}
	s := newScript(t, func(c *Config) { c.Retry = &Retry{} })
	s.step(Start{})
	first(s, 1)
	s.passes(time.Second)
	s.step(Answered{Conn: 2, Err: errBroken})
	s.step(Stop{})
	s.step(Start{})
	first(s, 3)
	s.passes(time.Second)
	s.connects(4)
	s.step(Stop{})
	s.step(Start{}) // before the socket is closed
	s.step(Closed{Conn: 4})
	first(s, 5)
}
