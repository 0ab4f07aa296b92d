package core

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorded runs a schedule on a machine that is recorded, with a checkpoint now and then,
// and gives what happened.
func recorded(s schedule) (recording []byte, lines []string) {
	w := newWorld(s)
	recorder := NewRecorder()
	w.m.RecordTo(recorder)
	w.stepped = func(in Input, effects []Effect) {
		lines = append(lines, line(in, effects, w.m.State()))
		if len(lines)%10 == 0 {
			recorder.beginSegment()
		}
	}
	w.drive(s)
	return recorder.Recording(), lines
}

func TestAReplayTakesTheSameWay(t *testing.T) {
	for seed := range uint64(300) {
		recording, want := recorded(drawSchedule(seed))
		var got []string
		if err := replay(recording, func(_ Time, in Input, effects []Effect, state State) {
			got = append(got, line(in, effects, state))
		}, difference); err != nil {
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
	recorder := NewRecorder("hush-constructor")
	s.m.RecordTo(recorder)
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
	recorder.beginSegment() // with all that the machine knows
	s.step(Reconnect{Call: 6, Force: true})
	s.step(Answered{Conn: 2, Err: newError(CodeRequest, nil, "cannot reach wss://slack.test/hush-address with xoxb-hush-hush")})
	s.step(Closed{Conn: 2, Err: errors.New("the page's own words: xoxp-hush and hush-constructor")})
	if recording := recorder.Recording(); bytes.Contains(recording, []byte("hush")) {
		t.Fatalf("the recording has a secret: %q", recording)
	}
}

func TestEqualSecretsAreEqualInARecording(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.step(Start{Call: 1, Token: "xoxb-one"})
	s.step(Stop{Call: 2})
	s.step(Start{Call: 3, Token: "xoxb-two"})
	s.step(Stop{Call: 4})
	s.step(Start{Call: 5, Token: "xoxb-one"})
	var tokens []string
	replays(t, recorder, func(in Input) {
		if start, ok := in.(Start); ok {
			tokens = append(tokens, start.Token)
		}
	})
	if len(tokens) != 3 || tokens[0] != tokens[2] || tokens[0] == tokens[1] || len(tokens[0]) < len("xoxb-one") {
		t.Fatalf("the tokens are %q", tokens)
	}
}

func TestARecordingIsBounded(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.begin()
	for range 20 * segmentInputs {
		s.hears(1, `{"type":"message","ts":"1767225600.000100"}`)
	}
	if inputs := replays(t, recorder, nil); inputs < maxInputs-2*segmentInputs || inputs > maxInputs {
		t.Fatalf("the recording has %d inputs", inputs)
	}
	if size := len(*recorder.Kept()); size > maxBytes {
		t.Fatalf("the recorder keeps %d bytes", size)
	}
}

func TestLongInputsAreBoundedByTheirBytes(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.begin()
	body := []byte(`{"text":"` + strings.Repeat("x", 15<<10) + `"}`)
	for range segmentInputs {
		call := s.newCall()
		s.step(Send{Call: call, Type: "message", Body: body, AwaitReply: true})
		s.step(Cancel{Call: call})
	}
	if size := len(*recorder.Kept()); size > maxBytes+segmentBytes {
		t.Fatalf("the recorder keeps %d bytes", size)
	}
	if inputs := replays(t, recorder, nil); inputs == 0 {
		t.Fatal("the recording has no inputs")
	}
}

// Each checkpoint has all that waits to be sent.
func TestWhatWaitsToBeSentDoesNotCrowdOutTheInputs(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	body := []byte(`{"text":"` + strings.Repeat("x", 15<<10) + `"}`)
	for range 300 {
		s.step(Send{Call: s.newCall(), Type: "message", Body: body, AwaitReply: true})
	}
	if inputs := replays(t, recorder, nil); inputs < 50 {
		t.Fatalf("of 300 inputs the recording has %d", inputs)
	}
}

func TestOneRecorderKeepsTheInputsOfMachinesThatFollowOneAnother(t *testing.T) {
	first := newScript(t)
	recorder := recorderOf(first.m)
	first.begin()
	first.step(Stop{Call: first.newCall()})
	inputs := replays(t, recorder, nil)

	second := newScript(t)
	second.m.RecordTo(recorder)
	second.begin()
	second.step(Stop{Call: second.newCall()})
	if both := replays(t, recorder, nil); both != 2*inputs {
		t.Fatalf("there are %d inputs of two machines, and %d of one", both, inputs)
	}
}

func TestWhatADeadProgramKeptIsReplayedUpToItsLastWholeInput(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.begin()
	recorder.beginSegment()
	s.hears(1, `{"type":"message"}`)
	kept := *recorder.Kept()
	d := &decoder{data: kept[len(magic)+1:]}
	d.machine()
	before := 0
	for n := len(kept) - len(d.data); n <= len(kept); n++ { // from the end of the first checkpoint on
		inputs := 0
		err := replay(kept[:n], func(Time, Input, []Effect, State) { inputs++ }, difference)
		if err != nil || inputs < before || inputs > before+1 {
			t.Fatalf("of %d bytes %d inputs are replayed, and of one less %d: %v", n, inputs, before, err)
		}
		before = inputs
	}
	if all := replays(t, recorder, nil); before != all {
		t.Fatalf("of %d inputs %d are replayed", all, before)
	}
}

func TestSecretsAreForgottenWithTheirSegments(t *testing.T) {
	s := newScript(t)
	recorder := NewRecorder("known-from-the-start")
	s.m.RecordTo(recorder)
	s.begin()
	for i := range 20 * segmentInputs {
		s.hears(1, fmt.Sprintf(`{"type":"reconnect_url","url":"wss://slack.test/%d"}`, i))
	}
	if n := len(recorder.kept.secrets.known); n > maxInputs+10 {
		t.Fatalf("it knows %d secrets", n)
	}
	if recorder.kept.secrets.known["known-from-the-start"] == nil {
		t.Fatal("what it was told is forgotten")
	}
}

func TestAReplayThatTakesAnotherWayFails(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.begin()
	s.m.hadSession = !s.m.hadSession // what no input has done
	err := Replay(recorder.Recording(), func(Time, Input, []Effect, State) {})
	if err == nil || errors.Is(err, errRecording) {
		t.Fatalf("the replay ended with %v", err)
	}
}

// recorderOf gives a recorder of what the machine takes from now on.
func recorderOf(m *Machine) *Recorder {
	r := NewRecorder()
	m.RecordTo(r)
	return r
}

// replays replays a recording, and gives how many inputs it has.
func replays(t *testing.T, r *Recorder, look func(Input)) (inputs int) {
	t.Helper()
	err := replay(r.Recording(), func(_ Time, in Input, _ []Effect, _ State) {
		inputs++
		if look != nil {
			look(in)
		}
	}, difference)
	if err != nil {
		t.Fatal(err)
	}
	return inputs
}

func TestWhatIsNoRecordingIsRefused(t *testing.T) {
	s := newScript(t)
	recorder := recorderOf(s.m)
	s.begin()
	whole := recorder.Recording()
	d := &decoder{data: whole[len(magic)+1:]}
	d.machine()
	for n := range len(whole) - len(d.data) { // up to the end of the first checkpoint
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
		e := &encoder{}
		w.stepped = func(in Input, _ []Effect) {
			if len(e.data) < 400 {
				e.data = appendTime(e.data, w.at)
				e.input(in)
			}
		}
		w.drive(drawSchedule(seed))
		f.Add(seed, e.data)
	}
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		m, err := New(drawSchedule(seed).setting.Config, Time{Mono: time.Hour, Wall: wakeUp})
		if err != nil {
			t.Fatal(err)
		}
		open := map[Conn]bool{}
		d := &decoder{data: data}
		for len(d.data) > 0 {
			at, in := d.time(), d.input()
			if d.err != nil {
				return
			}
			effects := m.Step(at, in)
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
		}
	})
}
