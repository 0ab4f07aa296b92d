//go:build !js

package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
)

// These tests read the sources, since nothing but names joins them: a function
// that one side calls and the other does not have would show only in a page.
// They read in a simple way, and say so if they find nothing.

// sources are all of JavaScript's.
const sources = "../web/src/*.js ../web/src/*/*.js"

const engine = "../web/src/engine/engine.js"

func TestJavaScriptCallsWhatGoServes(t *testing.T) {
	served := find(t, "api.go", `(?s)func \(e \*engine\) table\(\).*?\n}`, `(?m)^\t\t"(\w+)":`)
	called := find(t, sources, ``, `(?:[pP]ort|[eE]ngine|loaded|this)\??\.(?:call|tell|get)(?:\?\.)?\((?:\w+, )?"(\w+)"`)
	for name := range calledByTheDoor(t) {
		if !called[name] {
			t.Errorf("engine.js lets the call %s in by the door, and nothing calls it", name)
		}
		delete(called, name)
	}
	compare(t, "wasm/api.go serves", served, "web/src calls", called)
}

func TestGoTakesWhatJavaScriptEntersWith(t *testing.T) {
	inputs := find(t, "door.go", `"inputs":[^\n]*`, `"(\w+)"[,}]`)
	entered := find(t, engine, ``, `(?:#enter\("|#inputs\.)(\w+)`)
	maps.Copy(entered, calledByTheDoor(t))
	compare(t, "wasm/door.go takes", inputs, "engine.js enters with", entered)
}

// calledByTheDoor are the calls that enter by the door.
func calledByTheDoor(t *testing.T) map[string]bool {
	return find(t, engine, ``, `name === "(\w+)"\) this\.#enter\(`)
}

// What serve is given is the facts, by their names.
func TestJavaScriptTakesTheFacts(t *testing.T) {
	facts := find(t, "door.go", `(?s)return map\[string\]any\{.*?\n\t}`, `(?m)^\t\t"(\w+)":`)
	taken := find(t, engine, `words, \{[^}]*\}`, `[{,] (\w+)`)
	compare(t, "wasm/door.go has the facts", facts, "engine.js takes", taken)
}

func TestJavaScriptHasWhatGoTells(t *testing.T) {
	told := find(t, "words.go", `var words = [^\n]*`, `"(\w+)"`)
	maps.Copy(told, find(t, "*.go", ``, `host\.Get\("(\w+)"`))
	maps.Copy(told, find(t, "../jsbridge/host.go", ``, `object\.Call\("(\w+)"`))
	maps.Copy(told, find(t, "../jsbridge/host.go", `\twords := [^\n]*`, `"(\w+)"`))
	bridge := find(t, engine, `(?s)#bridge\(\) \{.*?\n  \}\n`, `(?m)^      (\w+):`)
	compare(t, "Go tells", told, "the bridge of web/src/engine/engine.js has", bridge)
	known := find(t, "words.go", ``, `(?m)^\t(tell\w+)`)
	compare(t, "words.go has", known, "Go tells", find(t, "[^w]*.go", ``, `(?:Tell|TellNumbers|tellFrame)\((tell\w+)`))
}

// The members of a frame enter with the door's kinds, and the machine reads its own.
func TestTheKindsOfTheDoorAreThoseOfTheMachine(t *testing.T) {
	for i, pair := range []struct {
		door    jsbridge.Kind
		machine core.Kind
	}{
		{jsbridge.Absent, core.Absent},
		{jsbridge.Null, core.Null},
		{jsbridge.False, core.False},
		{jsbridge.True, core.True},
		{jsbridge.Number, core.Number},
		{jsbridge.Text, core.String},
		{jsbridge.List, core.Array},
		{jsbridge.Object, core.Object},
	} {
		if core.Kind(pair.door) != pair.machine || int(pair.door) != i {
			t.Errorf("kind %d is %d at the door and %d in the machine", i, pair.door, pair.machine)
		}
	}
}

