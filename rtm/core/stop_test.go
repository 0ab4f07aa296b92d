package core_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

func TestStopEndsTheSession(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.disconnect()
		s.saw("disconnecting", "disconnected")
		s.opens(0)
		s.start()
		s.arrives(s.says("again"))
	})
}

func TestStopEndsInEveryState(t *testing.T) {
	places := map[string]func(*lab){
		"before start":   func(*lab) {},
		"in the call":    func(s *lab) { s.slack.StallCalls(true); s.startsUntil(core.Authenticating) },
		"in the opening": func(s *lab) { s.slack.StallOpens(true); s.startsUntil(core.Authenticated) },
		"before hello":   func(s *lab) { s.slack.StallHello(true); s.startsUntil(core.Handshaking) },
		"when ready":     func(s *lab) { s.start() },
		"in the pause":   func(s *lab) { s.slack.FailCalls("rtm.connect", -1); s.startsUntil(core.Reconnecting) },
		"put away":       func(s *lab) { s.start(); s.post(core.PutAway{}) },
		"on a dead link": func(s *lab) { s.start(); s.slack.HalfOpen(true) },
	}
	for name, place := range places {
		subtest(t, name, func(s *lab) {
			place(s)
			queued := s.says("queued")
			s.slack.HoldAcks(true)
			for range 2 {
				stopped := s.post(core.Stop{Call: s.newCall()})
				s.until(time.Second, func() bool { return s.m.State() == core.Disconnected })
				if _, ok := s.settled[stopped]; !ok {
					s.Fatal("Stop took more than a second")
				}
			}
			if o := s.ends(queued); o.err == nil && name != "when ready" {
				s.Fatalf("the message was answered: %s", o.text)
			}
			s.seen()
			s.pause(time.Hour)
			s.saw()
			// And it starts again.
			s.slack.StallCalls(false)
			s.slack.StallOpens(false)
			s.slack.StallHello(false)
			s.slack.FailCalls("rtm.connect", 0)
			s.slack.HoldAcks(false)
			s.start()
			s.slack.Drop()
			s.reaches(core.Reconnecting)
			s.reaches(core.Ready)
			s.arrives(s.says("after it all"))
		})
	}
}

func TestStopTellsWhatBecameOfSends(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		written := s.says("written")
		for range 4 {
			s.says("fills the burst")
		}
		queued := s.says("queued")
		s.disconnect()
		s.fails(written, core.CodeNoReply, core.DeliveredUnknown)
		s.fails(queued, core.CodeDisconnected, core.DeliveredNo)
	})
}

// stubborn is a socket that does not end when it is closed, as on a dead link.
type stubborn struct {
	transport.Socket
	end chan struct{}
}

func (s stubborn) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	if err != nil {
		<-s.end
	}
	return data, err
}

func TestStopDoesNotWaitForAStubbornSocket(t *testing.T) {
	var end chan struct{}
	run(t, func(s *lab) {
		s.start()
		before := time.Now()
		s.disconnect()
		if took := time.Since(before); took != time.Second {
			s.Fatalf("it took %v, want a second", took)
		}
		close(end)
	}, func(_ *core.Config, h *hooks) {
		end = make(chan struct{}) // of the bubble
		dial := h.dial
		h.dial = func(ctx context.Context, conn core.Conn, url string) (transport.Socket, error) {
			socket, err := dial(ctx, conn, url)
			return stubborn{socket, end}, err
		}
	})
}

func TestASocketThatOpensTooLateIsClosed(t *testing.T) {
	run(t, func(s *lab) {
		s.startsUntil(core.Authenticated)
		s.disconnect()
		s.pause(time.Minute)
		if opened := s.slack.Opened(); opened != 1 {
			s.Fatalf("%d sockets were opened", opened)
		}
		s.opens(0)
	}, func(_ *core.Config, h *hooks) {
		dial := h.dial
		h.dial = func(_ context.Context, conn core.Conn, url string) (transport.Socket, error) {
			time.Sleep(5 * time.Second) // and it does not look at its context
			return dial(context.Background(), conn, url)
		}
	})
}

func TestAStartDuringAStopBeginsAfterIt(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.seen()
		s.step(input{Input: core.Stop{}})
		started := s.post(core.Start{Call: s.newCall()})
		s.saw("disconnecting", "disconnected", "authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		if s.ends(started).session == nil {
			s.Fatal("the start has no session")
		}
	})
}

func TestAStopAfterARefusalEndsWhatWasLeft(t *testing.T) {
	run(t, func(s *lab) {
		s.refused()
		s.disconnect()
		s.seen()
		s.post(core.Start{})
		s.inheritsNothing()
	})
}

// What belongs to a session ends with it: the next start begins with nothing.
func TestStopEndsPresenceGapsAndOffers(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.sends(core.Send{Type: "presence_sub", Body: []byte(`{"ids":["U0000ANNA"]}`)})
		s.slack.OfferReconnectURL()
		s.slack.Drop()
		s.reaches(core.Reconnecting) // a gap has begun
		s.disconnect()
		if s.m.Presence() != nil || s.m.Stats().Newest != "" {
			s.Fatalf("it still knows %s, %+v", s.m.Presence(), s.m.Stats())
		}
		s.seen()
		s.post(core.Start{})
		s.inheritsNothing()
		s.calls(2)
	})
}
