//go:build js && wasm

package jsbridge_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"syscall/js"
	"testing"

	"rtmwasm/jsbridge"
)

// A page is the JavaScript side: it keeps what it is told, as text.
type page struct {
	*testing.T
	host *jsbridge.Host
	side js.Value
}

// javaScriptSide makes the global object of this name. `told` lists what Go
// said; `answers` says how questions are answered, once the stack is empty.
const javaScriptSide = `
	const isObject = (value) => value && typeof value === "object" && !Array.isArray(value);
	const sorted = (_, value) => (isObject(value) ? Object.fromEntries(Object.entries(value).sort()) : value);
	const side = {
		told: [],
		answers: {},
		note(...words) { this.told.push(JSON.stringify(words, sorted)); },
		serve(receive) { this.receive = receive; },
		settle(ticket, value, error) { this.note("settle", ticket, value, error); },
		ask(question, name, ...args) {
			const answer = this.answers[name];
			if (answer) queueMicrotask(() => {
				const given = answer(...args);
				this.receive(question, "answer", ...given);
			});
			else this.asked = question;
		},
		cancel(question) { this.note("cancel", question === this.asked); },
		throws() { throw new TypeError("not today"); },
		double(n) { return 2 * n; },
	};
	globalThis[arguments[0]] = side;
	return side;
`

type described struct{ inner error }

func (described) Error() string   { return "described" }
func (d described) Unwrap() error { return d.inner }

