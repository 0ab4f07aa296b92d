package rtm

import (
	"context"
	"encoding/json"
	"math"
	"testing"
)

// An object is what JSON.parse makes of one, as far as encoding/json does the
// same: keys are compared exactly, and the last of two with one name counts.
// What is not of the kind that is asked for is zero.
type object map[string]any

func (o object) text(key string) string {
	text, _ := o[key].(string)
	return text
}

func (o object) integer(key string) int {
	number, _ := o[key].(float64)
	if number != math.Trunc(number) || math.Abs(number) >= 1<<53 {
		return 0
	}
	return int(number)
}

func (o object) object(key string) object {
	inner, _ := o[key].(map[string]any)
	return inner
}

func FuzzEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"type":"message","channel":"C1","text":"hi","ts":"1.2"}`, `{"type":"message","Type":"other","TYPE":1,"type":"last"}`,
		`{"ok":true,"reply_to":1,"ts":"1.2","text":"hi"}`, `{"reply_to":1,"ok":"false","error":[]}`,
		`{"ok":false,"reply_to":2,"error":{"code":-1,"msg":"slow down","code":-2}}`, `{"reply_to":2,"ok":true,"error":{"code":1}}`,
		`{"type":"error","error":{"code":1,"msg":"Socket URL has expired"}}`, `{"type":"reconnect_url","url":"wss://x"}`,
		`{"type":"pong","reply_to":1.0}`, `{"reply_to":1e3,"reply_to":"x"}`, `{"error":5}`, `{"subtype":"a","event_ts":"2","channel":{"id":"C1"}}`,
		`{"__proto__":{"type":"message"}}`, `{"t\u0079pe":"message"}`, "{\"type\":\"\xff\"}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		e, err := readEnvelope(frame)
		var o object
		if json.Unmarshal(frame, &o) != nil || err != nil {
			return // FuzzMembers compares what is refused
		}
		want := envelope{
			typ: o.text("type"), subtype: o.text("subtype"), channel: o.text("channel"),
			replyTo: o.integer("reply_to"), ts: o.text("ts"), eventTS: o.text("event_ts"),
		}
		fault := o.object("error")
		if want.replyTo != 0 {
			want.text = o.text("text")
			want.refused = o["ok"] == false || fault != nil
		}
		if want.replyTo != 0 || want.typ == "error" {
			want.nack = nack{fault.integer("code"), fault.text("msg")}
		}
		if want.typ == "reconnect_url" {
			want.url = o.text("url")
		}
		if e != want {
			t.Fatalf("%q is read as\n%+v, want\n%+v", frame, e, want)
		}
	})
}

func FuzzResponse(f *testing.F) {
	f.Add(200, "", []byte(`{"ok":true,"url":"wss://x","self":{"id":"U1"},"team":{"id":"T1"}}`))
	f.Add(200, "", []byte(`{"ok":true,"url":"wss://x","url":"","self":[],"team":{"ID":"T1"}}`))
	f.Add(200, "", []byte(`{"ok":false,"error":"missing_scope","needed":"client","provided":"bot"}`))
	f.Add(429, "30", []byte(``))
	f.Add(200, "-5", []byte(`<html>`))
	f.Add(500, "99999999999999999999", []byte(`null`))
	f.Add(503, "Sat, 28 Nov 2026 13:00:00 GMT", []byte(``))
	f.Add(503, "2.5", []byte(``))
	f.Fuzz(func(t *testing.T, status int, retryAfter string, body []byte) {
		client, err := New(Config{Method: "rtm.connect", Token: "xoxb-secret", Call: func(context.Context, Request) (Response, error) {
			return Response{Status: status, RetryAfter: retryAfter, Body: body}, nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		session, err := opening{client: client}.call(t.Context())
		var o object
		sound := json.Unmarshal(body, &o) == nil
		granted := status == 200 && sound && o["ok"] == true && o.text("url") != ""
		if granted != (err == nil) {
			t.Fatalf("%d %q gives the error %v", status, body, err)
		}
		if err != nil {
			if CodeOf(err) == "" || err.Error() == "" || err.(*Error).RetryAfter < 0 || err.(*Error).RetryAfter > maxRetryAfter {
				t.Fatalf("the error is %+v", err)
			}
			return
		}
		if session.URL != o.text("url") || session.UserID != o.object("self").text("id") || session.TeamID != o.object("team").text("id") {
			t.Fatalf("%q is read as %+v", body, session)
		}
	})
}
