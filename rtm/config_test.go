package rtm_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestConfigurationsThatCannotWork(t *testing.T) {
	call := rtmtest.New().Call
	for name, c := range map[string]struct {
		config rtm.Config
		code   rtm.Code
	}{
		"no token":           {rtm.Config{Call: call}, rtm.CodeInvalidArgument},
		"negative pong":      {rtm.Config{Token: "x", Call: call, PongTimeout: -1}, rtm.CodeKeepAliveConfig},
		"negative limit":     {rtm.Config{Token: "x", Call: call, SendQueueLimit: -1}, rtm.CodeInvalidArgument},
		"negative burst":     {rtm.Config{Token: "x", Call: call, Burst: -1}, rtm.CodeInvalidArgument},
		"negative factor":    {rtm.Config{Token: "x", Call: call, Retry: &rtm.Retry{Factor: -1}}, rtm.CodeInvalidArgument},
		"no factor":          {rtm.Config{Token: "x", Call: call, Retry: &rtm.Retry{Factor: math.NaN()}}, rtm.CodeInvalidArgument},
		"no rate":            {rtm.Config{Token: "x", Call: call, RateLimit: math.NaN()}, rtm.CodeInvalidArgument},
		"negative intervals": {rtm.Config{Token: "x", Call: call, PingInterval: -1, PongTimeout: -2}, rtm.CodeKeepAliveConfig},
	} {
		if _, err := rtm.New(c.config); rtm.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want the code %s", name, err, c.code)
		}
	}
}

// requests runs a script whose calls go through here first.
func requests(each func(rtm.Request)) func(*rtm.Config) {
	return func(c *rtm.Config) {
		call := c.Call
		c.Call = func(ctx context.Context, r rtm.Request) (rtm.Response, error) {
			each(r)
			return call(ctx, r)
		}
	}
}

func TestWhatSlackIsCalledWith(t *testing.T) {
	var urls []string
	note := requests(func(r rtm.Request) { urls = append(urls, r.URL) })
	for want, configure := range map[string]func(*rtm.Config){
		"https://slack.com/api/rtm.connect":        func(*rtm.Config) {},
		"https://slack.com/api/rtm.start":          func(c *rtm.Config) { c.Method = "rtm.start" },
		"https://slack-gov.com/api/rtm.connect":    func(c *rtm.Config) { c.APIURL = "https://slack-gov.com/api" },
		"https://example.com/other/v2/rtm.connect": func(c *rtm.Config) { c.APIURL = "https://example.com/other/v2/" },
	} {
		subtest(t, want, func(s *script) {
			urls = nil
			s.start()
			if len(urls) != 1 || urls[0] != want {
				s.Fatalf("the calls went to %q", urls)
			}
			if form := s.slack.Calls()[0].Form; form["token"] != "xoxb-secret" {
				s.Fatalf("the form is %v", form)
			}
		}, note, configure)
	}
}

func TestStartMayBringATokenAndFields(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(1, rtm.Start{Token: "xoxb-other", Fields: map[string]string{"batch_presence_aware": "1"}})
		s.reaches(rtm.Ready)
		s.slack.Drop()
		s.reaches(rtm.Ready)
		for _, call := range s.slack.Calls() { // also when it reconnects
			if call.Form["token"] != "xoxb-other" || call.Form["batch_presence_aware"] != "1" {
				s.Fatalf("the form is %v", call.Form)
			}
		}
	})
}

func TestATokenSourceIsAskedBeforeEachCall(t *testing.T) {
	asked := 0
	run(t, func(s *script) {
		asked = 0
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		if asked != 4 {
			s.Fatalf("the source was asked %d times, want two failures and two calls", asked)
		}
	}, func(c *rtm.Config) {
		c.Token = ""
		c.TokenSource = func(context.Context) (string, error) {
			asked++
			if asked <= 2 {
				return "", errors.New("not yet")
			}
			return "xoxb-secret", nil
		}
	})
}

func TestASessionFromElsewhere(t *testing.T) {
	run(t, func(s *script) {
		session, err := s.client.Start(s.Context())
		if err != nil || session.UserID != "U1" || session.TeamID != "T1" {
			s.Fatalf("got %+v, %v", session, err)
		}
		s.reaches(rtm.Ready)
		s.arrives(s.says("hello"))
	}, func(c *rtm.Config) {
		call := c.Call
		failures := 0
		c.Token, c.Call = "", func(context.Context, rtm.Request) (rtm.Response, error) {
			t.Error("Slack was called")
			return rtm.Response{}, errors.New("no")
		}
		c.Connect = func(ctx context.Context) (rtm.Session, error) {
			failures++
			switch failures {
			case 1:
				return rtm.Session{}, errors.New("the backend is away")
			case 2:
				return rtm.Session{UserID: "U1"}, nil // no URL: that is a failure, too
			}
			answer, err := call(ctx, rtm.Request{URL: "https://slack.com/api/rtm.connect", Form: map[string]string{"token": "the backend's"}})
			if err != nil {
				return rtm.Session{}, err
			}
			_, url, _ := strings.Cut(string(answer.Body), `"url":"`)
			url, _, _ = strings.Cut(url, `"`)
			return rtm.Session{URL: url, UserID: "U1", TeamID: "T1"}, nil
		}
	})
}

func TestAnAnswerWithoutAURL(t *testing.T) {
	run(t, func(s *script) {
		s.slack.AnswerStatus("rtm.connect", 200, `{"ok":true,"self":{"id":"U1"}}`, 1)
		s.startsUntil(rtm.Authenticating)
		failed := want(s, "a failure", is[rtm.ConnectFailed])
		s.isError(failed.Err, rtm.CodeRead, "")
		s.reaches(rtm.Ready)
	})
}
