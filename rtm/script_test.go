package rtm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// A script is a test of one client on one fake workspace, in a bubble with a
// clock of its own. Its methods are the steps, and fail the test.
type script struct {
	*testing.T
	slack  *rtmtest.Server
	client *rtm.Client
	page   *page          // or nil
	events chan rtm.Event // what the handler was told and the script has not looked at
	logged chan string
}

// run runs a script with a client that is configured by the given functions:
// natively, and as a page has it.
func run(t *testing.T, steps func(*script), configure ...func(*rtm.Config)) {
	t.Run("natively", func(t *testing.T) { runNatively(t, steps, configure...) })
	t.Run("as in a page", func(t *testing.T) { runInPage(t, steps, configure...) })
}

// runNatively runs a script once, for what a page cannot do: wait in its Handler
// or in a write.
func runNatively(t *testing.T, steps func(*script), configure ...func(*rtm.Config)) {
	runOnce(t, steps, func(*script, *rtm.Config) {}, configure)
}

// runInPage runs a script once, for what is there in a page only.
func runInPage(t *testing.T, steps func(*script), configure ...func(*rtm.Config)) {
	runOnce(t, steps, func(s *script, config *rtm.Config) { s.page = asInAPage(config) }, configure)
}

func runOnce(t *testing.T, steps func(*script), last func(*script, *rtm.Config), configure []func(*rtm.Config)) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{T: t, slack: rtmtest.New(), events: make(chan rtm.Event, 300_000), logged: make(chan string, 10_000)}
		config := rtm.Config{
			Token:   "xoxb-secret",
			Dial:    s.slack.Dial,
			Call:    s.slack.Call,
			Random:  func() float64 { return 0.5 },
			Handler: func(e rtm.Event) { s.events <- e },
			Log:     func(level rtm.Level, text string) { s.logged <- string(level) + ": " + text },
		}
		for _, f := range configure {
			f(&config)
		}
		last(s, &config)
		client, err := rtm.New(config)
		if err != nil {
			t.Fatalf("New: %v", err)
		}
		s.client = client
		if s.page != nil {
			s.page.client = client
		}
		defer s.end()
		steps(s)
	})
}

// end ends the client, also when a step has failed: a bubble must be empty in
// the end.
func (s *script) end() {
	if err := s.client.Disconnect(context.Background()); err != nil {
		s.Errorf("Disconnect at the end: %v", err)
	}
	synctest.Wait()
	if n := s.slack.Sockets(); n != 0 {
		s.Errorf("%d sockets are left open", n)
	}
	s.slack.Close()
}

// start starts the client and waits until it is ready.
func (s *script) start() {
	s.Helper()
	if _, err := s.client.Start(s.Context()); err != nil {
		s.Fatalf("Start: %v", err)
	}
	s.reaches(rtm.Ready)
}

// reaches lets time pass until the client is in this state.
func (s *script) reaches(state rtm.State) rtm.StateChanged {
	s.Helper()
	return want(s, "the state "+string(state), func(e rtm.StateChanged) bool { return e.State == state })
}

// patience is how long, in the bubble's time, a step waits for something.
const patience = time.Hour

// want skips events until one of this kind is as it should be.
func want[E rtm.Event](s *script, what string, as func(E) bool) E {
	s.Helper()
	over := time.After(patience)
	for {
		select {
		case e := <-s.events:
			if e, ok := e.(E); ok && as(e) {
				return e
			}
		case <-over:
			s.Fatalf("%s did not come", what)
		}
	}
}

// is matches every event of a kind.
func is[E rtm.Event](E) bool { return true }

// wantFrame skips events until a frame of this type.
func (s *script) wantFrame(typ string) rtm.Frame {
	s.Helper()
	return want(s, "a frame of type "+typ, func(f rtm.Frame) bool { return f.Type == typ })
}

// settle lets everything come to rest without time passing.
func (s *script) settle() { synctest.Wait() }

// seen gives the events that came and were not looked at yet, as words.
func (s *script) seen() []string {
	s.settle()
	var words []string
	for {
		select {
		case e := <-s.events:
			if w := word(e); w != "" {
				words = append(words, w)
			}
		default:
			return words
		}
	}
}

// saw wants exactly these events since the last look.
func (s *script) saw(want ...string) {
	s.Helper()
	if got := s.seen(); strings.Join(got, " ") != strings.Join(want, " ") {
		s.Fatalf("saw %q, want %q", got, want)
	}
}