func newPage(t *testing.T, table jsbridge.Table) *page {
	t.Helper()
	side := js.Global().Get("Function").New(javaScriptSide).Invoke("testBridge")
	host, err := jsbridge.Serve("testBridge", table, func(err error) map[string]any {
		if errors.As(err, &described{}) && err.Error() == "described" {
			return map[string]any{"code": "some_code", "retryAfter": 1.5}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &page{t, host, side}
}

// calls calls Go as JavaScript does.
func (p *page) calls(ticket int, name string, args ...any) {
	p.side.Call("receive", append([]any{ticket, name}, args...)...)
}

// wasTold wants exactly this to have been told since the last look.
func (p *page) wasTold(want ...string) {
	p.Helper()
	told := p.side.Get("told")
	var got []string
	for i := range told.Length() {
		got = append(got, told.Index(i).String())
	}
	p.side.Set("told", []any{})
	if fmt.Sprint(got) != fmt.Sprint(want) {
		p.Fatalf("JavaScript was told %q, want %q", got, want)
	}
}

func TestACallReachesItsFunction(t *testing.T) {
	var p *page
	p = newPage(t, jsbridge.Table{
		"add": func(ticket int, args jsbridge.Args) error {
			p.host.Settle(ticket, args.At(0).Int()+args.At(1).Int(), nil)
			return nil
		},
	})
	p.calls(7, "add", 2, 3)
	p.wasTold(`["settle",7,5,null]`)
}

func TestFailuresSettleTheCall(t *testing.T) {
	p := newPage(t, jsbridge.Table{
		"fails":    func(int, jsbridge.Args) error { return described{errors.New("deeper")} },
		"panics":   func(int, jsbridge.Args) error { panic("a bug") },
		"panicsTo": func(int, jsbridge.Args) error { panic(errors.New("an error")) },
		"panicsOn": func(int, jsbridge.Args) error { panic(5) },
	})
	p.calls(1, "fails")
	p.wasTold(`["settle",1,null,{"cause":{"message":"deeper"},"code":"some_code","message":"described","retryAfter":1.5}]`)
	p.calls(2, "panics")
	p.wasTold(`["settle",2,null,{"message":"panics panicked: a bug"}]`)
	p.calls(3, "panicsTo")
	p.wasTold(`["settle",3,null,{"message":"panicsTo panicked: an error"}]`)
	p.calls(4, "panicsOn")
	p.wasTold(`["settle",4,null,{"message":"panicsOn panicked"}]`)
	p.calls(5, "missing")
	p.wasTold(`["settle",5,null,{"message":"jsbridge: there is no function missing"}]`)
	p.calls(0, "fails") // nobody asked
	p.wasTold()
}

func TestAQuestionIsAnswered(t *testing.T) {
	p := newPage(t, nil)
	p.side.Get("answers").Set("greet", js.Global().Get("Function").New("name", "return ['hello ' + name, null]"))
	answer, err := p.host.Ask(context.Background(), "greet", "Anna")
	if err != nil || answer.String() != "hello Anna" {
		t.Fatalf("got %q, %v", answer.String(), err)
	}
	p.side.Get("answers").Set("refuse", js.Global().Get("Function").New("return [null, {name: 'RangeError', message: 'too far'}]"))
	_, err = p.host.Ask(context.Background(), "refuse")
	var thrown *jsbridge.Error
	if !errors.As(err, &thrown) || thrown.Name != "RangeError" || thrown.Message != "too far" {
		t.Fatalf("got %v", err)
	}
}

func TestAQuestionCanBeTakenBack(t *testing.T) {
	p := newPage(t, nil)
	reason := errors.New("no longer")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := p.host.Ask(ctx, "unanswered"); !errors.Is(err, reason) {
		t.Fatalf("got %v", err)
	}
	p.wasTold(`["cancel",true]`)
	p.calls(p.side.Get("asked").Int(), "answer", "late", nil) // harms nobody
	p.wasTold()
}

func TestWhatJavaScriptThrowsIsAnError(t *testing.T) {
	p := newPage(t, nil)
	if err := p.host.Tell("throws"); err == nil {
		t.Error("Tell gave no error")
	}
	if err := p.host.Tell("noSuchMethod"); err == nil {
		t.Error("Tell of a missing method gave no error")
	}
	if v, err := p.host.Get("double", 21); err != nil || v.Int() != 42 {
		t.Errorf("Get gave %v, %v", v.Int(), err)
	}
	if _, err := jsbridge.Serve("noSuchObject", nil, nil); err == nil {
		t.Error("Serve without an object gave no error")
	}
}

func TestReadingValues(t *testing.T) {
	done := false
	p := newPage(t, jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		done = true
		o := args.At(0)
		if o.Get("s").String() != "text" || o.Get("n").Float() != 1.5 || o.Get("n").Int() != 1 || !o.Get("b").Bool() {
			t.Error("a value was read wrongly")
		}
		pairs := o.Get("pairs").Strings()
		if len(pairs) != 2 || pairs["a"] != "1" || pairs["b"] != "" {
			t.Errorf("the pairs are %v", pairs)
		}
		// Whatever is not there, or of another kind, is zero.
		for _, v := range []jsbridge.Value{args.At(9), o.Get("no"), o.Get("no").Get("more"), o.Get("null")} {
			if !v.Missing() || v.String() != "" || v.Float() != 0 || v.Int() != 0 || v.Bool() || v.Strings() != nil {
				t.Error("a missing value is not zero")
			}
		}
		if o.Get("n").String() != "" || o.Get("s").Int() != 0 || o.Get("s").Bool() || o.Get("s").Get("length").Int() != 0 {
			t.Error("a value of another kind is not zero")
		}
		return nil
	}})
	p.calls(1, "look", map[string]any{
		"s": "text", "n": 1.5, "b": true, "null": nil,
		"pairs": []any{[]any{"a", "1"}, []any{"b", 2}},
	})
	if !done {
		t.Fatal("the function was not called")
	}
	p.wasTold()
}

func TestReadingTexts(t *testing.T) {
	done := false
	p := newPage(t, jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		done = true
		if text, number, yes, none, most := args.At(0), args.At(1), args.At(2), args.At(3), args.At(4); text.String() != "a text" || number.Float() != -1.5 || number.Int() != -1 ||
			!yes.Bool() || text.Missing() || !none.Missing() || most.Float() != math.Inf(1) {
			t.Error("a value was read wrongly")
		}
		for _, v := range []jsbridge.Value{args.At(3), args.At(9)} {
			if !v.Missing() || v.String() != "" || v.Float() != 0 || v.Int() != 0 || v.Bool() || v.Strings() != nil {
				t.Error("a missing value is not zero")
			}
		}
		if text := args.At(0); text.Float() != 0 || text.Bool() || text.Len() != 0 || !text.Get("length").Missing() || !text.Index(0).Missing() || text.Strings() != nil {
			t.Error("a value of another kind is not zero")
		}
		return nil
	}})
	p.side.Call("receive", "1\x1flook\x1fa text\x1f-1.5\x1ftrue\x1f\x00\x1fInfinity")
	if !done {
		t.Fatal("the function was not called")
	}
}

func TestCallsMayComeTogether(t *testing.T) {
	var got []string
	p := newPage(t, jsbridge.Table{"note": func(ticket int, args jsbridge.Args) error {
		got = append(got, fmt.Sprint(ticket, " ", args.At(0).String(), " ", args.At(1).Int(), " ", len(args)))
		return nil
	}})
	p.side.Call("receive", "1\x1fnote\x1fone\x1e2\x1fnote\x1ftwo\x1f22\x1e3\x1fnote\x1e\x1e4\x1fnote\x1f\x00\x1f1e3\x1f")
	want := "[1 one 0 1 2 two 22 2 3  0 0 4  1000 3]"
	if fmt.Sprint(got) != want {
		t.Errorf("Go got %v, want %v", got, want)
	}
}
