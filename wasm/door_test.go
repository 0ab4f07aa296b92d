//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"rtmwasm/jsbridge"
	"rtmwasm/jsbridge/bridgetest"
	"rtmwasm/rtm/core"
)

// frameRow gives what enters of a frame: socket, index and size, that it is an object, and the
// members that it has.
func frameRow(socket, index int, members map[string]any) []any {
	row := []any{socket, index, 100, true}
	for member, name := range core.MemberNames {
		if value, ok := members[name]; ok {
			row = append(row, member, value)
		}
	}
	return row
}

// readRow gives what Go makes of a frame's row, and wants it read to its end. The last frame is
// not to show through.
func readRow(t *testing.T, row []any) core.Received {
	t.Helper()
	r := jsbridge.NewReader(bridgetest.Row(row...))
	received := core.Received{Sum: 5, Members: core.Members{Malformed: true}}
	for member := range received.Values {
		received.Values[member] = core.Value{Kind: core.Number, Number: 3}
	}
	readFrame(r, &received)
	if r.Left() {
		t.Errorf("%v is not read to its end", row)
	}
	return received
}

func TestAFrameEntersWithItsMembers(t *testing.T) {
	got := readRow(t, frameRow(3, 7, map[string]any{
		"type": "message", "subtype": "", "reply_to": 12, "ok": false, "channel": nil, "ts": true, "event_ts": 0.5,
		"url": []any{}, "error": map[string]any{}, "error.code": -1,
	}))
	var want core.Members
	want.Values = [...]core.Value{
		core.Type:        {Kind: core.String, Text: "message"},
		core.Subtype:     {Kind: core.String},
		core.ReplyTo:     {Kind: core.Number, Number: 12},
		core.OK:          {Kind: core.False},
		core.Channel:     {Kind: core.Null},
		core.TS:          {Kind: core.True},
		core.EventTS:     {Kind: core.Number, Number: 0.5},
		core.URL:         {Kind: core.Array},
		core.ErrorObject: {Kind: core.Object},
		core.ErrorCode:   {Kind: core.Number, Number: -1},
		// The others are absent.
		core.InnerEventTS: {},
	}
	if (got != core.Received{Conn: 3, Index: 7, Size: 100, Members: want}) {
		t.Errorf("the frame is read as %+v", got)
	}
}

func TestAFrameMayBeMalformed(t *testing.T) {
	if got := readRow(t, []any{3, 7, 100, false}); !got.Malformed || got.Conn != 3 || got.Index != 7 || got.Size != 100 {
		t.Errorf("the frame is read as %+v", got)
	}
	if got := readRow(t, frameRow(3, 7, nil)); got.Malformed {
		t.Error("an object that has none of the members is read as malformed")
	}
}

func TestTextsAreCutForTheMachine(t *testing.T) {
	for _, size := range []int{core.MaxText - 1, core.MaxText, core.MaxText + 1, 1 << 20} {
		text := strings.Repeat("x", size)
		got := readRow(t, frameRow(1, 0, map[string]any{"type": text, "url": text}))
		for _, member := range []core.Member{core.Type, core.URL} {
			if cut := got.Values[member].Text; cut != text[:min(size, core.MaxText)] {
				t.Errorf("of a text of %d bytes %d are read", size, len(cut))
			}
		}
	}
}

// Events with a time are told apart by what the machine reads of them, others by their texts.
func TestFramesThatAreComparedBringTheirText(t *testing.T) {
	sumOf := func(text string, members map[string]any) uint64 {
		return readRow(t, append(frameRow(1, 0, members), text)).Sum
	}
	timed := map[string]any{"type": "message", "channel": "C1", "ts": "1.5", "event_ts": "1.5"}
	other := map[string]any{"type": "message", "channel": "C1", "ts": "1.5", "event_ts": "2.5"}
	untimed := map[string]any{"type": "user_typing", "channel": "C1"}
	nothing := readRow(t, frameRow(1, 0, timed)).Sum
	if nothing != 0 || sumOf("a", timed) == 0 || sumOf("a", timed) != sumOf("b", timed) || sumOf("a", timed) == sumOf("a", other) {
		t.Error("events with a time are not told apart by it")
	}
	one, same := sumOf("a", untimed), sumOf("a", untimed)
	if one == 0 || one != same || one == sumOf("b", untimed) {
		t.Error("events without a time are not told apart by their texts")
	}
}

func TestASendEnters(t *testing.T) {
	for _, c := range []struct {
		row  []any
		want core.Send
	}{
		{[]any{7, "message", `{"text":"hi"}`, true, false}, core.Send{Call: 4, ID: 7, Type: "message", Body: []byte(`{"text":"hi"}`), AwaitReply: true}},
		{[]any{0, "ping", nil, false, true}, core.Send{Call: 4, Type: "ping", Unqueued: true}},
		{[]any{math.Inf(1), "typing", bridgetest.Absent{}, false, false}, core.Send{Call: 4, ID: 1 << 53, Type: "typing"}},
	} {
		r := jsbridge.NewReader(bridgetest.Row(c.row...))
		if got := readSend(4, r); fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", c.want) || r.Left() {
			t.Errorf("%v is read as %#v, want %#v", c.row, got, c.want)
		}
	}
}

// A socket that ends may bring something yet, and a caller is told.
func TestAnUnknownClientDoesNotCare(t *testing.T) {
	p := newPage(t)
	for _, row := range [][]any{
		append([]any{enterFrame, 404}, frameRow(1, 0, map[string]any{"type": "message"})...),
		{enterFrame, 404, 1, 0, 100, false},
		{enterUnwritten, 404, "no link"},
		{enterTick, 404},
	} {
		p.Enter(row...)
		p.WasTold()
	}
	p.Enter(enterSend, 404, 8, 0, "message", nil, true, false)
	p.WasTold(`settle 8 null {"message":"wasm: there is no such client"}`)
}

func TestJavaScriptLearnsTheNumbersOfWhatEnters(t *testing.T) {
	p := newPage(t)
	inputs := p.Side.Get("facts").Get("inputs")
	for number, want := range map[int]string{enterFrame: "frame", enterUnwritten: "unwritten", enterSend: "send", enterTick: "tick"} {
		if got := inputs.Index(number).String(); got != want {
			t.Errorf("input %d is %s for JavaScript, and %s for Go", number, got, want)
		}
	}
	members := p.Side.Get("facts").Get("members")
	if members.Length() != len(core.MemberNames) {
		t.Fatalf("JavaScript has %d names of members, and Go %d", members.Length(), len(core.MemberNames))
	}
	if got := p.Side.Get("facts").Get("membersOfRTM").Int(); core.MemberNames[got] != "envelope_id" {
		t.Errorf("of RTM's frames %d members are read", got)
	}
	for i, want := range core.MemberNames {
		if got := members.Index(i).String(); got != want {
			t.Errorf("member %d is %s for JavaScript, and %s for Go", i, got, want)
		}
	}
}
