package rtmtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm/transport"
)

// TestMain fails if a goroutine of this package outlives the tests.
func TestMain(m *testing.M) {
	code := m.Run()
	if left := leftovers(); code == 0 && left != "" {
		fmt.Fprintf(os.Stderr, "goroutines left over:\n%s\n", left)
		code = 1
	}
	os.Exit(code)
}

// leftovers waits for goroutines that are on their way out.
func leftovers() string {
	var left []string
	for range 100 {
		left = nil
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		all := strings.Split(string(stacks), "\n\n")
		for _, stack := range all[1:] { // the first is this one
			if strings.Contains(stack, "rtmtest") || strings.Contains(stack, "coder/websocket") {
				left = append(left, stack)
			}
		}
		if left == nil {
			return ""
		}
		runtime.Gosched()
		time.Sleep(10 * time.Millisecond)
	}
	return strings.Join(left, "\n\n")
}

// A door is one of the two ways into the workspace.
type door struct {
	call transport.Caller
	dial transport.Dialer
	api  string
}

// script is a test of one workspace through one door. Its steps fail the test.
type script struct {
	*testing.T
	*Server
	door
	ctx context.Context
}

// inMemory runs the test in a synctest bubble, through the door in memory.
func inMemory(t *testing.T, test func(s script)) {
	synctest.Test(t, func(t *testing.T) {
		server := New()
		defer server.Close()
		test(script{t, server, door{server.Call, server.Dial, "https://slack.com/api/"}, t.Context()})
	})
}

// throughHTTP runs the test through the door over HTTP, where there is one.
var throughHTTP func(t *testing.T, test func(s script))

// bothDoors runs the test twice.
func bothDoors(t *testing.T, test func(s script)) {
	t.Run("memory", func(t *testing.T) { inMemory(t, test) })
	if throughHTTP != nil {
		t.Run("http", func(t *testing.T) { throughHTTP(t, test) })
	}
}

// The steps.

// calls makes a Web API call with a token and these arguments: key, value, ...
func (s script) calls(method string, args ...string) map[string]any {
	s.Helper()
	form := map[string]string{"token": "xoxb-test"}
	for i := 0; i < len(args); i += 2 {
		form[args[i]] = args[i+1]
	}
	r, err := s.call(s.ctx, transport.Request{URL: s.api + method, Form: form})
	if err != nil {
		s.Fatalf("%s: %v", method, err)
	}
	var body map[string]any
	if err := json.Unmarshal(r.Body, &body); err != nil {
		s.Fatalf("%s answered %q: %v", method, r.Body, err)
	}
	return body
}

// succeeds is calls, and wants ok.
func (s script) succeeds(method string, args ...string) map[string]any {
	s.Helper()
	body := s.calls(method, args...)
	if body["ok"] != true {
		s.Fatalf("%s answered %v, want ok", method, body)
	}
	return body
}

// isRefused is calls, and wants this error.
func (s script) isRefused(code, method string, args ...string) {
	s.Helper()
	if body := s.calls(method, args...); body["ok"] != false || body["error"] != code {
		s.Fatalf("%s answered %v, want the error %s", method, body, code)
	}
}

// connects opens a socket and takes its hello.
func (s script) connects(args ...string) *peer {
	s.Helper()
	p := s.opens(args...)
	p.gets(`{"type":"hello"}`)
	return p
}

// opens opens a socket.
func (s script) opens(args ...string) *peer {
	s.Helper()
	return s.opensURL(s.succeeds("rtm.connect", args...)["url"].(string))
}

func (s script) opensURL(url string) *peer {
	s.Helper()
	socket, err := s.dial(s.ctx, url)
	if err != nil {
		s.Fatalf("open %s: %v", url, err)
	}
	p := &peer{s, socket}
	s.Cleanup(func() { p.Close(transport.CloseAbnormal, "") })
	return p
}

// settles waits until the workspace has seen what was written.
func (s script) settles(until func() bool) {
	s.Helper()
	for !until() {
		if s.ctx.Err() != nil {
			s.Fatal("it never came to that")
		}
		time.Sleep(time.Millisecond)
	}
}

// A peer is an open socket in a test.
type peer struct {
	script
	transport.Socket
}

func (p *peer) writes(frame string) {
	p.Helper()
	if err := p.Write([]byte(frame)); err != nil {
		p.Fatalf("write %.100s: %v", frame, err)
	}
}

// next reads a frame.
func (p *peer) next() string {
	p.Helper()
	frame, err := p.Read()
	if err != nil {
		p.Fatalf("read: %v", err)
	}
	return string(frame)
}

// gets reads a frame and wants the members of this one, whose TS stands for
// any timestamp.
func (p *peer) gets(want string) map[string]any {
	p.Helper()
	frame := p.next()
	var got, wanted map[string]any
	if err := json.Unmarshal([]byte(frame), &got); err != nil {
		p.Fatalf("got %q: %v", frame, err)
	}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		p.Fatalf("bad test: %q: %v", want, err)
	}
	for key, v := range wanted {
		if v == "TS" {
			if ts, _ := got[key].(string); len(strings.TrimLeft(ts, "0123456789")) != 7 {
				p.Fatalf("got %s, want a timestamp as %s", frame, key)
			}
			continue
		}
		if fmt.Sprint(got[key]) != fmt.Sprint(v) {
			p.Fatalf("got %s\nwant %s", frame, want)
		}
	}
	return got
}

// isClosed wants the socket to end with this code and reason.
func (p *peer) isClosed(code int, reason string) {
	p.Helper()
	frame, err := p.Read()
	var closed *transport.CloseError
	if !errors.As(err, &closed) || closed.Code != code || closed.Reason != reason {
		p.Fatalf("got %q, %v, want a close with %d %q", frame, err, code, reason)
	}
	if closed.Clean != (code != transport.CloseAbnormal) {
		p.Fatalf("the close with %d has Clean %v", code, closed.Clean)
	}
}

// isIdle wants nothing to arrive: what the workspace says next is what comes
// next.
func (p *peer) isIdle() {
	p.Helper()
	p.Send(`{"type":"marker"}`)
	p.gets(`{"type":"marker"}`)
}
