package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"rtmwasm/rtm/store"
)

// answers are what Slack answers to a method, one after the other.
type answers map[string][]string

func (a answers) next(method string) []byte {
	page := a[method][0]
	a[method] = a[method][1:]
	cursor := ""
	if n := len(a[method]); n > 0 {
		cursor = fmt.Sprint(n)
	}
	list := map[string]string{"users.list": "members", "conversations.list": "channels"}[method]
	return []byte(`{"ok":true,"` + list + `":` + page + `,"response_metadata":{"next_cursor":"` + cursor + `"}}`)
}

// loads fills the store from these answers. Each is older than what happens
// while it is on its way.
func (s script) loads(a answers, meanwhile func(call int)) error {
	call := 0
	for _, method := range []string{"users.list", "conversations.list"} {
		if a[method] == nil {
			a[method] = []string{`[]`}
		}
	}
	return s.Load(s.Context(), func(_ context.Context, method string, _ map[string]string) ([]byte, error) {
		answer := a.next(method)
		call++
		meanwhile(call)
		return answer, nil
	}, nil)
}

// once does steps during the first call of a load.
func once(steps func()) func(int) {
	return func(call int) {
		if call == 1 {
			steps()
		}
	}
}

// tells takes in events, whatever the store says.
func (s script) tells(events ...string) {
	for _, event := range events {
		_ = s.handle(event)
	}
}

func TestAnEventDuringALoadStandsAlsoWhenItsSubjectIsLoadedLater(t *testing.T) {
	const old = `{"id":"C9","name":"old","is_channel":true,"is_member":true,"is_archived":false,"members":["U1","U2"],"topic":{"value":"old"}}`
	for _, c := range []struct{ events, member, want string }{
		{`{"type":"channel_rename","channel":{"id":"C9","name":"new"}}`, "name", `"new"`},
		{`{"type":"channel_archive","channel":"C9"}`, "is_archived", `true`},
		{`{"type":"channel_archive","channel":"C9"}` + "\n" + `{"type":"channel_unarchive","channel":"C9"}`, "is_archived", `false`},
		{`{"type":"channel_archive","channel":"C9"}` + "\n" + `{"type":"channel_rename","channel":{"id":"C9","name":"new"}}` + "\n" + `{"type":"channel_unarchive","channel":"C9"}`, "is_archived", `false`},
		{`{"type":"channel_left","channel":"C9"}`, "is_member", `false`},
		{`{"type":"channel_left","channel":"C9"}`, "members", `["U2"]`},
		{`{"type":"channel_left","channel":"C9"}` + "\n" + `{"type":"channel_joined","channel":{"id":"C9","is_member":true}}`, "is_member", `true`},
		{`{"type":"member_joined_channel","user":"U3","channel":"C9"}`, "members", `["U1","U2","U3"]`},
		{`{"type":"member_left_channel","user":"U2","channel":"C9"}`, "members", `["U1"]`},
		{`{"type":"channel_rename","channel":{"id":"C9","name":"new"}}` + "\n" + `{"type":"member_left_channel","user":"U2","channel":"C9"}`, "members", `["U1"]`},
		{`{"type":"channel_marked","channel":"C9","ts":"5.5"}`, "last_read", `"5.5"`},
		{`{"type":"channel_created","channel":{"id":"C9","name":"new"}}`, "name", `"new"`},
		{`{"type":"channel_created","channel":{"id":"C9","name":"new"}}`, "is_member", `true`},
		{`{"type":"message","subtype":"channel_name","channel":"C9","ts":"1.1","name":"new"}`, "name", `"new"`},
		{`{"type":"message","subtype":"channel_join","channel":"C9","ts":"1.1","user":"U3"}`, "members", `["U1","U2","U3"]`},
		{`{"type":"message","subtype":"channel_topic","channel":"C9","ts":"7.1","user":"U2","topic":"new"}`, "topic", `{"value":"new","creator":"U2","last_set":7}`},
	} {
		for _, known := range []bool{false, true} {
			s := run(t)
			if known {
				s.ok(s.SetChannel([]byte(old)))
			}
			s.ok(s.loads(answers{"conversations.list": {`[]`, `[` + old + `]`}}, once(func() { s.tells(strings.Split(c.events, "\n")...) })))
			if got := s.ChannelByID("C9").Get(c.member); string(got) != c.want {
				t.Errorf("after %s (known before: %v) %s is %s, want %s", c.events, known, c.member, got, c.want)
			}
			s.isSound()
		}
	}
}

