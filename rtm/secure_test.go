package rtm_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
)

// unsafe are addresses of sockets that a client must not open: what goes
// through them can be read, or a browser takes them for others than they seem.
var unsafe = []string{
	"ws://slack.test/x", "http://127.0.0.1/x", "https://slack.test/x", "ws:slack.test", "ws:///x", "//slack.test", "slack.test", "javascript:alert(1)", "wss://",
	"ws://127.0.0.1@slack.test/x", "ws://localhost.slack.test/", `ws://slack.test\@localhost/`, "ws://slack.test\t@127.0.0.1/", " ws://127.0.0.1/",
	"ws://127.0.0.1.slack.test/", "ws://127.1/", "ws://127.0.0.1%2eslack.test/", "ws://128.0.0.1/", "ws://[::2]/", "ws://0x7f.0.0.1/", "ws://127.0.0.x/", "ws://127.0.0.1:80:90/", "ws://slack.test\\.localhost/", "ws://slack.test:x@a.localhost/", "ws://::1/", "ws://127...1/",
}

func TestAnUnsafeSocketIsNotOpened(t *testing.T) {
	for _, url := range unsafe {
		subtest(t, url, func(s *script) {
			_, err := s.client.Start(s.Context())
			e := s.isError(err, rtm.CodeInvalidArgument, "")
			if strings.Contains(e.Error(), "slack.test") {
				s.Fatalf("the error shows the address: %v", e)
			}
			s.saw("authenticating", "connect failed", "disconnected")
			if n := s.slack.Opened(); n != 0 {
				s.Fatalf("%d sockets were opened", n)
			}
		}, func(c *rtm.Config) {
			c.Connect = func(context.Context) (rtm.Session, error) { return rtm.Session{URL: url}, nil }
		})
	}
}

func TestASafeSocketIsOpened(t *testing.T) {
	for _, url := range []string{
		"wss://slack.test/x", "WSS://slack.test/x", "wss://slack.test:444/x?y", "ws://127.0.0.1:80/", "ws://127.1.2.3/", "ws://localhost/", "ws://a.localhost:1/", "ws://[::1]:8080/x",
	} {
		opened := make(chan string, 1)
		subtest(t, url, func(s *script) {
			s.client.Post(0, rtm.Start{})
			s.pause(time.Second)
			if got := <-opened; got != url {
				s.Fatalf("%s was opened", got)
			}
		}, func(c *rtm.Config) {
			c.NoReconnect = true
			c.Connect = func(context.Context) (rtm.Session, error) { return rtm.Session{URL: url}, nil }
			c.Dial = func(_ context.Context, url string) (rtm.Socket, error) {
				opened <- url
				return nil, context.Canceled
			}
		})
	}
}

func TestAnUnsafeAddressOfTheCallersIsRefused(t *testing.T) {
	run(t, func(s *script) {
		s.client.Post(1, rtm.Start{URL: "ws://slack.test/x"})
		s.isError(want(s, "the outcome", is[rtm.Settled]).Err, rtm.CodeInvalidArgument, "")
		s.saw()
		s.calls(0)
	})
}

func TestAnUnsafeReconnectURLIsNotUsed(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Send(`{"type":"reconnect_url","url":"ws://slack.test/x"}`)
		s.settle()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.calls(2)
	})
}

// What a page makes of an address is tested with the same file: web/test/input.test.js.
func TestEveryAddressThatAPageTakesIsTakenAndWhatItRefusesIsRefused(t *testing.T) {
	text, err := os.ReadFile("testdata/addresses.json")
	if err != nil {
		t.Fatal(err)
	}
	var addresses []struct {
		Given string
		Is    *string
	}
	if err := json.Unmarshal(text, &addresses); err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		url, want := a.Given, rtm.CodeInvalidArgument
		if a.Is != nil {
			url, want = *a.Is, ""
		}
		if url == "" {
			continue // which means the default, in Go
		}
		_, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: url, Call: func(context.Context, rtm.Request) (rtm.Response, error) { panic("unused") }})
		if rtm.CodeOf(err) != want {
			t.Errorf("%q: got %v, want the code %q", url, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the address: %v", err)
		}
	}
}

func TestAnUnsafeAPIURLIsRefused(t *testing.T) {
	for url, want := range map[string]rtm.Code{
		"http://slack.test/api/":    rtm.CodeInvalidArgument,
		"slack.test/api":            rtm.CodeInvalidArgument,
		"wss://slack.test/api/":     rtm.CodeInvalidArgument,
		"http://[::1]:8080/api/":    "",
		"http://127.0.0.1:8080/api": "",
		"https://slack.test/api":    "",
	} {
		_, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: url, Call: func(context.Context, rtm.Request) (rtm.Response, error) { panic("unused") }})
		if rtm.CodeOf(err) != want {
			t.Errorf("%s: got %v, want the code %q", url, err, want)
		}
	}
}
