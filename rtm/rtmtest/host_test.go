//go:build !js

package rtmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
)

// asks sends a form to a host.
func asks(h *Host, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "http://localhost"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", formType)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// uses calls a method of a workspace.
func uses(t *testing.T, h *Host, name string) {
	t.Helper()
	if w := asks(h, "/"+name+"/api/api.test", nil); w.Code != http.StatusOK {
		t.Fatalf("%s answers %d %s", name, w.Code, w.Body)
	}
}

// callsSeen is how many calls a workspace remembers: none if it is made anew.
func callsSeen(t *testing.T, h *Host, name string) int {
	t.Helper()
	r := httptest.NewRequest("GET", "/"+name+"/control/log", nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var log struct{ Calls []any }
	if err := json.Unmarshal(w.Body.Bytes(), &log); err != nil {
		t.Fatalf("%s: %s", err, w.Body)
	}
	return len(log.Calls)
}

// hangs begins a call that is not answered until the host is closed.
func hangs(h *Host, name string) {
	asks(h, "/"+name+"/control/stall-calls", nil)
	go func() {
		defer func() { recover() }() // the answer is that the connection is cut
		asks(h, "/"+name+"/api/api.test", nil)
	}()
	synctest.Wait()
}

func TestAWorkspaceThatNobodyUsesGoesAfterAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var host Host
		defer host.Close()
		host.Workspace("kept")
		hangs(&host, "busy")
		for _, name := range []string{"kept", "unused", "used"} {
			uses(t, &host, name)
		}
		time.Sleep(unusedLife / 2)
		uses(t, &host, "used")
		time.Sleep(unusedLife / 2)
		uses(t, &host, "another")
		for name, want := range map[string]int{"kept": 1, "busy": 1, "unused": 0, "used": 2} {
			if got := callsSeen(t, &host, name); got != want {
				t.Errorf("%s remembers %d calls, want %d", name, got, want)
			}
		}
	})
}

func TestTheWorkspaceThatIsUnusedTheLongestMakesRoomForAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var host Host
		defer host.Close()
		for i := range maxWorkspaces {
			uses(t, &host, fmt.Sprint("w", i))
			time.Sleep(time.Second)
		}
		uses(t, &host, "w0")
		uses(t, &host, "another")
		for name, want := range map[string]int{"w0": 2, "w2": 1, "another": 1} {
			if got := callsSeen(t, &host, name); got != want {
				t.Errorf("%s remembers %d calls, want %d", name, got, want)
			}
		}
		if host.workspaces["w1"] != nil {
			t.Error("w1 is still there")
		}
	})
}

func TestAHostWhoseWorkspacesAreAllInUseRefusesAnotherAndSaysWhatToDo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var host Host
		defer host.Close()
		host.Workspace("the program's own does not count")
		for i := range maxWorkspaces {
			hangs(&host, fmt.Sprint("w", i))
		}
		w := asks(&host, "/another/api/api.test", nil)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "use one of their names") || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
		if w := asks(&host, "/w1/control/say", nil); w.Code != http.StatusOK {
			t.Errorf("one that is there answers %d %s", w.Code, w.Body)
		}
	})
}

func TestWhatAWorkspaceOfAHostRemembersIsBounded(t *testing.T) {
	var host Host
	defer host.Close()
	const count = 18
	megabyte := strings.Repeat("x", 1000_000)
	for i := range count {
		asks(&host, "/w/api/chat.postMessage", url.Values{"token": {"xoxb"}, "channel": {General}, "text": {fmt.Sprint(i, megabyte)}})
	}
	s := host.workspaces["w"].Server
	for i := range count { // texts of calls are not that long
		s.Say(Anna, General, fmt.Sprint(i, megabyte))
	}
	calls := s.Calls()
	if len(calls) != 16 || !strings.HasPrefix(calls[15].Form["text"], "17x") {
		t.Errorf("%d calls are kept, want the last 16", len(calls))
	}
	if log := s.channel(General).log.kept; len(log) != 2 || !strings.HasPrefix(log[1].Text, "17x") {
		t.Errorf("%d messages are kept, want the last 2", len(log))
	}

	// Small messages may become large.
	var ts []string
	for range 3 {
		ts = append(ts, s.Say(Anna, General, "small"))
	}
	for _, ts := range ts {
		s.Edit(General, ts, megabyte)
	}
	if log := s.channel(General).log.kept; len(log) > 2 {
		t.Errorf("%d messages are kept after edits, want 2 at most", len(log))
	}
}

func TestASocketThatReadsNothingIsCutOffWhenTooMuchWaits(t *testing.T) {
	o := newOutbox()
	frame := parcel{data: make([]byte, 1<<20)}
	for i := range maxOutbox>>20 + 1 {
		select {
		case <-o.over:
			t.Fatalf("it is cut off after %d MiB", i)
		default:
		}
		o.put(frame)
	}
	select {
	case <-o.over:
	default:
		t.Fatal("it is not cut off")
	}
	if p, ok := o.take(); !ok || p.end == nil {
		t.Error("the end is not what is left")
	}
	if o.put(frame) {
		t.Error("it takes more after its end")
	}
}

func TestTheOldestSocketURLGoesWhenThereAreTooMany(t *testing.T) {
	inMemory(t, func(s script) {
		first := s.calls("rtm.connect")["url"].(string)
		for range maxTickets {
			s.calls("rtm.connect")
		}
		s.opensURL(first).gets(`{"type":"error"}`)
		if n := len(s.tickets); n > maxTickets {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestPagesOfOtherOriginsAreRefusedInAPrivateWorkspaceAndInNoOther(t *testing.T) {
	var host Host
	server := httptest.NewServer(&host)
	defer server.Close()
	defer host.Close()
	host.Private("own")
	at := strings.TrimPrefix(server.URL, "http://")
	token := url.Values{"token": {"xoxb"}}
	for _, page := range []struct {
		header, value string
		foreign       bool
	}{
		{"Origin", "https://evil.example", true},
		{"Origin", "http://localhost", true}, // without this one's port
		{"Origin", "null", true},
		{"Sec-Fetch-Site", "cross-site", true},
		{"Sec-Fetch-Site", "same-site", true},
		{"Origin", server.URL, false},
		{"Sec-Fetch-Site", "same-origin", false},
		{"Sec-Fetch-Site", "none", false},
		{"User-Agent", "a program", false},
	} {
		for name, refused := range map[string]bool{"own": page.foreign, "other": false} {
			r, body := fetch(t, "POST", server.URL+"/"+name+"/api/rtm.connect", token.Encode(), "Content-Type", formType, page.header, page.value)
			if (r.StatusCode == http.StatusForbidden) != refused || refused && r.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s to a page of %s %s: %d %s", name, page.header, page.value, r.StatusCode, body)
			}
			header := http.Header{page.header: {page.value}}
			conn, answer, err := websocket.Dial(t.Context(), "ws://"+at+"/"+name+"/ws/any", &websocket.DialOptions{HTTPHeader: header})
			if err == nil {
				conn.CloseNow()
			}
			if (answer.StatusCode == http.StatusForbidden) != refused {
				t.Errorf("a socket of %s to a page of %s %s: %d", name, page.header, page.value, answer.StatusCode)
			}
		}
	}
}