func TestWhatHappensToUsersDuringALoadStands(t *testing.T) {
	s := run(t)
	s.ok(s.loads(answers{"users.list": {`[]`, `[{"id":"U8","name":"eight"},{"id":"U9","name":"nine"},{"id":"U2","name":"anna"}]`}}, once(func() {
		s.tells(
			`{"type":"presence_change","users":["U8","U2"],"presence":"away"}`,
			`{"type":"presence_change","user":"U2","presence":"active"}`,
			`{"type":"user_change","user":{"id":"U9","name":"neuf","profile":{"email":"nine@example.com"}}}`,
		)
	})))
	equal(t, "U8's presence", s.UserByID("U8").Presence(), "away")
	equal(t, "U2's presence", s.UserByID("U2").Presence(), "active")
	equal(t, "U9's name", s.UserByEmail("nine@example.com").Name(), "neuf")
	if s.UserByName("nine") != nil {
		t.Error("the old name is found")
	}
}

func TestMessagesOfAChannelThatIsNotLoadedYetAreInItsHistory(t *testing.T) {
	s := run(t)
	page := `[{"id":"C9","name":"nine","last_read":"1.0","unread_count":0,"latest":{"ts":"1.0","text":"before"}}]`
	s.ok(s.loads(answers{"conversations.list": {page}}, once(func() {
		s.tells(
			`{"type":"message","channel":"C9","user":"U2","ts":"2.0","text":"first"}`,
			`{"type":"message","channel":"C9","user":"U2","ts":"3.0","text":"second"}`,
			`{"type":"message","subtype":"message_changed","channel":"C9","ts":"3.1","message":{"ts":"2.0","text":"edited"}}`,
			`{"type":"message","subtype":"message_deleted","channel":"C9","ts":"3.2","deleted_ts":"1.0"}`,
			`{"type":"reaction_added","user":"U2","reaction":"x","item":{"type":"message","channel":"C9","ts":"3.0"}}`,
		)
	})))
	c := s.ChannelByID("C9")
	s.reads(c, "edited second")
	equal(t, "the unread count", c.UnreadCount(), 2)
	s.is(c.MessageByTS("3.0"), `{"type":"message","channel":"C9","user":"U2","ts":"3.0","text":"second","reactions":[{"name":"x","users":["U2"],"count":1}]}`)
}

func TestAPageUndoesNothingInTheHistoryThatIsThere(t *testing.T) {
	s := run(t)
	s.says("1.0", "before")
	page := `[{"id":"C1","name":"general","unread_count":1,"latest":{"ts":"1.0","text":"before"}}]`
	s.ok(s.loads(answers{"conversations.list": {page}}, func(call int) {
		if call == 2 {
			s.says("2.0", "new")
			s.hears(`{"type":"message","subtype":"message_deleted","channel":"C1","ts":"2.1","deleted_ts":"1.0"}`)
		}
	}))
	s.reads(s.ChannelByID("C1"), "new")
	equal(t, "the unread count", s.ChannelByID("C1").UnreadCount(), 1)
}

func TestWhatIsRemovedDuringALoadDoesNotComeBack(t *testing.T) {
	s := run(t)
	page := `[{"id":"C1","name":"general"},{"id":"C8","name":"eight"},{"id":"G8","name":"gone","is_group":true},{"id":"C9","name":"nine"}]`
	s.ok(s.loads(answers{"users.list": {`[{"id":"U8","name":"eight"}]`}, "conversations.list": {page}}, once(func() {
		s.tells(
			`{"type":"channel_deleted","channel":"C1"}`,
			`{"type":"channel_deleted","channel":"C8"}`,
			`{"type":"group_deleted","channel":"G8"}`,
		)
		s.RemoveUser("U8")
		s.RemoveChannel("C9")
	})))
	for _, id := range []string{"C1", "C8", "G8", "C9"} {
		if s.ChannelGroupOrDMByID(id) != nil {
			t.Errorf("%s came back", id)
		}
	}
	if s.UserByID("U8") != nil {
		t.Error("U8 came back")
	}
}

func TestWhatIsRemovedAndMadeAnewDuringALoadIsThere(t *testing.T) {
	s := run(t)
	s.ok(s.loads(answers{"conversations.list": {`[{"id":"C1","name":"old"}]`}}, once(func() {
		s.hears(`{"type":"channel_deleted","channel":"C1"}`)
		s.hears(`{"type":"channel_created","channel":{"id":"C1","name":"anew"}}`)
		s.says("1.0", "hello")
	})))
	equal(t, "the name", s.ChannelByID("C1").Name(), "anew")
	s.reads(s.ChannelByID("C1"), "hello")
}

