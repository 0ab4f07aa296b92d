package core

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// line gives an input, its effects and the state after it. Of what is written it says
// the length alone, which is all that a recording keeps.
func line(in Input, effects []Effect, state State) string {
	var words []string
	for _, e := range effects {
		w := word(e)
		if e, ok := e.(Write); ok {
			w = fmt.Sprintf("write %d: %d bytes", e.Conn, len(e.Text))
		}
		if w != "" {
			words = append(words, w)
		}
	}
	return fmt.Sprintf("%T -> %s: %s", in, state, strings.Join(words, "; "))
}

// recorded runs a schedule on a machine that is recorded, and gives what happened.
func recorded(s schedule) (recording []byte, lines []string) {
	w := newWorld(s)
	recorder := w.m.Record()
	w.stepped = func(in Input, effects []Effect) { lines = append(lines, line(in, effects, w.m.State())) }
	w.drive(s)
	return recorder.Bytes(), lines
}

func TestAReplayTakesTheSameWay(t *testing.T) {
	for seed := range uint64(300) {
		recording, want := recorded(drawSchedule(seed))
		var got []string
		if err := Replay(recording, func(_ Time, in Input, effects []Effect, state State) {
			got = append(got, line(in, effects, state))
		}); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want = want[max(0, len(want)-len(got)):] // the oldest are gone
		if len(got) == 0 {
			t.Fatalf("seed %d: the recording has no inputs", seed)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("seed %d: the replay took\n%s\nwhere the machine took\n%s", seed, got[i], want[i])
			}
		}
	}
}

func TestOneScheduleGivesTheSameEffectsTwice(t *testing.T) {
	for seed := range uint64(300) {
		_, first := recorded(drawSchedule(seed))
		_, second := recorded(drawSchedule(seed))
		if !reflect.DeepEqual(first, second) {
			t.Fatalf("seed %d gave other effects the second time", seed)
		}
	}
}

func TestARecordingHasNoSecrets(t *testing.T) {
	s := newScript(t)
	recorder := s.m.Record()
	s.step(Start{Call: 1, Token: "xoxb-hush-hush", Fields: []Field{{"team", "hush-field"}}})
	s.step(Answered{Conn: 1, Session: &Session{URL: "wss://slack.test/hush-address", UserID: "U1", JSON: []byte(`{"url":"hush-answer"}`)}})
	s.step(Opened{Conn: 1})
	s.hears(1, `{"type":"hello"}`)
	s.hears(1, `{"type":"reconnect_url","url":"wss://slack.test/hush-offer"}`)
	s.step(Send{Call: 2, ID: 2, Type: "presence_sub", Body: []byte(`{"ids":["hush-id"]}`)})
	s.step(Written{Conn: 1})
	s.step(Send{Call: 3, ID: 3, Type: "message", Body: []byte(`{"channel":"hush-channel","text":"hush-text \"quoted\""}`), AwaitReply: true})
	s.step(Send{Call: 4, ID: 4, Type: "message", Body: []byte(`{"text":"hush-queued"}`), AwaitReply: true})
	s.step(Send{Call: 5, ID: 5, Type: "message", Body: []byte(`hush-no-json`), AwaitReply: true})
	again := s.m.Record() // begins with all that the machine knows
	s.step(Reconnect{Call: 6, Force: true})
	s.step(Answered{Conn: 2, Err: newError(CodeRequest, nil, "cannot reach wss://slack.test/hush-address with xoxb-hush-hush")})
	for _, data := range [][]byte{recorder.Bytes(), again.Bytes()} {
		if bytes.Contains(data, []byte("hush")) {
			t.Fatalf("the recording has a secret: %q", data)
		}
	}
}

func TestARecordingIsBounded(t *testing.T) {
	s := newScript(t)
	recorder := s.m.Record()
	s.begin()
	for range 20 * segmentInputs {
		s.hears(1, `{"type":"message","ts":"1767225600.000100"}`)
	}
	inputs := 0
	if err := Replay(recorder.Bytes(), func(Time, Input, []Effect, State) { inputs++ }); err != nil {
		t.Fatal(err)
	}
	if inputs < (maxSegments-1)*segmentInputs || inputs > maxSegments*segmentInputs {
		t.Fatalf("the recording has %d inputs", inputs)
	}
}

var recordingPath = flag.String("recording", "", "a recording for TestReplayOfAFault to print")

// TestReplayOfAFault shows how a fault that was recorded is looked at: -v prints each
// input, its effects and the state after it. Another recording may be named:
//
//	go test ./rtm/core -v -run TestReplayOfAFault -recording /path/to/trace.rtm
func TestReplayOfAFault(t *testing.T) {
	path := filepath.Join("testdata", "a-silent-link.rtm")
	if *recordingPath != "" {
		path = *recordingPath
	}
	recording, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lost []string
	if err := Replay(recording, func(at Time, in Input, effects []Effect, state State) {
		text := line(in, effects, state)
		t.Logf("%s %s", time.Unix(0, int64(at.Wall)).UTC().Format("15:04:05.000"), text)
		if strings.Contains(text, "socket failed") {
			lost = append(lost, text)
		}
	}); err != nil {
		t.Fatal(err)
	}
	if *recordingPath == "" && len(lost) != 1 {
		t.Fatalf("the link of the recording was lost so often: %q", lost)
	}
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	s := newScript(t)
	recorder := s.m.Record()
	s.begin()
	whole := recorder.Bytes()
	for n := range whole {
		if n == len(magic) {
			continue // a recording of nothing
		}
		if err := Replay(whole[:n], func(Time, Input, []Effect, State) {}); err == nil {
			t.Fatalf("the first %d bytes of %d were taken for a recording", n, len(whole))
		}
	}
}

// FuzzInputs steps a machine through whatever inputs the bytes may be taken for: none
// makes it panic, leave the table of transitions, or write where nothing is open.
func FuzzInputs(f *testing.F) {
	for seed := range uint64(40) {
		w := newWorld(drawSchedule(seed))
		c := &codec{secrets: newSecrets()}
		w.stepped = func(in Input, _ []Effect) {
			if len(c.data) < 400 {
				c.data = append(c.data, 1)
				codeTime(c, &w.at)
				c.input(&in)
			}
		}
		w.drive(drawSchedule(seed))
		f.Add(seed, c.data)
	}
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		m, err := New(drawSchedule(seed).setting.Config, Time{Mono: time.Hour, Wall: wakeUp})
		if err != nil {
			t.Fatal(err)
		}
		open := map[Conn]bool{}
		c := &codec{data: data, reading: true}
		c.replayInputs(m, func(_ Time, in Input, effects []Effect, after State) {
			if opened, ok := in.(Opened); ok && opened.Err == nil {
				open[opened.Conn] = true
			}
			for _, e := range effects {
				switch e := e.(type) {
				case StateChanged:
					if !slices.Contains(moves[e.Previous], e.State) {
						t.Fatalf("%T led from %s to %s", in, e.Previous, e.State)
					}
				case Write:
					if !open[e.Conn] {
						t.Fatalf("%T led to a write to socket %d, which is not open", in, e.Conn)
					}
				case Close:
					if !open[e.Conn] {
						t.Fatalf("%T led to the close of socket %d, which is not open", in, e.Conn)
					}
					delete(open, e.Conn)
				}
			}
		})
	})
}
