package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/store"
)

// withSlack runs steps with an empty store and a client of a fake workspace.
func withSlack(t *testing.T, steps func(s script, slack *rtmtest.Server, client *rtm.Client)) {
	synctest.Test(t, func(t *testing.T) {
		slack := rtmtest.New()
		defer slack.Close()
		client, err := rtm.New(rtm.Config{Token: "xoxb-secret", Dial: slack.Dial, Call: slack.Call})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		s := script{t, store.New(store.Options{})}
		steps(s, slack, client)
		s.isSound()
		synctest.Wait()
	})
}

// inPages calls with a smaller limit than Load asks for, as Slack may have it.
func inPages(client *rtm.Client, limit string) store.Call {
	return func(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
		fields["limit"] = limit
		return client.Call(ctx, method, fields)
	}
}

func TestLoadFetchesAllPagesAndTellsItsProgress(t *testing.T) {
	for limit, want := range map[string]string{
		"1":   "users 1, users 2, users 3, users 4 done, conversations 1, conversations 2, conversations 3 done, ",
		"3":   "users 3, users 4 done, conversations 3 done, ",
		"999": "users 4 done, conversations 3 done, ",
	} {
		withSlack(t, func(s script, slack *rtmtest.Server, client *rtm.Client) {
			progress := ""
			s.ok(s.Load(s.Context(), inPages(client, limit), func(p store.Progress) {
				progress += fmt.Sprint(p.What, " ", p.Count, map[bool]string{true: " done"}[p.Done], ", ")
			}))
			equal(s, "the progress", progress, want)
			equal(s, "anna's id", s.UserByName("anna").ID(), rtmtest.Anna)
			equal(s, "the channel's id", s.ChannelByName("#general").ID(), rtmtest.General)
			equal(s, "the DM's id", s.DMByName("anna").ID(), rtmtest.AnnaDM)
			if got := ids(s.Channels()); !slices.Equal(got, []string{rtmtest.General, rtmtest.Random}) {
				s.Errorf("the channels are %v", got)
			}
			for _, call := range slack.Calls() {
				if call.Method == "conversations.list" && call.Form["types"] != "public_channel,private_channel,mpim,im" {
					s.Errorf("the types are %q", call.Form["types"])
				}
			}
		})
	}
}

func TestLoadRestsAsLongAsSlackAsks(t *testing.T) {
	withSlack(t, func(s script, slack *rtmtest.Server, client *rtm.Client) {
		slack.RateLimit("users.list", 30*time.Second, 2)
		slack.Refuse("conversations.list", "ratelimited", 1) // without saying how long
		from := time.Now()
		s.ok(s.Load(s.Context(), client.Call, nil))
		equal(s, "the time", time.Since(from), 65*time.Second)
		equal(s, "the calls", len(slack.Calls()), 5)
		equal(s, "the users", len(s.Users()), 4)
	})
}

func TestLoadStopsWithItsContext(t *testing.T) {
	withSlack(t, func(s script, slack *rtmtest.Server, client *rtm.Client) {
		slack.RateLimit("conversations.list", time.Hour, 1)
		ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
		defer cancel()
		if err := s.Load(ctx, client.Call, nil); !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("the error is %v", err)
		}
		equal(s, "the users, which came before", len(s.Users()), 4)
		called := len(slack.Calls())
		if err := s.Load(ctx, client.Call, nil); !errors.Is(err, context.DeadlineExceeded) {
			s.Errorf("the error is %v", err)
		}
		equal(s, "the calls", len(slack.Calls()), called)
	})
}

func TestLoadTellsWhatSlackRefuses(t *testing.T) {
	withSlack(t, func(s script, slack *rtmtest.Server, client *rtm.Client) {
		slack.Refuse("users.list", "missing_scope", 1)
		var e *rtm.Error
		if err := s.Load(s.Context(), client.Call, nil); !errors.As(err, &e) || e.Name != "missing_scope" {
			s.Errorf("the error is %v", err)
		}
		s.ok(s.Load(s.Context(), client.Call, nil)) // it may be tried again
	})
}

