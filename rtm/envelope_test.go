package rtm

import (
	"encoding/json"
	"math"
	"testing"
)

func FuzzEnvelope(f *testing.F) {
	for _, seed := range []string{
		`{"type":"message","channel":"C1","text":"hi","ts":"1.2"}`,
		`{"ok":true,"reply_to":1,"ts":"1.2","text":"hi"}`,
		`{"ok":false,"reply_to":2,"error":{"code":-1,"msg":"slow down"}}`,
		`{"type":"error","error":{"code":1,"msg":"Socket URL has expired"}}`,
		`{"type":"pong","reply_to":1.0}`, `{"reply_to":1e3,"reply_to":"x"}`, `{"error":5}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		e, err := readEnvelope(frame)
		var want map[string]any
		if json.Unmarshal(frame, &want) != nil || err != nil {
			return // FuzzMembers compares what is refused
		}
		if typ, _ := want["type"].(string); e.typ != typ {
			t.Fatalf("type is %q, want %q", e.typ, typ)
		}
		replyTo, _ := want["reply_to"].(float64)
		if replyTo == math.Trunc(replyTo) && math.Abs(replyTo) <= 1<<53 && e.replyTo != int(replyTo) {
			t.Fatalf("reply_to is %d, want %v", e.replyTo, replyTo)
		}
	})
}

func FuzzResponse(f *testing.F) {
	f.Add(200, "", []byte(`{"ok":true,"url":"wss://x","self":{"id":"U1"},"team":{"id":"T1"}}`))
	f.Add(200, "", []byte(`{"ok":false,"error":"missing_scope","needed":"client","provided":"bot"}`))
	f.Add(429, "30", []byte(``))
	f.Add(200, "-5", []byte(`<html>`))
	f.Fuzz(func(t *testing.T, status int, retryAfter string, body []byte) {
		answer, err := readResponse("rtm.connect", Response{status, retryAfter, body})
		if (answer == nil) == (err == nil) {
			t.Fatalf("got both or neither of %q and %v", answer, err)
		}
		if err != nil && (CodeOf(err) == "" || err.Error() == "" || err.(*Error).RetryAfter < 0) {
			t.Fatalf("the error is %+v", err)
		}
		if err == nil && status != 200 {
			t.Fatalf("status %d was taken", status)
		}
	})
}
