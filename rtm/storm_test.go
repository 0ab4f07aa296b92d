package rtm_test

import (
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

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
