//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"strings"
	"syscall/js"
	"testing"

	"go.uber.org/goleak"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent")) // of Go's runtime in a page
}

// A page stands for the JavaScript side: whatever Go tells it, it notes.
type page struct {
	*testing.T
	side   js.Value
	engine *engine
}

func newPage(t *testing.T) *page {
	t.Helper()
	side := js.Global().Get("Function").New(`
		const told = [];
		const note = (name) => (...args) => { told.push([name, ...args.map((arg) => JSON.stringify(arg))].join(" ")); };
		const side = { told, serve(receive) { side.receive = receive; }, closeOf: () => undefined };
		globalThis.bridge = new Proxy(side, { get: (_, name) => side[name] ?? note(name) });
		return side;
	`).Invoke()
	e := newEngine()
	host, err := jsbridge.Serve("bridge", e.table(), describe)
	if err != nil {
		t.Fatal(err)
	}
	e.host = host
	return &page{t, side, e}
}

// calls calls Go as JavaScript does.
func (p *page) calls(ticket int, name string, args ...any) {
	p.side.Call("receive", append([]any{ticket, name}, args...)...)
}

// wasTold wants exactly this to have been told since the last look, but for
// what is logged.
func (p *page) wasTold(want ...string) {
	p.Helper()
	var got []string
	told := p.side.Get("told")
	for told.Length() > 0 {
		if line := told.Call("shift").String(); !strings.Contains(line, `"log"`) {
			got = append(got, line)
		}
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		p.Fatalf("JavaScript was told\n%q, want\n%q", got, want)
	}
}

func TestOpeningAClient(t *testing.T) {
	p := newPage(t)
	p.calls(1, "open", 5, map[string]any{"token": "xoxb-secret", "clientPingTimeout": 3000, "serverPongTimeout": 1500.5})
	p.wasTold(`settle 1 null null`)
	if p.engine.clients[5] == nil {
		t.Fatal("there is no client 5")
	}
	p.calls(2, "forget", 5)
	p.wasTold(`settle 2 null null`)
	p.calls(3, "start", 5, "", nil)
	p.wasTold(`settle 3 null {"message":"wasm: there is no such client"}`)
}

func TestOptionsThatCannotWork(t *testing.T) {
	p := newPage(t)
	p.calls(1, "open", 1, map[string]any{})
	told := p.side.Get("told").Call("shift").String()
	if !strings.Contains(told, `"code":"slackclient_invalid_argument_error"`) {
		t.Fatalf("JavaScript was told %s", told)
	}
}

// read gives what Go makes of options.
func read(t *testing.T, given map[string]any) options {
	var o options
	p := newPage(t)
	table := jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		o = readOptions(args.At(0))
		return nil
	}}
	if _, err := jsbridge.Serve("bridge", table, nil); err != nil {
		t.Fatal(err)
	}
	p.calls(1, "look", js.ValueOf(given))
	return o
}

func TestConfiguration(t *testing.T) {
	o := read(t, map[string]any{
		"token": "xoxb-secret", "slackAPIUrl": "https://example.com/api/", "useRtmConnect": false, "autoReconnect": false,
		"ackTimeout": 0, "sendQueueLimit": 7, "rateLimit": map[string]any{"perSecond": 0.5, "burst": 3}, "asksToken": true,
		"retryConfig": map[string]any{"retries": 4, "factor": 1.5, "minTimeout": 250, "randomize": true},
	})
	m := o.machine
	got := fmt.Sprint(o.token, o.apiURL, o.method, o.asksToken, o.getConnection, m.NoReconnect, m.AckTimeout, m.QueueLimit, m.RateLimit, m.Burst, *m.Retry)
	want := "xoxb-secret https://example.com/api/ rtm.start true false true -1ns 7 0.5 3 {4 250ms 0s 1.5 true false}"
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Fatalf("the configuration is %s, want %s", got, want)
	}
}

func TestAWebClientBoundsItsCallsItself(t *testing.T) {
	if o := read(t, map[string]any{"webClient": map[string]any{}}); o.machine.CallTimeout >= 0 || o.machine.OpenTimeout != 0 {
		t.Fatalf("the call has %v, the opening %v", o.machine.CallTimeout, o.machine.OpenTimeout)
	}
}

