package rtm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
)

// asking has the first calls answered so, instead of by the workspace.
func asking(answers ...rtm.Response) func(*rtm.Config) {
	return func(c *rtm.Config) {
		call, left := c.Call, answers // of this script
		c.Call = func(ctx context.Context, r rtm.Request) (rtm.Response, error) {
			if len(left) == 0 {
				return call(ctx, r)
			}
			answer := left[0]
			left = left[1:]
			return answer, nil
		}
	}
}

// A bubble's clock begins at midnight UTC 2000-01-01, a Saturday.
func TestAllFormsOfRetryAfterAreObeyed(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"90":                               90 * time.Second,
		" 90 ":                             90 * time.Second,
		"89.2":                             90 * time.Second,
		"Sat, 01 Jan 2000 00:01:30 GMT":    90 * time.Second,
		"Saturday, 01-Jan-00 00:01:30 GMT": 90 * time.Second,
		"Sat Jan  1 00:01:30 2000":         90 * time.Second,
		"99999999999999999999":             24 * time.Hour,
		"Thu, 01 Jan 2099 00:00:00 GMT":    24 * time.Hour,
	} {
		for _, answer := range []rtm.Response{
			{Status: 429, RetryAfter: header},
			{Status: 503, RetryAfter: header},
			{Status: 200, RetryAfter: header, Body: []byte(`{"ok":false,"error":"ratelimited"}`)},
		} {
			subtest(t, header, func(s *script) {
				s.client.Post(0, rtm.Start{})
				s.pause(want - 1)
				s.saw("authenticating", "connect failed", "reconnecting")
				s.pause(1)
				s.reaches(rtm.Authenticated)
			}, asking(answer))
		}
	}
}

func TestARetryAfterThatMakesNoSenseIsIgnoredWithALineInTheLog(t *testing.T) {
	for _, header := range []string{"-5", "soon", "1e3", "5 s", "2.5.1", ".", "Inf", "Sat, 01 Foo 2000 00:01:30 GMT"} {
		subtest(t, header, func(s *script) {
			s.start()
			if took := s.sinceBubbleBegan(); took != 750*time.Millisecond {
				s.Fatalf("Slack was called again after %v, want the first pause", took)
			}
			s.settle()
			for len(s.logged) > 0 {
				if strings.Contains(<-s.logged, "Retry-After") {
					return
				}
			}
			s.Fatal("nothing was logged about it")
		}, asking(rtm.Response{Status: 429, RetryAfter: header}))
	}
	subtest(t, "a date that has passed is no nonsense", func(s *script) {
		s.start()
		for len(s.logged) > 0 {
			if line := <-s.logged; strings.Contains(line, "is ignored") {
				s.Fatal(line)
			}
		}
	}, asking(rtm.Response{Status: 429, RetryAfter: "Fri, 31 Dec 1999 23:59:59 GMT"}))
}

// bubbleBegan is when each bubble's clock begins.
var bubbleBegan = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// sinceBubbleBegan is how much time has passed in this script.
func (s *script) sinceBubbleBegan() time.Duration {
	return time.Since(bubbleBegan)
}

func TestRetryAfterOutlivesADisconnectAndAStart(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(rtm.Reconnecting)
		s.pause(10 * time.Second)
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		s.seen()
		s.client.Post(1, rtm.Start{})
		waiting := s.reaches(rtm.Reconnecting)
		if e := s.isError(waiting.Cause, rtm.CodeRateLimited, ""); waiting.Previous != rtm.Disconnected || waiting.RetryAfter != 50*time.Second || e.RetryAfter != 50*time.Second {
			s.Fatalf("the start led to %+v (%+v)", waiting, e)
		}
		s.client.Post(0, rtm.Wake{})
		s.client.Post(0, rtm.Reconnect{})
		s.pause(50*time.Second - 1)
		s.calls(1)
		s.pause(1)
		s.calls(2)
		s.reaches(rtm.Ready)
	})
}

func TestRetryAfterOutlivesTheEndOfASession(t *testing.T) {
	once := func(c *rtm.Config) { c.NoReconnect = true }
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		_, err := s.client.Start(s.Context())
		s.isError(err, rtm.CodeRateLimited, "")
		s.start()
		if took := s.sinceBubbleBegan(); took != time.Minute {
			s.Fatalf("Slack was called again after %v", took)
		}
	}, once)
}

func TestAStartThatRetryAfterHoldsUpCanBeEnded(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Hour, 1)
		s.startsUntil(rtm.Reconnecting)
		s.client.Disconnect(s.Context())
		s.client.Post(1, rtm.Start{})
		s.reaches(rtm.Reconnecting)
		s.client.Post(0, rtm.Withdraw{Ticket: 1, Cause: errors.New("too long")})
		s.isError(want(s, "the outcome", func(e rtm.Settled) bool { return e.Ticket == 1 }).Err, rtm.CodeAbort, "")
		s.reaches(rtm.Disconnected)
		s.client.Post(2, rtm.Start{})
		s.reaches(rtm.Reconnecting)
		s.client.Disconnect(s.Context())
		s.reaches(rtm.Disconnected)
		s.calls(1)
	})
}

func TestRetryAfterBindsTheCustomerWhoseTokenItIs(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(rtm.Reconnecting)
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Start{Token: "xoxb-other"})
		s.reaches(rtm.Ready)
		if took := s.sinceBubbleBegan(); took != 0 {
			s.Fatalf("another token waited for %v", took)
		}
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Start{Token: "xoxb-secret"}) // the configuration's
		s.reaches(rtm.Ready)
		if took := s.sinceBubbleBegan(); took != time.Minute {
			s.Fatalf("the token that Slack has asked to wait waited for %v", took)
		}
	})
}

func TestRetryAfterOfAHandoverBindsWhatFollows(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.lasts()
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.slack.Goodbye()
		s.settle()
		s.calls(2)
		s.client.Post(0, rtm.Reconnect{}) // gives the session up
		s.pause(time.Minute - 1)
		s.calls(2)
		s.reaches(rtm.Ready)
		s.calls(3)
	})
}

func TestASocketThatNeedsNoCallIsOpenedInSpiteOfRetryAfter(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("rtm.connect", time.Minute, 1)
		s.startsUntil(rtm.Reconnecting)
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Start{URL: s.slack.OfferReconnectURL()})
		s.reaches(rtm.Ready)
		s.slack.Drop() // what follows is a call
		s.reaches(rtm.Authenticated)
		if took := s.sinceBubbleBegan(); took != time.Minute {
			s.Fatalf("Slack was called after %v", took)
		}
	})
}

func TestALimitOfAnotherMethodDoesNotHoldUpAStart(t *testing.T) {
	run(t, func(s *script) {
		s.slack.RateLimit("users.list", time.Minute, 1)
		_, err := s.client.CallMethod(s.Context(), "users.list", nil)
		s.isError(err, rtm.CodeRateLimited, "")
		s.start()
		if took := s.sinceBubbleBegan(); took != 0 {
			s.Fatalf("the start waited for %v", took)
		}
	})
}
