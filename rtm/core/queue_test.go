package core

import (
	"fmt"
	"testing"
	"time"
)

// wrote wants messages with these texts to have been written since the last look.
func (s *script) wrote(conn Conn, texts ...string) {
	s.Helper()
	var got []string
	for _, e := range s.look() {
		var id int
		var text string
		if n, _ := fmt.Sscanf(e, fmt.Sprint("write ", conn, ` {"id":%d,"type":"message","channel":"C1","text":%q}`), &id, &text); n == 2 {
			got = append(got, text)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(texts) {
		s.Fatalf("%q was written, want %q", got, texts)
	}
}

func TestTheQueueHasALimit(t *testing.T) {
	s := newScript(t, func(c *Config) { c.QueueLimit = 3 })
	for range 3 {
		s.says("early")
	}
	s.saw()
	s.says("too many")
	s.saw("call 4 fails: send_queue_full no")
	s.begin()
	s.says("there is room again")
	s.wrote(1, "there is room again")
}

func TestAnUnqueuedFramePassesThoseThatWait(t *testing.T) {
	s := newScript(t, func(c *Config) { c.Burst = 1 })
	s.begin()
	s.says("first")
	s.says("waits for its turn")
	for _, text := range []string{"one", "two", "three"} {
		s.step(Send{Type: "message", Body: fmt.Appendf(nil, `{"channel":"C1","text":%q}`, text), Unqueued: true})
	}
	s.wrote(1, "first", "one", "two", "three")
}

// A message that Slack refuses with "slow down" goes back to its place.
func TestAMessageRefusedForHasteIsRepeatedBeforeLaterOnes(t *testing.T) {
	s := newScript(t)
	s.begin()
	one := s.says("one")
	s.hears(1, fmt.Sprintf(`{"ok":false,"reply_to":%d,"error":{"code":-1,"msg":"slow down, too many messages..."}}`, one))
	s.wrote(1, "one")
	two := s.says("two")
	s.passes(time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw(`write 1 {"id":1073741824,"type":"message","channel":"C1","text":"one"}`,
		fmt.Sprintf(`write 1 {"id":%d,"type":"message","channel":"C1","text":"two"}`, two))
	s.hears(1, `{"ok":true,"reply_to":1073741824,"ts":"1.000001"}`)
	s.saw("answer 1/2", fmt.Sprintf("call %d is done", one))
}

// One that is refused again and again waits longer each time, to 32 seconds.
func TestEachRefusalForHasteDoublesTheWait(t *testing.T) {
	s := newScript(t, func(c *Config) { c.PingInterval, c.PongTimeout = time.Hour, time.Hour })
	s.begin()
	id := int(s.says("one"))
	for _, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 32} {
		s.look()
		s.hears(1, fmt.Sprintf(`{"ok":false,"reply_to":%d,"error":{"code":-1}}`, id))
		s.look()
		s.passes(wait*time.Second - 1)
		s.saw()
		s.passes(1)
		s.Logf("after %d s", wait)
		got := s.look()
		if len(got) != 1 {
			s.Fatalf("saw %q", got)
		}
		fmt.Sscanf(got[0], `write 1 {"id":%d`, &id)
	}
}

func TestAnIDThatIsOnItsWayIsRefused(t *testing.T) {
	s := newScript(t, func(c *Config) { c.Burst = 1 })
	again := func() {
		s.Helper()
		call := s.newCall()
		s.step(Send{Call: call, ID: 500, Type: "message", Body: []byte(`{"channel":"C1","text":"another"}`)})
		s.saw(fmt.Sprintf("call %d fails: invalid_argument no", call))
	}
	s.holdsWrites = true
	s.step(Send{ID: 500, Type: "message", Body: []byte(`{"channel":"C1","text":"one"}`), AwaitReply: true})
	again() // it is in the queue
	s.begin()
	s.look()
	again() // it is being written
	s.step(Written{Conn: 1})
	again() // it waits for its reply
	s.hears(1, `{"ok":true,"reply_to":500}`)
	s.look()
	s.step(Send{Call: s.newCall(), ID: 500, Type: "typing"})
	s.saw(`write 1 {"id":500,"type":"typing"}`)
	again() // it is being written, and no reply is awaited
}

// Any rate may be configured: one message in a million years is one.
func TestALowRateHoldsMessagesBack(t *testing.T) {
	s := newScript(t, func(c *Config) { c.RateLimit, c.Burst = 1e-300, 1 })
	s.begin()
	s.says("one")
	s.says("another")
	s.wrote(1, "one")
}

// A caller may choose any id, also one that the machine would give out next.
func TestAnIDOfTheCallersIsNotGivenOutAgain(t *testing.T) {
	s := newScript(t)
	s.step(Send{ID: firstOwnID, Type: "message", Body: []byte(`{"text":"waits"}`), AwaitReply: true})
	s.begin()
	s.step(Send{ID: firstOwnID + 1, Type: "message", Body: []byte(`{"text":"and another"}`), AwaitReply: true})
	s.look()
	s.step(Send{Call: 7, Type: "typing"})
	s.saw(`write 1 {"id":1073741826,"type":"typing"}`, "call 7 is done")
	s.passes(6 * time.Second)
	s.saw(`write 1 {"id":1073741827,"type":"ping","time":1767225606000}`)
}