func TestThePageAndTheHostUnderstandEachOther(t *testing.T) {
	const page, host = "../web/src/workers/replica.js ../web/src/workers/hearing.js ../web/src/workers/hosts.js", "../web/src/workers/member.js ../web/src/workers/session.js"
	posted := find(t, page, ``, `(?:post|postMessage)\(\[?"(\w+)"`)
	does := find(t, "../web/src/workers/member.js", `(?s)  does = \{.*?\n  \};`, `(?m)^    (\w+): \(`)
	maps.Copy(does, find(t, "../web/src/workers/host.js", `(?s)switch \(name\).*?default:`, `case "(\w+)":`))
	compare(t, "the page posts", posted, "host.js and member.js do", does)
	told := find(t, host, ``, `(?:\.say\(|#tellOwn\(|length, \[)"(\w+)"`)
	hears := find(t, page, `(?s)#does = \{.*?\n  \};`, `(?m)^    (\w+): \(`)
	compare(t, "the host tells", told, "hearing.js does", hears)
}

func TestClientDealsWithWhatTheBridgeDelivers(t *testing.T) {
	delivered := find(t, sources, ``, `deliver\(\["(\w+)"`)
	maps.Copy(delivered, find(t, "*.go", ``, `\.tell(?:\(|To\(\w+, )"(\w+)"`))
	dealt := find(t, "../web/src/client/receiver.js", `(?s)#deal\(\[.*?\n  \}\n`, `case "(\w+)":`)
	maps.Copy(dealt, find(t, "../web/src/client/delivery.js", ``, `item\[0\] [!=]== "(\w+)"`))
	compare(t, "wasm and web/src deliver", delivered, "the client deals with", dealt)
}

func TestJavaScriptAnswersWhatGoAsks(t *testing.T) {
	asked := find(t, "*.go", ``, `host\.Ask\(ctx, "(\w+)"`)
	answered := find(t, "../web/src/client/answers.js", ``, `case "(\w+)":`)
	compare(t, "Go asks", asked, "web/src/client/answers.js answers", answered)
}

func TestDeclarationsDeclareWhatThereIs(t *testing.T) {
	const (
		dts       = "../web/rtm.d.ts"
		member    = `(?m)^  (?:readonly )?(\w+)\??[(<:]`
		method    = `(?m)^  (?:(?:async )?(?:get )?(\w+)\(.*\) \{|(_\w+);)$`
		emitter   = "../web/src/client/emitter.js"
		prototype = `(?m)^EventEmitter\.prototype\.(\w+) =`
	)
	t.Run("RTMClient", func(t *testing.T) {
		declared := find(t, dts, class("RTMClient extends EventEmitter"), member)
		defined := find(t, "../web/src/client/client.js", ``, method)
		maps.Copy(defined, find(t, "../web/src/v3/client.js", ``, method))
		compare(t, "rtm.d.ts declares", declared, "web/src/client/client.js and web/src/v3/client.js have", defined)
	})
	t.Run("EventEmitter", func(t *testing.T) {
		declared := find(t, dts, class("EventEmitter"), member)
		defined := find(t, emitter, class("EventEmitter"), method)
		maps.Copy(defined, find(t, emitter, ``, prototype))
		compare(t, "rtm.d.ts declares", declared, "emitter.js has", defined)
	})
	t.Run("options", func(t *testing.T) {
		declared := find(t, dts, class("RTMClientOptions"), member)
		compare(t, "rtm.d.ts declares", declared, "options.js knows", find(t, "../web/src/client/options.js", `(?s)const options = \{.*?\n\};`, `(?m)^  (\w+): (?:kind|log)`))
	})
	t.Run("options of initialize", func(t *testing.T) {
		declared := find(t, dts, class("InitializeOptions"), member)
		compare(t, "rtm.d.ts declares", declared, "initialize.js knows", find(t, "../web/src/engine/initialize.js", `(?s)const known = \{.*?\n\};`, `(?m)^  (\w+): (?:\[|kind|\w+Kind)`))
	})
	t.Run("events", func(t *testing.T) {
		declared := find(t, dts, class("ClientEvents"), member)
		compare(t, "rtm.d.ts declares", declared, "frames.js keeps for the client", find(t, "../web/src/client/frames.js", `(?s)new Set\(\[.*?\]\)`, `"(\w+)"`))
	})
	t.Run("error codes", func(t *testing.T) {
		declared := find(t, dts, `(?s)const ErrorCode: \{.*?\n\};`, `readonly (\w+):`)
		compare(t, "rtm.d.ts declares", declared, "errors.js has", find(t, "../web/src/client/errors.js", `(?s)const names = \[.*?\];`, `"(\w+)"`))
		// That errors.js makes of the names what is declared, a page test says.
		const code = `"(slackclient_\w+)"`
		codes := find(t, dts, ``, code)
		for name := range find(t, "../rtm/core/errors.go", ``, code) {
			if !codes[name] {
				t.Errorf("rtm/core/errors.go has %s, and rtm.d.ts does not", name)
			}
		}
	})
	t.Run("exports", func(t *testing.T) {
		const export = `(?m)^export declare (?:const|class|function) (\w+)`
		declared := find(t, dts, ``, export)
		maps.Copy(declared, find(t, "../web/store.d.ts", ``, export))
		maps.Copy(declared, find(t, "../web/v3.d.ts", ``, export))
		compare(t, "the declarations have", declared, "index.js exports", find(t, "../web/src/index.js", ``, `export \{ (?:\w+ as )?(\w+) \}`))
	})
}