func TestWhatTheCallerChangesDuringALoadStands(t *testing.T) {
	s := run(t)
	anna, general := s.UserByID("U2"), s.ChannelByID("C1")
	s.ok(s.loads(answers{
		"users.list":         {`[{"id":"U2","name":"anna","color":"red"},{"id":"U9","name":"nine","color":"red"}]`},
		"conversations.list": {`[{"id":"C1","name":"general"},{"id":"D9","user":"U9","is_im":true}]`},
	}, once(func() {
		for json, take := range map[string]func([]byte) error{
			`{"name":"berta"}`:                 anna.Update,
			`{"name":"main"}`:                  general.Update,
			`{"ts":"1.0","text":"added"}`:      general.AddMessage,
			`{"id":"U9","name":"neuf"}`:        s.SetUser,
			`{"id":"D9","user":"U2","note":1}`: s.UpsertDM,
		} {
			data := []byte(json)
			s.ok(take(data))
			clear(data) // it is the caller's
		}
	})))
	s.is(anna.JSON(), `{"id":"U2","name":"berta","color":"red","profile":{"email":"anna@example.com","bot_id":"B1"}}`)
	equal(t, "the channel's name", s.ChannelByName("main").ID(), "C1")
	s.reads(general, "added")
	s.is(s.UserByID("U9").JSON(), `{"id":"U9","name":"neuf","color":"red"}`)
	s.is(s.DMByUserID("U2").JSON(), `{"id":"D1","user":"U2","is_im":true}`)
	s.is(s.DMByID("D9").JSON(), `{"id":"D9","user":"U2","is_im":true,"note":1}`)
}

func TestAPageAskedForInANewSessionIsNewerThanTheEventsOfTheOld(t *testing.T) {
	s := run(t)
	connects := []byte(`{"ok":true,"self":{"id":"U1"},"team":{"id":"T1"}}`)
	s.ok(s.loads(answers{"conversations.list": {`[{"id":"C9","name":"nine"},{"id":"C8","name":"eight"}]`}}, func(call int) {
		if call == 1 {
			s.tells(
				`{"type":"channel_rename","channel":{"id":"C9","name":"in between"}}`,
				`{"type":"channel_deleted","channel":"C8"}`,
			)
			s.ok(s.CacheRTMStart(connects)) // what happened before that may have been missed
		}
	}))
	equal(t, "the name", s.ChannelByID("C9").Name(), "nine")
	equal(t, "the other name", s.ChannelByID("C8").Name(), "eight")
}

func TestAPageThatANewSessionFindsOnItsWayIsOlderThanAllEvents(t *testing.T) {
	s := run(t)
	connects := []byte(`{"ok":true,"self":{"id":"U1","name":"renamed"},"team":{"id":"T1"}}`)
	s.ok(s.loads(answers{"users.list": {`[{"id":"U1","name":"me"},{"id":"U9","name":"nine"}]`}}, once(func() {
		s.tells(`{"type":"user_change","user":{"id":"U9","name":"neuf"}}`)
		s.ok(s.CacheRTMStart(connects))
	})))
	equal(t, "the name of self", s.UserByID("U1").Name(), "renamed")
	equal(t, "the other name", s.UserByID("U9").Name(), "neuf")
}

