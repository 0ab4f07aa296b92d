package rtm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// lasts lets a session last long enough to count as stable.
func (s *script) lasts() {
	s.pause(time.Minute)
	s.seen()
}

func TestGoodbyeMovesTheSessionOver(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>", "<hello>", "<pong>", "recovered gap") // and no other state
		s.calls(2)
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open, want the new one", n)
		}
		s.slack.Say(rtmtest.Anna, rtmtest.General, "still there?")
		s.saw("<message>")
		s.arrives(s.says("yes"))
	})
}

func TestNothingIsLostOrDoubledInAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallHello(true)
		s.slack.Goodbye()
		s.settle()
		for range 3 { // the old socket and the new one both get these
			s.slack.Say(rtmtest.Anna, rtmtest.General, "during")
		}
		s.slack.Typing(rtmtest.Ben, rtmtest.General)
		s.slack.Typing(rtmtest.Ben, rtmtest.General)
		s.saw("<goodbye>", "<message>", "<message>", "<message>", "<user_typing>", "<user_typing>")
		s.slack.StallHello(false)
		s.saw("<hello>", "<pong>", "recovered gap")
		s.slack.Typing(rtmtest.Ben, rtmtest.General) // identical to those before, and another
		s.slack.Say(rtmtest.Anna, rtmtest.General, "after")
		s.saw("<user_typing>", "<message>")
	})
}

func TestSendsFlowDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		before := s.says("before")
		s.slack.StallHello(true)
		s.slack.Goodbye()
		during := s.says("during")
		s.got("before", "during")
		s.slack.StallHello(false)
		s.settle()
		after := s.says("after")
		s.got("before", "during", "after")
		s.slack.HoldAcks(false)
		s.arrives(before)
		s.arrives(during)
		s.arrives(after)
		s.settle()
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open", n)
		}
	})
}

func TestAnOldSocketThatOwesRepliesIsClosedInTheEnd(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		lost := s.says("before")
		s.slack.Goodbye()
		s.settle()
		if n := s.slack.Sockets(); n != 2 {
			s.Fatalf("%d sockets are open, want both", n)
		}
		s.pause(2 * time.Second)
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open, want the new one", n)
		}
		s.fails(lost, rtm.CodeNoReply, rtm.DeliveredUnknown)
	})
}

func TestAHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the first socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Goodbye() // on the second one, which is young: a pause comes first
		s.pause(1500 * time.Millisecond)
		s.calls(3)
		s.pause(time.Minute)
		if n := s.slack.Sockets(); n != 1 {
			s.Fatalf("%d sockets are open", n)
		}
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
	})
}

func TestAFailedHandoverDuringAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		owed := s.says("the first socket owes a reply")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.FailCalls("rtm.connect", 1)
		s.slack.Goodbye()
		s.fails(owed, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.slack.HoldAcks(false)
		s.arrives(s.says("and life goes on"))
	})
}

func TestThreeSocketsTellAnEventOnce(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.HoldAcks(true)
		s.says("the first socket owes a reply, and so is read for a while")
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Goodbye() // on the second one
		s.slack.StallOpens(true)
		s.pause(1500 * time.Millisecond)
		s.calls(3)
		s.seen()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "once") // the third will bring it, too
		s.saw("<message>")
		s.slack.StallOpens(false)
		s.settle()
		s.saw("recovered gap", "<hello>", "<pong>", "recovered gap") // of the first and of the second
	})
}

