//go:build !js

package rtmtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// control runs the test with a workspace whose control is at /control/.
func control(t *testing.T, test func(s script, do func(verb, form string) (int, string))) {
	overHTTP(t, func(s script) {
		h := httptest.NewServer(Control(s.Server))
		defer h.Close()
		test(s, func(verb, form string) (int, string) {
			t.Helper()
			r, body := fetch(t, "POST", h.URL+"/control/"+verb, form, "Content-Type", formType)
			return r.StatusCode, body
		})
	})
}

func TestTheGuideListsEveryVerbWithItsFields(t *testing.T) {
	guide, err := os.ReadFile("../../web/docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|([^|]*)\\|").FindAllStringSubmatch(string(guide), -1) {
		name := row[1]
		listed[name] = true
		verb, known := verbs[name]
		if !known {
			t.Errorf("testing.md lists %s, and there is no such verb", name)
			continue
		}
		fields := strings.FieldsFunc(row[2], func(r rune) bool { return strings.ContainsRune(" ,`", r) })
		slices.Sort(fields)
		if got, want := strings.Join(fields, ", "), strings.Join(slices.Sorted(maps.Keys(verb.fields)), ", "); got != want {
			t.Errorf("testing.md gives %s the fields %s; it takes %s", name, got, want)
		}
	}
	for name := range verbs {
		if !listed[name] {
			t.Errorf("testing.md does not list %s", name)
		}
	}
}

func TestEveryVerbCanBeDoneWithoutFields(t *testing.T) {
	for name := range verbs {
		t.Run(name, func(t *testing.T) {
			control(t, func(s script, do func(verb, form string) (int, string)) {
				s.connects()
				if status, body := do(name, ""); status != 200 || !strings.HasPrefix(body, `{"ok":true`) {
					t.Errorf("got %d, %s", status, body)
				}
			})
		})
	}
}

func TestVerbsTakeTheirFields(t *testing.T) {
	control(t, func(s script, do func(verb, form string) (int, string)) {
		a := s.connects()
		do("flood", "count=2&size=300&code=4005&reason=enough")
		a.gets(`{"user":"U0000ANNA"}`)
		a.gets(`{"user":"U0000ANNA"}`)
		a.isClosed(4005, "enough")

		do("refuse", "method=auth.test&code=token_revoked&n=1")
		s.isRefused("token_revoked", "auth.test")
		do("rate-limit", "method=auth.test&after=2.5")
		s.isRefused("ratelimited", "auth.test")

		b := s.connects()
		_, body := do("say", url.Values{"user": {Ben}, "channel": {Random}, "text": {"a & b"}}.Encode())
		event := b.gets(`{"user":"U00000BEN","channel":"C00RANDOM","text":"a & b"}`)
		var said struct{ Result string }
		json.Unmarshal([]byte(body), &said)
		if said.Result == "" || said.Result != event["ts"] {
			t.Errorf("say answered %s, the event is %v", body, event)
		}
		do("send", url.Values{"frame": {`{"type":"x","y":1}`}}.Encode())
		b.gets(`{"type":"x","y":1}`)
		do("repeat", url.Values{"frame": {`{"type":"x","ts":"1.{n}"}`}, "count": {"2"}}.Encode())
		b.gets(`{"type":"x","ts":"1.000001"}`)
		b.gets(`{"type":"x","ts":"1.000002"}`)
		do("hold-acks", "on=true")
		b.writes(`{"id":1,"type":"message","channel":"C0GENERAL","text":"hi"}`)
		b.writes(`{"id":2,"type":"ping"}`)
		b.gets(`{"type":"pong"}`)
		do("hold-acks", "on=false")
		b.gets(`{"ok":true,"reply_to":1}`)
	})
}

func TestAWrongRequestDoesNothing(t *testing.T) {
	control(t, func(s script, do func(verb, form string) (int, string)) {
		a := s.connects()
		for _, test := range []struct {
			verb, form string
			status     int
		}{
			{"close", "code=many", 400},
			{"half-open", "on=maybe", 400},
			{"answer-status", "status=7", 400},
			{"explode", "", 404},
			{"say", "txt=misspelt", 400},
			{"say", "channel=C0NOWHERE", 400},
			{"drop", "n=1", 400},
			{"create", "name=general", 400},
			{"create", "name=A+B", 400},
		} {
			if status, body := do(test.verb, test.form); status != test.status {
				t.Errorf("%s: got %d, %s", test.verb, status, body)
			}
		}
		a.isIdle()
	})
}

func TestTheVerbsAreListedWithTheirFields(t *testing.T) {
	server := New()
	defer server.Close()
	h := httptest.NewServer(Control(server))
	defer h.Close()
	_, body := fetch(t, "GET", h.URL+"/control/", "")
	var listed map[string]map[string]string
	if err := json.Unmarshal([]byte(body), &listed); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if len(listed) != len(verbs) || listed["say"]["channel"] != General || listed["flood"]["count"] != "1000" || listed["drop"] == nil {
		t.Errorf("got %s", body)
	}
}

