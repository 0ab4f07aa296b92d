package rtm_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// unpaced takes off the limit of messages a second.
func unpaced(c *rtm.Config) { c.RateLimit = -1 }

func TestARefusedMessageSaysWhy(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Nack(4, "cannot process message", 1)
		e := s.fails(s.says("hello"), rtm.CodeSendRefused, rtm.DeliveredNo)
		if !strings.Contains(e.Error(), "cannot process message (code 4)") || e.Text != "hello" || e.MessageID == 0 || len(e.Data) == 0 {
			s.Fatalf("the error is %+v", e)
		}
		s.arrives(s.says("and another"))
	})
}

func TestSlowDownIsWaitedOut(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		first := s.says("one")
		s.pause(time.Second - 1)
		s.isPending(first)
		second := s.says("two") // it waits behind the first
		s.isPending(second)
		s.arrives(first)
		s.arrives(second)
		s.got("one", "one", "two")
		if r := s.slack.Received(); r[0].ID == r[1].ID {
			s.Fatalf("the id %d was used twice", r[0].ID)
		}
	})
}

func TestMessagesArePaced(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.EnforceRate(1, 5)
		var sends []<-chan outcome
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
		for _, done := range sends {
			s.arrives(done)
		}
		if n := len(s.received()); n != 20 {
			s.Fatalf("%d messages were sent: some were refused for haste", n)
		}
	})
}

func TestTypingDoesNotUseUpTheRate(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		for range 10 {
			if err := s.client.SendTyping(s.Context(), rtmtest.General); err != nil {
				s.Fatal(err)
			}
		}
		for range 5 {
			s.says("hello")
		}
		if n := len(s.received()); n != 5 {
			s.Fatalf("%d messages went at once, want 5", n)
		}
		s.pause(time.Second)
	})
}

func TestTheQueueHasALimit(t *testing.T) {
	run(t, func(s *script) {
		var sends []<-chan outcome
		for range 3 {
			sends = append(sends, s.says("early"))
		}
		s.fails(s.says("too many"), rtm.CodeSendQueueFull, rtm.DeliveredNo)
		s.start()
		for _, done := range sends {
			s.arrives(done)
		}
		s.got("early", "early", "early")
	}, func(c *rtm.Config) { c.SendQueueLimit = 3 })
}

func TestAFrameThatIsTooLargeIsRefused(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		e := s.fails(s.says(strings.Repeat("é", 9000)), rtm.CodeFrameTooLarge, rtm.DeliveredNo)
		if !strings.Contains(e.Error(), "180") {
			s.Fatalf("the error does not tell the size: %v", e)
		}
		s.arrives(s.says(strings.Repeat("x", 5000)))
		warned := false
		for len(s.logged) > 0 {
			warned = strings.Contains(<-s.logged, "5000 characters") || warned
		}
		if !warned {
			s.Fatal("a text that Slack may cut was not warned of")
		}
	})
}

func TestEachAckTimesOutInItsTime(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		first := s.says("one")
		s.pause(time.Second)
		second := s.says("two")
		s.fails(first, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
		s.isPending(second)
		s.fails(second, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
	})
}

func TestAnAckMayTimeOut(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		done := s.says("hello")
		s.pause(30*time.Second - 1)
		s.isPending(done)
		e := s.fails(done, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
		if e.Text != "hello" || e.MessageID == 0 {
			s.Fatalf("the error is %+v", e)
		}
		s.slack.HoldAcks(false) // the late ack is ignored
		s.arrives(s.says("next"))
	})
}

func TestASendIsNeverRepeated(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		done := s.says("once")
		s.slack.Drop()
		s.fails(done, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.reaches(rtm.Ready)
		s.pause(time.Hour)
		s.got("once")
	})
}

func TestAReplayedReplySettlesItsSend(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LoseLastAck(true)
		done := s.says("hello")
		s.slack.LoseLastAck(false)
		reply := s.arrives(done)
		if reply.TS == "" || reply.Text != "hello" {
			s.Fatalf("the reply is %+v", reply)
		}
		s.got("hello")
	})
}

func TestAMessageInReplyToNothingOfOursIsAReplay(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		isReplay := func(frame string) bool {
			s.Helper()
			s.slack.Send(frame)
			return s.wantFrame("message").Replay
		}
		earlier := `{"type":"message","reply_to":77,"channel":"C0GENERAL","user":"U00000BOT","text":"said before","ts":"1700000000.000100"}`
		if !isReplay(earlier) {
			s.Error("what another client has said before counts as new")
		}
		if isReplay(`{"type":"message","reply_to":null,"ts":"1700000000.000200"}`) {
			s.Error("a message in reply to null counts as a replay")
		}

		s.slack.LoseLastAck(true)
		done := s.says("answered by the next socket")
		s.slack.LoseLastAck(false)
		reply := s.wantFrame("message")
		s.arrives(done)
		if reply.Replay {
			s.Error("the reply to our own send counts as a replay")
		}
		if !isReplay(string(reply.JSON)) {
			s.Error("the reply to a send that has been answered counts as new")
		}
	})
}

