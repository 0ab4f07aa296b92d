package rtm_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"rtmwasm/rtm"
)

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
		if _, err := rtm.ReadSession([]byte(answer)); rtm.CodeOf(err) != want {
			t.Errorf("%s gives %v, want the code %s", answer, err, want)
		}
	}
}

func TestARefusalThatConnectReadsIsFinal(t *testing.T) {
	run(t, func(s *script) {
		_, err := s.client.Start(s.Context())
		s.isError(err, rtm.CodePlatform, "")
		s.reaches(rtm.Disconnected)
	}, func(c *rtm.Config) {
		c.Token = ""
		c.Connect = func(context.Context) (rtm.Session, error) {
			return rtm.ReadSession([]byte(`{"ok":false,"error":"invalid_auth"}`))
		}
	})
}

// wrapped is what Slack refuses with, wrapped as a backend's code may do.
func wrapped(answer string) error {
	_, err := rtm.ReadSession([]byte(answer))
	return fmt.Errorf("the backend: %w", fmt.Errorf("the call: %w", err))
}

func TestARefusalThatIsWrappedIsAsFinalAsABareOne(t *testing.T) {
	sources := map[string]func(*rtm.Config, string){
		"by Connect": func(c *rtm.Config, answer string) {
			c.Connect = func(context.Context) (rtm.Session, error) { return rtm.Session{}, wrapped(answer) }
		},
		"by TokenSource": func(c *rtm.Config, answer string) {
			c.TokenSource = func(context.Context) (string, error) { return "", wrapped(answer) }
		},
	}
	for name, source := range sources {
		subtest(t, name, func(s *script) {
			_, err := s.client.Start(s.Context())
			if e := s.isError(err, rtm.CodePlatform, ""); e.Name != "token_revoked" {
				s.Fatalf("the start ended with %v", err)
			}
			s.saw("authenticating", "connect failed", "disconnected")
		}, func(c *rtm.Config) {
			c.Token = ""
			source(c, `{"ok":false,"error":"token_revoked"}`)
		})
		subtest(t, name+", one that may pass", func(s *script) {
			go s.client.Start(s.Context())
			s.pause(time.Minute)
			s.client.Disconnect(s.Context())
			if n := count(s.seen(), "connect failed"); n < 2 {
				s.Fatalf("it was tried %d times", n)
			}
		}, func(c *rtm.Config) {
			c.Token = ""
			source(c, `{"ok":false,"error":"fatal_error"}`)
		})
	}
}
