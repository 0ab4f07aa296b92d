package rtmtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm/transport"
)

func TestConnectTellsWhoAndWhere(t *testing.T) {
	bothDoors(t, func(s script) {
		for _, method := range []string{"rtm.connect", "rtm.start"} {
			got := s.succeeds(method)
			if want := map[string]any{"id": Bot, "name": "bot"}; fmt.Sprint(got["self"]) != fmt.Sprint(want) {
				t.Errorf("self is %v", got["self"])
			}
			if want := map[string]any{"id": Team, "name": "Fake Workspace", "domain": "fake"}; fmt.Sprint(got["team"]) != fmt.Sprint(want) {
				t.Errorf("team is %v", got["team"])
			}
			if url := got["url"].(string); !strings.HasPrefix(url, "ws") || !strings.Contains(url, "/ws/") {
				t.Errorf("url is %v", url)
			}
		}
	})
}

func TestTokens(t *testing.T) {
	bothDoors(t, func(s script) {
		s.isRefused("not_authed", "auth.test", "token", "")
		s.succeeds("auth.test", "token", "anything")
		s.AcceptOnly("xoxb-right")
		s.isRefused("invalid_auth", "auth.test")
		s.succeeds("auth.test", "token", "xoxb-right")
		s.isRefused("unknown_method", "rtm.disconnect")
		s.succeeds("api.test", "token", "")
		s.isRefused("my_error", "api.test", "error", "my_error")
	})
}

func TestCallsAreRemembered(t *testing.T) {
	bothDoors(t, func(s script) {
		s.succeeds("auth.test", "x", "1")
		s.FailCalls("rtm.connect", 1)
		s.call(s.ctx, transport.Request{URL: s.api + "rtm.connect"})
		got := s.Calls()
		if len(got) != 2 || got[0].Method != "auth.test" || got[0].Form["x"] != "1" || got[0].Form["token"] != "xoxb-test" || got[1].Method != "rtm.connect" {
			t.Fatalf("got %+v", got)
		}
		got[0].Form["x"] = "changed"
		if s.Calls()[0].Form["x"] != "1" {
			t.Fatal("a caller can change the record")
		}
	})
}

func TestRefuse(t *testing.T) {
	bothDoors(t, func(s script) {
		s.Refuse("rtm.connect", "missing_scope", 2)
		if got := s.calls("rtm.connect"); got["error"] != "missing_scope" || got["needed"] == nil || got["provided"] == nil {
			t.Fatalf("got %v", got)
		}
		s.succeeds("auth.test")
		s.isRefused("missing_scope", "rtm.connect")
		s.succeeds("rtm.connect")
	})
}

func TestFaultsOfCallsComeInTheirOrder(t *testing.T) {
	inMemory(t, func(s script) {
		s.Refuse("auth.test", "first", 1)
		s.Refuse("auth.test", "for_ever", -1)
		s.Refuse("auth.test", "newer", -1)
		s.Refuse("", "any", 1)
		s.isRefused("first", "auth.test")
		s.isRefused("any", "auth.test")
		s.isRefused("newer", "auth.test")
		s.isRefused("newer", "auth.test")
		s.Refuse("auth.test", "", 0)
		s.succeeds("auth.test")
	})
}

func TestRateLimit(t *testing.T) {
	bothDoors(t, func(s script) {
		s.RateLimit("rtm.connect", 2500*time.Millisecond, 1)
		r, err := s.call(s.ctx, transport.Request{URL: s.api + "rtm.connect"})
		if err != nil || r.Status != 429 || r.RetryAfter != "3" || !strings.Contains(string(r.Body), `"ratelimited"`) {
			t.Fatalf("got %d, Retry-After %q, %s, %v", r.Status, r.RetryAfter, r.Body, err)
		}
		s.succeeds("rtm.connect")
	})
}

