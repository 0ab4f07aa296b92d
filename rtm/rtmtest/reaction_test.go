package rtmtest

import "testing"

func TestReactionsAreAddedReadAndRemoved(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		ts := s.Say(Anna, General, "done")
		a.gets(`{"text":"done"}`)
		item := []string{"channel", General, "timestamp", ts, "name", "tada"}
		s.succeeds("reactions.add", item...)
		a.gets(`{"type":"reaction_added","user":"U00000BOT","reaction":"tada","item_user":"U0000ANNA","item":{"type":"message","channel":"C0GENERAL","ts":"` + ts + `"},"event_ts":"TS"}`)
		s.isRefused("already_reacted", "reactions.add", item...)
		s.React(Ben, "tada", General, ts)
		a.gets(`{"type":"reaction_added","user":"U00000BEN"}`)

		read := s.succeeds("reactions.get", "channel", General, "timestamp", ts)
		reactions := read["message"].(map[string]any)["reactions"].([]any)
		if one := reactions[0].(map[string]any); len(reactions) != 1 || one["name"] != "tada" || one["count"] != 2.0 {
			t.Errorf("the reactions are %v", reactions)
		}

		s.succeeds("reactions.remove", item...)
		a.gets(`{"type":"reaction_removed","user":"U00000BOT","reaction":"tada","item_user":"U0000ANNA"}`)
		s.isRefused("no_reaction", "reactions.remove", item...)
		s.Unreact(Ben, "tada", General, ts)
		a.gets(`{"type":"reaction_removed","user":"U00000BEN"}`)
		read = s.succeeds("reactions.get", "channel", General, "timestamp", ts)
		if left := read["message"].(map[string]any)["reactions"]; left != nil {
			t.Errorf("the reactions are still %v", left)
		}
		a.isIdle()
	})
}

func TestReactionsWithoutAnItemAreRefused(t *testing.T) {
	inMemory(t, func(s script) {
		ts := s.Say(Anna, General, "done")
		s.isRefused("no_item_specified", "reactions.add", "name", "tada", "channel", General)
		s.isRefused("bad_timestamp", "reactions.add", "name", "tada", "channel", General, "timestamp", "yesterday")
		s.isRefused("message_not_found", "reactions.add", "name", "tada", "channel", General, "timestamp", "1.000000")
		s.isRefused("channel_not_found", "reactions.add", "name", "tada", "channel", "C0", "timestamp", ts)
		s.isRefused("invalid_name", "reactions.add", "name", ":tada:", "channel", General, "timestamp", ts)
		s.isRefused("invalid_arguments", "reactions.add", "reaction", "tada", "channel", General, "timestamp", ts)
		s.succeeds("reactions.add", "name", "+1::skin-tone-3", "channel", General, "timestamp", ts)
		s.Archive(Anna, General, true)
		s.isRefused("is_archived", "reactions.add", "name", "tada", "channel", General, "timestamp", ts)
	})
}
