package core_test

import (
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

// perMinute gives the most calls of rtm.connect that fell into one minute.
func (s *lab) perMinute() int {
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
		subtest(t, name, func(s *lab) {
			if server.always != nil {
				server.always(s.slack)
			}
			s.post(core.Start{})
			s.until(30*time.Minute, func() bool {
				for _, t := range s.told {
					if t.word() == "<hello>" && server.afterHello != nil {
						server.afterHello(s.slack)
					}
				}
				s.told = nil
				return false
			})
			if n := s.perMinute(); n > 8 {
				s.Errorf("rtm.connect was called %d times in a minute", n)
			}
			if n := len(s.slack.Calls()); n < 30 {
				s.Errorf("rtm.connect was called %d times in half an hour: the machine has given up", n)
			}
		})
	}
}

func TestAPageThatFlipsCausesNoStorm(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.FailCalls("rtm.connect", -1)
		for range 100 {
			s.slack.Drop()
			s.post(core.Back{})
			s.pause(time.Second)
		}
		if n := s.perMinute(); n > 15 { // one each five seconds, and the first few
			s.Fatalf("rtm.connect was called %d times in a minute", n)
		}
	})
}
