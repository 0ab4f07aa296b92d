package transport_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// answering gives an API that answers so, and what it logs.
func answering(r transport.Response) (*transport.WebAPI, *[]string) {
	var lines []string
	return &transport.WebAPI{
		URL: "https://slack.test/api/", Token: "xoxb-secret", Log: func(line string) { lines = append(lines, line) },
		Call: func(context.Context, transport.Request) (transport.Response, error) { return r, nil },
	}, &lines
}

func TestARetryAfterThatMakesNoSenseIsIgnoredWithALineInTheLog(t *testing.T) {
	for header, lines := range map[string]int{"soon": 1, "-5": 1, "7": 0, "Fri, 31 Dec 1999 23:59:59 GMT": 0, "": 0} {
		api, logged := answering(transport.Response{Status: 429, RetryAfter: header})
		if _, err := api.Session(t.Context(), "rtm.connect", "", nil); core.CodeOf(err) != core.CodeRateLimited {
			t.Errorf("%q gives %v", header, err)
		}
		if len(*logged) != lines || lines > 0 && !strings.Contains((*logged)[0], "the Retry-After of the answer to rtm.connect is ignored") {
			t.Errorf("of %q was logged %q", header, *logged)
		}
	}
}

func TestAnAnswerWithoutASessionIsAnError(t *testing.T) {
	for body, code := range map[string]core.Code{`{"ok":true,"url":"wss://slack.test/"}`: "", `{"ok":true}`: core.CodeRead, `{"ok":false}`: core.CodePlatform, `<html>`: core.CodeRead} {
		api, _ := answering(transport.Response{Status: 200, Body: []byte(body)})
		session, err := api.Session(t.Context(), "rtm.connect", "", nil)
		if core.CodeOf(err) != code || (session == nil) != (code != "") {
			t.Errorf("%s gives %+v, %v", body, session, err)
		}
	}
}

func TestTheTokenOfACallTakesThePlaceOfTheAPIs(t *testing.T) {
	asked := 0
	source := func(context.Context) (string, error) { asked++; return "of the source", nil }
	for want, c := range map[string]struct {
		api, call string
		fields    map[string]string
	}{
		"of the source": {},
		"of the API":    {api: "of the API"},
		"of the call":   {api: "of the API", call: "of the call"},
		"of the fields": {api: "of the API", call: "of the call", fields: map[string]string{"token": "of the fields"}},
	} {
		api := &transport.WebAPI{URL: "https://slack.test/api/", Token: c.api, TokenSource: source, Call: func(_ context.Context, r transport.Request) (transport.Response, error) {
			if r.URL != "https://slack.test/api/auth.test" || r.Form["token"] != want {
				t.Errorf("%s was called with %v, want the token %s", r.URL, r.Form, want)
			}
			return transport.Response{Status: 200, Body: []byte(`{"ok":true}`)}, nil
		}}
		if _, err := api.Invoke(t.Context(), "auth.test", c.call, c.fields); err != nil {
			t.Error(err)
		}
	}
	if asked != 1 {
		t.Errorf("the source was asked %d times, want once", asked)
	}
}

func TestAFailureToGetATokenKeepsItsCode(t *testing.T) {
	for code, failure := range map[core.Code]error{
		core.CodeRequest:  errors.New("the backend is away"),
		core.CodePlatform: &core.Error{Code: core.CodePlatform, Name: "token_revoked", Message: "refused"},
	} {
		api := &transport.WebAPI{TokenSource: func(context.Context) (string, error) { return "", failure }}
		if _, err := api.Invoke(t.Context(), "auth.test", "", nil); core.CodeOf(err) != code || !errors.Is(err, failure) {
			t.Errorf("got %v, want the code %s", err, code)
		}
	}
}
