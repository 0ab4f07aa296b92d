//go:build !js

package rtmtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"
)

// fetch sends a request with these headers: key, value, ...
func fetch(t *testing.T, method, url, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(got)
}

const formType = "application/x-www-form-urlencoded"

func TestCORSIsSlacks(t *testing.T) {
	overHTTP(t, func(s script) {
		s.RateLimit("auth.test", 1, 1)
		for _, status := range []int{429, 200} {
			r, _ := fetch(t, "POST", s.api+"auth.test", "token=x", "Content-Type", formType, "Origin", "https://page.example")
			if r.StatusCode != status || r.Header.Get("Access-Control-Allow-Origin") != "*" ||
				r.Header.Get("Access-Control-Expose-Headers") != "x-slack-req-id, retry-after" {
				t.Errorf("a simple request got %d, %v", r.StatusCode, r.Header)
			}
		}
		r, _ := fetch(t, "OPTIONS", s.api+"auth.test", "", "Origin", "https://page.example",
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type")
		if allowed := r.Header.Get("Access-Control-Allow-Headers"); allowed != "slack-route, x-slack-version-ts" {
			t.Errorf("a preflight allows %q", allowed)
		}
		if n := len(s.Calls()); n != 2 {
			t.Errorf("%d calls were seen, want 2: a preflight is none", n)
		}
	})
}

func TestAFileIsUploadedAsAPartOfAForm(t *testing.T) {
	overHTTP(t, func(s script) {
		_, body := fetch(t, "POST", s.api+"files.upload", "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n"+
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"cat.gif\"\r\n\r\nmeow\r\n--b--\r\n", "Content-Type", "multipart/form-data; boundary=b")
		if !strings.Contains(body, `"name":"cat.gif"`) || !strings.Contains(body, `"size":4`) {
			t.Errorf("got %s", body)
		}
	})
}

func TestWhereATokenMayBe(t *testing.T) {
	overHTTP(t, func(s script) {
		for _, test := range []struct {
			name, query, body, kind, header string
			ok                              bool
		}{
			{"form", "", "token=x", formType, "", true},
			{"form with a charset", "", "token=x", formType + "; charset=utf-8", "", true},
			{"multipart", "", "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", "", true},
			{"header", "", "", formType, "Bearer x", true},
			{"header and JSON", "", `{"limit":2}`, "application/json; charset=utf-8", "Bearer x", true},
			{"query", "?token=x", "", formType, "", false},
			{"JSON", "", `{"token":"x"}`, "application/json", "", false},
			{"nowhere", "", "", "", "", false},
		} {
			headers := []string{"Content-Type", test.kind}
			if test.header != "" {
				headers = append(headers, "Authorization", test.header)
			}
			_, body := fetch(t, "POST", s.api+"auth.test"+test.query, test.body, headers...)
			if ok := strings.Contains(body, `"ok":true`); ok != test.ok || !ok && !strings.Contains(body, "not_authed") {
				t.Errorf("%s: got %s", test.name, body)
			}
		}
	})
}

func TestAJSONBodyIsReadAsAForm(t *testing.T) {
	overHTTP(t, func(s script) {
		s.Say(Anna, General, "1")
		s.Say(Anna, General, "2")
		_, body := fetch(t, "POST", s.api+"conversations.history", `{"channel":"C0GENERAL","limit":1}`,
			"Content-Type", "application/json", "Authorization", "Bearer x")
		if !strings.Contains(body, `"text":"2"`) || strings.Contains(body, `"text":"1"`) {
			t.Fatalf("got %s", body)
		}
	})
}

func TestAnyOriginMayOpenASocket(t *testing.T) {
	overHTTP(t, func(s script) {
		conn, _, err := websocket.Dial(s.ctx, s.succeeds("rtm.connect")["url"].(string),
			&websocket.DialOptions{HTTPHeader: http.Header{"Origin": {"https://page.example"}}})
		if err != nil {
			t.Fatal(err)
		}
		(&peer{s, wire{conn}}).gets(`{"type":"hello"}`)
		conn.CloseNow()
	})
}

func TestAPlainRequestDoesNotUseUpTheURL(t *testing.T) {
	overHTTP(t, func(s script) {
		url := s.succeeds("rtm.connect")["url"].(string)
		if r, _ := fetch(t, "GET", "http"+strings.TrimPrefix(url, "ws"), ""); r.StatusCode != http.StatusUpgradeRequired {
			t.Errorf("it got status %d", r.StatusCode)
		}
		s.opensURL(url).gets(`{"type":"hello"}`)
	})
}

func TestURLsFollowThePlaceWhereItIsMounted(t *testing.T) {
	server := New()
	defer server.Close()
	mux := http.NewServeMux()
	mux.Handle("/", server)
	mux.Handle("/a/", server.At("/a/"))
	mux.Handle("/b/c/", http.StripPrefix("/b/c", server))
	for _, test := range []struct{ url, want string }{
		{"http://h:1/api/rtm.connect", "ws://h:1/ws/"},
		{"http://h:1/a/api/rtm.connect?x=/api/y", "ws://h:1/a/ws/"},
		{"https://h/b/c/api/rtm.connect", "wss://h/b/c/ws/"},
	} {
		r := httptest.NewRequest("POST", test.url, nil)
		r.RequestURI = r.URL.RequestURI() // as a real request has it
		r.Header.Set("Authorization", "Bearer x")
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		var body struct{ URL string }
		json.Unmarshal(w.Body.Bytes(), &body)
		if !strings.HasPrefix(body.URL, test.want) {
			t.Errorf("%s: got %s, want %s...", test.url, w.Body, test.want)
		}
	}
}

func TestAHostHasManyWorkspaces(t *testing.T) {
	var host Host
	h := httptest.NewServer(http.StripPrefix("/fakes", &host))
	defer h.Close()
	defer host.Close()
	at := func(name string) script {
		return script{t, host.Workspace(name), door{httpCall, httpDial, h.URL + "/fakes/" + name + "/api/"}, t.Context()}
	}
	one, two := at("one"), at("two")
	a, b := one.connects(), two.connects()
	one.Say(Anna, General, "in one")
	a.gets(`{"text":"in one"}`)
	b.isIdle()
	if n := len(two.Calls()); n != 1 {
		t.Errorf("the second saw %d calls, want 1", n)
	}
	fetch(t, "POST", h.URL+"/fakes/two/control/close", "code=4002", "Content-Type", formType)
	b.isClosed(4002, "")
	a.isIdle()

	for _, path := range []string{"/", "/one", "/one/", "/one/other", "/o%20ne/api/api.test"} {
		if r, _ := fetch(t, "GET", h.URL+"/fakes"+path, ""); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", path, r.StatusCode)
		}
	}
	host.Close()
	a.isClosed(1006, "")
}

func TestAReconnectURLOverHTTPLeadsBack(t *testing.T) {
	overHTTP(t, func(s script) {
		a := s.connects()
		url := s.OfferReconnectURL()
		a.gets(`{"type":"reconnect_url","url":"` + url + `"}`)
		s.opensURL(url).gets(`{"type":"hello"}`)
	})
}
