package core

import (
	"strconv"
	"strings"
	"testing"
	"time"
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
		`{"type":"message","channel":"C1","ts":"1.2"}`:              "C1 1.2",
		`{"type":"message","channel":{"id":"C1"},"ts":"1.2"}`:       "",
		`{"type":"message","channel":"C1"}`:                         "",
		`{"type":"pong","channel":"C1","ts":"1.2"}`:                 "",
		`{"type":"message","channel":"C1","ts":"1.2","reply_to":7}`: "", // a Fill may still bring the message itself
	} {
		if m := ReadMembers([]byte(frame)); m.key() != want {
			t.Errorf("the key of %s is %q, want %q", frame, m.key(), want)
		}
	}
}

func TestAMessageWithAHugeNameIsNotRemembered(t *testing.T) {
	huge := strings.Repeat("C", 1<<20)
	for _, frame := range []string{`{"type":"message","channel":"` + huge + `","ts":"1.2"}`, `{"type":"message","channel":"C1","ts":"` + huge + `"}`} {
		if m := ReadMembers([]byte(frame)); m.key() != "" {
			t.Errorf("a key of %d bytes is remembered", len(m.key()))
		}
	}
}

func TestAHandoverRemembersAHundredThousandFramesAtMost(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"goodbye"}`)
	for i := range uint64(250_000) {
		s.m.Step(s.at, Received{Conn: 1, Index: int(i), Members: members(Type, Value{Kind: String, Text: "x"}), Sum: i})
	}
	if d := s.m.dedup; len(d.told) > maxDedup || len(d.seen[1]) > maxDedup {
		t.Errorf("%d and %d frames are remembered", len(d.told), len(d.seen[1]))
	}
	if !s.m.dedup.isDuplicate(&Received{Conn: 2, Sum: 249_999}) {
		t.Error("a recent frame counts as new")
	}
}

func TestAHugeTimestampIsNoTimestamp(t *testing.T) {
	var g gap
	for _, ts := range []string{"1700000000.000100", strings.Repeat("9", 1<<20) + ".000100", "9999999999999.000100"} {
		g.see(ts, 1700000000*time.Second)
	}
	if g.seen != "1700000000.000100" {
		t.Errorf("a timestamp of %d bytes is kept", len(g.seen))
	}
}