func TestAReplyIsNotAwaitedForLongAfterAReconnection(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		done := s.says("lost")
		s.slack.Drop()
		s.reaches(rtm.Ready)
		later := s.says("on the new socket") // has its own time
		s.pause(2*time.Second - 1)
		s.isPending(done)
		s.pause(1)
		s.fails(done, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.isPending(later)
		s.slack.HoldAcks(false)
		s.arrives(later)
	})
}

// failing is a socket that cannot write any more once it is told so.
type failing struct {
	rtm.Socket
	broken *bool
}

func (f failing) Write(frame []byte) error {
	if *f.broken {
		return errors.New("the socket is broken")
	}
	return f.Socket.Write(frame)
}

func TestAFrameThatCouldNotBeWrittenGoesToTheNextSocket(t *testing.T) {
	var broken *bool
	run(t, func(s *script) {
		s.start()
		*broken = true
		one, two := s.says("one"), s.says("two")
		s.reaches(rtm.Reconnecting)
		s.arrives(one)
		s.arrives(two)
		s.got("one", "two")
	}, func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			broken = new(bool) // of this socket
			return failing{socket, broken}, err
		}
	})
}

func TestWhatIsWrittenIsTold(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Send{Type: "presence_query", ID: 5})
		wrote := want(s, "a frame that was written", is[rtm.Wrote])
		if string(wrote.JSON) != `{"id":5,"type":"presence_query"}` {
			s.Fatalf("%s was written", wrote.JSON)
		}
	})
}

func TestTakingBackOneSendOfSeveral(t *testing.T) {
	run(t, func(s *script) {
		for id := 1; id <= 3; id++ {
			s.client.Post(rtm.Ticket(id), rtm.Send{Type: "message", ID: id, Body: []byte(`{"channel":"C0GENERAL","text":"` + strconv.Itoa(id) + `"}`), AwaitReply: true})
		}
		s.client.Post(0, rtm.Withdraw{Ticket: 2})
		if taken := want(s, "an outcome", is[rtm.Settled]); taken.Ticket != 2 {
			s.Fatalf("ticket %d was settled", taken.Ticket)
		}
		s.start()
		s.settle()
		s.got("1", "3")
		s.slack.HoldAcks(true)
		for id := 4; id <= 5; id++ {
			s.client.Post(rtm.Ticket(id), rtm.Send{Type: "message", ID: id, Body: []byte(`{"channel":"C0GENERAL","text":"` + strconv.Itoa(id) + `"}`), AwaitReply: true})
		}
		s.settle()
		s.seen()
		s.client.Post(0, rtm.Withdraw{Ticket: 5})
		if taken := want(s, "an outcome", is[rtm.Settled]); taken.Ticket != 5 {
			s.Fatalf("ticket %d was settled", taken.Ticket)
		}
	})
}

func TestASecondReplyIsIgnored(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		reply := s.arrives(s.says("hello"))
		s.slack.Send(`{"ok":true,"reply_to":` + strconv.Itoa(reply.MessageID) + `,"ts":"9.9","text":"again"}`)
		s.slack.Send(`{"ok":true,"reply_to":123456,"ts":"9.9"}`)
		s.arrives(s.says("next"))
	})
}

func TestDisconnectTellsWhatBecameOfSends(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		written := s.says("written")
		for range 4 {
			s.says("fills the burst")
		}
		queued := s.says("queued")
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.fails(written, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.fails(queued, rtm.CodeDisconnected, rtm.DeliveredNo)
	})
}

func TestTakingASendBack(t *testing.T) {
	run(t, func(s *script) {
		reason := errors.New("changed my mind")
		send := func() (context.CancelCauseFunc, <-chan outcome) {
			ctx, cancel := context.WithCancelCause(s.Context())
			done := make(chan outcome, 1)
			go func() {
				reply, err := s.client.SendMessage(ctx, "hello", rtmtest.General)
				done <- outcome{reply, err}
			}()
			s.settle()
			return cancel, done
		}
		cancel, done := send()
		cancel(reason)
		e := s.fails(done, rtm.CodeAbort, rtm.DeliveredNo)
		if !errors.Is(e, reason) {
			s.Fatalf("the error is %v", e)
		}
		s.start()
		s.got()
		s.slack.HoldAcks(true)
		cancel, done = send()
		cancel(reason)
		s.fails(done, rtm.CodeAbort, rtm.DeliveredUnknown)
		s.got("hello")
	})
}

