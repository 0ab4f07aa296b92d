package transport_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

func TestASessionOfSocketModeSaysWhoTheBotIs(t *testing.T) {
	slack := rtmtest.New()
	defer slack.Close()
	api := &transport.WebAPI{URL: "https://slack.test/api/", Token: "xoxb-secret", Call: slack.Call}
	s := &transport.SocketMode{API: api, Open: api.OpenWith("xapp-secret")}
	for range 2 {
		session, err := s.Session(t.Context(), "")
		if err != nil || session.UserID != rtmtest.Bot || session.TeamID != rtmtest.Team || session.URL == "" {
			t.Fatalf("the session is %+v, %v", session, err)
		}
		if got := string(session.JSON); !strings.Contains(got, `"self":{"id":"U00000BOT","name":"bot"},"team":{"id":"T0000001","name":"Fake Workspace"}`) {
			t.Errorf("the answer is %s", got)
		}
	}
	if _, err := s.Session(t.Context(), "xoxb-other"); err != nil {
		t.Fatal(err)
	}
	var calls []string
	for _, call := range slack.Calls() {
		calls = append(calls, call.Method+" "+call.Form["token"])
	}
	want := []string{
		"auth.test xoxb-secret", "apps.connections.open xapp-secret", "apps.connections.open xapp-secret",
		"auth.test xoxb-other", "apps.connections.open xapp-secret",
	}
	if !slices.Equal(calls, want) {
		t.Errorf("the calls are %q, want %q", calls, want)
	}
}

func TestWithoutATokenNobodyKnowsWhoTheBotIs(t *testing.T) {
	for answer, user := range map[string]string{
		`{"ok":true,"url":"wss://slack.test/"}`:                    "",
		`{"ok":true,"url":"wss://slack.test/","self":{"id":"U7"}}`: "U7", // who answers may know it
	} {
		s := &transport.SocketMode{API: &transport.WebAPI{}, Open: func(context.Context) ([]byte, error) { return []byte(answer), nil }}
		if session, err := s.Session(t.Context(), ""); err != nil || session.UserID != user {
			t.Errorf("%s gives %+v, %v", answer, session, err)
		}
	}
}

func TestWhatIsRefusedOfASessionOfSocketMode(t *testing.T) {
	slack := rtmtest.New()
	defer slack.Close()
	api := &transport.WebAPI{URL: "https://slack.test/api/", Token: "xoxb-secret", Call: slack.Call}
	_, err := (&transport.SocketMode{API: api, Open: api.OpenWith("xoxb-not-an-app")}).Session(t.Context(), "")
	if core.CodeOf(err) != core.CodePlatform || !strings.Contains(err.Error(), "xapp-") {
		t.Errorf("a bot's token gives %v", err)
	}
	slack.Refuse("auth.test", "invalid_auth", 1)
	if _, err = (&transport.SocketMode{API: api, Open: api.OpenWith("xapp-secret")}).Session(t.Context(), ""); core.CodeOf(err) != core.CodePlatform {
		t.Errorf("a token that is refused gives %v", err)
	}
}
