package rtmtest

import (
	"fmt"
	"testing"
)

// membersOf returns the ids that conversations.members gives.
func (s script) membersOf(channel string) string {
	s.Helper()
	return fmt.Sprint(s.succeeds("conversations.members", "channel", channel)["members"])
}

func TestTheBotJoinsAndLeavesAChannel(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		id := s.Create(Anna, "plans")
		a.gets(`{"type":"channel_created","channel":{"id":"` + id + `","name":"plans","creator":"U0000ANNA","created":` + fmt.Sprint(s.channel(id).Created) + `}}`)
		s.Say(Anna, id, "the bot does not hear this")
		s.isRefused("not_in_channel", "chat.postMessage", "channel", id, "text", "hi")
		s.isRefused("not_in_channel", "conversations.history", "channel", id)
		a.writes(`{"id":1,"type":"message","channel":"` + id + `","text":"hi"}`)
		a.gets(`{"ok":false,"reply_to":1}`)

		if got := s.succeeds("conversations.join", "channel", id)["channel"].(map[string]any); got["is_member"] != true {
			t.Errorf("it joined %v", got)
		}
		joined := a.gets(`{"type":"channel_joined"}`)["channel"].(map[string]any)
		if joined["id"] != id || joined["is_member"] != true {
			t.Errorf("it hears that it joined %v", joined)
		}
		a.gets(`{"type":"member_joined_channel","user":"U00000BOT","channel":"` + id + `","channel_type":"C","team":"T0000001","event_ts":"TS"}`)
		a.gets(`{"type":"message","subtype":"channel_join","user":"U00000BOT","text":"<@U00000BOT> has joined the channel"}`)
		if got := s.succeeds("conversations.join", "channel", id); got["warning"] != "already_in_channel" {
			t.Errorf("the second time it answers %v", got)
		}
		s.Say(Anna, id, "welcome")
		a.gets(`{"text":"welcome"}`)
		if got := s.membersOf(id); got != "[U0000ANNA U00000BOT]" {
			t.Errorf("the members are %s", got)
		}

		s.succeeds("conversations.leave", "channel", id)
		a.gets(`{"type":"member_left_channel","user":"U00000BOT","channel":"` + id + `"}`)
		a.gets(`{"type":"channel_left","channel":"` + id + `"}`)
		if got := s.succeeds("conversations.leave", "channel", id); got["not_in_channel"] != true {
			t.Errorf("the second time it answers %v", got)
		}
		s.isRefused("cant_leave_general", "conversations.leave", "channel", General)
		s.isRefused("method_not_supported_for_channel_type", "conversations.leave", "channel", AnnaDM)
		a.isIdle()
	})
}

func TestPeopleJoinAndLeave(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.Leave(Cleo, Random)
		a.gets(`{"type":"member_left_channel","user":"U0000CLEO","channel":"C00RANDOM","channel_type":"C"}`)
		a.gets(`{"type":"message","subtype":"channel_leave","user":"U0000CLEO"}`)
		s.Leave(Cleo, Random)
		if got := s.membersOf(Random); got != "[U00000BOT U0000ANNA U00000BEN]" {
			t.Errorf("the members are %s", got)
		}
		ts := s.Join(Cleo, Random)
		a.gets(`{"type":"member_joined_channel","user":"U0000CLEO","channel":"C00RANDOM"}`)
		a.gets(`{"type":"message","subtype":"channel_join","channel":"C00RANDOM","user":"U0000CLEO","text":"<@U0000CLEO> has joined the channel","ts":"` + ts + `"}`)
		s.Leave(Bot, Random)
		a.gets(`{"type":"member_left_channel","user":"U00000BOT"}`)
		a.gets(`{"type":"channel_left","channel":"C00RANDOM"}`)
		s.Typing(Cleo, Random)
		s.Say(Cleo, Random, "they are gone")
		a.isIdle()
	})
}

func TestUsersAreInvitedAndKicked(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		id := s.succeeds("conversations.create", "name", "plans")["channel"].(map[string]any)["id"].(string)
		for _, event := range []string{"channel_created", "channel_joined", "member_joined_channel", "message"} {
			a.gets(`{"type":"` + event + `"}`)
		}
		s.isRefused("last_member", "conversations.leave", "channel", id)
		s.succeeds("conversations.invite", "channel", id, "users", Anna+","+Ben)
		a.gets(`{"type":"member_joined_channel","user":"U0000ANNA","inviter":"U00000BOT"}`)
		a.gets(`{"subtype":"channel_join","user":"U0000ANNA","inviter":"U00000BOT"}`)
		a.gets(`{"type":"member_joined_channel","user":"U00000BEN"}`)
		a.gets(`{"subtype":"channel_join","user":"U00000BEN"}`)
		s.isRefused("already_in_channel", "conversations.invite", "channel", id, "users", Anna)
		s.isRefused("cant_invite_self", "conversations.invite", "channel", id, "users", Bot)
		s.isRefused("user_not_found", "conversations.invite", "channel", id, "users", "U0")
		s.isRefused("no_user", "conversations.invite", "channel", id)

		s.succeeds("conversations.kick", "channel", id, "user", Ben)
		a.gets(`{"type":"member_left_channel","user":"U00000BEN"}`)
		a.gets(`{"subtype":"channel_leave","user":"U00000BEN"}`)
		s.isRefused("not_in_channel", "conversations.kick", "channel", id, "user", Ben)
		s.isRefused("cant_kick_self", "conversations.kick", "channel", id, "user", Bot)
		s.isRefused("cant_kick_from_general", "conversations.kick", "channel", General, "user", Ben)
	})
}
