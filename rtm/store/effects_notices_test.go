package store_test

import (
	"testing"

	"rtmwasm/rtm/store"
)

func TestANoticeChangesItsConversationAndIsInTheHistory(t *testing.T) {
	for _, c := range []struct{ subtype, id, more, member, want string }{
		{"channel_topic", "C1", `"topic":"cake"`, "topic", `{"value":"cake","creator":"U2","last_set":1700000000}`},
		{"channel_topic", "C1", `"topic":""`, "topic", `{"value":"","creator":"U2","last_set":1700000000}`},
		{"group_topic", "G1", `"topic":"cake"`, "topic", `{"value":"cake","creator":"U2","last_set":1700000000}`},
		{"channel_purpose", "C1", `"purpose":"eating"`, "purpose", `{"value":"eating","creator":"U2","last_set":1700000000}`},
		{"group_purpose", "G1", `"purpose":"eating"`, "purpose", `{"value":"eating","creator":"U2","last_set":1700000000}`},
		{"channel_name", "C1", `"old_name":"general","name":"cakes"`, "name", `"cakes"`},
		{"group_name", "G1", `"old_name":"secret","name":"cakes"`, "name", `"cakes"`},
		{"channel_archive", "C1", `"members":[]`, "is_archived", `true`},
		{"group_archive", "G1", `"members":[]`, "is_archived", `true`},
		{"channel_unarchive", "C1", `"x":0`, "is_archived", `false`},
		{"group_unarchive", "G1", `"x":0`, "is_archived", `false`},
		{"channel_convert_to_private", "C1", `"x":0`, "is_private", `true`},
		{"channel_convert_to_public", "G1", `"x":0`, "is_private", `false`},
	} {
		s := run(t)
		s.hears(`{"type":"message","subtype":"` + c.subtype + `","channel":"` + c.id + `","user":"U2","ts":"1700000000.000100","text":"notice",` + c.more + `}`)
		conversation := s.ChannelGroupOrDMByID(c.id)
		if got := conversation.Get(c.member); string(got) != c.want {
			t.Errorf("after %s %s is %s, want %s", c.subtype, c.member, got, c.want)
		}
		s.reads(conversation, "notice")
		s.isSound()
	}
}

func TestANoticeThatIsNotSoundChangesNothing(t *testing.T) {
	s := run(t)
	for _, c := range [][]string{
		{`{"type":"message","subtype":"channel_topic","channel":"C1","ts":"1.1"}`, "topic"},
		{`{"type":"message","subtype":"channel_topic","channel":"C1","ts":"1.1","topic":{"value":"x"}}`, "topic"},
		{`{"type":"message","subtype":"channel_topic","channel":"C1","topic":"x"}`, "timestamp"},
		{`{"type":"message","subtype":"group_purpose","channel":"C9","ts":"1.1","purpose":"x"}`, "C9"},
		{`{"type":"message","subtype":"channel_name","channel":"C1","ts":"1.1","name":""}`, "name"},
	} {
		s.refuses(c[0], c[1:]...)
	}
}

func TestAChannelThatBecomesPrivateIsFoundAsAGroupAndBack(t *testing.T) {
	convert := func(to string) string {
		return `{"type":"message","subtype":"channel_convert_to_` + to + `","channel":"C1","user":"U2","ts":"1.1"}`
	}
	update := func(s script, json string) { s.ok(s.ChannelGroupOrDMByID("C1").Update([]byte(json))) }
	for name, c := range map[string]struct{ toPrivate, toPublic func(s script) }{
		"by a notice": {
			func(s script) { s.hears(convert("private")) },
			func(s script) { s.hears(convert("public")) },
		},
		"by an event that carries it": {
			func(s script) {
				s.hears(`{"type":"channel_joined","channel":{"id":"C1","is_channel":true,"is_private":true}}`)
			},
			func(s script) {
				s.hears(`{"type":"channel_joined","channel":{"id":"C1","is_channel":true,"is_private":false}}`)
			},
		},
		"by a rename": {
			func(s script) {
				s.hears(`{"type":"channel_rename","channel":{"id":"C1","name":"general","is_private":true}}`)
			},
			func(s script) {
				s.hears(`{"type":"channel_rename","channel":{"id":"C1","name":"general","is_private":false}}`)
			},
		},
		"by the caller": {
			func(s script) { update(s, `{"is_private":true}`) },
			func(s script) { update(s, `{"is_private":false}`) },
		},
	} {
		s := run(t)
		c.toPrivate(s)
		if s.ChannelByID("C1") != nil || s.ChannelByName("general") != nil {
			t.Errorf("%s: it is a channel still", name)
		}
		for _, found := range []*store.Conversation{s.GroupByID("C1"), s.GroupByName("general"), s.ChannelOrGroupByName("general"), s.ChannelGroupOrDMByID("C1")} {
			if found == nil || found.Type() != "group" {
				t.Errorf("%s: a getter does not find the group", name)
			}
		}
		s.isSound()
		c.toPublic(s)
		if s.GroupByID("C1") != nil || s.GroupByName("general") != nil || s.ChannelByID("C1") == nil || s.ChannelByName("#general") == nil {
			t.Errorf("%s: it is a group still", name)
		}
		s.isSound()
	}
}

