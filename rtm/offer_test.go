package rtm_test

import (
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

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

func TestAReconnectURLThatFailsDuringAHandoverIsFollowedByACallAtOnce(t *testing.T) {
	faults := map[string]func(*rtmtest.Server){
		"refused": func(s *rtmtest.Server) { s.RefuseOpens(1) },
		"expired": func(s *rtmtest.Server) { s.ExpireURL(1) },
	}
	for name, fault := range faults {
		subtest(t, name, func(s *script) {
			s.start()
			s.lasts()
			s.slack.OfferReconnectURL()
			s.settle()
			fault(s.slack)
			s.seen()
			s.slack.Goodbye()
			s.settle() // no time passes
			s.calls(2)
			if n := count(s.seen(), "recovered gap"); n != 1 {
				s.Fatal("the session has not moved to another socket")
			}
		})
	}
}
