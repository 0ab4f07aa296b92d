package core_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestFramesAreDeliveredInOrder(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Repeat(`{"type":"message","n":"{n}"}`, 2000)
		for i := range 2000 {
			if text, want := s.wantFrame("message"), fmt.Sprintf(`"n":"%06d"`, i+1); !strings.Contains(text, want) {
				s.Fatalf("frame %d is %s", i+1, text)
			}
		}
	})
}

func TestFramesThatAreNoneAreDropped(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for _, frame := range []string{`not JSON`, ``, `[1]`, `{"no":"type"}`, `{"type":"message"`, `{"type":5}`} {
			s.seen()
			s.logged = nil
			s.slack.Send(frame)
			s.saw()
			s.warned(fmt.Sprint("a frame of ", len(frame), " bytes was dropped"))
		}
		s.slack.Send(`{"type":"future_event","x":1}`)
		s.saw("<future_event>")
		s.arrives(s.says("unharmed"))
	})
}

func TestTheNewestEventIsKnown(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.seen()
		for _, frame := range []string{
			`{"type":"message","channel":"C1","ts":"1700000000.000300"}`, `{"type":"user_typing"}`, `{"type":"message","event_ts":"1700000000.000200"}`,
			`{"type":"pong","reply_to":99}`, `{"type":"presence_change"}`, `{"type":"message","ts":"yesterday"}`,
		} {
			s.slack.Send(frame)
		}
		s.saw("<message>", "<user_typing>", "<message>", "<pong>", "<presence_change>", "<message>")
		if newest := s.m.Stats().Newest; newest != "1700000000.000300" {
			s.Fatalf("the newest event is of %q", newest)
		}
	})
}

func TestALostConnectionIsReplaced(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Connected)
		s.saw("<hello>", "gap", "ready")
		s.arrives(s.says("still here"))
	})
}

func TestTeamMigration(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.MigrateTeam(3)
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(5)
	})
}

// FuzzSocket lets Slack send anything at all. What is not an event is dropped, and what
// is none of the few that end a socket leaves the session alone.
func FuzzSocket(f *testing.F) {
	for _, seed := range []string{
		`{"type":"message","channel":"C1","ts":"1.2"}`, `{"type":"hello"}`, `{"type":"goodbye"}`, `{"type":"pong","reply_to":1}`, `[]`, ``, `null`,
		`{"type":"error","error":{"code":1,"msg":"x"}}`, `{"reply_to":1}`, `{"reply_to":1073741824,"ok":false}`, `{"reply_to":1073741824,"ok":false,"error":{"code":-1}}`,
		`{"type":"reconnect_url","url":"wss://fake.test/ws/none"}`, `{"type":"team_migration_started"}`, `{"__proto__":{"type":"hello"}}`,
		`{"type":"message","channel":"C1","ts":"99999999999999999999.1"}`, "\xff", `{"type":"\ud800"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		run(t, func(s *lab) {
			s.start()
			waits := s.says("is answered, if by rubbish")
			s.seen()
			s.slack.Send(message)
			s.settle()
			for _, told := range s.told {
				if _, ok := told.Effect.(*core.Deliver); ok && !json.Valid(told.text) {
					s.Fatalf("the frame %q was delivered", told.text)
				}
			}
			s.ends(waits)
			s.slack.Drop() // whatever was said about it
			s.slack.Say(rtmtest.Anna, rtmtest.General, "later")
			s.pause(time.Minute)
			s.arrives(s.says("and life goes on"))
		}, unpaced)
	})
}