func TestAnswerStatus(t *testing.T) {
	bothDoors(t, func(s script) {
		s.AnswerStatus("rtm.connect", 503, "<html>busy</html>", 1)
		r, err := s.call(s.ctx, transport.Request{URL: s.api + "rtm.connect"})
		if err != nil || r.Status != 503 || string(r.Body) != "<html>busy</html>" {
			t.Fatalf("got %d, %s, %v", r.Status, r.Body, err)
		}
	})
}

func TestFailCalls(t *testing.T) {
	bothDoors(t, func(s script) {
		s.FailCalls("rtm.connect", 1)
		if r, err := s.call(s.ctx, transport.Request{URL: s.api + "rtm.connect"}); err == nil {
			t.Fatalf("got %d, %s", r.Status, r.Body)
		}
		s.succeeds("rtm.connect")
	})
}

func TestStallCallsUntilCancelled(t *testing.T) {
	bothDoors(t, func(s script) {
		s.StallCalls(true)
		ctx, cancel := context.WithCancel(s.ctx)
		failed := make(chan error)
		go func() { _, err := s.call(ctx, transport.Request{URL: s.api + "rtm.connect"}); failed <- err }()
		s.settles(func() bool { return len(s.Calls()) == 1 })
		cancel()
		if <-failed == nil {
			t.Fatal("a cancelled call succeeded")
		}
	})
}

func TestStallCallsUntilLetThrough(t *testing.T) {
	inMemory(t, func(s script) {
		s.StallCalls(true)
		done := make(chan struct{}, 1)
		go func() { s.call(s.ctx, transport.Request{URL: "rtm.connect"}); done <- struct{}{} }()
		synctest.Wait()
		if len(done) != 0 {
			t.Fatal("a stalled call was answered")
		}
		s.StallCalls(false)
		<-done
	})
}

func TestPostedMessagesReachEveryone(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.isRefused("channel_not_found", "chat.postMessage", "channel", "nowhere", "text", "hi")
		s.isRefused("no_text", "chat.postMessage", "channel", General)
		ts := s.succeeds("chat.postMessage", "channel", General, "text", "hi")["ts"].(string)
		a.gets(`{"type":"message","user":"U00000BOT","text":"hi","ts":"` + ts + `"}`)
		s.succeeds("chat.update", "channel", General, "ts", ts, "text", "ho")
		a.gets(`{"type":"message","subtype":"message_changed"}`)
		s.succeeds("chat.delete", "channel", General, "ts", ts)
		a.gets(`{"type":"message","subtype":"message_deleted"}`)
		s.isRefused("message_not_found", "chat.delete", "channel", General, "ts", ts)
		annas := s.Say(Anna, General, "mine")
		s.isRefused("cant_update_message", "chat.update", "channel", General, "ts", annas, "text", "x")
		s.isRefused("cant_delete_message", "chat.delete", "channel", General, "ts", annas)
	})
}

func TestAMessageMayHaveBlocksAttachmentsAndAnotherName(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.succeeds("chat.postMessage", "channel", General, "attachments", `[{"text":"one"}]`)
		a.gets(`{"type":"message","user":"U00000BOT","bot_id":"B00000BOT","attachments":[{"text":"one"}]}`)
		s.isRefused("invalid_attachments", "chat.postMessage", "channel", General, "attachments", "one")
		s.isRefused("invalid_blocks_format", "chat.postMessage", "channel", General, "blocks", "{}")
		ts := s.succeeds("chat.postMessage", "channel", General, "text", "beep", "username", "robot", "icon_emoji", ":robot_face:")["ts"].(string)
		event := a.gets(`{"type":"message","subtype":"bot_message","bot_id":"B00000BOT","username":"robot","icons":{"emoji":":robot_face:"},"text":"beep"}`)
		if event["user"] != nil {
			t.Errorf("it is of a user: %v", event)
		}
		s.succeeds("chat.update", "channel", General, "ts", ts, "text", "boop")
		a.gets(`{"subtype":"message_changed"}`)
		s.isRefused("msg_too_long", "chat.postMessage", "channel", General, "text", strings.Repeat("x", 40_001))
	})
}

