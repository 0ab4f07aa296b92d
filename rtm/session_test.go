package rtm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestStartOpensASession(t *testing.T) {
	run(t, func(s *script) {
		session, err := s.client.Start(s.Context())
		if err != nil || session.UserID != rtmtest.Bot || session.TeamID != rtmtest.Team {
			s.Fatalf("Start gave %+v, %v", session, err)
		}
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		again, err := s.client.Start(s.Context())
		if err != nil || again.URL != session.URL {
			s.Fatalf("Start while connected gave %+v, %v, want the same session", again, err)
		}
		s.calls(1)
	})
}

func TestMessagesArriveInOrder(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Flood(2000, 200)
		for i := range 2000 {
			if f := s.wantFrame("message"); f.Index != i+1 {
				s.Fatalf("frame %d came as number %d", i+1, f.Index)
			}
		}
	})
}

func TestSendIsAnswered(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		reply := s.arrives(s.says("hello"))
		if reply.TS == "" || reply.Text != "hello" {
			s.Fatalf("the reply is %+v", reply)
		}
		s.got("hello")
	})
}

func TestSendsDoNotWaitForEachOther(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		first, second := s.says("one"), s.says("two")
		s.got("one", "two")
		s.isPending(first)
		s.slack.HoldAcks(false)
		s.arrives(first)
		s.arrives(second)
	})
}

func TestSendBeforeStartWaitsForIt(t *testing.T) {
	run(t, func(s *script) {
		done := s.says("early")
		s.pause(time.Minute)
		s.isPending(done)
		s.start()
		s.arrives(done)
	})
}

func TestUnqueuedSendNeedsAReadyConnection(t *testing.T) {
	run(t, func(s *script) {
		send := rtm.Send{Type: "typing", Body: []byte(`{"channel":"C0GENERAL"}`), Unqueued: true}
		_, err := s.client.Send(s.Context(), send)
		s.isError(err, rtm.CodeSendWhileDisconnected, rtm.DeliveredNo)
		s.slack.StallHello(true)
		if _, err := s.client.Start(s.Context()); err != nil {
			s.Fatal(err)
		}
		_, err = s.client.Send(s.Context(), send)
		s.isError(err, rtm.CodeSendWhileNotReady, rtm.DeliveredNo)
		s.slack.StallHello(false)
		s.reaches(rtm.Ready)
		if reply, err := s.client.Send(s.Context(), send); err != nil || reply.MessageID == 0 {
			s.Fatalf("Send gave %+v, %v", reply, err)
		}
	})
}

func TestUnqueuedSendsKeepTheirOrderAndDoNotWait(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for i := range 20 { // more than the rate allows
			s.client.Post(0, rtm.Send{Type: "message", ID: i + 1, Body: []byte(`{"channel":"C0GENERAL","text":"hi"}`), Unqueued: true})
		}
		s.settle()
		received := s.slack.Received()
		if len(received) != 20 {
			s.Fatalf("%d frames were written", len(received))
		}
		for i, r := range received {
			if r.ID != i+1 {
				s.Fatalf("frame %d was written in place %d", r.ID, i+1)
			}
		}
	})
}

func TestBodiesThatAreNoObjectsAreRefused(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for _, body := range []string{``, `[]`, `"x"`, `{"a":`, `{"a":1}{}`} {
			_, err := s.client.Send(s.Context(), rtm.Send{Type: "message", Body: []byte(body)})
			s.isError(err, rtm.CodeInvalidArgument, rtm.DeliveredNo)
		}
	})
}

func TestABodyCannotChangeIDOrType(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		body := []byte(`{"id":99,"type":"ping","channel":"C0GENERAL","text":"hi"}`)
		if _, err := s.client.Send(s.Context(), rtm.Send{Type: "message", ID: 7, Body: body, AwaitReply: true}); err != nil {
			s.Fatal(err)
		}
		if r := s.slack.Received()[0]; r.ID != 7 || r.Type != "message" {
			s.Fatalf("Slack got %+v", r)
		}
	})
}

func TestDisconnectEndsTheSession(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.saw("disconnecting", "disconnected")
		if n := s.slack.Sockets(); n != 0 {
			s.Fatalf("%d sockets are open", n)
		}
		s.start()
		s.arrives(s.says("again"))
	})
}

