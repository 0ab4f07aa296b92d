package rtm

import (
	"strconv"
	"testing"
)

func TestRecentForgetsTheOldest(t *testing.T) {
	var r recent
	for i := range 10_000 {
		if !r.add(strconv.Itoa(i), false) {
			t.Fatalf("%d is not new", i)
		}
	}
	if len(r.keys) != len(r.order) {
		t.Fatalf("%d keys are kept, want %d", len(r.keys), len(r.order))
	}
	if r.add("9999", false) || r.add("9000", false) {
		t.Error("a recent key counts as new")
	}
	if !r.add("8999", false) {
		t.Error("an old key is still known")
	}
	for range 2 {
		if !r.add("", false) {
			t.Error("what has no key must always be new")
		}
	}
}

func TestKeysOfEvents(t *testing.T) {
	for frame, want := range map[string]string{
		`{"type":"message","channel":"C1","ts":"1.2"}`:        "C1 1.2",
		`{"type":"message","channel":{"id":"C1"},"ts":"1.2"}`: "",
		`{"type":"message","channel":"C1"}`:                   "",
		`{"type":"pong","channel":"C1","ts":"1.2"}`:           "",
	} {
		e, err := readEnvelope([]byte(frame))
		if err != nil || e.key() != want {
			t.Errorf("the key of %s is %q (%v), want %q", frame, e.key(), err, want)
		}
	}
}
