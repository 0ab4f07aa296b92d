//go:build js && wasm

package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"syscall/js"
	"testing"

	"go.uber.org/goleak"

	"rtmwasm/jsbridge"
	"rtmwasm/jsbridge/bridgetest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("runtime.handleEvent")) // of Go's runtime in a page
}

// A page stands for the JavaScript side.
type page struct {
	*bridgetest.Page
	engine *engine
}

func newPage(t *testing.T) *page {
	t.Helper()
	p := bridgetest.NewPage(t, "bridge")
	p.Side.Set("closeOf", js.Global().Get("Function").New())
	e := newEngine()
	if err := e.serve(); err != nil {
		t.Fatal(err)
	}
	p.Enter(enterTick, 404) // or the first input would tell of the goroutines of another test
	return &page{p, e}
}

// told gives what was told since the last look, but for what is logged, the alarms and the
// places of recordings.
func (p *page) told() []string {
	return slices.DeleteFunc(p.Told(), func(line string) bool {
		return strings.HasPrefix(line, "alarm ") || strings.HasPrefix(line, "kept ") || strings.Contains(line, ` "log" `)
	})
}

// wasTold wants exactly this to have been told.
func (p *page) wasTold(want ...string) {
	p.Helper()
	if got := p.told(); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		p.Fatalf("JavaScript was told\n%q, want\n%q", got, want)
	}
}

// wasToldOne gives the one line that was told.
func (p *page) wasToldOne() string {
	p.Helper()
	told := p.told()
	if len(told) != 1 {
		p.Fatalf("JavaScript was told %q, want one line", told)
	}
	return told[0]
}

func TestOpeningAClient(t *testing.T) {
	p := newPage(t)
	p.Calls(1, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/", "clientPingTimeout": 3000, "serverPongTimeout": 1500.5})
	p.wasTold(`settle 1 null null`)
	if p.engine.clients[5] == nil {
		t.Fatal("there is no client 5")
	}
	p.Calls(2, "forget", 5)
	p.wasTold(`settle 2 null null`)
	p.Calls(3, "start", 5, "", nil)
	p.wasTold(`settle 3 null {"message":"wasm: there is no such client"}`)
}

func TestOptionsThatCannotWork(t *testing.T) {
	p := newPage(t)
	p.Calls(1, "open", 1, map[string]any{})
	told := p.wasToldOne()
	if !strings.Contains(told, `"code":"slackclient_invalid_argument_error"`) {
		t.Fatalf("JavaScript was told %s", told)
	}
	// The calls that follow tell why there is no client, and those by the door.
	p.Calls(2, "start", 1, "", nil)
	p.Enter(enterSend, 1, 3, 0, "message", nil, true, false)
	p.wasTold(strings.Replace(told, "settle 1 ", "settle 2 ", 1), strings.Replace(told, "settle 1 ", "settle 3 ", 1))
	p.Calls(0, "forget", 1)
	p.Calls(4, "start", 1, "", nil)
	p.wasTold(`settle 4 null {"message":"wasm: there is no such client"}`)
}

// read gives what Go makes of options.
func read(t *testing.T, given map[string]any) options {
	var o options
	p := bridgetest.NewPage(t, "bridge")
	table := jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		o = readOptions(args.At(0))
		return nil
	}}
	if _, err := jsbridge.Serve("bridge", jsbridge.Service{Table: table}); err != nil {
		t.Fatal(err)
	}
	p.Calls(1, "look", js.ValueOf(given))
	return o
}

func TestConfiguration(t *testing.T) {
	o := read(t, map[string]any{
		"token": "xoxb-secret", "slackApiUrl": "https://example.com/api/", "method": "rtm.start", "autoReconnect": false,
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