// pages answers with one page of users after the other, and no conversations.
func pages(pages ...string) store.Call {
	return func(_ context.Context, method string, _ map[string]string) ([]byte, error) {
		if method != "users.list" {
			return []byte(`{"ok":true,"channels":[]}`), nil
		}
		page := pages[0]
		if pages = pages[1:]; len(pages) == 0 {
			return []byte(`{"ok":true,"members":` + page + `}`), nil
		}
		return []byte(`{"ok":true,"members":` + page + `,"response_metadata":{"next_cursor":"` + fmt.Sprint(len(pages)) + `"}}`), nil
	}
}

func TestLoadTellsOfBadEntriesAndAnswers(t *testing.T) {
	s := run(t)
	s.fails(s.Load(s.Context(), pages(`[{"id":"U7"},{"name":"nobody"}]`, `[null,{"id":"U8"}]`), nil), "Load", "nobody", "1 more")
	if s.UserByID("U7") == nil || s.UserByID("U8") == nil {
		t.Error("the sound entries were not taken")
	}
	for _, answer := range []string{"", "[]", `{"ok":true}`, `{"ok":true,"members":{}}`} {
		s.fails(s.Load(s.Context(), func(context.Context, string, map[string]string) ([]byte, error) { return []byte(answer), nil }, nil), "users.list")
	}
	turning := func(context.Context, string, map[string]string) ([]byte, error) {
		return []byte(`{"members":[],"response_metadata":{"next_cursor":"again"}}`), nil
	}
	s.fails(s.Load(s.Context(), turning, nil), "users.list", "circles")
}

func TestLoadUpdatesWhatIsThere(t *testing.T) {
	s := run(t)
	s.ok(s.Load(s.Context(), pages(`[{"id":"U2","name":"anne"}]`), nil))
	s.is(s.UserByID("U2").JSON(), `{"id":"U2","name":"anne","profile":{"email":"anna@example.com","bot_id":"B1"},"color":"9f69e7"}`)
	equal(t, "the users", len(s.Users()), 3)
}

func TestWhatHappensWhileAPageIsOnItsWayStands(t *testing.T) {
	s := run(t)
	call := pages(`[{"id":"U2","name":"old","real_name":"Anna"},{"id":"U7","name":"old"},{"id":"W3","name":"gone"}]`)
	s.ok(s.Load(s.Context(), func(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
		page, err := call(ctx, method, fields)
		if method == "users.list" {
			event := []byte(`{"type":"user_change","user":{"id":"U2","name":"new"}}`)
			s.ok(s.HandleRTMMessage("U1", "T1", "user_change", event))
			clear(event) // it is the caller's
			s.hears(`{"type":"presence_change","user":"U2","presence":"away"}`)
			s.hears(`{"type":"team_join","user":{"id":"U7","name":"new"}}`)
			s.RemoveUser("W3")
			s.fails(s.Load(ctx, call, nil), "another Load")
		}
		return page, err
	}, nil))
	s.is(s.UserByID("U2").JSON(), `{"id":"U2","name":"new","real_name":"Anna","presence":"away","color":"9f69e7",
		"profile":{"email":"anna@example.com","bot_id":"B1"}}`)
	equal(t, "the newcomer", s.UserByID("U7").Name(), "new")
	if s.UserByID("W3") != nil {
		t.Error("who was removed came back")
	}
}

func TestConversationsAreSortedByWhatTheySayTheyAre(t *testing.T) {
	s := run(t)
	list := `{"channels":[
		{"id":"C1","name":"now-private","is_channel":true,"is_private":true},
		{"id":"C5","name":"public","is_channel":true},
		{"id":"G5","name":"old-private","is_group":true,"is_private":true},
		{"id":"C6","name":"several","is_mpim":true,"is_private":true},
		{"id":"D5","user":"W3","is_im":true},
		{"id":"?"}]}`
	s.fails(s.Load(s.Context(), func(_ context.Context, method string, _ map[string]string) ([]byte, error) {
		if method == "users.list" {
			return []byte(`{"members":[]}`), nil
		}
		return []byte(list), nil
	}, nil), `"?"`)
	var got []string
	for _, id := range []string{"C1", "C5", "G5", "C6", "D5"} {
		got = append(got, s.ChannelGroupOrDMByID(id).Type())
	}
	equal(t, "the types", strings.Join(got, " "), "group channel group mpdm dm")
}
