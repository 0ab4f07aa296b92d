package store_test

import (
	"slices"
	"sync"
	"testing"

	"rtmwasm/rtm/store"
)

// ided is what every model is.
type ided interface {
	comparable
	ID() string
}

func TestEveryGetterFindsAndMisses(t *testing.T) {
	s := run(t)
	finds := func(name string, got, want string) {
		t.Helper()
		equal(t, name, got, want)
	}
	id := func(m interface{ ID() string }, ok bool) string {
		if !ok {
			return ""
		}
		return m.ID()
	}
	user := func(u *store.User) string { return id(u, u != nil) }
	conversation := func(c *store.Conversation) string { return id(c, c != nil) }
	bot := func(b *store.Bot) string { return id(b, b != nil) }
	team := func(b *store.Team) string { return id(b, b != nil) }

	finds("UserByID", user(s.UserByID("U2")), "U2")
	finds("UserByID of an Enterprise Grid", user(s.UserByID("W3")), "W3")
	finds("UserByID of nobody", user(s.UserByID("U9")), "")
	finds("UserByName", user(s.UserByName("anna")), "U2")
	finds("UserByName of nobody", user(s.UserByName("")), "")
	finds("UserByEmail", user(s.UserByEmail("ben@example.com")), "W3")
	finds("UserByEmail of nobody", user(s.UserByEmail("")), "")
	finds("UserByBotID", user(s.UserByBotID("B1")), "U2")
	finds("ChannelByID", conversation(s.ChannelByID("C1")), "C1")
	finds("ChannelByID of a group", conversation(s.ChannelByID("G1")), "")
	finds("ChannelByName", conversation(s.ChannelByName("general")), "C1")
	finds("ChannelByName with #", conversation(s.ChannelByName("#general")), "C1")
	finds("ChannelByName of a group", conversation(s.ChannelByName("secret")), "")
	finds("GroupByID", conversation(s.GroupByID("G1")), "G1")
	finds("GroupByID of an MPDM", conversation(s.GroupByID("G2")), "G2")
	finds("GroupByName", conversation(s.GroupByName("secret")), "G1")
	finds("DMByID", conversation(s.DMByID("D1")), "D1")
	finds("DMByName", conversation(s.DMByName("anna")), "D1")
	finds("DMByName of one without", conversation(s.DMByName("ben")), "")
	finds("DMByName of nobody", conversation(s.DMByName("nobody")), "")
	finds("DMByUserID", conversation(s.DMByUserID("U2")), "D1")
	finds("BotByID", bot(s.BotByID("B1")), "B1")
	finds("BotByName", bot(s.BotByName("annabot")), "B1")
	finds("BotByUserID", bot(s.BotByUserID("U2")), "B1")
	finds("BotByUserID of a person", bot(s.BotByUserID("W3")), "")
	finds("BotByUserID of nobody", bot(s.BotByUserID("U9")), "")
	finds("TeamByID", team(s.TeamByID("T1")), "T1")
	finds("ChannelGroupOrDMByID", conversation(s.ChannelGroupOrDMByID("D1")), "D1")
	finds("ChannelOrGroupByName of a channel", conversation(s.ChannelOrGroupByName("#general")), "C1")
	finds("ChannelOrGroupByName of a group", conversation(s.ChannelOrGroupByName("secret")), "G1")
}

func ids[T ided](all []T) []string {
	var ids []string
	for _, m := range all {
		ids = append(ids, m.ID())
	}
	return ids
}

func TestTheListsAreInTheOrderOfComing(t *testing.T) {
	s := run(t)
	s.ok(s.SetUser([]byte(`{"id":"U0"}`)))
	s.ok(s.SetUser([]byte(`{"id":"U2","name":"again"}`)))
	for name, lists := range map[string][2][]string{
		"users":    {ids(s.Users()), {"U1", "U2", "W3", "U0"}},
		"channels": {ids(s.Channels()), {"C1", "C2"}},
		"groups":   {ids(s.Groups()), {"G1", "G2"}},
		"dms":      {ids(s.DMs()), {"D1"}},
		"bots":     {ids(s.Bots()), {"B1"}},
		"teams":    {ids(s.Teams()), {"T1"}},
	} {
		if !slices.Equal(lists[0], lists[1]) {
			t.Errorf("%s are %v, want %v", name, lists[0], lists[1])
		}
	}
}

