package store_test

import (
	"fmt"
	"strings"
	"testing"

	"rtmwasm/rtm/store"
)

// The workspace that a store must hold.
const manyUsers, manyChannels = 50_000, 5_000

// large is an answer to rtm.start, with users of the size that Slack gives.
func large() []byte {
	var b strings.Builder
	b.WriteString(`{"ok":true,"self":{"id":"U1"},"team":{"id":"T1"},"users":[`)
	for i := range manyUsers {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"U%d","team_id":"T1","name":"user%[1]d","deleted":false,"color":"9f69e7","real_name":"User %[1]d",
"tz":"Europe/Amsterdam","tz_label":"Central European Time","tz_offset":3600,"profile":{"title":"","phone":"","skype":"",
"real_name":"User %[1]d","display_name":"user%[1]d","status_text":"","status_emoji":"","avatar_hash":"ge3b51ca72de",
"email":"user%[1]d@example.com","image_24":"https://example.com/24.jpg","image_48":"https://example.com/48.jpg","team":"T1"},
"is_admin":false,"is_owner":false,"is_primary_owner":false,"is_restricted":false,"is_bot":false,"is_app_user":false,"updated":1502138686}`, i)
	}
	b.WriteString(`],"channels":[`)
	for i := range manyChannels {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"C%d","name":"channel%[1]d","is_channel":true,"members":["U1","U%[1]d"],"topic":{"value":"","creator":"","last_set":0}}`, i)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func TestALargeWorkspaceLoadsAndStaysRight(t *testing.T) {
	s := script{t, store.New(store.Options{})}
	s.ok(s.CacheRTMStart(large()))
	equal(t, "the users", len(s.Users()), manyUsers)
	equal(t, "the channels", len(s.Channels()), manyChannels)
	for i := 0; i < manyUsers; i += 1000 {
		s.hears(fmt.Sprintf(`{"type":"user_change","user":{"id":"U%d","name":"renamed%[1]d","profile":{"email":"new%[1]d@example.com"}}}`, i))
		id := fmt.Sprint("U", i)
		equal(t, "by name", s.UserByName(fmt.Sprint("renamed", i)).ID(), id)
		equal(t, "by e-mail", s.UserByEmail(fmt.Sprintf("new%d@example.com", i)).ID(), id)
		if s.UserByName(fmt.Sprint("user", i)) != nil {
			t.Fatal("the old name is found")
		}
	}
	s.isSound()
	if n := testing.AllocsPerRun(100, func() {
		s.UserByID("U49999")
		s.UserByName("user49999")
		s.UserByEmail("user49999@example.com")
		s.ChannelByName("#channel4999")
		s.DMByUserID("U49999")
	}); n != 0 {
		t.Errorf("five lookups allocate %v times", n)
	}
}

func BenchmarkLoad(b *testing.B) {
	data := large()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := store.New(store.Options{}).CacheRTMStart(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	s := store.New(store.Options{})
	if err := s.CacheRTMStart(large()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s.UserByEmail("user49999@example.com")
	}
}

func BenchmarkMessage(b *testing.B) {
	s := store.New(store.Options{})
	if err := s.CacheRTMStart([]byte(start)); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		event := fmt.Sprintf(`{"type":"message","channel":"C1","user":"U2","ts":"1.%09d","text":"hello there","client_msg_id":"x","team":"T1"}`, i)
		if err := s.HandleRTMMessage("U1", "T1", "message", []byte(event)); err != nil {
			b.Fatal(err)
		}
	}
}
