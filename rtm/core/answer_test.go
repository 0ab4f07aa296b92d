package core

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestASessionIsRead(t *testing.T) {
	const answer = `{"ok":true,"url":"wss://x.test/","self":{"id":"U1"},"team":{"id":"T1"}}`
	session, err := ReadSession("rtm.connect", []byte(answer))
	if err != nil || session.URL != "wss://x.test/" || session.UserID != "U1" || session.TeamID != "T1" || string(session.JSON) != answer {
		t.Fatalf("got %+v, %v", session, err)
	}
	if _, err := ReadSession("rtm.connect", []byte(`{"ok":true,"self":{"id":"U1"}}`)); err == nil || err.Code != CodeRead {
		t.Fatalf("an answer without a URL gives %v", err)
	}
}

func TestAdviceOnATokenIsOfTheMethodThatWantsIt(t *testing.T) {
	for method, want := range map[string]string{"rtm.connect": "classic app", "rtm.start": "classic app", "apps.connections.open": "xapp-", "chat.postMessage": ""} {
		for _, name := range []string{"not_allowed_token_type", "missing_scope"} {
			_, err := ReadAnswer(method, Response{Status: 200, Body: []byte(`{"ok":false,"error":"` + name + `","needed":"chat:write"}`)}, time.Time{})
			for _, words := range []string{"classic app", "xapp-"} {
				if says := strings.Contains(err.Message, words); says != (words == want) {
					t.Errorf("%s: %s", method, err.Message)
				}
			}
		}
	}
}

func TestAnAnswerThatIsNoneSaysWhy(t *testing.T) {
	for _, c := range []struct {
		status           int
		retryAfter, body string
		want             Error
	}{
		{200, "", `{"ok":false,"error":"invalid_auth"}`, Error{Code: CodePlatform, Name: "invalid_auth"}},
		{200, "7", `{"ok":false,"error":"ratelimited"}`, Error{Code: CodePlatform, Name: "ratelimited", RetryAfter: 7 * time.Second}},
		{200, "", `{}`, Error{Code: CodePlatform}},
		{200, "", `<html>`, Error{Code: CodeRead}},
		{429, " 30 ", ``, Error{Code: CodeRateLimited, Name: "ratelimited", Status: 429, RetryAfter: 30 * time.Second}},
		{429, "soon", `{"ok":true}`, Error{Code: CodeRateLimited, Name: "ratelimited", Status: 429}},
		{429, "99999999", ``, Error{Code: CodeRateLimited, Name: "ratelimited", Status: 429, RetryAfter: 24 * time.Hour}},
		{429, "2.5", ``, Error{Code: CodeRateLimited, Name: "ratelimited", Status: 429, RetryAfter: 3 * time.Second}},
		{503, "Thu, 01 Jan 2026 00:00:10 GMT", ``, Error{Code: CodeHTTP, Status: 503, RetryAfter: 10 * time.Second}},
		{302, "", ``, Error{Code: CodeHTTP, Status: 302}},
		{503, "5", ``, Error{Code: CodeHTTP, Status: 503, RetryAfter: 5 * time.Second}},
	} {
		_, err := ReadAnswer("rtm.connect", Response{Status: c.status, RetryAfter: c.retryAfter, Body: []byte(c.body)}, time.Unix(int64(wakeUp/time.Second), 0))
		if err == nil || err.Code != c.want.Code || err.Name != c.want.Name || err.Status != c.want.Status || err.RetryAfter != c.want.RetryAfter {
			t.Errorf("%d %q %q gives %+v, want %+v", c.status, c.retryAfter, c.body, err, c.want)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	f.Add(200, "", []byte(`{"ok":true,"url":"wss://x","self":{"id":"U1"},"team":{"id":"T1"}}`))
	f.Add(200, "", []byte(`{"ok":true,"url":"wss://x","url":"","self":[],"team":{"ID":"T1"}}`))
	f.Add(200, "", []byte(`{"ok":false,"error":"missing_scope","needed":"client","provided":"bot"}`))
	f.Add(429, "30", []byte(``))
	f.Add(200, "-5", []byte(`<html>`))
	f.Add(500, "99999999999999999999", []byte(`null`))
	f.Add(503, "Sat, 28 Nov 2026 13:00:00 GMT", []byte(``))
	f.Add(503, "2.5", []byte(``))
	f.Fuzz(func(t *testing.T, status int, retryAfter string, body []byte) {
		var session *Session
		answer, err := ReadAnswer("rtm.connect", Response{Status: status, RetryAfter: retryAfter, Body: body}, time.Unix(int64(wakeUp/time.Second), 0))
		if err == nil {
			session, err = ReadSession("rtm.connect", answer)
		}
		var o object
		sound := json.Unmarshal(body, &o) == nil
		granted := status == 200 && sound && o["ok"] == true && o.text("url") != ""
		if granted != (err == nil) {
			t.Fatalf("%d %q gives the error %v", status, body, err)
		}
		if err != nil {
			if err.Code == "" || err.Error() == "" || err.RetryAfter < 0 || err.RetryAfter > 24*time.Hour {
				t.Fatalf("the error is %+v", err)
			}
			return
		}
		if session.URL != o.text("url") || session.UserID != o.object("self").text("id") || session.TeamID != o.object("team").text("id") {
			t.Fatalf("%q is read as %+v", body, session)
		}
	})
}

func TestWhatSlackSaysIsCutInMessages(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	_, err := ReadAnswer("chat.update", Response{Status: 200, Body: []byte(`{"ok":false,"error":"` + long + `"}`)}, newYear)
	if len(err.Message) > 300 || err.Name != long || len(err.Data) < len(long) {
		t.Errorf("the message has %d bytes, the name %d, the data %d", len(err.Message), len(err.Name), len(err.Data))
	}
	if text := short("a" + long); len(text) > maxWords+3 || !strings.HasSuffix(text, "é...") {
		t.Errorf("it is cut to %q", text)
	}
}

func TestAnAnswerOfMoreThan32MiBIsNotRead(t *testing.T) {
	for _, r := range []Response{{Status: 200, Body: make([]byte, MaxAnswer+1)}, {Status: 200, TooLarge: true}} {
		_, err := ReadAnswer("conversations.list", r, newYear)
		if err == nil || err.Code != CodeRead || !strings.Contains(err.Error(), "conversations.list has more than 32 MiB") {
			t.Errorf("the error is %v", err)
		}
	}
}

func TestARedirectSaysThatItIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		_, err := ReadAnswer("rtm.connect", Response{Status: status}, newYear)
		if err == nil || err.Code != CodeHTTP || err.Status != status || !strings.Contains(err.Error(), "redirect") {
			t.Errorf("HTTP status %d gives %v", status, err)
		}
	}
}

func TestWhatACallerSaysOfAnAnswerIsTheCause(t *testing.T) {
	said := errors.New("as the caller has it")
	for _, r := range []Response{
		{Status: 200, Body: []byte(`{"ok":false,"error":"invalid_auth"}`), Err: said},
		{Status: 429, RetryAfter: "7", Err: said},
		{Status: 302, Err: said},
		{Status: 503, Err: said},
	} {
		if _, err := ReadAnswer("rtm.connect", r, newYear); err == nil || err.Err != said {
			t.Errorf("the cause of %v is %v", err, err.Err)
		}
	}
}
