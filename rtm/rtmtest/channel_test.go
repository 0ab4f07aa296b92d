package rtmtest

import (
	"fmt"
	"strings"
	"testing"
)

func TestAChannelGetsATopicAndAPurpose(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.succeeds("conversations.setTopic", "channel", General, "topic", "cake")
		a.gets(`{"type":"message","subtype":"channel_topic","user":"U00000BOT","topic":"cake","text":"<@U00000BOT> set the channel topic: cake"}`)
		s.SetTopic(Ben, General, "")
		a.gets(`{"subtype":"channel_topic","user":"U00000BEN","topic":"","text":"<@U00000BEN> cleared the channel topic"}`)
		s.succeeds("conversations.setPurpose", "channel", General, "purpose", "to eat")
		a.gets(`{"type":"message","subtype":"channel_purpose","purpose":"to eat"}`)
		c := s.succeeds("conversations.info", "channel", General, "include_num_members", "1")["channel"].(map[string]any)
		if topic := c["topic"].(map[string]any); topic["value"] != "" || topic["creator"] != Ben || topic["last_set"] == 0.0 {
			t.Errorf("the topic is %v", topic)
		}
		if purpose := c["purpose"].(map[string]any); purpose["value"] != "to eat" || purpose["creator"] != Bot || c["num_members"] != 4.0 {
			t.Errorf("the channel is %v", c)
		}
		s.isRefused("too_long", "conversations.setTopic", "channel", General, "topic", strings.Repeat("ä", 251))
		s.isRefused("channel_not_found", "conversations.setTopic", "channel", "C0", "topic", "x")
		s.isRefused("method_not_supported_for_channel_type", "conversations.setTopic", "channel", AnnaDM, "topic", "x")
		s.isRefused("not_in_channel", "conversations.setTopic", "channel", s.Create(Anna, "plans"), "topic", "x")
	})
}

func TestChannelsAreCreatedRenamedAndArchived(t *testing.T) {
	inMemory(t, func(s script) {
		for name, code := range map[string]string{
			"": "invalid_name_required", "Plans": "invalid_name_specials", "--": "invalid_name_punctuation",
			"general": "name_taken", strings.Repeat("a", 81): "invalid_name_maxlength",
		} {
			s.isRefused(code, "conversations.create", "name", name)
		}
		id := s.succeeds("conversations.create", "name", "plans")["channel"].(map[string]any)["id"].(string)
		a := s.connects()
		s.succeeds("conversations.rename", "channel", id, "name", "old-plans")
		a.gets(`{"type":"channel_rename"}`)
		a.gets(`{"subtype":"channel_name","old_name":"plans","name":"old-plans"}`)
		s.succeeds("conversations.archive", "channel", id)
		a.gets(`{"type":"channel_archive","channel":"` + id + `","user":"U00000BOT"}`)
		a.gets(`{"subtype":"channel_archive"}`)
		for _, call := range [][]string{
			{"chat.postMessage", "text", "x"}, {"chat.meMessage", "text", "x"}, {"conversations.setTopic", "topic", "x"},
			{"conversations.join"}, {"conversations.leave"}, {"conversations.rename", "name", "x"},
		} {
			s.isRefused("is_archived", call[0], append([]string{"channel", id}, call[1:]...)...)
		}
		a.writes(`{"id":1,"type":"message","channel":"` + id + `","text":"hi"}`)
		a.gets(`{"ok":false,"reply_to":1}`)
		s.isRefused("already_archived", "conversations.archive", "channel", id)
		s.isRefused("cant_archive_general", "conversations.archive", "channel", General)
		s.isRefused("not_archived", "conversations.unarchive", "channel", General)
		s.succeeds("conversations.unarchive", "channel", id)
		a.gets(`{"type":"channel_unarchive"}`)
		a.gets(`{"subtype":"channel_unarchive"}`)
		s.succeeds("chat.postMessage", "channel", "#old-plans", "text", "by its name")
		a.gets(`{"channel":"` + id + `","text":"by its name"}`)
	})
}

