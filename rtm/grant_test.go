package rtm_test

import (
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// granted gives what the page may write now.
func (s *script) granted() rtm.Grant {
	s.settle()
	s.page.mu.Lock()
	defer s.page.mu.Unlock()
	return s.page.granted
}

// mayWrite wants the page to be granted so many messages.
func (s *script) mayWrite(messages int) {
	s.Helper()
	if g := s.granted(); g.Messages != messages || messages > 0 && g.Socket == 0 {
		s.Fatalf("the page is granted %+v, want %d messages", g, messages)
	}
}

// pending gives how many replies the client waits for.
func (s *script) pending() int {
	s.Helper()
	stats, err := s.client.Stats(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return stats.Pending
}

func TestAMessageIsWrittenWithoutTheClient(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.mayWrite(rtm.Unlimited)
		s.slack.HoldAcks(true)
		done := s.says("hello")
		s.got("hello")
		if pending := s.pending(); pending != 0 {
			s.Fatal("the client knows of the message at once")
		}
		s.pause(untold)
		if pending := s.pending(); pending != 1 {
			s.Fatal("the client does not know of the message")
		}
		s.slack.HoldAcks(false)
		if reply := s.arrives(done); reply.Text != "hello" {
			s.Fatalf("the reply is %+v", reply)
		}
		s.pause(untold)
		if pending := s.pending(); pending != 0 {
			s.Fatal("the client does not know of the reply")
		}
	}, unpaced)
}

func TestAGrantIsForAsManyAsThePaceAllows(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.mayWrite(5)
		s.arrives(s.says("one"))
		s.arrives(s.says("two"))
		s.mayWrite(3)
		for range 3 {
			s.arrives(s.says("more"))
		}
		s.mayWrite(0)
		waits := s.says("too early")
		s.isPending(waits)
		s.arrives(waits)
		s.mayWrite(0) // it was written by the client, as soon as it was due
		s.pause(2 * time.Second)
		s.arrives(s.says("through the client"))
		s.mayWrite(1)
	})
}

func TestWhatEndsAGrant(t *testing.T) {
	for name, command := range map[string]rtm.Command{"stop": rtm.Stop{}, "sleep": rtm.Sleep{}, "reconnect": rtm.Reconnect{}} {
		runInPage(t, func(s *script) {
			s.start()
			before := s.granted()
			s.page.post(0, command)
			s.page.mu.Lock()
			now := s.page.granted
			s.page.mu.Unlock()
			if now == before {
				s.Fatalf("%s has not ended the grant", name)
			}
			if s.pause(time.Minute); name == "reconnect" {
				if g := s.granted(); g.Socket != before.Socket+1 {
					s.Fatalf("the grant is %+v, want the new socket", g)
				}
				return
			}
			s.mayWrite(0)
		}, unpaced)
	}
}

func TestAGrantMovesOverWithTheSession(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.lasts()
		before := s.granted()
		s.slack.Goodbye()
		if after := s.granted(); after.Socket != before.Socket+1 || after.Messages != rtm.Unlimited {
			s.Fatalf("the grant is %+v, want the new socket", after)
		}
		s.arrives(s.says("hello"))
	}, unpaced)
}

func TestAGrantEndsWhereThereIsAQueue(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		first := s.says("one")
		s.mayWrite(0)
		second := s.says("two")
		s.got("one") // two waits behind its repetition
		s.arrives(first)
		s.arrives(second)
		s.got("one", "one", "two")
		s.mayWrite(rtm.Unlimited)
	}, unpaced)
}

func TestAGrantWaitsAsLongAsSlackWants(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		done := s.says("one")
		s.page.post(0, rtm.Withdraw{Ticket: firstSaid + 1})
		s.fails(done, rtm.CodeAbort, rtm.DeliveredNo)
		s.mayWrite(0)
		s.pause(time.Second)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "hello") // so that the client looks
		s.mayWrite(rtm.Unlimited)
	}, unpaced)
}

func TestAFrameThatThePageMayNotWrite(t *testing.T) {
	runInPage(t, func(s *script) {
		s.start()
		s.page.post(1, rtm.Send{ID: 1, Type: "typing", Body: []byte(`{"channel":"C0GENERAL"}`)})
		if n := s.pending(); n != 0 {
			s.Fatalf("%d replies are waited for", n)
		}
		s.mayWrite(rtm.Unlimited) // anew
		s.arrives(s.says("hello"))
	}, unpaced)
}

// A page may have written when the client has given the socket up already.
func TestWhatWasWrittenToALostSocket(t *testing.T) {
	body := []byte(`{"channel":"C0GENERAL","text":"hello"}`)
	runInPage(t, func(s *script) {
		s.start()
		lost := s.granted().Socket
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		s.client.Post(1, rtm.Send{ID: 1, Type: "message", Body: body, AwaitReply: true, Socket: lost})
		s.reaches(rtm.Ready)
		began := time.Now()
		e := s.isError(want(s, "the outcome", is[rtm.Settled]).Err, rtm.CodeNoReply, rtm.DeliveredUnknown)
		if took := time.Since(began); took != 2*time.Second || e.MessageID != 1 || e.Text != "hello" {
			s.Fatalf("after %v the error is %+v", took, e)
		}

		s.client.Post(2, rtm.Send{ID: 2, Type: "message", Body: body, AwaitReply: true, Socket: lost})
		began = time.Now()
		s.isError(want(s, "the outcome", is[rtm.Settled]).Err, rtm.CodeNoReply, rtm.DeliveredUnknown)
		if took := time.Since(began); took != 2*time.Second {
			s.Fatalf("a replay was waited for for %v", took)
		}

		s.client.Post(0, rtm.Stop{})
		s.client.Post(3, rtm.Send{ID: 3, Type: "message", Body: body, AwaitReply: true, Socket: lost})
		s.isError(want(s, "the outcome", is[rtm.Settled]).Err, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.reaches(rtm.Disconnected)
		s.client.Post(4, rtm.Send{ID: 4, Type: "message", Body: body, AwaitReply: true, Socket: lost})
		s.isError(want(s, "the outcome", is[rtm.Settled]).Err, rtm.CodeNoReply, rtm.DeliveredUnknown)
	}, unpaced)
}

func TestALongMessageIsWarnedOfWhoeverWritesIt(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.arrives(s.says(strings.Repeat("x", 4001)))
		s.pause(untold)
		for len(s.logged) > 0 {
			if strings.Contains(<-s.logged, "4001 characters") {
				return
			}
		}
		s.Fatal("nothing was logged about it")
	})
}

func TestOnlyAPageIsGrantedAnything(t *testing.T) {
	runNatively(t, func(s *script) {
		s.start()
		s.arrives(s.says("hello"))
	}, unpaced, func(c *rtm.Config) {
		handler := c.Handler
		c.Handler = func(e rtm.Event) {
			if _, ok := e.(rtm.Grant); ok {
				t.Errorf("the handler got %+v", e)
			}
			handler(e)
		}
	})
}
