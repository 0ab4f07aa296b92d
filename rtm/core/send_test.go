package core_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestAMessageIsAnswered(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		reply := s.arrives(s.says("hello"))
		if textOf(reply) != "hello" || !strings.Contains(reply, `"ts":"`) {
			s.Fatalf("the reply is %s", reply)
		}
		s.got("hello")
	})
}

func TestSendsDoNotWaitForEachOther(t *testing.T) {
	run(t, func(s *lab) {
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

func TestASendBeforeTheStartWaitsForIt(t *testing.T) {
	run(t, func(s *lab) {
		early := s.says("early")
		s.pause(time.Minute)
		s.isPending(early)
		s.start()
		s.arrives(early)
	})
}

func TestManySendsKeepTheirOrder(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		var want []string
		var sends []core.Call
		for i := range 500 {
			want = append(want, strconv.Itoa(i))
			sends = append(sends, s.says(strconv.Itoa(i)))
		}
		for _, call := range sends {
			s.arrives(call)
		}
		s.got(want...)
	}, unpaced)
}

func TestQueuedFramesSurviveAReconnection(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		one, two := s.says("one"), s.says("two")
		s.pause(5 * time.Second)
		s.isPending(one)
		s.slack.StallCalls(false)
		s.arrives(one)
		s.arrives(two)
		s.got("one", "two")
	})
}

func TestAnUnqueuedSendNeedsAReadyConnection(t *testing.T) {
	run(t, func(s *lab) {
		typing := core.Send{Type: "typing", Body: body("channel", rtmtest.General), Unqueued: true}
		s.fails(s.sends(typing), core.CodeSendWhileDisconnected, core.DeliveredNo)
		s.slack.StallHello(true)
		s.startsUntil(core.Handshaking)
		s.fails(s.sends(typing), core.CodeSendWhileNotReady, core.DeliveredNo)
		s.slack.StallHello(false)
		s.reaches(core.Ready)
		if o := s.ends(s.sends(typing)); o.err != nil || o.reply.ID == 0 {
			s.Fatalf("Send gave %+v, %v", o.reply, o.err)
		}
	})
}

func TestUnqueuedSendsKeepTheirOrderAndDoNotWait(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for i := range 20 { // more than the rate allows
			s.sends(core.Send{Type: "message", ID: i + 1, Body: body("channel", rtmtest.General, "text", "hi"), Unqueued: true})
		}
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

func TestABodyThatIsNoObjectIsRefused(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		for _, body := range []string{``, `[]`, `"x"`, `{"a":`, `{"a":1}{}`} {
			s.fails(s.sends(core.Send{Type: "message", Body: []byte(body)}), core.CodeInvalidArgument, core.DeliveredNo)
		}
	})
}

func TestABodyCannotChangeIDOrType(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.arrives(s.sends(core.Send{Type: "message", ID: 7, Body: []byte(`{"id":99,"type":"ping","channel":"C0GENERAL","text":"hi"}`), AwaitReply: true}))
		if r := s.slack.Received()[0]; r.ID != 7 || r.Type != "message" {
			s.Fatalf("Slack got %+v", r)
		}
	})
}

func TestAFrameThatIsTooLargeIsRefused(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		e := s.fails(s.says(strings.Repeat("é", 9000)), core.CodeFrameTooLarge, core.DeliveredNo)
		if !strings.Contains(e.Error(), "180") {
			s.Fatalf("the error does not tell the size: %v", e)
		}
		s.arrives(s.says(strings.Repeat("x", 5000)))
		s.warned("5000 characters") // Slack may cut it
	})
}

func TestWhatIsWrittenIsTold(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.sends(core.Send{Type: "presence_query", ID: 5})
		wrote := want(s, "a frame that was written", is[core.Wrote])
		if string(wrote.Text) != `{"id":5,"type":"presence_query"}` {
			s.Fatalf("%s was written", wrote.Text)
		}
	})
}
