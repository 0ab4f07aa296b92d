package core

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestASessionBegins(t *testing.T) {
	s := newScript(t)
	s.step(Start{Call: 7})
	s.saw("authenticating", "connect 1")
	s.answers(1)
	s.saw("authenticated", "call 7 gets a session", "open 1")
	s.step(Opened{Conn: 1})
	s.saw("handshaking")
	s.hears(1, `{"type":"hello"}`)
	s.saw("connected", "event 1/0", "ready")
	s.hears(1, `{"type":"message","text":"hi","ts":"1.000001"}`)
	s.saw("event 1/1")
	s.step(Stop{Call: 8})
	s.saw("disconnecting", "close 1")
	s.step(Closed{Conn: 1})
	s.saw("disconnected", "call 8 is done")
	if at, ok := s.m.Deadline(); ok {
		t.Fatalf("a machine at rest has the deadline %v", at)
	}
}

// The same inputs give the same effects: so a recording of them replays a fault.
func TestEqualInputsGiveEqualEffects(t *testing.T) {
	play := func() []string {
		s := newScript(t, func(c *Config) { c.Burst, c.Seed = 100, 7 })
		s.step(Start{Call: s.newCall()})
		for conn := range Conn(5) {
			s.step(Answered{Conn: conn + 1, Err: errBroken})
			s.passes(20 * time.Second)
		}
		s.connects(6)
		for range 50 {
			s.says("waits for a reply in vain")
		}
		s.step(Closed{Conn: 6, Err: errBroken})
		s.passes(2 * time.Second)
		s.connects(7)
		s.passes(time.Minute)
		s.step(Stop{})
		return s.got
	}
	first := play()
	if len(first) < 100 {
		t.Fatalf("there are %d effects only", len(first))
	}
	for range 10 {
		if again := play(); !slices.Equal(again, first) {
			t.Fatalf("the effects are\n%q\nand\n%q", first, again)
		}
	}
}

func TestWhatComesFromAnAttemptThatWasGivenUpIsIgnored(t *testing.T) {
	s := newScript(t)
	s.step(Start{})
	s.step(Stop{})
	s.step(Start{})
	s.look()
	s.answers(1)
	s.step(Opened{Conn: 1})
	s.hears(1, `{"type":"hello"}`)
	s.step(Written{Conn: 1})
	s.step(Closed{Conn: 1, Err: errBroken})
	s.step(Filled{Fill: 1})
	s.saw()
	s.connects(2)
	s.isIn(Ready)
}

func TestStatsCountSocketsInEachPhase(t *testing.T) {
	s := newScript(t)
	sockets := func(want int, when string) {
		t.Helper()
		if n := s.m.Stats().Sockets; n != want {
			t.Errorf("%s %d sockets are counted, want %d", when, n, want)
		}
	}
	s.step(Start{})
	sockets(0, "during the call")
	s.answers(1)
	sockets(1, "during the opening")
	s.step(Opened{Conn: 1})
	sockets(1, "before hello")
	s.hears(1, `{"type":"hello"}`)
	sockets(1, "when ready")
	s.step(Stop{})
	sockets(1, "until the close is confirmed")
	s.step(Closed{Conn: 1})
	sockets(0, "after it")
}

func TestErrorsAreComparedByTheirCodes(t *testing.T) {
	err := newError(CodeNoReply, newError(CodeDisconnected, nil, "disconnect was called"), "no reply")
	for code, want := range map[Code]bool{CodeNoReply: true, CodeDisconnected: true, CodeAbort: false} {
		if errors.Is(err, &Error{Code: code}) != want {
			t.Errorf("the error is one of code %s: want %v", code, want)
		}
	}
	if errors.Is(err, errBroken) || CodeOf(errBroken) != "" || CodeOf(fmt.Errorf("wrapped: %w", err)) != CodeNoReply {
		t.Error("an error without a code is taken for one with")
	}
	if coded := Coded(CodeRequest, errBroken); CodeOf(coded) != CodeRequest || !errors.Is(coded, errBroken) {
		t.Errorf("with a code it is %v", coded)
	}
	if Coded(CodeRequest, nil) != nil || Coded(CodeRequest, err) != error(err) {
		t.Error("what needs no code gets one")
	}
}