func TestModelsTellWhatTheyAre(t *testing.T) {
	s := run(t)
	anna := s.UserByID("U2")
	equal(t, "the name", anna.Name(), "anna")
	equal(t, "the address", anna.Email(), "anna@example.com")
	equal(t, "the bot", anna.BotID(), "B1")
	equal(t, "the address of one without", s.UserByID("U1").Email(), "")
	equal(t, "the colour", string(anna.Get("color")), `"9f69e7"`)
	for id, want := range map[string]string{"C1": "channel", "G1": "group", "G2": "mpdm", "D1": "dm"} {
		equal(t, "the type of "+id, s.ChannelGroupOrDMByID(id).Type(), want)
	}
	general := s.ChannelByID("C1")
	equal(t, "IsMember", general.IsMember(), true)
	equal(t, "IsArchived", general.IsArchived(), false)
	equal(t, "the name", general.Name(), "general")
	equal(t, "LastRead", general.LastRead(), "0000000000.000000")
	equal(t, "User", s.DMByID("D1").User(), "U2")
	equal(t, "the team's name", s.TeamByID("T1").Name(), "Team")
	equal(t, "the bot's name", s.BotByID("B1").Name(), "annabot")
	if got := general.Members(); !slices.Equal(got, []string{"U1", "U2"}) {
		t.Errorf("the members are %v", got)
	}
	if s.DMByID("D1").Members() != nil {
		t.Error("a DM has members")
	}
}

func TestJSONIsWhatSlackSentAndStateWhatV3Adds(t *testing.T) {
	s := run(t)
	s.is(s.UserByID("U2").JSON(), `{"id":"U2","name":"anna","profile":{"email":"anna@example.com","bot_id":"B1"},"color":"9f69e7"}`)
	s.is(s.UserByID("U1").JSON(), `{"id":"U1","name":"me","real_name":"Me","prefs":{"color":"red"}}`) // with self
	general := s.ChannelByID("C1")
	s.is(general.State(), `{"history":[],"unreadCount":0,"lastRead":"0000000000.000000","typing":[]}`)
	s.hears(`{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"\u00e9"}`)
	s.hears(`{"type":"user_typing","channel":"C1","user":"U2"}`)
	s.is(general.State(), `{"history":[{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"é"}],
		"unreadCount":1,"lastRead":"0000000000.000000","typing":["U2"]}`)
}

func TestAnUpdateReplacesMembersAndExtendsModels(t *testing.T) {
	s := run(t)
	s.ok(s.UpsertUser([]byte(`{"id":"U2","profile":{"email":"new@example.com"},"enterprise_user":{"id":"W2","a":1}}`)))
	s.ok(s.UserByID("U2").Update([]byte(`{"real_name":"Anna","enterprise_user":{"id":"W2","b":2}}`)))
	s.is(s.UserByID("U2").JSON(), `{"id":"U2","name":"anna","color":"9f69e7","real_name":"Anna",
		"profile":{"email":"new@example.com"},"enterprise_user":{"id":"W2","a":1,"b":2}}`)
	if s.UserByEmail("anna@example.com") != nil || s.UserByBotID("B1") != nil || s.UserByEmail("new@example.com") == nil {
		t.Error("the user is found as before")
	}
}

func TestSetReplacesAndKeepsTheHistory(t *testing.T) {
	s := run(t)
	general := s.ChannelByID("C1")
	s.hears(`{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"hi"}`)
	s.ok(s.SetChannel([]byte(`{"id":"C1","name":"renamed"}`)))
	if s.ChannelByID("C1") != general {
		t.Error("it is another model")
	}
	s.is(general.JSON(), `{"id":"C1","name":"renamed"}`)
	s.reads(general, "hi")
	s.ok(s.SetBot([]byte(`{"id":"B1","name":"x"}`)))
	s.is(s.BotByID("B1").JSON(), `{"id":"B1","name":"x"}`)
	s.ok(s.UpsertBot([]byte(`{"id":"B1","app_id":"A"}`)))
	s.is(s.BotByID("B1").JSON(), `{"id":"B1","name":"x","app_id":"A"}`)
	s.ok(s.UpsertTeam([]byte(`{"id":"T1","icon":{}}`)))
	equal(t, "the team's name", s.TeamByID("T1").Name(), "Team")
	s.ok(s.SetTeam([]byte(`{"id":"T1"}`)))
	equal(t, "the team's name", s.TeamByID("T1").Name(), "")
}

