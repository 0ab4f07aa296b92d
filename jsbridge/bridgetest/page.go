//go:build js && wasm

// Package bridgetest stands for the JavaScript side of package jsbridge, in tests of
// programs that it serves.
package bridgetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"syscall/js"
	"testing"
)

// A Page calls Go as a page does, by the functions that Go exports and the one that it
// gives, and reads what Go tells.
type Page struct {
	*testing.T
	Side js.Value // the global object
}

// javaScriptSide makes the global object of this name. The functions that Go exports can
// be reached only through Go's runtime, which shows itself when it resumes.
const javaScriptSide = `
	const resume = Go.prototype._resume;
	let exports;
	Go.prototype._resume = function () {
		exports = this._inst.exports;
		return resume.call(this);
	};
	arguments[1](); // it is Go's, and resumes
	Go.prototype._resume = resume;
	return globalThis[arguments[0]] = {
		serve(receive, words, facts) {
			Object.assign(this, { receive, words, facts });
			return performance.now();
		},
		enter(row) {
			const at = exports.doorIn(row.length);
			new Uint8Array(exports.mem.buffer).set(row, at);
			return exports.doorEnter(row.length, 0, performance.now(), Date.now());
		},
		told() {
			const size = exports.doorTold(), at = exports.doorTake();
			return new Uint8Array(exports.mem.buffer).slice(at, at + size);
		},
	};
`

// NewPage makes the global object that jsbridge.Serve takes. What Go has told another page
// and that did not read is gone.
func NewPage(t *testing.T, global string) *Page {
	t.Helper()
	nothing := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	defer nothing.Release()
	side := js.Global().Get("Function").New(javaScriptSide).Invoke(global, nothing)
	side.Call("told")
	return &Page{t, side}
}

// Calls calls a function of the program's table.
func (p *Page) Calls(ticket int, name string, args ...any) {
	p.Side.Call("receive", append([]any{ticket, name}, args...)...)
}

// Enter enters by the door, and gives what that says: 2 if the program gave true, and 1 if
// goroutines wait for their turn, together.
func (p *Page) Enter(values ...any) int {
	row := Row(values...)
	array := js.Global().Get("Uint8Array").New(len(row))
	js.CopyBytesToJS(array, row)
	return p.Side.Call("enter", array).Int()
}

// Told gives what Go has told since the last time: each a word, and its values as JSON.
func (p *Page) Told() []string {
	array := p.Side.Call("told")
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	var told []string
	for r := (reader{data}); len(r.data) > 0; {
		head := r.take(2)
		line := []string{p.Side.Get("words").Index(int(head[0])).String()}
		for range head[1] {
			line = append(line, text(r.value()))
		}
		told = append(told, strings.Join(line, " "))
	}
	return told
}

// WasTold wants exactly this to have been told since the last time.
func (p *Page) WasTold(want ...string) {
	p.Helper()
	if got := p.Told(); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		p.Fatalf("JavaScript was told\n%q, want\n%q", got, want)
	}
}

// text gives a value as JSON.
func text(value any) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}
