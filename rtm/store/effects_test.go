package store_test

import "testing"

// Each event, and a member of the model after it.
func TestEventsOfUsersBotsAndTeams(t *testing.T) {
	for _, c := range []struct{ event, model, member, want string }{
		{`{"type":"bot_added","bot":{"id":"B2","name":"new"}}`, "B2", "name", `"new"`},
		{`{"type":"bot_added","bot":{"id":"B1"}}`, "B1", "name", ``},
		{`{"type":"bot_changed","bot":{"id":"B1","app_id":"A1"}}`, "B1", "name", `"annabot"`},
		{`{"type":"team_join","user":{"id":"U4","name":"cleo"}}`, "U4", "name", `"cleo"`},
		{`{"type":"user_change","user":{"id":"U2","name":"anne"}}`, "U2", "color", `"9f69e7"`},
		{`{"type":"user_change","user":{"id":"U9","name":"nine"}}`, "U9", "name", `"nine"`},
		{`{"type":"user_status_changed","user":{"id":"U2","name":"anne"}}`, "U2", "name", `"anne"`},
		{`{"type":"presence_change","user":"U2","presence":"away"}`, "U2", "presence", `"away"`},
		{`{"type":"presence_change","users":["U1","U2"],"presence":"active"}`, "U2", "presence", `"active"`},
		{`{"type":"manual_presence_change","presence":"away"}`, "U1", "presence", `"away"`},
		{`{"type":"pref_change","name":"color","value":["blue"]}`, "U1", "prefs", `{"color":["blue"]}`},
		{`{"type":"pref_change","name":"size","value":null}`, "U1", "prefs", `{"color":"red","size":null}`},
		{`{"type":"team_rename","name":"New"}`, "T1", "name", `"New"`},
		{`{"type":"team_domain_change","domain":"new","url":"https://new.slack.com"}`, "T1", "domain", `"new"`},
		{`{"type":"team_domain_change","domain":"new","url":"https://new.slack.com"}`, "T1", "url", `"https://new.slack.com"`},
		{`{"type":"team_pref_change","name":"x","value":true}`, "T1", "prefs", `{"x":true}`},
	} {
		s := run(t)
		s.hears(c.event)
		got := map[byte]func() []byte{
			'B': func() []byte { return s.BotByID(c.model).Get(c.member) },
			'U': func() []byte { return s.UserByID(c.model).Get(c.member) },
			'T': func() []byte { return s.TeamByID(c.model).Get(c.member) },
		}[c.model[0]]()
		if string(got) != c.want {
			t.Errorf("after %s %s is %s, want %s", c.event, c.member, got, c.want)
		}
	}
}

func TestEventsOfConversations(t *testing.T) {
	for _, c := range []struct{ event, id, member, want string }{
		{`{"type":"channel_created","channel":{"id":"C3","name":"new"}}`, "C3", "name", `"new"`},
		{`{"type":"channel_joined","channel":{"id":"C2","is_member":true}}`, "C2", "is_member", `true`},
		{`{"type":"channel_joined","channel":{"id":"C2","is_member":true}}`, "C2", "name", `"random"`},
		{`{"type":"group_joined","channel":{"id":"G3","name":"new"}}`, "G3", "name", `"new"`},
		{`{"type":"mpim_joined","channel":{"id":"G3","is_mpim":true}}`, "G3", "is_mpim", `true`},
		{`{"type":"im_created","user":"W3","channel":{"id":"D3"}}`, "D3", "user", `"W3"`},
		{`{"type":"channel_left","channel":"C1"}`, "C1", "members", `["U2"]`},
		{`{"type":"channel_left","channel":"C1"}`, "C1", "is_member", `false`},
		{`{"type":"channel_left","channel":"C2"}`, "C2", "members", `["U2"]`}, // v3 removes U2
		{`{"type":"group_left","channel":"G1"}`, "G1", "members", `["U2"]`},
		{`{"type":"group_left","channel":"G1"}`, "G1", "is_archived", ``},
		{`{"type":"channel_archive","channel":"C1","user":"U2"}`, "C1", "is_archived", `true`},
		{`{"type":"channel_unarchive","channel":"C1","user":"U2"}`, "C1", "is_archived", `false`},
		{`{"type":"group_archive","channel":"G1"}`, "G1", "is_archived", `true`},
		{`{"type":"group_unarchive","channel":"G1"}`, "G1", "is_archived", `false`},
		{`{"type":"im_open","user":"U1","channel":"D1"}`, "D1", "is_open", `true`},
		{`{"type":"im_close","user":"U1","channel":"D1"}`, "D1", "is_open", `false`},
		{`{"type":"channel_rename","channel":{"id":"C1","name":"renamed","created":1}}`, "C1", "name", `"renamed"`},
		{`{"type":"group_rename","channel":{"id":"G1","name":"renamed","created":1}}`, "G1", "name", `"renamed"`},
		{`{"type":"channel_marked","channel":"C1","ts":"5.5"}`, "C1", "last_read", `"5.5"`},
		{`{"type":"member_joined_channel","user":"W3","channel":"C1"}`, "C1", "members", `["U1","U2","W3"]`},
		{`{"type":"member_joined_channel","user":"U2","channel":"C1"}`, "C1", "members", `["U1","U2"]`},
		{`{"type":"member_joined_channel","user":"U2","channel":"D1"}`, "D1", "members", ``},
		{`{"type":"member_left_channel","user":"U1","channel":"C1"}`, "C1", "members", `["U2"]`},
		{`{"type":"message","subtype":"channel_join","user":"W3","channel":"C1","ts":"1.1"}`, "C1", "members", `["U1","U2","W3"]`},
		{`{"type":"message","subtype":"channel_leave","user":"W3","channel":"C1","ts":"1.1"}`, "C1", "members", `["U1","U2"]`},
		{`{"type":"message","subtype":"group_join","user":"W3","channel":"G1","ts":"1.1"}`, "G1", "members", `["U1","U2","W3"]`},
		{`{"type":"message","subtype":"group_leave","user":"U2","channel":"G1","ts":"1.1"}`, "G1", "members", `["U1"]`},
	} {
		s := run(t)
		s.hears(c.event)
		if got := s.ChannelGroupOrDMByID(c.id).Get(c.member); string(got) != c.want {
			t.Errorf("after %s %s is %s, want %s", c.event, c.member, got, c.want)
		}
		s.isSound()
	}
}