func TestASnapshotThatIsSetBackBringsBackNothingOld(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"channel_joined","channel":{"id":"C1","name":"general","last_read":"1.0","unread_count":1,"latest":{"ts":"1.1","text":"old"}}}`)
	snapshot := s.ChannelByID("C1").JSON()
	s.hears(`{"type":"message","channel":"C1","user":"U2","ts":"1.2","text":"new"}`)
	s.hears(`{"type":"message","subtype":"message_deleted","channel":"C1","ts":"1.3","deleted_ts":"1.1","hidden":true}`)
	s.ok(s.SetChannel(snapshot))
	s.ok(s.UpsertChannelGroupOrDMByID("C1", snapshot))
	s.ok(s.ChannelByID("C1").Update(snapshot))
	s.reads(s.ChannelByID("C1"), "new")
	equal(t, "the unread count", s.ChannelByID("C1").UnreadCount(), 1)
}

func TestRemoveForgets(t *testing.T) {
	s := run(t)
	anna, general := s.UserByID("U2"), s.ChannelByID("C1")
	s.RemoveGroup("C1") // no group
	s.RemoveUser("U9")
	equal(t, "the channel", s.ChannelByID("C1"), general)
	s.RemoveUser("U2")
	s.RemoveChannel("C1")
	s.RemoveGroup("G1")
	s.RemoveDM("D1")
	s.RemoveBot("B1")
	s.RemoveTeam("T1")
	if s.UserByID("U2") != nil || s.UserByName("anna") != nil || s.UserByEmail("anna@example.com") != nil ||
		s.ChannelByName("general") != nil || s.GroupByName("secret") != nil || s.DMByUserID("U2") != nil ||
		s.BotByName("annabot") != nil || s.TeamByID("T1") != nil {
		t.Error("something is found still")
	}
	// What somebody holds on to works on, unseen.
	s.ok(anna.Update([]byte(`{"name":"still anna"}`)))
	s.ok(general.Update([]byte(`{"name":"still general"}`)))
	equal(t, "the name", anna.Name(), "still anna")
	if s.UserByName("still anna") != nil || s.ChannelByName("still general") != nil {
		t.Error("what was removed is found by its new name")
	}
}

func TestAnIDIsOneKindOfConversation(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"hi"}`)
	s.hears(`{"type":"group_joined","channel":{"id":"C1","name":"now-private","is_private":true}}`)
	if s.ChannelByID("C1") != nil || s.ChannelByName("general") != nil {
		t.Error("it is a channel still")
	}
	s.reads(s.GroupByName("now-private"), "hi")
}

func TestUpsertByIDGoesByWhatIsKnownOrSaidOrTheLetter(t *testing.T) {
	s := run(t)
	for _, object := range []string{
		`{"id":"C5","name":"five"}`, `{"id":"G5","name":"gfive"}`, `{"id":"D5","user":"W3"}`,
		`{"id":"C6","is_channel":true,"is_private":true,"name":"six"}`, `{"id":"C7","is_mpim":true,"name":"seven"}`,
		`{"name":"eight"}`,
	} {
		id := map[bool]string{true: "C8"}[object == `{"name":"eight"}`]
		if id == "" {
			id = object[7:9]
		}
		s.ok(s.UpsertChannelGroupOrDMByID(id, []byte(object)))
	}
	for id, want := range map[string]string{"C5": "channel", "G5": "group", "D5": "dm", "C6": "group", "C7": "mpdm", "C8": "channel"} {
		equal(t, "the type of "+id, s.ChannelGroupOrDMByID(id).Type(), want)
	}
	s.ok(s.UpsertChannelGroupOrDMByID("C6", []byte(`{"id":"C6","name":"six-renamed"}`)))
	equal(t, "the type of a known one", s.GroupByName("six-renamed").Type(), "group")
	s.fails(s.UpsertChannelGroupOrDMByID("X1", []byte(`{"id":"X1"}`)), "UpsertChannelGroupOrDMByID", "X1")
	s.fails(s.UpsertChannelGroupOrDMByID("C1", []byte(`{"id":"C2"}`)), "C1")
	s.fails(s.UpsertChannelGroupOrDMByID("", []byte(`{"is_im":true}`)), "empty")
}

func TestClearKeepsTheHandlers(t *testing.T) {
	s := run(t)
	called := 0
	s.RegisterMessageHandler("hello", func(string, string, *store.Store, []byte) error { called++; return nil })
	s.Clear()
	equal(t, "what is left", s.dump(), "")
	s.hears(`{"type":"hello"}`)
	equal(t, "the calls", called, 1)
}

func TestTheUnreadCountIsTheSum(t *testing.T) {
	s := run(t)
	for _, channel := range []string{"C1", "C1", "G1", "D1"} {
		s.hears(`{"type":"message","channel":"` + channel + `","user":"U2","ts":"` + string('1'+rune(s.UnreadCount())) + `.1"}`)
	}
	equal(t, "the sum", s.UnreadCount(), 4)
}

func TestAStoreMayBeUsedByManyGoroutines(t *testing.T) {
	s := run(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 100 {
				s.handle(`{"type":"presence_change","user":"U2","presence":"away"}`)
				s.handle(`{"type":"message","channel":"C1","user":"U2","ts":"1.1"}`)
				s.UserByName("anna").Presence()
				s.ChannelByID("C1").State()
				s.Users()
			}
		})
	}
	group.Wait()
}
