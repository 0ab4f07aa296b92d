package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"rtmwasm/rtm/store"
)

// A script is a test of one store. Its methods are the steps, and fail the test.
type script struct {
	*testing.T
	*store.Store
}

// start is what the scripts begin with: the session is that of U1 in T1.
const start = `{"ok":true,
	"self":{"id":"U1","name":"me","prefs":{"color":"red"}},
	"team":{"id":"T1","name":"Team","domain":"team","prefs":{}},
	"users":[
		{"id":"U1","name":"me","real_name":"Me"},
		{"id":"U2","name":"anna","profile":{"email":"anna@example.com","bot_id":"B1"},"color":"9f69e7"},
		{"id":"W3","name":"ben","profile":{"email":"ben@example.com"}}],
	"channels":[
		{"id":"C1","name":"general","is_channel":true,"is_member":true,"members":["U1","U2"]},
		{"id":"C2","name":"random","is_channel":true,"is_member":false,"members":["U2"]}],
	"groups":[{"id":"G1","name":"secret","is_group":true,"members":["U1","U2"]}],
	"mpims":[{"id":"G2","name":"mpdm-me--anna--ben-1","is_mpim":true,"members":["U1","U2","W3"]}],
	"ims":[{"id":"D1","user":"U2","is_im":true}],
	"bots":[{"id":"B1","name":"annabot","icons":{"image_36":"x"}}]}`

func run(t *testing.T, options ...store.Options) script {
	options = append(options, store.Options{})
	s := script{t, store.New(options[0])}
	s.ok(s.CacheRTMStart([]byte(start)))
	t.Cleanup(s.isSound)
	return s
}

func (s script) isSound() {
	s.Helper()
	if faults := s.Faults(); faults != "" {
		s.Fatal(faults)
	}
}

func (s script) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// hears takes in an event, whose type is in it.
func (s script) hears(event string) {
	s.Helper()
	if err := s.handle(event); err != nil {
		s.Fatalf("%s: %v", event, err)
	}
}

func (s script) handle(event string) error {
	var e struct{ Type string }
	json.Unmarshal([]byte(event), &e)
	return s.HandleRTMMessage("U1", "T1", e.Type, []byte(event))
}

// dump is everything in the store.
func (s script) dump() string {
	var b strings.Builder
	for _, u := range s.Users() {
		b.Write(u.JSON())
	}
	for _, list := range [][]*store.Conversation{s.Channels(), s.Groups(), s.DMs()} {
		for _, c := range list {
			b.Write(c.JSON())
			b.Write(c.State())
		}
	}
	for _, x := range s.Bots() {
		b.Write(x.JSON())
	}
	for _, x := range s.Teams() {
		b.Write(x.JSON())
	}
	return b.String()
}

// refuses takes in an event that must change nothing, and be refused by an
// error that says all of this.
func (s script) refuses(event string, says ...string) {
	s.Helper()
	before := s.dump()
	s.fails(s.handle(event), says...)
	if after := s.dump(); after != before {
		s.Errorf("%s changed the store:\n%s\n%s", event, before, after)
	}
}

func (s script) fails(err error, says ...string) {
	s.Helper()
	var e *store.Error
	if !errors.As(err, &e) {
		s.Errorf("the error is %v", err)
		return
	}
	for _, text := range says {
		if !strings.Contains(err.Error(), text) {
			s.Errorf("the error is %q, which does not say %q", err, text)
		}
	}
}

// is compares JSON texts.
func (s script) is(got []byte, want string) {
	s.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		s.Fatalf("%s is not JSON: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		s.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		s.Errorf("it is %s, want %s", got, want)
	}
}

// reads compares the texts of a history.
func (s script) reads(c *store.Conversation, want string) {
	s.Helper()
	var texts []string
	for _, m := range c.History() {
		var message struct{ Text string }
		s.ok(json.Unmarshal(m, &message))
		texts = append(texts, message.Text)
	}
	if got := strings.Join(texts, " "); got != want {
		s.Errorf("the history is %q, want %q", got, want)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