func TestAHandoverFromADeadSocket(t *testing.T) {
	dies := func(s *script) (missed string) {
		s.start()
		s.slack.Goodbye() // so early that it is followed after a pause
		s.settle()
		s.slack.HalfOpen(true)
		missed = s.slack.Say(rtmtest.Anna, rtmtest.General, "to a dead socket")
		s.wantFrame("goodbye")
		s.wantFrame("hello")
		return missed
	}
	subtest(t, "has a gap", func(s *script) {
		missed := dies(s)
		if g := want(s, "a gap", is[rtm.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
		s.saw()
	})
	var s *script
	subtest(t, "has it filled", func(of *script) {
		s = of
		dies(s)
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("message")
	}, func(c *rtm.Config) {
		c.Backfill = func(_ context.Context, g rtm.Gap) ([][]byte, error) { return [][]byte{message(g.To)}, nil }
	})
	subtest(t, "and the loss of its successor", func(s *script) {
		missed := dies(s)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "to the successor")
		s.wantFrame("message")
		s.slack.Drop()
		if g := want(s, "a gap", is[rtm.Gap]); g.Recovered || g.From >= missed || g.To < missed {
			s.Fatalf("the gap is %+v, and %s was missed", g, missed)
		}
	})
}

func TestAHandoverFromASocketThatIsClosedCleanly(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.slack.Send(`{"type":"closes the first"}`)
		if g := want(s, "a gap", is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
	}, func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if rtm.SocketNumber(ctx) == 1 {
				socket = closing{socket}
			}
			return socket, err
		}
	})
}

// closing is a socket that the server closes when it says so.
type closing struct{ rtm.Socket }

func (c closing) Read() ([]byte, error) {
	data, err := c.Socket.Read()
	if strings.Contains(string(data), "closes the first") {
		return nil, &rtm.CloseError{Code: rtm.CloseNormal, Clean: true}
	}
	return data, err
}

func TestTheSuccessorOfALostSocketRepeatsNothing(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "since the call for the new socket")
		s.saw("<goodbye>", "<message>")
		s.slack.CloseAll(1000, "as announced")
		s.saw("socket failed", "reconnecting", "authenticating", "authenticated")
		s.slack.StallOpens(false)
		s.saw("handshaking", "connected", "<hello>", "gap", "ready")
		s.pause(time.Minute)
		s.seen()
		s.slack.Send(`{"type":"user_typing"}`)
		s.slack.Send(`{"type":"user_typing"}`)
		s.saw("<user_typing>", "<user_typing>") // nothing is compared any more
	})
}

func TestTheOldSocketEndsBeforeTheNewOneIsThere(t *testing.T) {
	for _, phase := range []string{"the call", "the opening", "hello"} {
		subtest(t, phase, func(s *script) {
			s.start()
			s.lasts()
			stall := map[string]func(bool){"the call": s.slack.StallCalls, "the opening": s.slack.StallOpens, "hello": s.slack.StallHello}[phase]
			stall(true)
			s.slack.Goodbye()
			s.settle()
			s.slack.CloseAll(1000, "as announced")
			if phase == "hello" {
				// The new socket is closed with the old one.
				s.slack.StallHello(false)
			}
			s.reaches(rtm.Reconnecting)
			stall(false)
			s.reaches(rtm.Connected)
			s.saw("<hello>", "gap", "ready")
			s.arrives(s.says("here again"))
		})
	}
}

func TestTheOldSocketDiesWhileTheNewOneWaitsForHello(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.StallOpens(true)
		s.slack.Goodbye()
		s.settle()
		s.slack.HalfOpen(true) // the old socket is dead
		s.slack.HalfOpen(false)
		s.slack.StallHello(true)
		s.slack.StallOpens(false)
		s.settle()
		s.seen()
		s.reaches(rtm.Reconnecting)
		s.saw("authenticating", "authenticated", "handshaking")
		s.slack.StallHello(false)
		s.saw("connected", "<hello>", "gap", "ready")
		s.calls(2)
	}, func(c *rtm.Config) { c.HelloTimeout = time.Hour })
}

func TestAHandoverThatSlackRefusesForGood(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Refuse("rtm.connect", "token_revoked", -1)
		s.slack.Goodbye()
		s.pause(10 * time.Minute)
		s.calls(2) // another attempt is no use
		s.arrives(s.says("while it lasts"))
		s.slack.CloseAll(1000, "as announced")
		if e := s.reaches(rtm.Disconnected); rtm.CodeOf(e.Cause) != rtm.CodePlatform {
			s.Fatalf("the cause is %v", e.Cause)
		}
	})
}

func TestAFailedHandoverLeavesTheSessionAlone(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.FailCalls("rtm.connect", 2)
		s.slack.Goodbye()
		s.saw("<goodbye>")
		s.arrives(s.says("on the old socket"))
		s.wantFrame("hello")
		s.calls(4)
	})
}

func TestWithoutReconnectingThereIsNoHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.Goodbye()
		s.saw("<goodbye>")
		s.calls(1)
		s.slack.CloseAll(1000, "as announced")
		s.reaches(rtm.Disconnected)
	}, func(c *rtm.Config) { c.NoReconnect = true })
}

func TestAnEarlyGoodbyeIsFollowedAfterAPause(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Goodbye()
		s.slack.Goodbye() // once is enough
		s.saw("<goodbye>", "<goodbye>")
		s.calls(1)
		s.pause(750 * time.Millisecond)
		s.calls(2)
		s.saw("<hello>", "<pong>", "recovered gap")
	})
}

func TestPresenceIsRenewedByAHandover(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		if err := s.client.SubscribePresence(s.Context(), []string{rtmtest.Ben}); err != nil {
			s.Fatal(err)
		}
		s.lasts()
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.wantFrame("presence_change")
	})
}

func TestReconnectURLIsUsedFirst(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.OfferReconnectURL()
		s.settle()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.calls(1)
		s.arrives(s.says("without a call"))
	})
}

func TestAnOfferIsNotForTheNextStart(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.OfferReconnectURL()
		s.settle()
		s.slack.Drop()
		s.reaches(rtm.Disconnected)
		s.client.Post(0, rtm.Start{Token: "xoxb-other"})
		s.reaches(rtm.Ready)
		if calls := s.slack.Calls(); len(calls) != 2 || calls[1].Form["token"] != "xoxb-other" {
			s.Fatalf("the calls are %v", calls)
		}
	}, func(c *rtm.Config) { c.NoReconnect = true })
}

func TestAStaleReconnectURLIsNot(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.OfferReconnectURL()
		s.pause(2 * time.Minute)
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.calls(2)
	})
}

func TestRTMConnectStandsBehindAReconnectURL(t *testing.T) {
	faults := map[string]func(*rtmtest.Server){
		"refused": func(s *rtmtest.Server) { s.RefuseOpens(1) },
		"expired": func(s *rtmtest.Server) { s.ExpireURL(1) },
	}
	for name, fault := range faults {
		subtest(t, name, func(s *script) {
			s.start()
			s.slack.OfferReconnectURL()
			s.settle()
			fault(s.slack)
			s.slack.Drop()
			s.pause(time.Second) // the pause after the loss; there is none after the offer
			s.calls(2)
			s.arrives(s.says("here again"))
		})
	}
}

func TestTeamMigration(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.MigrateTeam(3)
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Ready)
		s.calls(5)
	})
}

// perMinute gives the most calls of rtm.connect that fell into one minute.
func (s *script) perMinute() int {
	most := 0
	calls := s.slack.Calls()
	for i := range calls {
		n := 0
		for _, c := range calls[i:] {
			if c.Method == "rtm.connect" && c.At.Sub(calls[i].At) < time.Minute {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestNoServerCausesAStorm(t *testing.T) {
	servers := map[string]struct{ always, afterHello func(*rtmtest.Server) }{
		"says goodbye at once":      {afterHello: (*rtmtest.Server).Goodbye},
		"hangs up after hello":      {afterHello: func(s *rtmtest.Server) { s.CloseAll(1000, "") }},
		"says goodbye and hangs up": {afterHello: func(s *rtmtest.Server) { s.Goodbye(); s.CloseAll(1000, "") }},
		"migrates":                  {afterHello: func(s *rtmtest.Server) { s.MigrateTeam(1) }},
		"refuses sockets":           {always: func(s *rtmtest.Server) { s.RefuseOpens(-1) }},
		"never says hello":          {always: func(s *rtmtest.Server) { s.StallHello(true) }},
		"is broken":                 {always: func(s *rtmtest.Server) { s.AnswerStatus("rtm.connect", 500, "", -1) }},
		"is gone":                   {always: func(s *rtmtest.Server) { s.FailCalls("rtm.connect", -1) }},
	}
	for name, server := range servers {
		t.Run(name, func(t *testing.T) {
			var s *script
			run(t, func(of *script) {
				s = of
				if server.always != nil {
					server.always(s.slack)
				}
				go s.client.Start(s.Context())
				s.pause(30 * time.Minute)
				if n := s.perMinute(); n > 8 {
					s.Errorf("rtm.connect was called %d times in a minute", n)
				}
				if n := len(s.slack.Calls()); n < 30 {
					s.Errorf("rtm.connect was called %d times in half an hour: the client has given up", n)
				}
			}, func(c *rtm.Config) {
				c.Handler = func(e rtm.Event) {
					if f, ok := e.(rtm.Frame); ok && f.Type == "hello" && server.afterHello != nil {
						server.afterHello(s.slack)
					}
				}
			})
		})
	}
}

func TestRetryAfterBindsWakesAndStarts(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(rtm.Reconnecting)
		for range 5 {
			s.pause(10 * time.Second)
			s.client.Post(0, rtm.Wake{})
			s.client.Post(0, rtm.Start{})
		}
		s.settle()
		s.calls(1)
		s.reaches(rtm.Ready)
		if calls := s.slack.Calls(); calls[1].At.Sub(calls[0].At) != time.Minute {
			s.Fatalf("the second call came after %v", calls[1].At.Sub(calls[0].At))
		}
	})
}

func TestRetryAfterIsObeyedToTheSecond(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", 42*time.Second, 2)
		s.start()
		calls := s.slack.Calls()
		for i := range 2 {
			if pause := calls[i+1].At.Sub(calls[i].At); pause != 42*time.Second {
				s.Fatalf("the pause was %v", pause)
			}
		}
	})
}

