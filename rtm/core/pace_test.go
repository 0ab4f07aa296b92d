package core_test

import (
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestMessagesArePaced(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.EnforceRate(1, 5)
		var sends []core.Call
		for range 20 {
			sends = append(sends, s.says("hello"))
		}
		if n := len(s.received()); n != 5 {
			s.Fatalf("%d messages went at once, want the burst of 5", n)
		}
		s.pause(time.Second)
		if n := len(s.received()); n != 6 {
			s.Fatalf("%d messages after a second, want 6", n)
		}
		for _, call := range sends {
			s.arrives(call)
		}
		if n := len(s.received()); n != 20 {
			s.Fatalf("%d messages were sent: some were refused for haste", n)
		}
	})
}

func TestTypingDoesNotUseUpTheRate(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for range 10 {
			s.arrives(s.sends(core.Send{Type: "typing", Body: body("channel", rtmtest.General)}))
		}
		for range 5 {
			s.says("hello")
		}
		if n := len(s.received()); n != 5 {
			s.Fatalf("%d messages went at once, want 5", n)
		}
	})
}

func TestUnqueuedMessagesUseUpTheRate(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for range 6 {
			s.sends(core.Send{Type: "message", Body: body("channel", rtmtest.General, "text", "at once"), Unqueued: true})
		}
		s.says("in its turn")
		if n := len(s.received()); n != 6 {
			s.Fatalf("%d messages went at once, want the 6 that do not wait", n)
		}
		s.pause(2 * time.Second)
		if n := len(s.received()); n != 7 {
			s.Fatalf("%d messages after two seconds, want 7", n)
		}
	})
}

func TestWithoutALimitNothingWaits(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for range 100 {
			s.says("hello")
		}
		if n := len(s.received()); n != 100 {
			s.Fatalf("%d messages went at once, want 100", n)
		}
	}, unpaced)
}