// Whatever comes in while pages are on their way, the store is then as if the pages
// had come first.
func TestEventsDuringALoadDoWhatTheyWouldDoAfterIt(t *testing.T) {
	pages := func() answers {
		return answers{
			"users.list": {`[{"id":"U2","name":"anna"}]`, `[{"id":"U9","name":"nine"}]`},
			"conversations.list": {
				`[{"id":"C1","name":"general","is_channel":true,"is_private":false,"members":["U1","U2"]},{"id":"C8","name":"eight"}]`,
				`[{"id":"C9","name":"nine","is_channel":true,"is_private":false,"members":["U1","U2"],"latest":{"ts":"1.0","text":"latest"}},{"id":"G9","name":"private","is_group":true,"is_private":true}]`,
			},
		}
	}
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		pick := func(all ...string) string { return all[r.IntN(len(all))] }
		event := func() string {
			channel, user, ts := pick("C1", "C9", "G9"), pick("U2", "U9"), pick("1.0", "2.0", "3.0")
			message := `{"type":"message","channel":"` + channel + `","user":"` + user + `","ts":"` + ts + `"`
			return pick(
				message+`,"text":"`+pick("a", "b")+`"}`,
				message+`,"subtype":"message_changed","message":{"ts":"`+ts+`","text":"edited"}}`,
				message+`,"subtype":"message_deleted","deleted_ts":"`+ts+`"}`,
				message+`,"subtype":"channel_topic","topic":"`+pick("a", "b")+`"}`,
				message+`,"subtype":"channel_convert_to_`+pick("private", "public")+`"}`,
				`{"type":"`+pick("channel_rename", "group_rename")+`","channel":{"id":"`+channel+`","name":"`+pick("x", "y")+`"}}`,
				`{"type":"`+pick("channel_archive", "channel_unarchive", "channel_left")+`","channel":"`+channel+`"}`,
				`{"type":"`+pick("member_joined_channel", "member_left_channel")+`","channel":"`+channel+`","user":"`+user+`"}`,
				`{"type":"channel_marked","channel":"`+channel+`","ts":"`+ts+`"}`,
				`{"type":"reaction_added","user":"U1","reaction":"x","item":{"type":"message","channel":"`+channel+`","ts":"`+ts+`"}}`,
				`{"type":"channel_deleted","channel":"C8"}`,
				`{"type":"presence_change","users":["U2","`+user+`"],"presence":"`+pick("active", "away")+`"}`,
				`{"type":"user_change","user":{"id":"`+user+`","name":"`+pick("x", "y")+`"}}`,
			)
		}
		events, during := make([]string, 8), make([]int, 8)
		for i := range events {
			events[i], during[i] = event(), 1+r.IntN(2)
		}
		slices.Sort(during)
		after, meanwhile := run(t), run(t)
		after.ok(after.loads(pages(), func(int) {}))
		after.tells(events...)
		meanwhile.ok(meanwhile.loads(pages(), func(call int) {
			for i, event := range events {
				if during[i] == call {
					meanwhile.tells(event)
				}
			}
		}))
		if got, want := meanwhile.known(), after.known(); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: after %s\nthe store knows %v\nwant %v", seed, strings.Join(events, "\n"), got, want)
		}
	}
}

// known is what the store knows of users and conversations, by their ids.
func (s script) known() map[string]any {
	all := map[string]any{}
	for _, u := range s.Users() {
		all[u.ID()] = s.value(u.JSON())
	}
	for _, list := range [][]*store.Conversation{s.Channels(), s.Groups(), s.DMs()} {
		for _, c := range list {
			all[c.ID()] = []any{c.Type(), s.value(c.JSON()), s.value(c.State())}
		}
	}
	return all
}

func (s script) value(text []byte) (value any) {
	s.Helper()
	s.ok(json.Unmarshal(text, &value))
	return value
}

func TestNobodyTypesBecauseOfAnEventDuringALoad(t *testing.T) {
	s := run(t)
	s.ok(s.loads(answers{"users.list": {`[{"id":"U9","name":"nine"}]`}, "conversations.list": {`[{"id":"C9","name":"nine"}]`}}, once(func() {
		s.tells(`{"type":"user_typing","channel":"C9","user":"U9"}`)
	})))
	equal(t, "those typing", len(s.ChannelByID("C9").TypingUsers()), 0)
}

func TestMoreEventsDuringALoadThanAreKeptAreTold(t *testing.T) {
	s := run(t)
	text := strings.Repeat("x", 1<<20)
	err := s.loads(answers{"conversations.list": {`[{"id":"C9","name":"nine"}]`}}, once(func() {
		for i := range 10 {
			s.tells(fmt.Sprintf(`{"type":"message","channel":"C9","user":"U2","ts":"%d.0","text":"%s"}`, i+1, text))
		}
	}))
	s.fails(err, "Load", "8 MB", "load again")
	equal(t, "the messages", len(s.ChannelByID("C9").History()), 7)
	s.ok(s.loads(answers{}, once(func() {})))
}

func TestAHandlerIsNotCalledAgainByALoad(t *testing.T) {
	s := run(t)
	calls := 0
	s.RegisterMessageHandler("channel_archive", func(_, _ string, _ *store.Store, _ []byte) error { calls++; return nil })
	s.ok(s.loads(answers{"conversations.list": {`[{"id":"C9","name":"nine"}]`}}, once(func() {
		s.hears(`{"type":"channel_archive","channel":"C9"}`)
	})))
	equal(t, "the calls", calls, 1)
}