func TestSleepAndWake(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Sleep{})
		s.saw("reconnecting")
		if n := s.slack.Sockets(); n != 0 {
			s.Fatalf("%d sockets are open", n)
		}
		s.pause(time.Hour)
		s.saw()
		s.client.Post(0, rtm.Wake{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready")
	})
}

func TestSleepSaysWhy(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Sleep{Reason: "the page did not keep up"})
		if cause := s.reaches(rtm.Reconnecting).Cause; cause == nil || !strings.Contains(cause.Error(), "did not keep up") {
			s.Fatalf("the cause is %v", cause)
		}
	})
}

func TestAStartContinuesAnEarlierSession(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "heard by the earlier program")
		s.settle()
		stats, err := s.client.Stats(s.Context())
		if err != nil || stats.Newest != last {
			s.Fatalf("the newest event is %q (%v), want %s", stats.Newest, err, last)
		}
		s.client.Disconnect(s.Context())
		s.seen()
		// What another program would do.
		s.client.Post(0, rtm.Start{Earlier: &rtm.Earlier{Newest: last, Presence: []byte(`{"ids":["U0000ANNA"]}`)}})
		g := want(s, "a gap", is[rtm.Gap])
		if g.From != last || g.Cause == nil || g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("presence_change")
	})
}

func TestSleepRespectsTheCallersWish(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(0, rtm.Sleep{})
		s.client.Post(0, rtm.Wake{})
		s.pause(time.Hour)
		s.saw()
		s.start()
		s.client.Post(0, rtm.Sleep{})
		s.settle()
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Wake{})
		s.seen()
		s.pause(time.Hour)
		s.saw()
	})
}

func TestWakeProbesALink(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.pause(time.Second)
		s.slack.HalfOpen(true)
		s.slack.HalfOpen(false)
		s.client.Post(0, rtm.Wake{})
		s.settle()
		before := time.Now()
		s.reaches(rtm.Reconnecting)
		if took := time.Since(before); took > 2*time.Second {
			s.Fatalf("it took %v, more than a probe may take", took)
		}
	})
}

func TestWakeEndsAPause(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 6)
		s.startsUntil(rtm.Authenticating)
		s.pause(40 * time.Second) // in the pause of 22.5 s after the sixth failure
		s.client.Post(0, rtm.Wake{})
		s.settle()
		s.reaches(rtm.Ready)
		for range 100 { // and a page that flips does not cause a storm
			s.slack.FailCalls("rtm.connect", -1)
			s.slack.Drop()
			s.client.Post(0, rtm.Wake{})
			s.settle()
		}
		if n := s.perMinute(); n > 8 {
			s.Fatalf("rtm.connect was called %d times in a minute", n)
		}
	})
}
