package store_test

import (
	"encoding/json"
	"slices"
	"testing"

	"rtmwasm/rtm/store"
)

// Events that reach every effect, and what a fuzzer may make worse.
var eventSeeds = []string{
	`{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"hi","reactions":[{"name":"x","count":1,"users":["U1"]}]}`,
	`{"type":"message","subtype":"channel_join","channel":"C1","user":"U2","ts":"1.1"}`,
	`{"type":"message","subtype":"group_leave","channel":"G1","user":"U2","ts":"1.1"}`,
	`{"type":"message","subtype":"message_changed","channel":"C1","message":{"ts":"1.0","text":"x"},"hidden":true}`,
	`{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.0"}`,
	`{"type":"user_change","user":{"id":"U2","name":"anne","profile":{"email":"x","bot_id":"B2"}}}`,
	`{"type":"bot_changed","bot":{"id":"B1","name":"b"}}`,
	`{"type":"presence_change","users":["U1","U9"],"presence":"away"}`,
	`{"type":"manual_presence_change","presence":"away"}`,
	`{"type":"pref_change","name":"a","value":{"b":[]}}`,
	`{"type":"team_pref_change","name":"a","value":1e9}`,
	`{"type":"team_domain_change","domain":"d","url":"u"}`,
	`{"type":"user_typing","channel":"D1","user":"U2"}`,
	`{"type":"reaction_added","user":"U2","reaction":"x","item":{"type":"message","channel":"C1","ts":"1.0"}}`,
	`{"type":"reaction_removed","user":"U1","reaction":"x","item":{"type":"message","channel":"C1","ts":"1.0"}}`,
	`{"type":"channel_joined","channel":{"id":"C1","name":"general","latest":{"ts":"2.0"},"last_read":"1","unread_count":3}}`,
	`{"type":"group_joined","channel":{"id":"C1","is_mpim":true}}`,
	`{"type":"im_created","user":"U2","channel":{"id":"D9"}}`,
	`{"type":"channel_left","channel":"C1"}`, `{"type":"channel_deleted","channel":"C1"}`,
	`{"type":"channel_rename","channel":{"id":"C1","name":"x"}}`,
	`{"type":"im_close","channel":"D1"}`, `{"type":"channel_marked","channel":"C1","ts":"1.0"}`,
	`{"type":"message","subtype":"channel_topic","channel":"C1","user":"U2","ts":"1700000000.1","topic":"cake"}`,
	`{"type":"message","subtype":"group_purpose","channel":"G1","user":"U2","ts":"99999999999999999999.1","purpose":""}`,
	`{"type":"message","subtype":"channel_name","channel":"C1","ts":"1.1","name":"cakes"}`,
	`{"type":"message","subtype":"channel_convert_to_private","channel":"C1","ts":"1.1"}`,
	`{"type":"message","subtype":"channel_convert_to_public","channel":"G1","ts":"1.1"}`,
	`{"type":"group_rename","channel":{"id":"C7","name":"x"}}`,
	`{"type":"team_join","user":{"id":"U7","id":"U8","name":"a","name":"b","profile":{"id":"U1"}}}`,
}

func FuzzEvent(f *testing.F) {
	for _, seed := range eventSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, event []byte) {
		s := script{t, store.New(store.Options{HistoryLimit: 2})}
		s.ok(s.CacheRTMStart([]byte(start)))
		s.says("1.0", "there already", `"reactions":[{"name":"x","count":2,"users":["U1"]}]`)
		var e struct{ Type string }
		sound := json.Unmarshal(event, &e) == nil
		before := s.dump()
		for range 2 {
			err := s.HandleRTMMessage("U1", "T1", e.Type, event)
			// Of presence_change the known users are taken.
			if err != nil && e.Type != "presence_change" && s.dump() != before {
				t.Fatalf("%s failed (%v) and changed the store", event, err)
			}
			if err != nil && err.Error() == "" {
				t.Fatal("an error without words")
			}
			if err == nil && !sound && json.Valid(event) == false && e.Type != "" {
				t.Fatalf("%q was taken", event)
			}
			s.isSound()
			before = s.dump()
			s.everythingIsJSON()
		}
	})
}

func FuzzStart(f *testing.F) {
	f.Add([]byte(start))
	f.Add([]byte(`{"self":{"id":"U1"},"team":{"id":"T1"}}`))
	f.Add([]byte(`{"users":[{"id":"U1"},{"id":"U1","name":"x"},{}],"channels":[7],"ims":{},"mpims":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := script{t, store.New(store.Options{HistoryLimit: 2})}
		err := s.CacheRTMStart(data)
		if err == nil && !json.Valid(data) {
			t.Fatalf("%q was taken", data)
		}
		s.isSound()
		s.everythingIsJSON()
		first := s.dump()
		if s.CacheRTMStart(data); slices.Contains([]byte(first), 0) { // NUL must be escaped
			t.Fatalf("%q", first)
		}
		s.isSound()
	})
}

func (s script) everythingIsJSON() {
	for _, u := range s.Users() {
		s.isJSON(u.JSON())
	}
	for _, list := range [][]*store.Conversation{s.Channels(), s.Groups(), s.DMs()} {
		for _, c := range list {
			s.isJSON(c.JSON())
			s.isJSON(c.State())
		}
	}
	for _, x := range s.Bots() {
		s.isJSON(x.JSON())
	}
	for _, x := range s.Teams() {
		s.isJSON(x.JSON())
	}
}

func (s script) isJSON(text []byte) {
	if !json.Valid(text) {
		s.Fatalf("%q is not JSON", text)
	}
}
