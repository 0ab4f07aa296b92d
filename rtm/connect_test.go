package rtm_test

import (
	"context"
	"testing"

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
