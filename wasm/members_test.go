//go:build js && wasm

package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// about gives the lines that have all of these words.
func about(lines []string, words ...string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(line, word) })
	})
}

func TestMembersShareAClient(t *testing.T) {
	p := newPage(t)
	p.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/"})
	p.Calls(0, "join", 6, 5)
	p.Calls(0, "join", 7, 5)
	p.told()
	p.Calls(1, "start", 6, "", nil, "")
	first := p.told()
	if len(about(first, "hears 5 6 0 1")) != 1 || len(about(first, `item 5 "state" "authenticating"`)) != 1 {
		t.Errorf("the first start tells %q", first)
	}
	p.Calls(2, "start", 7, "", nil, "")
	second := p.told()
	if len(about(second, "hears 5 7 0 1")) != 1 || len(about(second, `item 7 "state" "authenticating"`)) != 1 || len(about(second, "item 6 ")) != 0 {
		t.Errorf("the second start tells %q", second)
	}
	p.Calls(3, "stop", 7, 1)
	third := p.told()
	if len(about(third, "hears 5 7 1 0")) != 1 || len(about(third, `item 7 "state" "disconnected"`)) != 1 || len(about(third, "settle 3 null null")) != 1 || len(about(third, "settle 2 ", "disconnect was called")) != 1 {
		t.Errorf("the stop tells %q", third)
	}
	p.Calls(0, "leave", 6)
	if last := p.told(); len(about(last, "settle 1 ", "disconnect was called")) != 1 {
		t.Errorf("the end of the last tells %q", last)
	}
	p.Calls(4, "start", 6, "", nil, "")
	p.wasTold(`settle 4 null {"message":"wasm: there is no such client"}`)
}

func TestAClientThatIsRefusedHasNoMembers(t *testing.T) {
	p := newPage(t)
	p.Calls(0, "open", 5, map[string]any{})
	p.told()
	p.Calls(1, "join", 6, 5)
	if line := p.wasToldOne(); !strings.Contains(line, "slackclient_invalid_argument_error") {
		t.Errorf("JavaScript was told %s", line)
	}
	p.Calls(2, "start", 6, "", nil, "")
	if line := p.wasToldOne(); !strings.Contains(line, "slackclient_invalid_argument_error") {
		t.Errorf("JavaScript was told %s", line)
	}
}

func TestWhatSlackHasAskedAClientToWaitBindsTheNextWhateverItsOptions(t *testing.T) {
	for token, want := range map[string]string{"xoxb-secret": `"reconnecting"`, "": `"reconnecting"`, "xoxb-another": `"authenticating"`} {
		p := newPage(t)
		p.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/"})
		p.engine.clients[5].machine.core.Heed(map[string]time.Duration{"": time.Minute})
		p.Calls(0, "forget", 5)
		p.Calls(0, "open", 6, map[string]any{"token": token, "slackApiUrl": "https://slack.com/api/", "asksToken": token == "", "ackTimeout": 5000}, 5)
		p.told()
		p.Calls(1, "start", 6, "", nil, "")
		if told := p.told(); len(about(told, `item 6 "state"`, want)) != 1 {
			t.Errorf("with the token %q JavaScript was told %q", token, told)
		}
		p.Calls(2, "stop", 6)
	}
}

func TestWhichOptionsMakeAnotherClient(t *testing.T) {
	retry := map[string]any{"retries": 4}
	p := newPage(t)
	p.Calls(0, "open", 5, map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret", "retryConfig": retry})
	p.told()
	for _, c := range []struct {
		options map[string]any
		suits   string
	}{
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret", "retryConfig": retry}, "true"},
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret", "retryConfig": retry, "hadSession": true, "dataStore": true, "logLevel": "debug", "shared": "one"}, "true"},
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret", "retryConfig": map[string]any{"retries": 5}}, "false"},
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret"}, "false"},
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-another", "retryConfig": retry}, "false"},
		{map[string]any{"slackApiUrl": "https://slack.com/api/", "token": "xoxb-secret", "retryConfig": retry, "backfill": true}, "false"},
	} {
		p.Calls(1, "suits", 5, c.options)
		if told := p.wasToldOne(); told != "settle 1 "+c.suits+" null" {
			t.Errorf("of %v JavaScript was told %s", c.options, told)
		}
	}
	p.Calls(1, "suits", 6, map[string]any{})
	p.wasTold("settle 1 false null")
}
