package rtm_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// inSocketMode configures a client of an app.
func inSocketMode(c *rtm.Config) { c.SocketMode, c.AppToken = true, "xapp-secret" }

func TestAClientSpeaksSocketMode(t *testing.T) {
	run(t, func(s *script) {
		if session := s.start(); session.UserID != rtmtest.Bot || session.TeamID != rtmtest.Team {
			t.Errorf("the session is %+v", session)
		}
		s.slack.Say(rtmtest.Anna, rtmtest.General, "hello")
		f := s.hears("message")
		var event struct{ Text string }
		if err := json.Unmarshal(f.JSON, &event); err != nil || event.Text != "hello" || f.Envelope == nil || f.Envelope.Type != "events_api" || f.Envelope.Attempt != 0 {
			t.Errorf("the frame is %+v", f)
		}
		synctest.Wait()
		if acks := s.slack.Acks(); len(acks) != 1 || acks[0].Took != 0 {
			t.Errorf("the acknowledgements are %+v", acks)
		}
		if stats := s.client.Stats(); stats.Connections != 1 || stats.Lasts != time.Hour {
			t.Errorf("the stats are %+v", stats)
		}
	}, inSocketMode)
}

func TestAnEnvelopeHasAnAnswer(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Command(rtmtest.Anna, rtmtest.General, "/deploy", "now")
		f := s.hears("slash_commands")
		if err := s.client.Acknowledge(s.Context(), f.Envelope, map[string]string{"text": "deploying"}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if acks := s.slack.Acks(); len(acks) != 1 || acks[0].Payload != `{"text":"deploying"}` {
			t.Errorf("the acknowledgements are %+v", acks)
		}
		s.isError(s.client.Acknowledge(s.Context(), f.Envelope, nil), rtm.CodeInvalidArgument, "")
		s.isError(s.client.Acknowledge(s.Context(), f.Envelope, func() {}), rtm.CodeInvalidArgument, "")

		s.slack.Press(rtmtest.Anna, rtmtest.General, "approve", "yes") // and nobody answers
		s.hears("interactive")
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if acks := s.slack.Acks(); len(acks) != 2 || acks[1].Took != 2*time.Second {
			t.Errorf("the acknowledgements are %+v", acks)
		}
	}, inSocketMode)
}

func TestAMessageOfSocketModeIsPosted(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		thread := s.slack.Say(rtmtest.Anna, rtmtest.General, "hello")
		reply, err := s.client.SendMessage(s.Context(), rtmtest.General, "a & b", rtm.InThread(thread))
		if err != nil || reply.TS == "" || reply.Text != "a &amp; b" {
			t.Fatalf("the reply is %+v, %v", reply, err)
		}
		s.slack.RateLimit("chat.postMessage", 5*time.Second, 1)
		began := time.Now()
		if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "later"); err != nil || time.Since(began) != 5*time.Second {
			t.Errorf("it took %v, and %v", time.Since(began), err)
		}
		_, err = s.client.SendMessage(s.Context(), "C0NOWHERE", "nobody")
		if e := s.isError(err, rtm.CodeSendRefused, rtm.DeliveredNo); !strings.Contains(string(e.Data), "channel_not_found") {
			t.Errorf("the error has %s", e.Data)
		}
		s.slack.FailCalls("chat.postMessage", 1)
		_, err = s.client.SendMessage(s.Context(), rtmtest.General, "uncertain")
		s.isError(err, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.slack.StallCalls(true)
		_, err = s.client.SendMessage(s.ending(time.Second, context.DeadlineExceeded), rtmtest.General, "given up")
		s.isError(err, rtm.CodeAbort, rtm.DeliveredUnknown)
		s.slack.StallCalls(false)
	}, inSocketMode)
}

func TestWhatSocketModeDoesNotHave(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.isError(s.client.SendTyping(s.Context(), rtmtest.General), rtm.CodeNotInSocketMode, rtm.DeliveredNo)
		s.isError(s.client.SubscribePresence(s.Context(), rtmtest.Anna), rtm.CodeNotInSocketMode, rtm.DeliveredNo)
		_, err := s.client.Ping(s.Context())
		s.isError(err, rtm.CodeNotInSocketMode, rtm.DeliveredNo)
	}, inSocketMode)
}

func TestASessionOfSocketModeOutlivesItsSockets(t *testing.T) {
	run(t, func(s *script) {
		s.slack.SetConnectionTime(6 * time.Minute)
		s.start()
		for range 20 {
			time.Sleep(time.Minute)
			s.slack.Say(rtmtest.Anna, rtmtest.General, "hello")
			s.hears("message")
			if n := s.slack.Sockets(); n < 1 || n > 2 {
				t.Fatalf("%d sockets are open", n)
			}
		}
		if n := s.slack.Opened(); n < 4 {
			t.Errorf("%d sockets were opened", n)
		}
		synctest.Wait()
		if n := len(s.slack.Acks()); n != 20 {
			t.Errorf("%d acknowledgements", n)
		}
	}, inSocketMode)
}

func TestAnAppIsSwitchedOff(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.SwitchOff(true)
		end := s.reaches(rtm.Disconnected)
		if e := s.isCause(end.Cause); e.Name != "link_disabled" || !strings.Contains(e.Message, "settings") {
			t.Errorf("it ended because of %v", end.Cause)
		}
	}, inSocketMode)
}

func TestAnAppThatIsSwitchedOffIsRefused(t *testing.T) {
	run(t, func(s *script) {
		s.slack.SwitchOff(true)
		_, err := s.client.Start(s.Context())
		if e := s.isCause(err); e.Name != "link_disabled" || !strings.Contains(e.Message, "settings") {
			t.Errorf("the start ended because of %v", err)
		}
	}, inSocketMode)
}

// isCause wants an error of the package's.
func (s *script) isCause(err error) *rtm.Error {
	s.Helper()
	e, ok := err.(*rtm.Error)
	if !ok {
		s.Fatalf("the cause is %v", err)
	}
	return e
}

func TestAnAppLimitedEventHasNoEvent(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LimitEvents()
		if f := s.hears("app_rate_limited"); !strings.Contains(string(f.JSON), "minute_rate_limited") {
			t.Errorf("the frame is %s", f.JSON)
		}
	}, inSocketMode)
}

func TestSocketModeNeedsWhoGivesASocket(t *testing.T) {
	for name, config := range map[string]rtm.Config{
		"nobody":                  {SocketMode: true, Token: "xoxb-1"},
		"an app token without it": {Token: "xoxb-1", AppToken: "xapp-1"},
	} {
		if _, err := rtm.New(config); codeOf(err) != rtm.CodeInvalidArgument {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Without a bot's token an app hears, and cannot speak.
	run(t, func(s *script) {
		if session := s.start(); session.UserID != "" {
			t.Errorf("the session is %+v", session)
		}
		s.slack.Say(rtmtest.Anna, rtmtest.General, "hello")
		s.hears("message")
		_, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello")
		s.isError(err, rtm.CodeSendRefused, rtm.DeliveredNo)
	}, inSocketMode, func(c *rtm.Config) { c.Token = "" })
}