// word gives an event in short; Idle and Wrote have no word.
func word(e rtm.Event) string {
	switch e := e.(type) {
	case rtm.StateChanged:
		return string(e.State)
	case rtm.Frame:
		if e.Type == "" {
			return "<reply>"
		}
		return "<" + e.Type + ">"
	case rtm.ConnectFailed:
		return "connect failed"
	case rtm.SocketFailed:
		return "socket failed"
	case rtm.Gap:
		if e.Recovered {
			return "recovered gap"
		}
		return "gap"
	case rtm.Latency:
		return "latency"
	case rtm.Settled:
		return "settled"
	}
	return ""
}

// calls wants this many calls of rtm.connect so far.
func (s *script) calls(want int) {
	s.Helper()
	n := 0
	for _, c := range s.slack.Calls() {
		if c.Method == "rtm.connect" {
			n++
		}
	}
	if n != want {
		s.Fatalf("rtm.connect was called %d times, want %d", n, want)
	}
}

// stats asks the client, which a page tells all first.
func (s *script) stats() rtm.Stats {
	s.Helper()
	if s.page != nil {
		s.page.mu.Lock()
		s.page.makeCalls()
		s.page.mu.Unlock()
	}
	stats, err := s.client.Stats(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return stats
}

// received gives the texts of the messages that Slack got.
func (s *script) received() []string {
	var texts []string
	for _, r := range s.slack.Received() {
		if r.Type == "message" {
			texts = append(texts, textOf(r.JSON))
		}
	}
	return texts
}

// textOf gives the text of a frame that the client wrote.
func textOf(json string) string {
	_, rest, _ := strings.Cut(json, `"text":"`)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// got wants Slack to have got exactly these messages.
func (s *script) got(want ...string) {
	s.Helper()
	if got := s.received(); strings.Join(got, "|") != strings.Join(want, "|") {
		s.Fatalf("Slack got %q, want %q", got, want)
	}
}

// An outcome is what a send that runs in the background came to.
type outcome struct {
	reply rtm.Reply
	err   error
}

// says sends a message in the background.
func (s *script) says(text string) <-chan outcome {
	if s.page != nil {
		defer s.settle()
		return s.page.say(text)
	}
	done := make(chan outcome, 1)
	go func() {
		reply, err := s.client.SendMessage(s.Context(), text, rtmtest.General)
		done <- outcome{reply, err}
	}()
	s.settle() // so that sends are in the order of the script
	return done
}

// arrives wants a send to have succeeded.
func (s *script) arrives(done <-chan outcome) rtm.Reply {
	s.Helper()
	o := s.ends(done)
	if o.err != nil {
		s.Fatalf("the send failed: %v", o.err)
	}
	return o.reply
}

// fails wants a send to have failed in this way.
func (s *script) fails(done <-chan outcome, code rtm.Code, delivered rtm.Delivered) *rtm.Error {
	s.Helper()
	return s.isError(s.ends(done).err, code, delivered)
}

func (s *script) ends(done <-chan outcome) outcome {
	s.Helper()
	select {
	case o := <-done:
		return o
	case <-time.After(patience):
		s.Fatal("the send did not end")
		panic("unreachable")
	}
}

// isError wants an error of this code.
func (s *script) isError(err error, code rtm.Code, delivered rtm.Delivered) *rtm.Error {
	s.Helper()
	var e *rtm.Error
	if !errors.As(err, &e) {
		s.Fatalf("got the error %v, want one with code %s", err, code)
	}
	if e.Code != code || e.Delivered != delivered {
		s.Fatalf("got code %s, delivered %q (%v), want %s, %q", e.Code, e.Delivered, e, code, delivered)
	}
	if strings.Contains(e.Error(), "secret") {
		s.Fatalf("the error shows the token: %v", e)
	}
	return e
}

// pause lets time pass.
func (s *script) pause(d time.Duration) {
	time.Sleep(d)
	s.settle()
}

// isPending wants a send not to have ended yet.
func (s *script) isPending(done <-chan outcome) {
	s.Helper()
	s.settle()
	select {
	case o := <-done:
		s.Fatalf("the send has ended already: %v, %v", o.reply, o.err)
	default:
	}
}