func TestOtherWaysToSpeak(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.succeeds("chat.meMessage", "channel", General, "text", "waves")
		a.gets(`{"type":"message","subtype":"me_message","user":"U00000BOT","text":"waves"}`)
		if got := s.succeeds("chat.postEphemeral", "channel", General, "user", Anna, "text", "psst"); got["message_ts"] == nil {
			t.Errorf("chat.postEphemeral answers %v", got)
		}
		s.Leave(Cleo, Random)
		s.isRefused("user_not_in_channel", "chat.postEphemeral", "channel", Random, "user", Cleo, "text", "psst")
		s.isRefused("no_text", "chat.postEphemeral", "channel", General, "user", Anna)
	})
}

func TestWhoIsWho(t *testing.T) {
	inMemory(t, func(s script) {
		if got := s.succeeds("bots.info", "bot", "B00000BOT")["bot"].(map[string]any); got["user_id"] != Bot || got["name"] != "bot" || got["app_id"] == nil {
			t.Errorf("the bot is %v", got)
		}
		s.isRefused("bot_not_found", "bots.info", "bot", "B0")
		if got := s.succeeds("team.info")["team"].(map[string]any); got["id"] != Team || got["domain"] != "fake" || got["name"] != "Fake Workspace" {
			t.Errorf("the team is %v", got)
		}
		s.isRefused("team_not_found", "team.info", "team", "T0")
		if got := s.succeeds("users.getPresence", "user", Cleo); got["presence"] != "away" || got["online"] != nil {
			t.Errorf("cleo is %v", got)
		}
		s.isRefused("user_not_found", "users.getPresence", "user", "U0")
		a := s.connects()
		s.succeeds("users.setPresence", "presence", "away")
		a.gets(`{"type":"manual_presence_change","presence":"away"}`)
		if got := s.succeeds("users.getPresence"); got["presence"] != "away" || got["online"] != true || got["manual_away"] != true {
			t.Errorf("the bot is %v", got)
		}
		s.isRefused("invalid_presence", "users.setPresence", "presence", "active")
	})
}

func TestAnArgumentThatTheMethodDoesNotTakeIsRefused(t *testing.T) {
	bothDoors(t, func(s script) {
		got := s.calls("users.info", "usr", Anna)
		if got["error"] != "invalid_arguments" || !strings.Contains(fmt.Sprint(got["response_metadata"]), "users.info takes no argument usr") {
			t.Fatalf("got %v", got)
		}
		s.succeeds("rtm.connect", "of_a_client", "1")
	})
}

func TestListsComeInPages(t *testing.T) {
	inMemory(t, func(s script) {
		names := func(body map[string]any, key string) (names []string) {
			for _, m := range body[key].([]any) {
				names = append(names, m.(map[string]any)["id"].(string))
			}
			return names
		}
		next := func(body map[string]any) string {
			return body["response_metadata"].(map[string]any)["next_cursor"].(string)
		}
		all := s.succeeds("users.list")
		if got := fmt.Sprint(names(all, "members")); got != "[U00000BOT U0000ANNA U00000BEN U0000CLEO]" || next(all) != "" {
			t.Fatalf("got %s, %q", got, next(all))
		}
		first := s.succeeds("users.list", "limit", "3")
		second := s.succeeds("users.list", "limit", "3", "cursor", next(first))
		if got := fmt.Sprint(names(first, "members"), names(second, "members")); got != "[U00000BOT U0000ANNA U00000BEN] [U0000CLEO]" || next(second) != "" {
			t.Fatalf("got %s", got)
		}
		s.isRefused("invalid_cursor", "users.list", "cursor", "x")
		if got := fmt.Sprint(names(s.succeeds("conversations.list"), "channels")); got != "[C0GENERAL C00RANDOM]" {
			t.Fatalf("got %s", got)
		}
		if got := fmt.Sprint(names(s.succeeds("conversations.list", "types", "im, mpim"), "channels")); got != "[D0000ANNA]" {
			t.Fatalf("got %s", got)
		}
		s.isRefused("user_not_found", "users.info", "user", "UNOBODY")
		s.succeeds("conversations.info", "channel", AnnaDM)
	})
}
