package core

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

var recordingPath = flag.String("recording", "", "what trace() gave in a page, as JSON, for TestReplay to tell")

// TestReplay tells what a machine in a page has done: of each input when it came, what it
// led to and the state after it. It fails where the replay comes to another state than the
// recorded machine did. Name a recording to have that told, by a path that is absolute:
//
//	go test ./rtm/core -v -run TestReplay -recording "$PWD/trace.json"
func TestReplay(t *testing.T) {
	path := *recordingPath
	if path == "" {
		path = filepath.Join("testdata", "a-lost-link.json")
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var trace struct{ Recordings [][]byte }
	if err := json.Unmarshal(file, &trace); err != nil {
		t.Fatalf("%s is not what trace() gives: %v", path, err)
	}
	if len(trace.Recordings) == 0 {
		t.Fatalf("%s has no recording", path)
	}
	inputs, lost := 0, 0
	for _, recording := range trace.Recordings {
		err := replay(recording, func(at Time, in Input, effects []Effect, state State) {
			inputs++
			text := line(in, effects, state)
			fmt.Printf("%5d %s %s\n", inputs, time.Unix(0, int64(at.Wall)).UTC().Format("2006-01-02 15:04:05.000"), text)
			lost += strings.Count(text, "socket failed")
		}, difference)
		if err != nil {
			t.Fatalf("after %d inputs: %v", inputs, err)
		}
	}
	if *recordingPath == "" && lost != 1 {
		t.Fatalf("the link of the recording was lost %d times", lost)
	}
}

// line tells of an input, the state after it and its effects. Of what is written it says
// the length alone, which is all that a recording keeps.
func line(in Input, effects []Effect, state State) string {
	var words []string
	for _, e := range effects {
		w := word(e)
		switch e := e.(type) {
		case Write:
			w = fmt.Sprintf("write %d: %d bytes", e.Conn, len(e.Text))
		case Post:
			w = fmt.Sprintf("post %d: %d fields", e.Post, len(e.Fields))
		case Latency:
			w = fmt.Sprintf("latency %v", e.RoundTrip)
		}
		if w != "" {
			words = append(words, w)
		}
	}
	return fmt.Sprintf("%-13s %s -> %s", state, wordOfInput(in), strings.Join(words, "; "))
}

// wordOfInput gives an input in words.
func wordOfInput(in Input) string {
	switch in := in.(type) {
	case Start:
		return fmt.Sprintf("start (call %d)", in.Call)
	case Reconnect:
		return fmt.Sprintf("reconnect (call %d)", in.Call)
	case Stop:
		return fmt.Sprintf("stop (call %d)", in.Call)
	case Send:
		return fmt.Sprintf("send %s with id %d, body of %d bytes (call %d)", in.Type, in.ID, len(in.Body), in.Call)
	case Cancel:
		return fmt.Sprintf("cancel call %d", in.Call)
	case PutAway:
		return "put away"
	case Answered:
		return fmt.Sprintf("answered %d%s", in.Conn, orFault(in.Err))
	case Opened:
		return fmt.Sprintf("opened %d%s", in.Conn, orFault(in.Err))
	case Received:
		return fmt.Sprintf("received %d/%d%s", in.Conn, in.Index, wordOfMembers(&in.Members))
	case Written:
		return fmt.Sprintf("written %d%s", in.Conn, orFault(in.Err))
	case Closed:
		return fmt.Sprintf("closed %d%s", in.Conn, orFault(in.Err))
	case Ack:
		return fmt.Sprintf("ack of %s with %d bytes (call %d)", in.Envelope, len(in.Payload), in.Call)
	case Posted:
		return fmt.Sprintf("posted %d%s", in.Post, orFault(in.Err))
	case Filled:
		return fmt.Sprintf("filled %d with %d frames%s", in.Fill, len(in.Frames), orFault(in.Err))
	}
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", in), "core."))
}

func orFault(err error) string {
	if err == nil {
		return ""
	}
	return ", failed: " + cmp.Or(failure(err), err.Error())
}

// wordOfMembers gives the members of a frame, but for addresses.
func wordOfMembers(m *Members) string {
	if m.Malformed {
		return " malformed"
	}
	var b strings.Builder
	for i, v := range m.Values {
		switch {
		case v.Kind == String && Member(i) != URL:
			fmt.Fprintf(&b, " %s=%s", MemberNames[i], v.Text)
		case v.Kind == Number:
			fmt.Fprintf(&b, " %s=%v", MemberNames[i], v.Number)
		case v.Kind == True || v.Kind == False:
			fmt.Fprintf(&b, " %s=%t", MemberNames[i], v.Kind == True)
		}
	}
	return b.String()
}

// difference says where a machine that was replayed differs from the recorded one.
func difference(replayed, recorded *Machine) error {
	replayed = throughRecording(replayed)
	if reflect.DeepEqual(replayed, recorded) {
		return nil
	}
	return fmt.Errorf("%w: %s", errDiverged, firstDifference("machine", reflect.ValueOf(replayed), reflect.ValueOf(recorded)))
}

// firstDifference names the first field of two values of one type in which they differ; ""
// if they do not.
func firstDifference(name string, a, b reflect.Value) string {
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !a.IsNil() && !b.IsNil() {
			return firstDifference(name, a.Elem(), b.Elem())
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if where := firstDifference(name+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i)); where != "" {
				return where
			}
		}
		return ""
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s has %d elements, and had %d", name, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if where := firstDifference(fmt.Sprintf("%s[%d]", name, i), a.Index(i), b.Index(i)); where != "" {
				return where
			}
		}
		return ""
	case reflect.Map:
		if a.Len() != b.Len() {
			return fmt.Sprintf("%s has %d elements, and had %d", name, a.Len(), b.Len())
		}
		for _, key := range a.MapKeys() {
			other := b.MapIndex(key)
			if !other.IsValid() {
				return fmt.Sprintf("%s has %v, and did not have it", name, key)
			}
			if where := firstDifference(fmt.Sprintf("%s[%v]", name, key), a.MapIndex(key), other); where != "" {
				return where
			}
		}
		return ""
	}
	if is, was := fmt.Sprint(a), fmt.Sprint(b); is != was {
		return fmt.Sprintf("%s is %s, and was %s", name, is, was)
	}
	return ""
}

func TestADifferenceIsNamed(t *testing.T) {
	s := newScript(t)
	s.begin()
	other := throughRecording(s.m)
	if err := difference(s.m, other); err != nil {
		t.Fatal(err)
	}
	other.current.keepalive.pingID = 77
	if err := difference(s.m, other); !errors.Is(err, errDiverged) || !strings.Contains(err.Error(), "machine.current.keepalive.pingID is 0, and was 77") {
		t.Fatal(err)
	}
}
