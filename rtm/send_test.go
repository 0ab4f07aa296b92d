package rtm_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// wrote gives the last frame that Slack got.
func (s *script) wrote() string {
	s.Helper()
	received := s.slack.Received()
	if len(received) == 0 {
		s.Fatal("Slack got nothing")
	}
	return received[len(received)-1].JSON
}

func TestSendMessageReturnsSlacksReply(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		reply, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello")
		if err != nil || reply.ID == 0 || reply.TS == "" || reply.Text != "hello" || !strings.Contains(string(reply.JSON), `"ok":true`) {
			s.Fatalf("got %+v, %v", reply, err)
		}
	})
}

func TestSendMessageEscapesUnlessRaw(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		const text = `<!here> & "x" > y`
		reply, err := s.client.SendMessage(s.Context(), rtmtest.General, text)
		if err != nil || reply.Text != `&lt;!here&gt; &amp; "x" &gt; y` {
			s.Fatalf("got %+v, %v", reply, err)
		}
		reply, err = s.client.SendMessage(s.Context(), rtmtest.General, text, rtm.Raw())
		if err != nil || reply.Text != text {
			s.Fatalf("got %+v, %v", reply, err)
		}
	})
}

func TestAMessageMayBeInAThreadAndHaveOtherMembers(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		thread := s.slack.Say(rtmtest.Anna, rtmtest.General, "who is there?")
		if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "me", rtm.InThread(thread), rtm.With("reply_broadcast", true)); err != nil {
			s.Fatal(err)
		}
		if wrote := s.wrote(); !strings.Contains(wrote, `"thread_ts":"`+thread+`"`) || !strings.Contains(wrote, `"reply_broadcast":true`) {
			s.Fatalf("%s was written", wrote)
		}
		_, err := s.client.SendMessage(s.Context(), rtmtest.General, "me", rtm.With("score", math.NaN()))
		s.isError(err, rtm.CodeInvalidArgument, rtm.DeliveredNo)
	})
}

func TestSendWritesAFrameOfAnyType(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if reply, err := s.client.Send(s.Context(), "ping", map[string]any{"n": 7}); err != nil || !strings.Contains(string(reply.JSON), `"n":7`) {
			s.Fatalf("got %+v, %v", reply, err)
		}
		if err := s.client.SendTyping(s.Context(), rtmtest.General); err != nil {
			s.Fatal(err)
		}
		if wrote := s.wrote(); !strings.Contains(wrote, `"type":"typing","channel":"`+rtmtest.General+`"`) {
			s.Fatalf("%s was written", wrote)
		}
		if err := s.client.SubscribePresence(s.Context(), rtmtest.Anna, rtmtest.Ben); err != nil {
			s.Fatal(err)
		}
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.hears("presence_change")
		if err := s.client.SubscribePresence(s.Context()); err != nil {
			s.Fatal(err)
		}
		if wrote := s.wrote(); !strings.Contains(wrote, `"ids":[]`) {
			s.Fatalf("%s was written", wrote)
		}
	})
}

func TestARefusedMessageSaysWhy(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Nack(4, "cannot process message", 1)
		_, err := s.client.SendMessage(s.Context(), rtmtest.General, "hello")
		e := s.isError(err, rtm.CodeSendRefused, rtm.DeliveredNo)
		if e.Text != "hello" || e.MessageID == 0 || !strings.Contains(string(e.Data), `"code":4`) {
			s.Fatalf("the error is %+v", e)
		}
	})
}

func TestASendIsTakenBackWithItsContext(t *testing.T) {
	run(t, func(s *script) {
		reason := errors.New("changed my mind")
		_, err := s.client.SendMessage(s.ending(time.Second, reason), rtmtest.General, "before a start")
		s.isError(err, rtm.CodeAbort, rtm.DeliveredNo)
		s.start()
		s.slack.HoldAcks(true)
		_, err = s.client.SendMessage(s.ending(time.Second, reason), rtmtest.General, "hello")
		s.isError(err, rtm.CodeAbort, rtm.DeliveredUnknown)
		if !errors.Is(err, reason) || len(s.slack.Received()) != 1 {
			s.Fatalf("the error is %v, and Slack got %v", err, s.slack.Received())
		}
		ctx, cancel := context.WithCancel(s.Context())
		cancel()
		_, err = s.client.SendMessage(ctx, rtmtest.General, "of one who left before")
		if !errors.Is(err, context.Canceled) {
			s.Fatalf("the error is %v", err)
		}
	})
}

func TestTheQueueHasALimit(t *testing.T) {
	run(t, func(s *script) {
		waits := background(func() error { _, err := s.client.SendMessage(s.Context(), rtmtest.General, "early"); return err })
		_, err := s.client.SendMessage(s.Context(), rtmtest.General, "too many")
		if s.isError(err, rtm.CodeSendQueueFull, rtm.DeliveredNo); !errors.Is(err, rtm.ErrQueueFull) {
			s.Fatalf("%v is no ErrQueueFull", err)
		}
		s.start()
		if err := <-waits; err != nil {
			s.Fatal(err)
		}
	}, func(c *rtm.Config) { c.SendQueueLimit = 1 })
}
