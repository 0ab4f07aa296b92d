package core_test

import (
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestAReconnectURLIsUsedFirst(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.OfferReconnectURL()
		s.settle()
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(1)
		s.arrives(s.says("without a call"))
	})
}

func TestAReconnectURLIsNotForTheNextStart(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.OfferReconnectURL()
		s.settle()
		s.slack.Drop()
		s.reaches(core.Disconnected)
		s.post(core.Start{Token: "xoxb-other"})
		s.reaches(core.Ready)
		if calls := s.slack.Calls(); len(calls) != 2 || calls[1].Form["token"] != "xoxb-other" {
			s.Fatalf("the calls are %v", calls)
		}
	}, configured(func(c *core.Config) { c.NoReconnect = true }))
}

func TestAStaleReconnectURLIsNotUsed(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.OfferReconnectURL()
		s.pause(2 * time.Minute)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(2)
	})
}

func TestRTMConnectStandsBehindAReconnectURL(t *testing.T) {
	faults := map[string]func(*rtmtest.Server){
		"refused": func(s *rtmtest.Server) { s.RefuseOpens(1) },
		"expired": func(s *rtmtest.Server) { s.ExpireURL(1) },
	}
	for name, fault := range faults {
		subtest(t, name, func(s *lab) {
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
