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
	"rtmwasm/rtm"
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

func TestConfiguration(t *testing.T) {
	c := &client{}
	options := js.ValueOf(map[string]any{
		"token": "xoxb-secret", "slackAPIUrl": "https://example.com/api/", "useRtmConnect": false, "autoReconnect": false,
		"ackTimeout": 0, "sendQueueLimit": 7, "rateLimit": map[string]any{"perSecond": 0.5, "burst": 3}, "asksToken": true,
		"retryConfig": map[string]any{"retries": 4, "factor": 1.5, "minTimeout": 250, "randomize": true},
	})
	var config rtm.Config
	host := newPage(t)
	table := jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		config = c.config(args.At(0))
		return nil
	}}
	if _, err := jsbridge.Serve("bridge", table, nil); err != nil {
		t.Fatal(err)
	}
	host.calls(1, "look", options)
	got := fmt.Sprint(config.Token, config.APIURL, config.Method, config.NoReconnect, config.AckTimeout, config.SendQueueLimit, config.RateLimit, config.Burst, *config.Retry, config.TokenSource != nil, config.Connect != nil)
	want := "xoxb-secret https://example.com/api/ rtm.start true -1ns 7 0.5 3 {4 250ms 0s 1.5 true false} true false"
	if strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Fatalf("the configuration is %s, want %s", got, want)
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
		var got string
		table := jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
			config := (&client{}).config(args.At(0))
			got = fmt.Sprint(config.PingInterval, config.PongTimeout, config.AckTimeout, config.Retry)
			return nil
		}}
		p := newPage(t)
		if _, err := jsbridge.Serve("bridge", table, nil); err != nil {
			t.Fatal(err)
		}
		p.calls(1, "look", js.ValueOf(c.options))
		if got != c.want {
			t.Errorf("%v gives %s, want %s", c.options, got, c.want)
		}
	}
}

func TestFramesAreToldInRuns(t *testing.T) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	frame := func(socket, index int) { c.handle(rtm.Frame{Socket: socket, Index: index, JSON: []byte("{}")}) }
	for i := range 100 {
		frame(1, i)
	}
	p.wasTold() // nothing before the burst is over
	c.handle(rtm.Idle{})
	p.wasTold(`frames 9 1 0 100`)

	frame(1, 100)
	frame(1, 102) // frame 101 was dropped
	frame(2, 0)   // of the next socket
	c.handle(rtm.Latency{RoundTrip: 1500000})
	frame(2, 1)
	c.handle(rtm.Settled{Ticket: 3, Result: rtm.Reply{MessageID: 12}})
	p.wasTold(`frames 9 1 100 101`, `frames 9 1 102 103`, `frames 9 2 0 1`, `tell 9 "latency" 1.5`, `frames 9 2 1 2`, `settle 3 12 null`)
}

func TestPassesAreTold(t *testing.T) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	c.handle(rtm.Frame{Socket: 1, Index: 0, JSON: []byte("{}")})
	c.handle(rtm.Pass{Socket: 1}) // after what came before
	c.handle(rtm.Pass{})
	p.wasTold(`frames 9 1 0 1`, `pass 9 1`, `pass 9 0`)
}

func TestGrantsAreTold(t *testing.T) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	c.handle(rtm.Grant{Socket: 1, Messages: 5})
	c.handle(rtm.Grant{Socket: 2, Messages: rtm.Unlimited}) // Infinity, which JSON has not
	c.handle(rtm.Grant{})
	p.wasTold(`grant 9 1 5`, `grant 9 2 null`, `grant 9 0 0`)
}

func TestAReplyIsToldWithItsFrame(t *testing.T) {
	p := newPage(t)
	c := &client{number: 9, host: p.engine.host}
	reply := func(index int) rtm.Frame { return rtm.Frame{Socket: 1, Index: index, JSON: []byte(`{"ok":true}`)} }
	c.handle(reply(0))
	c.handle(rtm.Settled{Ticket: 3, Result: rtm.Reply{MessageID: 12, Frame: reply(0)}})
	c.handle(rtm.Frame{Socket: 1, Index: 1})
	c.handle(reply(2))
	c.handle(rtm.Settled{Ticket: 4, Result: rtm.Reply{MessageID: 13, Frame: reply(2)}})
	c.handle(rtm.Idle{})
	p.wasTold(`frames 9 1 0 3 3 0 4 2`)

	c.handle(rtm.Frame{Socket: 1, Index: 3, Replay: true})
	c.handle(rtm.Frame{Socket: 1, Index: 4})
	c.handle(rtm.Idle{})
	p.wasTold(`frames 9 1 3 5 0 3`)

	c.handle(rtm.Settled{Ticket: 5, Result: rtm.Reply{MessageID: 14, Frame: reply(2)}}) // whose frame was told before
	p.wasTold(`settle 5 "{\"ok\":true}" null`)
}

func TestErrorsCarryWhatIsKnown(t *testing.T) {
	p := newPage(t)
	p.engine.host.Settle(1, nil, &rtm.Error{
		Code: rtm.CodeSendRefused, Message: "refused", Delivered: rtm.DeliveredNo, MessageID: 4, Text: "hi",
		Status: 200, RetryAfter: 2500000000, Data: []byte(`{"ok":false}`), Err: &rtm.CloseError{Code: 4001},
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
