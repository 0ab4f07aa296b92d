package rtm_test

import (
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestReconnectReplacesTheSocketAtOnce(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.client.Post(0, rtm.Reconnect{})
		s.settle() // no time passes
		s.saw("reconnecting", "authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready")
		s.calls(2)
		s.arrives(s.says("on the new socket"))
	})
}

func TestReconnectLeavesAnAttemptAloneUnlessForced(t *testing.T) {
	run(t, func(s *script) {
		s.slack.StallHello(true)
		if _, err := s.client.Start(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.reaches(rtm.Handshaking)
		s.client.Post(0, rtm.Reconnect{})
		s.settle()
		s.saw()
		s.slack.StallHello(false)
		s.client.Post(0, rtm.Reconnect{Force: true})
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Ready)
		s.calls(2)
	})
}

func TestReconnectEndsAPause(t *testing.T) {
	run(t, func(s *script) {
		s.slack.FailCalls("rtm.connect", 1)
		s.client.Post(1, rtm.Start{})
		s.reaches(rtm.Reconnecting)
		s.client.Post(2, rtm.Reconnect{})
		s.settle() // no time passes
		s.saw("authenticating", "authenticated", "settled", "settled", "handshaking", "connected", "<hello>", "ready")
	})
}

func TestStartWithAURLCallsNobody(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(1, rtm.Start{URL: s.slack.OfferReconnectURL()})
		s.reaches(rtm.Ready)
		s.calls(0)
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.calls(1)
	})
}

func TestAURLThatIsNoGoodIsReplacedByACall(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(1, rtm.Start{URL: "wss://nobody.invalid/"})
		s.reaches(rtm.Ready)
		s.calls(1)
	})
}

func TestUnqueuedSendsKeepTheirOrder(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.says("first")
		s.says("waits for its turn")
		for _, text := range []string{"one", "two", "three"} {
			s.client.Post(0, rtm.Send{Type: "message", Body: []byte(`{"channel":"` + rtmtest.General + `","text":"` + text + `"}`), Unqueued: true})
		}
		s.settle()
		s.got("first", "one", "two", "three")
	}, func(c *rtm.Config) { c.Burst = 1 })
}

func TestHearIsProofOfLife(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.LosePongs(true)
		s.pause(9 * time.Second) // a ping went out 3 seconds ago
		s.client.Post(0, rtm.Hear{})
		s.pause(2 * time.Second)
		s.saw()
	})
}
