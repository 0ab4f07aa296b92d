package core

import (
	_ "embed"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestMembersHaveTheirKinds(t *testing.T) {
	m := ReadMembers([]byte(`{"type":"message","subtype":null,"reply_to":12.5,"ok":false,"channel":{"id":"C1"},"ts":[],"event_ts":true,"error":{"code":-1,"msg":"slow down"}}`))
	for member, want := range map[Member]Value{
		Type:         {Kind: String, Text: "message"},
		Subtype:      {Kind: Null},
		ReplyTo:      {Kind: Number, Number: 12.5},
		OK:           {Kind: False},
		Channel:      {Kind: Object},
		TS:           {Kind: Array},
		EventTS:      {Kind: True},
		URL:          {Kind: Absent},
		ErrorObject:  {Kind: Object},
		ErrorCode:    {Kind: Number, Number: -1},
		ErrorMessage: {Kind: String, Text: "slow down"},
	} {
		if got := m.Values[member]; got != want {
			t.Errorf("%s is %+v, want %+v", MemberNames[member], got, want)
		}
	}
	if m.Malformed {
		t.Error("the frame counts as malformed")
	}
}

func TestTheLastOfTwoMembersCounts(t *testing.T) {
	for text, want := range map[string]Members{
		`{"type":"first","type":"last"}`:                                             members(Type, Value{Kind: String, Text: "last"}),
		`{"type":"first","type":5}`:                                                  members(Type, Value{Kind: Number, Number: 5}),
		`{"type":"message","Type":"other","TYPE":1}`:                                 members(Type, Value{Kind: String, Text: "message"}),
		`{"t\u0079pe":"escaped"}`:                                                    members(Type, Value{Kind: String, Text: "escaped"}),
		`{"error":{"code":1,"msg":"x"},"error":{}}`:                                  members(ErrorObject, Value{Kind: Object}),
		`{"error":{"code":1,"code":2}}`:                                              members(ErrorObject, Value{Kind: Object}, ErrorCode, Value{Kind: Number, Number: 2}),
		`{"payload":{"event":{"type":"a","ts":"1"}},"payload":{"event":{"ts":"2"}}}`: members(InnerTS, Value{Kind: String, Text: "2"}),
		`{"error":{"code":1},"error":"none"}`:                                        members(ErrorObject, Value{Kind: String, Text: "none"}),
		`{"error.code":5,"error.msg":"x","nested":{"type":"no"}}`:                    {},
	} {
		if got := ReadMembers([]byte(text)); got != want {
			t.Errorf("%s is read as\n%+v, want\n%+v", text, got, want)
		}
	}
}

// members makes some, of pairs of a Member and its Value.
func members(pairs ...any) (m Members) {
	for i := 0; i < len(pairs); i += 2 {
		m.Values[pairs[i].(Member)] = pairs[i+1].(Value)
	}
	return m
}

func TestWhatIsNoObjectIsMalformed(t *testing.T) {
	for _, text := range []string{``, ` `, `null`, `5`, `"x"`, `[]`, `[{"type":"x"}]`, `{"type":"x"`, `{"type":"x"}}`, `{"type":"x"} {}`, `{type:"x"}`, `{"type":"x",}`, `not JSON`} {
		if m := ReadMembers([]byte(text)); m != (Members{Malformed: true}) {
			t.Errorf("%q is read as %+v", text, m)
		}
	}
}

func TestDeepAndHugeValues(t *testing.T) {
	deep := strings.Repeat(`{"error":`, 1000) + "1" + strings.Repeat("}", 1000)
	if m := ReadMembers([]byte(`{"type":"deep","error":` + deep + `}`)); m.text(Type) != "deep" || !m.is(ErrorObject, Object) {
		t.Errorf("a deep frame is read as %+v", m)
	}
	bottomless := strings.Repeat("[", 1_000_000)
	if m := ReadMembers([]byte(`{"type":"bottomless","error":` + bottomless + `}`)); !m.Malformed {
		t.Errorf("a frame without an end is read as %+v", m)
	}
	if m := ReadMembers([]byte(`{"type":"` + strings.Repeat("x", 1_000_000) + `"}`)); len(m.text(Type)) != MaxText {
		t.Errorf("of a text of a megabyte %d bytes are read, want %d", len(m.text(Type)), MaxText)
	}
	for number, want := range map[string]bool{
		"12": true, "1e3": true, "1.0": true, "-7": true, "9007199254740991": true,
		"1.5": false, "1e300": false, "1e999": false, "9007199254740992": false, `"12"`: false, "null": false,
	} {
		m := ReadMembers([]byte(`{"reply_to":` + number + `}`))
		if _, ok := m.integer(ReplyTo); ok != want {
			t.Errorf("%s counts as an integer: %v, want %v", number, ok, want)
		}
	}
}

// An object is what JSON.parse makes of one, as far as encoding/json does the same: keys
// are compared exactly, and the last of two with one name counts.
type object map[string]any

func (o object) text(key string) string {
	text, _ := o[key].(string)
	return text
}

func (o object) object(key string) object {
	inner, _ := o[key].(map[string]any)
	return inner
}

// value gives a member as the machine is to read it.
func (o object) value(key string) Value {
	member, ok := o[key]
	if !ok {
		return Value{}
	}
	switch v := member.(type) {
	case nil:
		return Value{Kind: Null}
	case bool:
		return map[bool]Value{false: {Kind: False}, true: {Kind: True}}[v]
	case float64:
		return Value{Kind: Number, Number: v}
	case string:
		return Value{Kind: String, Text: v[:min(len(v), MaxText)]}
	case []any:
		return Value{Kind: Array}
	}
	return Value{Kind: Object}
}

func FuzzMembers(f *testing.F) {
	for _, seed := range []string{
		`{"type":"message","channel":"C1","text":"hi","ts":"1.2"}`, `{"type":"message","Type":"other","TYPE":1,"type":"last"}`,
		`{"ok":true,"reply_to":1,"ts":"1.2","text":"hi"}`, `{"reply_to":1,"ok":"false","error":[]}`,
		`{"ok":false,"reply_to":2,"error":{"code":-1,"msg":"slow down","code":-2}}`, `{"reply_to":2,"ok":true,"error":{"code":1}}`,
		`{"type":"error","error":{"code":1,"msg":"Socket URL has expired"}}`, `{"type":"reconnect_url","url":"wss://x"}`,
		`{"type":"pong","reply_to":1.0}`, `{"reply_to":1e3,"reply_to":"x"}`, `{"error":5}`, `{"subtype":"a","event_ts":"2","channel":{"id":"C1"}}`,
		`{"__proto__":{"type":"message"}}`, `{"t\u0079pe":"message"}`, "{\"type\":\"\xff\"}", `{"error":{"msg":null},"error.code":1}`,
		`{"envelope_id":"e","type":"events_api","payload":{"event":{"type":"message","ts":"1.2"},"event_id":"Ev"}}`, `{"payload":{"event":{},"event":5},"payload":[]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		got := ReadMembers(frame)
		var o object
		if json.Unmarshal(frame, &o) != nil || got.Malformed || o == nil {
			return // FuzzMembers of package jsontext compares what is refused
		}
		var want Members
		for member, name := range MemberNames {
			path := strings.Split(name, ".")
			at := o
			for _, outer := range path[:len(path)-1] {
				at = at.object(outer)
			}
			want.Values[member] = at.value(path[len(path)-1])
		}
		if got != want {
			t.Fatalf("%q is read as\n%+v, want\n%+v", frame, got, want)
		}
		for member := range memberCount {
			if n, ok := got.integer(member); ok && float64(n) != got.Values[member].Number || math.IsNaN(got.Values[member].Number) {
				t.Fatalf("%q has the integer %d", frame, n)
			}
		}
	})
}

// The frames, and what is read of each: "when" is the time that is noted. (The other
// members say what a page makes of them.) web/test/envelope.test.js reads the same file,
// so that Go and JavaScript agree.
//
//go:embed testdata/envelopes.json
var envelopesOfFrames []byte

func TestFramesAreReadAsJavaScriptReadsThem(t *testing.T) {
	var frames []struct {
		Frame, Type, Subtype, Channel, When string
		ReplyTo                             int
		Refused                             bool
	}
	if err := json.Unmarshal(envelopesOfFrames, &frames); err != nil {
		t.Fatal(err)
	}
	for _, want := range frames {
		m := ReadMembers([]byte(want.Frame))
		to, _ := m.integer(ReplyTo)
		if m.Malformed || m.text(Type) != want.Type || m.text(Subtype) != want.Subtype || m.text(Channel) != want.Channel || to != want.ReplyTo || to != 0 && m.refused() != want.Refused {
			t.Errorf("%s is read as %+v", want.Frame, m)
		}
		var g gap
		g.see(m.when(), wakeUp)
		if g.seen != want.When {
			t.Errorf("of %s the time %q is noted, want %q", want.Frame, g.seen, want.When)
		}
	}
}

// The frames, and the kind and the value of each member. web/test/members.test.js reads
// the same file: a page reads the members of the frames that its sockets bring.
//
//go:embed testdata/members.json
var membersOfFrames []byte

func TestMembersAreThoseThatJavaScriptReads(t *testing.T) {
	var shared struct {
		Names  []string
		Frames []struct {
			Frame   string
			Members [][]json.RawMessage
		}
	}
	if err := json.Unmarshal(membersOfFrames, &shared); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(shared.Names, MemberNames[:]) {
		t.Fatalf("the file has the names %q, and MemberNames are %q", shared.Names, MemberNames)
	}
	if len(shared.Frames) < 100 {
		t.Fatalf("there are only %d frames", len(shared.Frames))
	}
	for _, one := range shared.Frames {
		got := ReadMembers([]byte(one.Frame))
		if got.Malformed || len(one.Members) != len(got.Values) {
			t.Errorf("%s: malformed %v, and the file has %d members", one.Frame, got.Malformed, len(one.Members))
			continue
		}
		for member, given := range one.Members {
			if want := sharedValue(t, given); got.Values[member] != want {
				t.Errorf("%s: %s is %+v, want %+v", one.Frame, MemberNames[member], got.Values[member], want)
			}
		}
	}
}

// sharedValue reads a kind and, if it has one, a value.
func sharedValue(t *testing.T, given []json.RawMessage) (v Value) {
	var kind string
	err := json.Unmarshal(given[0], &kind)
	v.Kind = map[string]Kind{"absent": Absent, "null": Null, "false": False, "true": True, "number": Number, "string": String, "array": Array, "object": Object}[kind]
	switch v.Kind {
	case String:
		err = errors.Join(err, json.Unmarshal(given[1], &v.Text))
	case Number:
		v.Number, _ = strconv.ParseFloat(string(given[1]), 64) // 1e400 is an infinity, as in JavaScript
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}