func TestAPrivateChannelIsSeenByItsMembers(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		id := s.succeeds("conversations.create", "name", "secret", "is_private", "true")["channel"].(map[string]any)["id"].(string)
		a.gets(`{"type":"group_joined"}`)
		a.gets(`{"type":"member_joined_channel","channel_type":"G"}`)
		a.gets(`{"subtype":"group_join"}`)
		s.Join(Anna, id)
		a.gets(`{"type":"member_joined_channel","user":"U0000ANNA"}`)
		a.gets(`{"subtype":"group_join"}`)
		if got := s.listed("conversations.list", "channels", "types", "private_channel"); got != "["+id+"]" {
			t.Errorf("there are %s", got)
		}
		s.Leave(Bot, id)
		a.gets(`{"type":"member_left_channel"}`)
		a.gets(`{"type":"group_left"}`)
		s.isRefused("channel_not_found", "conversations.info", "channel", id)
		s.isRefused("channel_not_found", "conversations.join", "channel", id)
		s.isRefused("channel_not_found", "chat.postMessage", "channel", id, "text", "x")
		if got := s.listed("conversations.list", "channels", "types", "private_channel"); got != "[]" {
			t.Errorf("there are still %s", got)
		}
	})
}

// listed returns the ids of a list.
func (s script) listed(method, key string, args ...string) string {
	s.Helper()
	ids := []string{}
	for _, item := range s.succeeds(method, args...)[key].([]any) {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	return fmt.Sprint(ids)
}

func TestListsOfChannels(t *testing.T) {
	inMemory(t, func(s script) {
		id := s.Create(Anna, "plans")
		if got, want := s.listed("users.conversations", "channels"), "[C0GENERAL C00RANDOM]"; got != want {
			t.Errorf("the bot is in %s, want %s", got, want)
		}
		if got, want := s.listed("users.conversations", "channels", "user", Anna, "types", "public_channel,im"), "[C0GENERAL C00RANDOM D0000ANNA "+id+"]"; got != want {
			t.Errorf("anna is in %s, want %s", got, want)
		}
		s.Archive(Anna, Random, true)
		if got, want := s.listed("conversations.list", "channels", "exclude_archived", "true"), "[C0GENERAL "+id+"]"; got != want {
			t.Errorf("there are %s, want %s", got, want)
		}
		channels := s.succeeds("channels.list")["channels"].([]any)
		if c := channels[0].(map[string]any); len(channels) != 3 || c["num_members"] != 4.0 || len(c["members"].([]any)) != 4 || c["name"] != "general" {
			t.Errorf("channels.list gives %v", channels)
		}
		s.isRefused("user_not_found", "users.conversations", "user", "U0")
	})
}

func TestDirectMessagesAreOpenedAndClosed(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		id := s.succeeds("im.open", "user", Ben)["channel"].(map[string]any)["id"].(string)
		created := a.gets(`{"type":"im_created","user":"U00000BEN"}`)
		if c := created["channel"].(map[string]any); c["id"] != id || c["is_im"] != true {
			t.Errorf("what was created is %v", c)
		}
		a.gets(`{"type":"im_open","user":"U00000BEN","channel":"` + id + `"}`)
		again := s.succeeds("conversations.open", "users", Ben, "return_im", "true")
		if c := again["channel"].(map[string]any); again["already_open"] != true || c["id"] != id || c["user"] != Ben {
			t.Errorf("the second time it answers %v", again)
		}
		s.succeeds("conversations.close", "channel", id)
		a.gets(`{"type":"im_close","user":"U00000BEN","channel":"` + id + `"}`)
		s.succeeds("conversations.open", "channel", id)
		a.gets(`{"type":"im_open"}`)
		s.succeeds("chat.postMessage", "channel", Ben, "text", "to a user")
		a.gets(`{"channel":"` + id + `","text":"to a user"}`)

		s.succeeds("conversations.open", "users", Ben+","+Cleo)
		several := a.gets(`{"type":"mpim_joined"}`)["channel"].(map[string]any)
		if several["name"] != "mpdm-ben--bot--cleo-1" || several["is_mpim"] != true {
			t.Errorf("what was created is %v", several)
		}
		a.gets(`{"type":"mpim_open"}`)

		s.isRefused("user_not_found", "conversations.open", "users", "U0")
		s.isRefused("users_list_not_supplied", "conversations.open")
		s.isRefused("cannot_dm_bot", "im.open", "user", Bot)
		s.isRefused("method_not_supported_for_channel_type", "conversations.open", "channel", General)
		a.isIdle()
	})
}

func TestHowFarTheBotHasReadIsToldToItsSockets(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.succeeds("conversations.mark", "channel", General, "ts", "1700000000.000100")
		a.gets(`{"type":"channel_marked","channel":"C0GENERAL","ts":"1700000000.000100"}`)
		s.isRefused("invalid_timestamp", "conversations.mark", "channel", General, "ts", "now")
	})
}
