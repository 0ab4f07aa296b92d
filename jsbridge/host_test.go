//go:build js && wasm

package jsbridge_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/jsbridge/bridgetest"
)

type described struct{ inner error }

func (described) Error() string   { return "described" }
func (d described) Unwrap() error { return d.inner }

// A page is the JavaScript side, served by a host.
type page struct {
	*bridgetest.Page
	host *jsbridge.Host
}

func newPage(t *testing.T, table jsbridge.Table) *page {
	t.Helper()
	p := bridgetest.NewPage(t, "testBridge")
	host, err := jsbridge.Serve("testBridge", jsbridge.Service{
		Table: table,
		Words: jsbridge.Words{"greet", "count"},
		Enter: func(*jsbridge.Reader, jsbridge.Moment) bool { return false },
		Facts: map[string]any{"answer": 42},
		Describe: func(err error) map[string]any {
			if errors.As(err, &described{}) && err.Error() == "described" {
				return map[string]any{"code": "some_code", "retryAfter": 1.5}
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &page{p, host}
}

// The words of a page.
const (
	greet = jsbridge.FirstWord + iota
	count
)

func TestACallReachesItsFunction(t *testing.T) {
	var p *page
	p = newPage(t, jsbridge.Table{
		"add": func(ticket int, args jsbridge.Args) error {
			p.host.Settle(ticket, args.At(0).Int()+args.At(1).Int(), nil)
			return nil
		},
	})
	p.Calls(7, "add", 2, 3)
	p.WasTold(`settle 7 5 null`)
}

func TestFailuresSettleTheCall(t *testing.T) {
	p := newPage(t, jsbridge.Table{
		"fails":    func(int, jsbridge.Args) error { return described{errors.New("deeper")} },
		"panics":   func(int, jsbridge.Args) error { panic("a bug") },
		"panicsTo": func(int, jsbridge.Args) error { panic(errors.New("an error")) },
		"panicsOn": func(int, jsbridge.Args) error { panic(5) },
	})
	p.Calls(1, "fails")
	p.WasTold(`settle 1 null {"cause":{"message":"deeper"},"code":"some_code","message":"described","retryAfter":1.5}`)
	p.Calls(2, "panics")
	p.WasTold(`settle 2 null {"message":"panics panicked: a bug"}`)
	p.Calls(3, "panicsTo")
	p.WasTold(`settle 3 null {"message":"panicsTo panicked: an error"}`)
	p.Calls(4, "panicsOn")
	p.WasTold(`settle 4 null {"message":"panicsOn panicked"}`)
	p.Calls(5, "missing")
	p.WasTold(`settle 5 null {"message":"jsbridge: there is no function missing"}`)
	p.Calls(0, "fails") // nobody asked
	p.WasTold()
}

// answer waits until Go has told something, and answers it as question 1, which it is.
func (p *page) answer(want string, values ...any) {
	p.Helper()
	var told []string
	for end := time.Now().Add(5 * time.Second); len(told) == 0 && time.Now().Before(end); time.Sleep(time.Millisecond) {
		told = p.Told()
	}
	if fmt.Sprint(told) != "["+want+"]" {
		p.Errorf("JavaScript was told %q, want %q", told, want)
	}
	p.Calls(1, "answer", values...)
}

func TestAQuestionIsAnswered(t *testing.T) {
	p := newPage(t, nil)
	go p.answer(`ask 1 "greet" "Anna" 5`, "hello Anna", nil)
	answer, err := p.host.Ask(context.Background(), "greet", "Anna", 5)
	if err != nil || answer.String() != "hello Anna" {
		t.Fatalf("got %q, %v", answer.String(), err)
	}
	for range 2 { // more answers harm nobody
		p.Calls(1, "answer", "hello again", nil)
	}
	p.WasTold()
}

func TestAQuestionIsRefused(t *testing.T) {
	p := newPage(t, nil)
	go p.answer(`ask 1 "refuse"`, nil, map[string]any{"name": "RangeError", "message": "too far", "origin": 8, "more": "words"})
	_, err := p.host.Ask(context.Background(), "refuse")
	var thrown *jsbridge.Error
	if !errors.As(err, &thrown) || thrown.Name != "RangeError" || thrown.Message != "too far" || thrown.Object.Get("more").String() != "words" {
		t.Fatalf("got %v", err)
	}
	p.host.Settle(3, nil, err) // which JavaScript gets back as it gave it
	p.WasTold(`settle 3 null {"message":"too far","name":"RangeError","origin":8}`)
}

func TestQuestionsAreToldApart(t *testing.T) {
	p := newPage(t, nil)
	answers := make(chan string)
	for range 3 {
		go func() {
			answer, err := p.host.Ask(context.Background(), "which")
			if err != nil {
				t.Error(err)
			}
			answers <- answer.String()
		}()
	}
	time.Sleep(10 * time.Millisecond)
	p.WasTold(`ask 1 "which"`, `ask 2 "which"`, `ask 3 "which"`)
	for _, question := range []int{2, 3, 1} {
		want := fmt.Sprint("the answer to ", question)
		p.Calls(question, "answer", want)
		if got := <-answers; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
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
	p.WasTold(`ask 1 "unanswered"`, `cancel 1`)
	p.Calls(1, "answer", "late", nil) // harms nobody
	p.WasTold()
}

func TestWhatIsToldComesInOrder(t *testing.T) {
	p := newPage(t, nil)
	p.host.Tell(greet, "Anna", nil, true, 1.5, []any{1, "two"}, map[string]any{"b": false, "a": ""})
	p.host.TellNumbers(count, 1, -2, 1<<53)
	p.host.Settle(4, "done", nil)
	p.host.Tell(greet)
	p.host.TellNumbers(count)
	p.WasTold(`greet "Anna" null true 1.5 [1,"two"] {"a":"","b":false}`, `count 1 -2 9007199254740992`, `settle 4 "done" null`, `greet`, `count`)
	p.WasTold()
}

func TestNumbersAreToldWithoutAllocating(t *testing.T) {
	p := newPage(t, nil)
	socket, index := 3, 0
	tell := func() {
		index++
		p.host.TellNumbers(count, 9, socket, index, 0, 0)
	}
	for range 2000 { // the buffer grows before
		tell()
	}
	p.Told()
	if n := testing.AllocsPerRun(1000, tell); n != 0 {
		t.Errorf("each has allocated %v times", n)
	}
	p.Told()
}

func TestJavaScriptLearnsTheWordsAndTheFacts(t *testing.T) {
	p := newPage(t, nil)
	words, facts := p.Side.Get("words"), p.Side.Get("facts")
	if got := words.Call("join").String(); got != "settle,ask,cancel,greet,count" {
		t.Errorf("the words are %s", got)
	}
	if got := facts.Get("answer"); got.Int() != 42 {
		t.Errorf("the facts are %v", got)
	}
}

func TestWhatJavaScriptThrowsIsAnError(t *testing.T) {
	p := newPage(t, nil)
	function := js.Global().Get("Function")
	p.Side.Set("throws", function.New("throw new TypeError('not today')"))
	p.Side.Set("double", function.New("n", "return 2 * n"))
	if _, err := p.host.Get("throws"); err == nil || !strings.Contains(err.Error(), "not today") {
		t.Errorf("Get gave the error %v", err)
	}
	if _, err := p.host.Get("noSuchMethod"); err == nil {
		t.Error("Get of a missing method gave no error")
	}
	if v, err := p.host.Get("double", 21); err != nil || v.Int() != 42 {
		t.Errorf("Get gave %v, %v", v.Int(), err)
	}
	for _, name := range []string{"noSuchObject", "isNaN"} {
		if _, err := jsbridge.Serve(name, jsbridge.Service{}); err == nil {
			t.Errorf("Serve of %s gave no error", name)
		}
	}
	p.Side.Set("serve", p.Side.Get("throws"))
	if _, err := jsbridge.Serve("testBridge", jsbridge.Service{}); err == nil {
		t.Error("Serve gave no error, though JavaScript did not take it")
	}
}

func TestReadingValues(t *testing.T) {
	done := false
	p := newPage(t, jsbridge.Table{"look": func(_ int, args jsbridge.Args) error {
		done = true
		o := args.At(0)
		if o.Get("s").String() != "text" || o.Get("n").Float() != 1.5 || o.Get("n").Int() != 1 || !o.Get("b").Bool() || o.Get("most").Float() != math.Inf(1) {
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
		if text := o.Get("s"); text.Float() != 0 || text.Len() != 0 || !text.Get("length").Missing() || !text.Index(0).Missing() || text.Strings() != nil {
			t.Error("a text is more than a text")
		}
		return nil
	}})
	p.Calls(1, "look", map[string]any{
		"s": "text", "n": 1.5, "b": true, "null": nil, "most": math.Inf(1),
		"pairs": []any{[]any{"a", "1"}, []any{"b", 2}},
	})
	if !done {
		t.Fatal("the function was not called")
	}
	p.WasTold()
}