func TestAConversationIsDeleted(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"channel_deleted","channel":"C1"}`)
	s.hears(`{"type":"group_deleted","channel":"G1"}`)
	if s.ChannelByID("C1") != nil || s.ChannelByName("general") != nil || s.GroupByID("G1") != nil {
		t.Error("it is there still")
	}
}

func TestARenameIsFoundByTheNewNameOnly(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"channel_rename","channel":{"id":"C1","name":"renamed","created":1}}`)
	s.hears(`{"type":"user_change","user":{"id":"U2","name":"anne","profile":{"email":"anne@example.com"}}}`)
	if s.ChannelByName("general") != nil || s.ChannelByName("renamed") == nil ||
		s.UserByName("anna") != nil || s.UserByEmail("anna@example.com") != nil || s.UserByEmail("anne@example.com") == nil {
		t.Error("the names are not right")
	}
}

func TestAGroupThatEverybodyLeftIsArchived(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"message","subtype":"group_leave","user":"U2","channel":"G1","ts":"1.1"}`)
	s.hears(`{"type":"group_left","channel":"G1"}`)
	equal(t, "IsArchived", s.GroupByID("G1").IsArchived(), true)
}

func TestEventsThatDoNothing(t *testing.T) {
	s := run(t)
	before := s.dump()
	for _, typ := range []string{"hello", "goodbye", "channel_history_changed", "group_open", "star_added", "unheard_of", ""} {
		s.hears(`{"type":"` + typ + `","channel":"C9","user":"U9"}`)
	}
	equal(t, "the store", s.dump(), before)
}

func TestOfABatchOfPresencesTheKnownAreTaken(t *testing.T) {
	s := run(t)
	s.fails(s.handle(`{"type":"presence_change","users":["U9","U2","U8"],"presence":"away"}`), "presence_change", "U9", "1 more")
	equal(t, "the presence", s.UserByID("U2").Presence(), "away")
}

func TestBadEventsChangeNothing(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"hi"}`)
	for _, c := range [][]string{
		{`{"type":"message","channel":"C9","ts":"1.2"}`, "message", "C9"},
		{`{"type":"message","ts":"1.2"}`, "channel"},
		{`{"type":"message","channel":{"id":"C1"},"ts":"1.2"}`, "channel"},
		{`{"type":"message","channel":"C1"}`, "timestamp"},
		{`{"type":"message","channel":"C1","ts":12}`, "timestamp"},
		{`{"type":"message","channel":"C1","ts":"later"}`, "timestamp"},
		{`{"type":"message","subtype":"me_message","channel":"C9","ts":"1.2"}`, "C9"},
		{`{"type":"message","subtype":"channel_join","channel":"C1","ts":"1.2"}`, "message::channel_join", "user"},
		{`{"type":"message","subtype":"channel_join","channel":"C1","user":"W3"}`, "timestamp"},
		{`{"type":"message","subtype":"message_changed","channel":"C1","ts":"1.2"}`, "message::message_changed"},
		{`{"type":"message","subtype":"message_changed","channel":"C9","message":{"ts":"1.1"}}`, "C9"},
		{`{"type":"message","subtype":"message_changed","channel":"C1","message":"1.1"}`, "object"},
		{`{"type":"message","subtype":"message_deleted","channel":"C1","ts":"1.2"}`, "deleted"},
		{`{"type":"message","subtype":"message_deleted","channel":"C9","deleted_ts":"1.1"}`, "C9"},
		{`{"type":"user_typing","channel":"C1","user":"U9"}`, "user_typing", "U9"},
		{`{"type":"user_typing","channel":"C9","user":"U2"}`, "C9"},
		{`{"type":"user_typing"}`, "channel"},
		{`{"type":"presence_change","user":"U9","presence":"away"}`, "presence_change", "U9"},
		{`{"type":"presence_change","user":"U2"}`, "presence"},
		{`{"type":"presence_change","presence":"away"}`, "user"},
		{`{"type":"pref_change","value":1}`, "pref_change", "name"},
		{`{"type":"team_pref_change","name":"x"}`, "value"},
		{`{"type":"team_rename"}`, "name"},
		{`{"type":"team_domain_change","domain":"x"}`, "url"},
		{`{"type":"team_join","user":"U5"}`, "team_join", "U5"},
		{`{"type":"team_join"}`, "missing"},
		{`{"type":"user_change","user":{"name":"no id"}}`, "no id"},
		{`{"type":"user_change","user":{"id":5}}`, "id"},
		{`{"type":"bot_added","bot":[]}`, "bot_added"},
		{`{"type":"channel_created","channel":"C5"}`, "C5"},
		{`{"type":"im_created","channel":null}`, "null"},
		{`{"type":"channel_deleted","channel":"C9"}`, "C9"},
		{`{"type":"channel_left","channel":"C9"}`, "C9"},
		{`{"type":"channel_archive","channel":"C9"}`, "C9"},
		{`{"type":"im_open","channel":"D9"}`, "D9"},
		{`{"type":"channel_rename","channel":"C1"}`, "C1"},
		{`{"type":"channel_rename","channel":{"id":"X1","name":"x"}}`, "X1"},
		{`{"type":"channel_marked","channel":"C1"}`, "timestamp"},
		{`{"type":"channel_marked","channel":"C9","ts":"1.1"}`, "C9"},
		{`{"type":"member_joined_channel","channel":"C1"}`, "user"},
		{`{"type":"reaction_added","user":"U2","item":{"type":"message","channel":"C1","ts":"1.1"}}`, "reaction"},
		{`{"type":"reaction_added","user":"U2","reaction":"x","item":{"type":"message","channel":"C9","ts":"1.1"}}`, "C9"},
		{`{"type":"reaction_added","user":"U2","reaction":"x","item":{"type":"message","channel":"C1"}}`, "timestamp"},
		{`{"type":"reaction_added","user":"U2","reaction":"x"}`, "item"},
	} {
		s.refuses(c[0], c[1:]...)
	}
	for _, text := range []string{"", "null", "[]", "{", `{"type":"message"`, `"message"`, "\xff"} {
		s.fails(s.HandleRTMMessage("U1", "T1", "message", []byte(text)), "message")
	}
	s.fails(s.HandleRTMMessage("U9", "T1", "manual_presence_change", []byte(`{"presence":"away"}`)), "U9")
	s.fails(s.HandleRTMMessage("U1", "T9", "team_rename", []byte(`{"name":"x"}`)), "T9")
}

func TestBadObjectsChangeNothing(t *testing.T) {
	s := run(t)
	before := s.dump()
	for name, put := range map[string]func([]byte) error{
		"SetUser": s.SetUser, "UpsertUser": s.UpsertUser, "SetBot": s.SetBot, "UpsertBot": s.UpsertBot,
		"SetTeam": s.SetTeam, "UpsertTeam": s.UpsertTeam, "SetChannel": s.SetChannel, "UpsertChannel": s.UpsertChannel,
		"SetGroup": s.SetGroup, "UpsertGroup": s.UpsertGroup, "SetDM": s.SetDM, "UpsertDM": s.UpsertDM,
		"CacheRTMStart": s.CacheRTMStart,
		"User.Update":   s.UserByID("U2").Update, "Conversation.Update": s.ChannelByID("C1").Update,
		"Conversation.AddMessage": s.ChannelByID("C1").AddMessage, "Conversation.UpdateMessage": s.ChannelByID("C1").UpdateMessage,
	} {
		for _, text := range []string{"", "null", "[]", "7", "{", `{"id":""}`, `{"id":7}`, `{"id":null}`, `{"id":"X"} x`} {
			s.fails(put([]byte(text)), name)
		}
	}
	equal(t, "the store", s.dump(), before)
}