func TestTheGuidesListWhatThereIs(t *testing.T) {
	// The first cell of a row may have several names.
	table := func(guide string) map[string]bool {
		found := map[string]bool{}
		for row := range find(t, "../web/docs/"+guide, ``, "(?m)^\\| (`[^|]*) \\|") {
			for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(row, -1) {
				found[name[1]] = true
			}
		}
		return found
	}
	const dts = "../web/rtm.d.ts"
	compare(t, "options.md has", table("options.md"), "rtm.d.ts declares", find(t, dts, class("RTMClientOptions"), `(?m)^  (\w+)\?:`))
	compare(t, "events.md has", table("events.md"), "rtm.d.ts declares", find(t, dts, class("ClientEvents"), `(?m)^  (\w+):`))
	compare(t, "errors.md has", table("errors.md"), "rtm.d.ts declares", find(t, dts, `(?s)const ErrorCode: \{.*?\n\};`, `readonly (\w+):`))
}

// class matches the body of a class or an interface of this head.
func class(head string) string {
	return `(?s)(?:class|interface) ` + head + ` \{.*?\n\}`
}

// find gives the group of each match of a pattern in a part of the files
// that match one of some globs; the whole of them if part is empty.
func find(t *testing.T, glob, part, pattern string) map[string]bool {
	t.Helper()
	var paths []string
	for one := range strings.FieldsSeq(glob) {
		matches, err := filepath.Glob(one)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, matches...)
	}
	found := map[string]bool{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile(pattern).FindAllSubmatch(regexp.MustCompile(`(?s)`+orAll(part)).Find(text), -1) {
			found[string(slices.Concat(match[1:]...))] = true
		}
	}
	delete(found, "constructor")
	if len(found) == 0 {
		t.Fatalf("nothing in %s matches %s: has the source changed its form?", glob, pattern)
	}
	return found
}

func orAll(part string) string {
	if part == "" {
		return `.*`
	}
	return part
}

// compare says what either side lacks.
func compare(t *testing.T, one string, a map[string]bool, other string, b map[string]bool) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !b[name] {
			t.Errorf("%s %s, and not so %s it", one, name, other)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if !a[name] {
			t.Errorf("%s %s, and not so %s it", other, name, one)
		}
	}
}