func TestTimesAndRetriesByTheNamesOfV3(t *testing.T) {
	for _, c := range []struct {
		options map[string]any
		want    string
	}{
		{map[string]any{}, "0s 0s 0s <nil>"},
		{map[string]any{"wsPingInterval": 3000}, "3s 20s 0s <nil>"},
		{map[string]any{"maxPongInterval": 9000}, "5s 9s 0s <nil>"},
		{map[string]any{"wsPingInterval": 3000, "serverPongTimeout": 1e-9}, "3s 1µs 0s <nil>"},
		{map[string]any{"maxReconnectionAttempts": 4}, "0s 0s 0s &{4 3s 3s 0 false false}"},
		{map[string]any{"reconnectionBackoff": 50}, "0s 0s 0s &{0 50ms 50ms 0 false false}"},
		{map[string]any{"reconnectionBackoff": 50, "retryConfig": map[string]any{}}, "0s 0s 0s &{0 0s 0s 0 false false}"},
		{map[string]any{"retryConfig": map[string]any{"retries": 0, "minTimeout": 0, "maxTimeout": math.Inf(1)}}, "0s 0s 0s &{-1 1ms 277777h46m40s 0 false false}"},
		{map[string]any{"retryConfig": map[string]any{"maxTimeout": 0}}, "0s 0s 0s &{0 0s 1ms 0 false false}"},
		{map[string]any{"retryConfig": map[string]any{"maxTimeout": 60_000, "forever": false}}, "0s 0s 0s &{10 0s 1m0s 0 false false}"},
		{map[string]any{"retryConfig": map[string]any{"retries": math.Inf(1), "minTimeout": 1e300}}, "0s 0s 0s &{9007199254740992 277777h46m40s 0s 0 false false}"},
		{map[string]any{"ackTimeout": math.Inf(1)}, "0s 0s -1ns <nil>"},
	} {
		m := read(t, c.options).machine
		got := fmt.Sprint(m.PingInterval, m.PongTimeout, m.AckTimeout, m.Retry)
		if got != c.want {
			t.Errorf("%v gives %s, want %s", c.options, got, c.want)
		}
	}
}

// A told client is one whose effects are looked at.
func told(t *testing.T) (*page, func(...core.Effect)) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	return p, func(effects ...core.Effect) {
		for _, e := range effects {
			c.carryOut(e, &input{text: []byte(`{"ok":true}`)})
		}
		c.tellRun()
	}
}

func event(socket, index int) core.Effect {
	return core.Deliver{Frame: core.FrameID{Conn: core.Conn(socket), Index: index}}
}

func reply(call, index int) core.Effect {
	return core.Settle{Call: core.Call(call), Reply: &core.Reply{ID: 12, Frame: core.FrameID{Conn: 1, Index: index}}}
}

func TestFramesAreToldInRuns(t *testing.T) {
	p, do := told(t)
	var all []core.Effect
	for i := range 100 {
		all = append(all, event(1, i))
	}
	do(all...)
	p.wasTold(`frames 9 1 0 100`)
	do(
		event(1, 100),
		event(1, 102), // frame 101 was dropped
		event(2, 0),   // of the next socket
		core.Latency{RoundTrip: 1500000},
		event(2, 1),
		core.Settle{Call: 3, Reply: &core.Reply{ID: 12}},
	)
	p.wasTold(`frames 9 1 100 101`, `frames 9 1 102 103`, `frames 9 2 0 1`, `tell 9 "latency" 1.5`, `frames 9 2 1 2`, `settle 3 12 null`)
}

func TestAReplyIsToldWithItsFrame(t *testing.T) {
	p, do := told(t)
	do(event(1, 0), reply(3, 0), event(1, 1), event(1, 2), reply(4, 2))
	p.wasTold(`frames 9 1 0 3 3 0 4 2`)
	do(core.Deliver{Frame: core.FrameID{Conn: 1, Index: 3}, As: core.Replayed}, event(1, 4))
	p.wasTold(`frames 9 1 3 5 0 3`)
	do(reply(5, 2)) // whose frame was told before
	p.wasTold(`settle 5 "{\"ok\":true}" null`)
}

func TestASocketIsLetGoOnceNothingOfItIsHeldBack(t *testing.T) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	do := func(effects ...core.Effect) {
		for _, e := range effects {
			c.carryOut(e, &input{})
		}
		c.tellRun()
		c.letGo()
	}
	first, second := core.FrameID{Conn: 1}, core.FrameID{Conn: 1, Index: 1}
	do(event(1, 0), core.Hold{Frame: first}, core.Hold{Frame: second})
	p.wasTold(`frames 9 1 0 1`)
	c.note(&input{Input: core.Closed{Conn: 1}})
	do()
	p.wasTold()
	do(core.Deliver{Frame: first}, core.Discard{Frame: second})
	p.wasTold(`frames 9 1 0 1`, `letGo 9 1`)
	c.note(&input{Input: core.Opened{Conn: 2, Err: &transport.CloseError{Code: 1006}}})
	do()
	p.wasTold(`letGo 9 2`)
}

func TestErrorsCarryWhatIsKnown(t *testing.T) {
	p := newPage(t)
	p.engine.host.Settle(1, nil, &core.Error{
		Code: core.CodeSendRefused, Message: "refused", Delivered: core.DeliveredNo, MessageID: 4, Text: "hi",
		Status: 200, RetryAfter: 2500000000, Data: []byte(`{"ok":false}`), Err: &transport.CloseError{Code: 4001},
	})
	told := p.side.Get("told").Call("shift").String()
	for _, member := range []string{
		`"code":"slackclient_rtmclient_send_message_platform_error"`, `"message":"refused"`, `"delivered":"no"`, `"messageId":4`, `"text":"hi"`,
		`"statusCode":200`, `"retryAfter":2.5`, `"data":"{\"ok\":false}"`, `"cause":{"message":"the WebSocket was closed with code 4001"}`,
	} {
		if !strings.Contains(told, member) {
			t.Errorf("%s is missing in %s", member, told)
		}
	}
}