func TestTheLogTellsWhatWasSeen(t *testing.T) {
	overHTTP(t, func(s script) {
		a := s.connects()
		a.writes(`{"id":3,"type":"ping"}`)
		a.gets(`{"type":"pong"}`)
		h := httptest.NewServer(Control(s.Server))
		defer h.Close()
		_, body := fetch(t, "GET", h.URL+"/control/log", "")
		var log struct {
			Calls []struct {
				Method string
				Form   map[string]string
				At     float64
			}
			Received []struct {
				Socket, ID int
				Type, JSON string
				At         float64
			}
			Sockets, Opened int
		}
		if err := json.Unmarshal([]byte(body), &log); err != nil {
			t.Fatal(err)
		}
		if len(log.Calls) != 1 || log.Calls[0].Method != "rtm.connect" || log.Calls[0].Form["token"] != "xoxb-test" || log.Calls[0].At == 0 ||
			len(log.Received) != 1 || log.Received[0].Type != "ping" || log.Received[0].ID != 3 || log.Received[0].JSON != `{"id":3,"type":"ping"}` ||
			log.Sockets != 1 || log.Opened != 1 {
			t.Fatalf("got %s", body)
		}
	})
}

func TestWhatIsSentIsRecordedIfAsked(t *testing.T) {
	control(t, func(s script, do func(verb, form string) (int, string)) {
		a := s.connects()
		s.Say(Anna, General, "not recorded")
		a.gets(`{"text":"not recorded"}`)
		do("record-sent", "")
		said := s.Say(Anna, General, "recorded")
		a.gets(`{"text":"recorded"}`)
		s.Drop()
		s.Say(Anna, General, "to nobody")

		_, body := do("take-log", "")
		var answer struct {
			Result struct {
				Calls []struct{ Method string }
				Sent  []struct {
					Socket      int
					Token, JSON string
					At          float64
				}
			}
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		sent := answer.Result.Sent
		if len(sent) != 1 || sent[0].Socket != 1 || sent[0].Token != "xoxb-test" || !strings.Contains(sent[0].JSON, `"ts":"`+said+`"`) || sent[0].At == 0 {
			t.Errorf("what was sent: %s", body)
		}
		if len(answer.Result.Calls) != 1 || len(s.Calls())+len(s.Received())+len(s.Sent()) != 0 {
			t.Errorf("the log was taken as %s, and there are still %v", body, s.Calls())
		}
	})
}

func TestAForeignPageMayNotScript(t *testing.T) {
	server := New()
	defer server.Close()
	h := httptest.NewServer(Control(server))
	defer h.Close()
	for _, test := range []struct {
		header, value string
		status        int
	}{
		{"Origin", h.URL, 200},
		{"Origin", "https://page.example", 403},
		{"Origin", "null", 403},
		{"Sec-Fetch-Site", "same-origin", 200},
		{"Sec-Fetch-Site", "same-site", 403},
		{"Sec-Fetch-Site", "cross-site", 403},
	} {
		for _, verb := range []string{"goodbye", "log"} {
			method := map[string]string{"goodbye": "POST", "log": "GET"}[verb]
			if r, _ := fetch(t, method, h.URL+"/control/"+verb, "", test.header, test.value); r.StatusCode != test.status {
				t.Errorf("%s with %s: %s got %d", verb, test.header, test.value, r.StatusCode)
			}
		}
	}
	if r, _ := fetch(t, "GET", h.URL+"/control/goodbye", ""); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET of a verb got %d", r.StatusCode)
	}
}

// Whoever adds a fault adds its verb.
func TestEveryFaultHasAVerb(t *testing.T) {
	named := map[string]string{ // where the verb is not the method's name
		"set-presence": "presence", "set-topic": "topic", "set-purpose": "purpose", "close-all": "close", "offer-reconnect-url": "reconnect-url",
	}
	method := regexp.MustCompile(`(?m)^func \(s \*Server\) ([A-Z]\w+)\(`)
	humps := regexp.MustCompile(`([a-z])([A-Z])`)
	for _, file := range []string{"faults.go", "callfault.go", "ack.go", "speak.go", "reaction.go", "file.go", "creation.go", "membership.go", "topic.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range method.FindAllStringSubmatch(string(source), -1) {
			name := strings.ToLower(humps.ReplaceAllString(m[1], "$1-$2"))
			if other := named[name]; other != "" {
				name = other
			}
			if verbs[name].run == nil {
				t.Errorf("%s in %s has no verb %q", m[1], file, name)
			}
		}
	}
}
