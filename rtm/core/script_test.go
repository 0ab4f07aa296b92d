package core

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"testing"
	"time"
)

// A script is a test of one machine. Its methods are the steps: what the caller, the
// driver and Slack do, and what must follow. The clock stands still between them.
type script struct {
	*testing.T
	m      *Machine
	at     Time
	got    []string // what was done and has not been looked at, in words
	frames map[Conn]int
	call   Call

	// holdsWrites leaves the end of each write to the test.
	holdsWrites bool
}

// wakeUp is when scripts begin: a Thursday in 2026.
const wakeUp = 1767225600 * time.Second

func newScript(t *testing.T, configure ...func(*Config)) *script {
	config := Config{Seed: 1}
	for _, f := range configure {
		f(&config)
	}
	s := &script{T: t, at: Time{Mono: time.Hour, Wall: wakeUp}, frames: map[Conn]int{}}
	m, err := New(config, s.at)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	s.m = m
	return s
}

// step steps the machine, and does what is the driver's: a write is done at once.
func (s *script) step(in Input) {
	effects := s.m.Step(s.at, in)
	var writes []Conn
	for _, e := range effects {
		if w := word(e); w != "" {
			s.got = append(s.got, w)
		}
		if w, ok := e.(Write); ok && !s.holdsWrites {
			writes = append(writes, w.Conn)
		}
	}
	for _, conn := range writes {
		s.step(Written{Conn: conn})
	}
}

// word gives an effect in words.
func word(e Effect) string {
	switch e := e.(type) {
	case Connect:
		return fmt.Sprint("connect ", e.Conn)
	case Open:
		return fmt.Sprint("open ", e.Conn)
	case Abandon:
		return fmt.Sprint("abandon ", e.Conn)
	case Write:
		return fmt.Sprintf("write %d %s", e.Conn, e.Text)
	case Post:
		return fmt.Sprintf("post %d %s %v", e.Post, e.Method, e.Fields)
	case StopPost:
		return fmt.Sprint("stop post ", e.Post)
	case Close:
		return fmt.Sprint("close ", e.Conn)
	case *Deliver:
		return fmt.Sprintf("%s %d/%d", [...]string{"event", "answer", "replay"}[e.As], e.Frame.Conn, e.Frame.Index)
	case Hold:
		return fmt.Sprintf("hold %d/%d", e.Frame.Conn, e.Frame.Index)
	case Discard:
		return fmt.Sprintf("discard %d/%d", e.Frame.Conn, e.Frame.Index)
	case Compare:
		return fmt.Sprint("compare ", e.On)
	case Fill:
		return fmt.Sprintf("fill %d: %s to %s", e.Fill, e.Gap.From, e.Gap.To)
	case StopFill:
		return fmt.Sprint("stop fill ", e.Fill)
	case Settle:
		switch {
		case e.Err != nil:
			return fmt.Sprintf("call %d fails: %s", e.Call, failure(e.Err))
		case e.Session != nil:
			return fmt.Sprintf("call %d gets a session", e.Call)
		}
		return fmt.Sprintf("call %d is done", e.Call)
	case StateChanged:
		return string(e.State)
	case ConnectFailed:
		return "connect failed: " + failure(e.Err)
	case SocketFailed:
		return "socket failed: " + failure(e.Err)
	case Gap:
		kind := "gap"
		if e.Recovered {
			kind = "recovered gap"
		}
		return fmt.Sprintf("%s: %s to %s", kind, e.From, e.To)
	}
	return ""
}

// failure gives an error in short: the end of its code, and what became of the frame.
func failure(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	short := strings.TrimPrefix(strings.TrimSuffix(string(e.Code), "_error"), "slackclient_")
	return strings.TrimSpace(strings.TrimPrefix(short, "rtmclient_") + " " + string(e.Delivered))
}

// saw wants exactly these effects since the last look.
func (s *script) saw(want ...string) {
	s.Helper()
	if got := s.look(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		s.Fatalf("saw\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// look gives the effects since the last look.
func (s *script) look() []string {
	got := s.got
	s.got = nil
	return got
}

// passes lets time pass, and ticks at each deadline on the way.
func (s *script) passes(d time.Duration) {
	end := s.at.Mono + d
	for {
		next, ok := s.m.Deadline()
		if !ok || next > end {
			break
		}
		s.advance(max(next-s.at.Mono, 0))
		s.step(Tick{})
	}
	s.advance(end - s.at.Mono)
}

func (s *script) advance(d time.Duration) {
	s.at.Mono += d
	s.at.Wall += d
}

// sleeps lets the computer sleep: nothing runs, and the monotonic clock stands still.
func (s *script) sleeps(d time.Duration) { s.at.Wall += d }

// hears has a socket bring a frame.
func (s *script) hears(conn Conn, text string) {
	sum := fnv.New64a()
	sum.Write([]byte(text))
	s.step(Received{Conn: conn, Index: s.frames[conn], Size: len(text), Members: ReadMembers([]byte(text)), Sum: sum.Sum64()})
	s.frames[conn]++
}

// answers has Slack answer a call for a session.
func (s *script) answers(conn Conn) {
	s.step(Answered{Conn: conn, Session: &Session{URL: fmt.Sprint("wss://slack.test/", conn), UserID: "U1", TeamID: "T1"}})
}

// connects takes an attempt to its hello.
func (s *script) connects(conn Conn) {
	s.answers(conn)
	s.step(Opened{Conn: conn})
	s.hears(conn, `{"type":"hello"}`)
}

// begin starts the machine until it is ready.
func (s *script) begin() {
	s.Helper()
	s.step(Start{Call: s.newCall()})
	s.connects(1)
	s.isIn(Ready)
	s.look()
}

func (s *script) isIn(state State) {
	s.Helper()
	if s.m.State() != state {
		s.Fatalf("the state is %s, want %s", s.m.State(), state)
	}
}

func (s *script) newCall() Call {
	s.call++
	return s.call
}

// says sends a message, and gives its call. Its id is the same number.
func (s *script) says(text string) Call {
	call := s.newCall()
	s.step(Send{Call: call, ID: int(call), Type: "message", Body: fmt.Appendf(nil, `{"channel":"C1","text":%q}`, text), AwaitReply: true})
	return call
}
