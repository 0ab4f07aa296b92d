package rtmtest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// reads returns the texts of conversations.history, and the cursor.
func (s script) reads(args ...string) (texts, cursor string) {
	s.Helper()
	body := s.succeeds("conversations.history", append([]string{"channel", General}, args...)...)
	var all []string
	for _, m := range body["messages"].([]any) {
		all = append(all, m.(map[string]any)["text"].(string))
	}
	if meta, ok := body["response_metadata"].(map[string]any); ok {
		cursor = meta["next_cursor"].(string)
	}
	if more := body["has_more"].(bool); more != (cursor != "") {
		s.Fatalf("has_more is %v with the cursor %q", more, cursor)
	}
	return strings.Join(all, " "), cursor
}

func TestHistory(t *testing.T) {
	inMemory(t, func(s script) {
		ts := make([]string, 6)
		for i := 1; i <= 5; i++ {
			ts[i] = s.Say(Anna, General, fmt.Sprint(i))
			if ts[i] <= ts[i-1] {
				t.Fatalf("%s comes after %s", ts[i], ts[i-1])
			}
			time.Sleep(time.Duration(i%2) * time.Second) // some within one moment
		}
		s.Say(Anna, Random, "elsewhere")

		for _, test := range []struct {
			name, want string
			args       []string
		}{
			{"everything, the newest first", "5 4 3 2 1", nil},
			{"a hole, its edges not included", "3", []string{"oldest", ts[2], "latest", ts[4]}},
			{"a hole with its edges", "4 3 2", []string{"oldest", ts[2], "latest", ts[4], "inclusive", "true"}},
			{"since 0", "5 4 3 2 1", []string{"oldest", "0"}},
			{"the closest to latest", "4 3", []string{"oldest", ts[1], "latest", ts[5], "limit", "2"}},
			{"the closest to oldest without latest", "3 2", []string{"oldest", ts[1], "limit", "2"}},
			{"one message", "2", []string{"latest", ts[2], "inclusive", "1", "limit", "1"}},
		} {
			if got, _ := s.reads(test.args...); got != test.want {
				t.Errorf("%s: got %q, want %q", test.name, got, test.want)
			}
		}

		backward, cursor := s.reads("limit", "3")
		rest, end := s.reads("limit", "3", "cursor", cursor)
		if backward+"|"+rest+end != "5 4 3|2 1" {
			t.Errorf("pages back are %q, %q", backward, rest)
		}
		forward, cursor := s.reads("limit", "3", "oldest", ts[1])
		rest, end = s.reads("limit", "3", "oldest", ts[1], "cursor", cursor)
		if forward+"|"+rest+end != "4 3 2|5" {
			t.Errorf("pages forward are %q, %q", forward, rest)
		}
		s.isRefused("channel_not_found", "conversations.history", "channel", "nowhere")
		s.isRefused("invalid_cursor", "conversations.history", "channel", General, "cursor", "x")
	})
}

func TestThreadsAreReadByThemselves(t *testing.T) {
	inMemory(t, func(s script) {
		top := s.Say(Anna, General, "top")
		s.Reply(Ben, General, top, "one")
		s.Say(Ben, General, "other")
		s.Reply(Cleo, General, top, "two")
		if got, _ := s.reads(); got != "other top" {
			t.Errorf("the channel reads %q", got)
		}
		body := s.succeeds("conversations.replies", "channel", General, "ts", top)
		var texts []string
		for _, m := range body["messages"].([]any) {
			texts = append(texts, m.(map[string]any)["text"].(string))
		}
		if got := strings.Join(texts, " "); got != "top one two" {
			t.Errorf("the thread reads %q", got)
		}
		s.isRefused("thread_not_found", "conversations.replies", "channel", General, "ts", "1.000000")
	})
}

func TestTheHistoryIsBounded(t *testing.T) {
	inMemory(t, func(s script) {
		s.Flood(2*maxHistory.items+10, 0)
		if n := len(s.channel(General).log.kept); n != maxHistory.items {
			t.Fatalf("%d messages are kept", n)
		}
		if got, _ := s.reads("limit", "1"); got != fmt.Sprint(2*maxHistory.items+10) {
			t.Fatalf("the newest is %q", got)
		}
	})
}