func TestQueuedFramesSurviveAReconnection(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.StallCalls(true)
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		one, two := s.says("one"), s.says("two")
		s.pause(5 * time.Second)
		s.isPending(one)
		s.slack.StallCalls(false)
		s.arrives(one)
		s.arrives(two)
		s.got("one", "two")
	})
}

func TestManySendsKeepTheirOrder(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		var want []string
		var sends []<-chan outcome
		for i := range 500 {
			want = append(want, strconv.Itoa(i))
			sends = append(sends, s.says(strconv.Itoa(i)))
		}
		for _, done := range sends {
			s.arrives(done)
		}
		s.got(want...)
	}, unpaced)
}

func TestCallingAMethod(t *testing.T) {
	run(t, func(s *script) {
		answer, err := s.client.CallMethod(s.Context(), "chat.postMessage", map[string]string{"channel": rtmtest.General, "text": "by the Web API"})
		if err != nil || !strings.Contains(string(answer), `"ok":true`) {
			s.Fatalf("got %s, %v", answer, err)
		}
		_, err = s.client.CallMethod(s.Context(), "no.such", nil)
		s.isError(err, rtm.CodePlatform, "")
		s.slack.RateLimit("users.list", 3*time.Second, 1)
		_, err = s.client.CallMethod(s.Context(), "users.list", nil)
		if e := s.isError(err, rtm.CodeRateLimited, ""); e.RetryAfter != 3*time.Second {
			s.Fatalf("retry after %v", e.RetryAfter)
		}
		s.slack.StallCalls(true)
		ctx, cancel := context.WithTimeout(s.Context(), time.Second)
		defer cancel()
		_, err = s.client.CallMethod(ctx, "users.list", nil)
		s.isError(err, rtm.CodeAbort, "")
		s.slack.StallCalls(false)
	})
}

func TestAnIDThatIsUnderWayIsRefusedAtTheCall(t *testing.T) {
	send := func(s *script, ticket rtm.Ticket, text string) {
		s.client.Post(ticket, rtm.Send{ID: 7, Type: "message", Body: []byte(`{"channel":"C0GENERAL","text":"` + text + `"}`), AwaitReply: true})
		s.settle()
	}
	outcomeOf := func(s *script, ticket rtm.Ticket) rtm.Settled {
		return want(s, "the outcome", func(e rtm.Settled) bool { return e.Ticket == ticket })
	}
	subtest(t, "while the first waits to be written", func(s *script) {
		send(s, 1, "first")
		send(s, 2, "second")
		s.isError(outcomeOf(s, 2).Err, rtm.CodeInvalidArgument, rtm.DeliveredNo)
		s.start()
		s.pause(untold)
		s.got("first")
	})
	subtest(t, "while the first waits for its reply", func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		send(s, 1, "first")
		send(s, 2, "second")
		s.isError(outcomeOf(s, 2).Err, rtm.CodeInvalidArgument, rtm.DeliveredNo)
		s.slack.HoldAcks(false)
		if first := outcomeOf(s, 1); first.Err != nil {
			s.Fatalf("the first ended with %v", first.Err)
		}
		s.got("first")
		send(s, 3, "third") // the first is over
		if third := outcomeOf(s, 3); third.Err != nil {
			s.Fatalf("the third ended with %v", third.Err)
		}
	})
}

func TestAnIDOfTheCallersIsNotGivenOutAgain(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.HoldAcks(true)
		_, err := s.client.Send(s.Context(), rtm.Send{Type: "typing", Body: []byte(`{"channel":"C0GENERAL"}`)})
		if err != nil {
			s.Fatal(err)
		}
		next := s.slack.Received()[0].ID + 1 // that the client would give out
		s.client.Post(1, rtm.Send{ID: next, Type: "message", Body: []byte(`{"channel":"C0GENERAL","text":"first"}`), AwaitReply: true})
		s.settle()
		s.client.Post(2, rtm.Send{Type: "message", Body: []byte(`{"channel":"C0GENERAL","text":"second"}`), AwaitReply: true})
		s.settle()
		s.slack.HoldAcks(false)
		for range 2 {
			if e := want(s, "an outcome", is[rtm.Settled]); e.Err != nil {
				s.Fatal(e.Err)
			}
		}
	}, func(c *rtm.Config) { c.PingInterval = time.Hour })
}
