//go:build js && wasm

package main

import (
	"math"
	"math/rand/v2"
	"strings"
	"syscall/js"
	"testing"
)

// What a page may give for an option, whatever it should be: strings and
// numbers of all kinds, and what is neither. There is no BigInt, of which
// syscall/js does not know, and nothing throws when it is read:
// that would be the end of any Go program, and JavaScript's checks have read it.
const anything = `
	return [
		undefined, null, true, false, "", "5", "abc", "NaN", "\ud800", "x".repeat(100_000), "__proto__", "xoxb-secret",
		"https://slack.com/api", "http://localhost:1/", "http://example.com/", "javascript:1", "https://[::1", "//",
		0, -0, 1, -1, 0.4, 250, 30_000, 2 ** 31, 2 ** 53, -(2 ** 53), 2 ** 63, 1e12, 1e300, -1e300, 5e-324,
		Infinity, -Infinity, NaN, Symbol("s"), () => 5, class {}, [], [[]], [1, 2], {}, Object.create(null),
		new Date(0), new Number(5), new String("5"), /x/, new Map([["perSecond", 1]]), new Proxy({}, {}),
		{ valueOf: () => 5, toString: () => "5" },
	];
`

// The options that are read, and the members of those that have any.
var (
	optionNames = strings.Fields(`token slackApiUrl method autoReconnect connectTimeout helloTimeout
		clientPingTimeout serverPongTimeout wsPingInterval maxPongInterval ackTimeout replyAckOnReconnectTimeout sendQueueLimit
		asksToken hadSession backfill getConnection maxReconnectionAttempts reconnectionBackoff rateLimit retryConfig`)
	memberNames = map[string][]string{
		"rateLimit":   {"perSecond", "burst"},
		"retryConfig": {"retries", "minTimeout", "maxTimeout", "factor", "randomize", "forever"},
	}
)

// drawOptions draws some: few of them or many, so that not all are refused for
// the first that is wrong.
func drawOptions(draws *rand.Rand, values js.Value) js.Value {
	one := func() js.Value { return values.Index(draws.IntN(values.Length())) }
	given := js.ValueOf(map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/"})
	share := math.Pow(draws.Float64(), 2)
	for _, name := range optionNames {
		if draws.Float64() > share {
			continue
		}
		members := memberNames[name]
		if members == nil || draws.IntN(4) == 0 {
			given.Set(name, one())
			continue
		}
		object := js.ValueOf(map[string]any{})
		for _, member := range members {
			if draws.IntN(2) == 0 {
				object.Set(member, one())
			}
		}
		given.Set(name, object)
	}
	return given
}

// Whatever the options are, there is a client, or an error that has a code:
// what a panic would become (see jsbridge) has none.
func TestAnyOptionsMakeAClientOrAnError(t *testing.T) {
	p := newPage(t)
	values := js.Global().Get("Function").New(anything).Invoke()
	describeOptions := js.Global().Get("Function").New("given", `return Object.entries(given).map(([name, value]) => {
		try { return name + ": " + (typeof value === "object" ? Object.entries(value).map((pair) => pair.map(String)).join(" ") : String(value)).slice(0, 99); } catch { return name; }
	}).join(", ")`)
	draws := rand.New(rand.NewPCG(1, 2))
	seen := map[bool]int{}
	for range 3000 {
		given := drawOptions(draws, values)
		p.Calls(1, "open", 5, given)
		told := p.wasToldOne()
		isTaken := told == `settle 1 null null`
		if !isTaken && !(strings.HasPrefix(told, `settle 1 null {`) && strings.Contains(told, `"code":"slackclient_`)) {
			t.Fatalf("of the options %s JavaScript was told %s", describeOptions.Invoke(given).String(), told)
		}
		seen[isTaken]++
		p.Calls(0, "forget", 5)
	}
	if seen[true] < 500 || seen[false] < 500 {
		t.Fatalf("%d were taken and %d refused: most of one kind say little", seen[true], seen[false])
	}
}