func TestAGroupThatIsRenamedBeforeItIsKnownIsAGroup(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"group_rename","channel":{"id":"C9","name":"private","created":1}}`)
	equal(t, "the group's id", s.GroupByName("private").ID(), "C9")
}

func TestAChannelThatBecomesPrivateDuringALoadIsAGroup(t *testing.T) {
	s := run(t)
	s.ok(s.loads(answers{"conversations.list": {`[{"id":"C1","name":"general","is_channel":true,"is_private":false},{"id":"C9","name":"nine","is_channel":true}]`}}, once(func() {
		s.tells(
			`{"type":"message","subtype":"channel_convert_to_private","channel":"C1","user":"U2","ts":"1.1"}`,
			`{"type":"message","subtype":"channel_convert_to_private","channel":"C9","user":"U2","ts":"1.1"}`,
		)
	})))
	if s.GroupByName("general") == nil || s.GroupByName("nine") == nil || s.ChannelByID("C1") != nil || s.ChannelByID("C9") != nil {
		t.Error("the page made a channel of it")
	}
}

func TestANameThatAnotherTakesIsTheOthers(t *testing.T) {
	s := run(t)
	for _, event := range []string{
		`{"type":"user_change","user":{"id":"U2","name":"anne"}}`,
		`{"type":"user_change","user":{"id":"W3","name":"anna"}}`,
		`{"type":"message","subtype":"channel_name","channel":"C1","user":"U2","ts":"1.1","old_name":"general","name":"main"}`,
		`{"type":"channel_rename","channel":{"id":"C2","name":"general"}}`,
		`{"type":"bot_changed","bot":{"id":"B1","name":"annebot"}}`,
		`{"type":"bot_added","bot":{"id":"B2","name":"annabot"}}`,
		`{"type":"message","subtype":"group_name","channel":"G1","user":"U2","ts":"1.1","old_name":"secret","name":"hidden"}`,
		`{"type":"group_joined","channel":{"id":"G3","name":"secret","is_group":true}}`,
	} {
		s.hears(event)
	}
	equal(t, "anna", s.UserByName("anna").ID(), "W3")
	equal(t, "anne", s.UserByName("anne").ID(), "U2")
	equal(t, "anne's DM", s.DMByName("anne").ID(), "D1")
	equal(t, "#general", s.ChannelByName("#general").ID(), "C2")
	equal(t, "#main", s.ChannelByName("#main").ID(), "C1")
	equal(t, "annabot", s.BotByName("annabot").ID(), "B2")
	equal(t, "annebot", s.BotByName("annebot").ID(), "B1")
	equal(t, "secret", s.GroupByName("secret").ID(), "G3")
	equal(t, "hidden", s.GroupByName("hidden").ID(), "G1")
	if s.UserByName("ben") != nil || s.ChannelByName("random") != nil || s.DMByName("anna") != nil {
		t.Error("an old name is found")
	}
}

func TestAHandlerOfOtherMessagesGetsNoticesToo(t *testing.T) {
	s := run(t)
	var got []string
	s.RegisterMessageHandler("message::rtm_client_add_message", func(_, _ string, _ *store.Store, m []byte) error {
		got = append(got, string(m))
		return nil
	})
	s.hears(`{"type":"message","subtype":"channel_topic","channel":"C1","ts":"1.1","topic":"cake"}`)
	equal(t, "the calls", len(got), 1)
	equal(t, "the topic", string(s.ChannelByID("C1").Get("topic")), "")
}
