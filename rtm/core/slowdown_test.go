package core_test

import (
	"fmt"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

// slowDown refuses the message with this text that was written last: Slack asks to slow
// down. Acks must be held, or it has been answered already.
func (s *lab) slowDown(text string) {
	s.Helper()
	s.slack.Send(fmt.Sprintf(`{"ok":false,"reply_to":%d,"error":{"code":-1,"msg":"slow down"}}`, s.idOf(text)))
	s.settle()
}

// idOf gives the id under which this text was written last.
func (s *lab) idOf(text string) (id int) {
	s.Helper()
	for _, r := range s.slack.Received() {
		if r.Type == "message" && textOf(r.JSON) == text {
			id = r.ID
		}
	}
	if id == 0 {
		s.Fatalf("%q was not written", text)
	}
	return id
}

func TestMessagesRefusedWithSlowDownAreRepeatedInTheOrderOfTheCalls(t *testing.T) {
	for _, refused := range [][]string{{"1", "2", "3"}, {"1", "3", "2"}, {"2", "1", "3"}, {"2", "3", "1"}, {"3", "1", "2"}, {"3", "2", "1"}} {
		subtest(t, fmt.Sprint(refused), func(s *lab) {
			s.start()
			s.slack.HoldAcks(true)
			for _, text := range []string{"1", "2", "3"} {
				s.says(text)
			}
			for _, text := range refused {
				s.slowDown(text)
			}
			s.says("4")
			s.pause(time.Second)
			s.got("1", "2", "3", "1", "2", "3", "4")
		}, unpaced)
	}
}

func TestAMessageRefusedWithSlowDownAgainStaysBeforeLaterOnes(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		s.says("1")
		s.says("2")
		s.slowDown("2")
		s.says("3")
		s.pause(time.Second) // "2" is written again, and "3"
		s.slowDown("3")
		s.says("4")
		s.slowDown("2")
		s.slowDown("1")
		s.pause(2 * time.Second)
		s.got("1", "2", "2", "3", "1", "2", "3", "4")
	}, unpaced)
}

func TestAnUnqueuedMessagePassesARefusedOne(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		s.says("1")
		s.slowDown("1")
		s.says("2")
		s.sends(core.Send{Type: "message", Body: body("channel", rtmtest.General, "text", "now"), Unqueued: true})
		s.got("1", "now")
		s.pause(time.Second)
		s.got("1", "now", "1", "2")
	}, unpaced)
}

func TestPresenceIsRenewedBeforeARefusedMessageIsRepeated(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.sends(core.Send{Type: "presence_sub", Body: []byte(`{"ids":["U0000ANNA"]}`)})
		s.slack.HoldAcks(true)
		s.says("1")
		s.says("2")
		s.slowDown("2")
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.says("3")
		s.slack.StallCalls(false)
		s.reaches(core.Ready)
		s.pause(time.Second)
		s.got("1", "2", "2", "3")
		var types []string
		for _, r := range s.slack.Received() {
			if r.Socket == 2 && r.Type != "ping" {
				types = append(types, r.Type)
			}
		}
		if fmt.Sprint(types) != "[presence_sub message message]" {
			s.Fatalf("the second socket was written %v", types)
		}
	}, unpaced)
}

func TestALaterRefusalDoesNotShortenThePause(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		s.says("1")
		s.slowDown("1")
		s.pause(time.Second)
		s.slowDown("1")
		s.pause(2 * time.Second)
		s.says("2") // written at once: nothing waits
		s.got("1", "1", "1", "2")
		s.slowDown("1") // for the third time: 4 seconds
		s.slowDown("2") // for the first: 1 second
		s.pause(4*time.Second - 1)
		s.got("1", "1", "1", "2")
		s.pause(1)
		s.got("1", "1", "1", "2", "1", "2")
	}, unpaced)
}
