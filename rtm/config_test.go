package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"rtmwasm/rtm"
	"rtmwasm/rtm/transport"
)

func TestConfigurationsThatCannotWork(t *testing.T) {
	for name, c := range map[string]struct {
		config rtm.Config
		code   rtm.Code
	}{
		"no token":           {rtm.Config{}, rtm.CodeInvalidArgument},
		"negative pong":      {rtm.Config{Token: "xoxb-secret", PongTimeout: -1}, rtm.CodeKeepAliveConfig},
		"negative limit":     {rtm.Config{Token: "xoxb-secret", SendQueueLimit: -1}, rtm.CodeInvalidArgument},
		"negative events":    {rtm.Config{Token: "xoxb-secret", EventLimit: -1}, rtm.CodeInvalidArgument},
		"no rate":            {rtm.Config{Token: "xoxb-secret", RateLimit: math.NaN()}, rtm.CodeInvalidArgument},
		"an API without TLS": {rtm.Config{Token: "xoxb-secret", APIURL: "http://slack.test/api/"}, rtm.CodeInvalidArgument},
	} {
		_, err := rtm.New(c.config)
		if codeOf(err) != c.code || !strings.HasPrefix(err.Error(), "rtm: ") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want the code %s", name, err, c.code)
		}
	}
}

func TestWhatSlackIsCalledWith(t *testing.T) {
	for want, api := range map[string]string{
		"https://slack.com/api/rtm.connect":        "",
		"https://slack-gov.com/api/rtm.connect":    "https://slack-gov.com/api",
		"https://example.com/other/v2/rtm.connect": "https://example.com/other/v2/",
	} {
		var urls []string
		run(t, func(s *script) {
			s.start()
			if len(urls) != 1 || urls[0] != want {
				s.Fatalf("the calls went to %q", urls)
			}
			if form := s.slack.Calls()[0].Form; form["token"] != "xoxb-secret" {
				s.Fatalf("the form is %v", form)
			}
		}, func(c *rtm.Config) {
			call := c.Call
			c.APIURL = api
			c.Call = func(ctx context.Context, r transport.Request) (transport.Response, error) {
				urls = append(urls, r.URL)
				return call(ctx, r)
			}
		})
	}
}

func TestATokenSourceIsAskedBeforeEachCall(t *testing.T) {
	asked := 0
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		s.reaches(rtm.Ready)
		if asked != 4 {
			s.Fatalf("the source was asked %d times, want two failures and two calls", asked)
		}
		if _, err := s.client.Call(s.Context(), "users.list", nil); err != nil || asked != 5 {
			s.Fatalf("after a call (%v) it was asked %d times", err, asked)
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
		session := s.start()
		if session.UserID != "U1" || session.TeamID != "T1" {
			s.Fatalf("got %+v", session)
		}
	}, func(c *rtm.Config) {
		call := c.Call
		failures := 0
		c.Token, c.Call = "", func(context.Context, transport.Request) (transport.Response, error) {
			t.Error("Slack was called")
			return transport.Response{}, errors.New("no")
		}
		c.Connect = func(ctx context.Context) (*rtm.Session, error) {
			failures++
			switch failures {
			case 1:
				return nil, errors.New("the backend is away")
			case 2:
				return &rtm.Session{UserID: "U1"}, nil // no URL: that is a failure, too
			case 3:
				return nil, nil
			}
			answer, err := call(ctx, transport.Request{URL: "https://slack.com/api/rtm.connect", Form: map[string]string{"token": "the backend's"}})
			if err != nil {
				return nil, err
			}
			_, url, _ := strings.Cut(string(answer.Body), `"url":"`)
			url, _, _ = strings.Cut(url, `"`)
			return &rtm.Session{URL: url, UserID: "U1", TeamID: "T1"}, nil
		}
	})
}

func TestARefusalThatConnectReadsIsFinal(t *testing.T) {
	run(t, func(s *script) {
		_, err := s.client.Start(s.Context())
		s.isError(err, rtm.CodePlatform, "")
		s.reaches(rtm.Disconnected)
	}, func(c *rtm.Config) {
		c.Token = ""
		c.Connect = func(context.Context) (*rtm.Session, error) {
			return rtm.ReadSession([]byte(`{"ok":false,"error":"invalid_auth"}`))
		}
	})
}

func TestARefusalThatIsWrappedIsFinalToo(t *testing.T) {
	_, refusal := rtm.ReadSession([]byte(`{"ok":false,"error":"token_revoked"}`))
	wrapped := fmt.Errorf("the backend: %w", fmt.Errorf("the call: %w", refusal))
	for name, source := range map[string]func(*rtm.Config){
		"by Connect": func(c *rtm.Config) {
			c.Connect = func(context.Context) (*rtm.Session, error) { return nil, wrapped }
		},
		"by TokenSource": func(c *rtm.Config) {
			c.TokenSource = func(context.Context) (string, error) { return "", wrapped }
		},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, func(s *script) {
				_, err := s.client.Start(s.Context())
				s.isError(err, rtm.CodePlatform, "")
				if !errors.Is(err, refusal) {
					s.Fatalf("the start ended with %v", err)
				}
				s.reaches(rtm.Disconnected)
			}, func(c *rtm.Config) { c.Token = "" }, source)
		})
	}
}

func TestReadSession(t *testing.T) {
	session, err := rtm.ReadSession([]byte(`{"ok":true,"url":"wss://x.test/","self":{"id":"U1"},"team":{"id":"T1"}}`))
	if err != nil || session.URL != "wss://x.test/" || session.UserID != "U1" || session.TeamID != "T1" {
		t.Errorf("got %+v, %v", session, err)
	}
	for answer, want := range map[string]rtm.Code{
		`{"ok":false,"error":"invalid_auth"}`: rtm.CodePlatform,
		`{"ok":true}`:                         rtm.CodeRead,
		`<html>`:                              rtm.CodeRead,
	} {
		if _, err := rtm.ReadSession([]byte(answer)); codeOf(err) != want {
			t.Errorf("%s gives %v, want the code %s", answer, err, want)
		}
	}
}