func TestALostConnectionIsReplaced(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Connected)
		s.saw("<hello>", "gap", "ready")
		s.arrives(s.says("still here"))
	})
}

func TestPostedCommandsSettleInOrderWithEvents(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(1, rtm.Start{})
		started := want(s, "the start's outcome", is[rtm.Settled])
		if _, ok := started.Result.(*rtm.Session); started.Ticket != 1 || !ok {
			s.Fatalf("the start settled with %+v", started)
		}
		s.reaches(rtm.Ready)
		s.settle()
		s.seen()
		s.client.Post(2, rtm.Send{Type: "message", ID: 1, Body: []byte(`{"channel":"C0GENERAL","text":"hi"}`), AwaitReply: true})
		s.client.Post(0, rtm.Send{Type: "typing", ID: 2, Body: []byte(`{"channel":"C0GENERAL"}`)}) // nobody asks
		s.saw("<reply>", "settled")
		idle := false
		s.client.Post(3, rtm.Stop{})
		want(s, "the stop's outcome", is[rtm.Settled])
		s.settle()
		for len(s.events) > 0 {
			_, idle = (<-s.events).(rtm.Idle)
		}
		if !idle {
			s.Fatal("the burst did not end with Idle")
		}
	})
}

func TestPresenceSubscriptionsAreRenewed(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if err := s.client.SubscribePresence(s.Context(), []string{rtmtest.Ben, rtmtest.Anna}); err != nil {
			s.Fatal(err)
		}
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Anna, "away")
		s.wantFrame("presence_change")
	})
}

func TestFramesThatAreNoneAreDropped(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for _, frame := range []string{`not JSON`, ``, `[1]`, `{"no":"type"}`, `{"type":"message"`, `{"type":5}`} {
			s.seen()
			s.slack.Send(frame)
			s.saw()
			want := "warn: a frame of "
			if line := <-s.logged; line[:len(want)] != want {
				// Debug lines about the states come first.
				for line[:len(want)] != want {
					line = <-s.logged
				}
			}
		}
		s.slack.Send(`{"type":"future_event","x":1}`)
		s.saw("<future_event>")
		s.arrives(s.says("unharmed"))
	})
}

func TestAHandlerThatPanicsHarmsNobody(t *testing.T) {
	panicked := 0
	run(t, func(s *script) {
		s.start()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "one")
		s.settle()
		s.arrives(s.says("two"))
		if panicked == 0 {
			s.Fatal("the handler was not called")
		}
	}, func(c *rtm.Config) {
		tell := c.Handler
		c.Handler = func(e rtm.Event) {
			tell(e)
			if f, ok := e.(rtm.Frame); ok && f.Type == "message" {
				panicked++
				panic("a bug of the user's")
			}
		}
	})
}

func TestAHandlerMaySendAndWait(t *testing.T) {
	var s *script
	var answered chan error
	runNatively(t, func(of *script) {
		s = of
		s.start()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "ping")
		s.settle()
		if err := <-answered; err != nil {
			s.Fatal(err)
		}
		s.got("pong")
	}, func(c *rtm.Config) {
		answered = make(chan error, 1) // of the bubble
		tell := c.Handler
		c.Handler = func(e rtm.Event) {
			tell(e)
			if f, ok := e.(rtm.Frame); ok && f.Type == "message" {
				_, err := s.client.SendMessage(context.Background(), "pong", rtmtest.General)
				answered <- err
			}
		}
	})
}

func TestFramesThatComeTogether(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.seen()
		frames := []string{
			`{"type":"message","channel":"C1","ts":"1700000000.000300"}`, `{"type":"user_typing"}`, `{"type":"message","event_ts":"1700000000.000200"}`,
			`{"type":"pong","reply_to":99}`, `{"type":"presence_change"}`, "no JSON", `{"type":"message","ts":"yesterday"}`,
		}
		s.slack.Send(strings.Join(frames, string(rune(rtm.FrameSeparator))))
		s.saw("<message>", "<user_typing>", "<message>", "<pong>", "<presence_change>", "<message>")
		if newest := s.stats().Newest; newest != "1700000000.000300" {
			s.Fatalf("the newest event is of %q", newest)
		}
	})
}
