//go:build js && wasm

package jsbridge

import (
	"errors"

	"github.com/hack-pad/safejs"
)

// A Table is what JavaScript can call: names and the functions that stand
// behind them. A function is called on the event handler's goroutine, in the
// order of JavaScript's calls, so it must not wait. If it fails, the ticket is
// settled with its error. Otherwise the function must see to it that
// [Host.Settle] is called with the ticket once, now or later.
type Table map[string]func(ticket int, args Args) error

// A Word names something that JavaScript is told, by its place in Words.
type Word byte

// The words of this package. Those of who serves come after them.
const (
	settle Word = iota
	ask
	cancel
	FirstWord
)

// Words are what JavaScript is told: the names of the host's methods.
type Words []string

// A Host is the JavaScript side. Its methods may be called from any goroutine. What
// JavaScript is told it hears in this order, after Go has returned.
type Host struct {
	object    safejs.Value
	describe  func(error) map[string]any
	questions questions
}

// A Service is what a program gives JavaScript.
type Service struct {
	Table    Table                      // what JavaScript can call; it is not copied
	Words    Words                      // what JavaScript is told, from FirstWord on
	Enter    func(*Reader, Moment) bool // takes what enters by the door, and gives a first answer; the rest is told
	Facts    map[string]any             // what JavaScript is to know, of values that safejs takes
	Describe func(error) map[string]any // the members of an error's object beside its message and cause, or nil
}

// Serve serves the global object of this name. Its method serve gives what performance.now()
// says.
func Serve(global string, s Service) (*Host, error) {
	object, err := safejs.Global().Get(global)
	if err != nil {
		return nil, err
	}
	if object.Type() != safejs.TypeObject {
		return nil, errors.New("jsbridge: there is no global object " + global)
	}
	if s.Describe == nil {
		s.Describe = func(error) map[string]any { return nil }
	}
	enter = s.Enter
	h := &Host{object: object, describe: s.Describe, questions: questions{answered: map[int]chan answer{}}}
	// This function is never released: it lives as long as the program.
	receive, err := safejs.FuncOf(func(_ safejs.Value, values []safejs.Value) any {
		h.receive(s.Table, argsOf(values))
		return nil
	})
	if err != nil {
		return nil, err
	}
	words := []any{settle: "settle", ask: "ask", cancel: "cancel"}
	for _, word := range s.Words {
		words = append(words, word)
	}
	now, err := object.Call("serve", receive.Value(), words, s.Facts)
	if err != nil {
		return nil, err
	}
	start, err = now.Float()
	return h, err
}

// receive takes a call from JavaScript.
func (h *Host) receive(table Table, args Args) {
	ticket, name := args.At(0).Int(), args.At(1).String()
	// A panic that left this function would end the program.
	defer func() {
		if r := recover(); r != nil {
			h.Settle(ticket, nil, panicError(name, r))
		}
	}()
	args = args[min(2, len(args)):]
	if name == "answer" {
		h.answer(ticket, args)
		return
	}
	function := table[name]
	if function == nil {
		h.Settle(ticket, nil, errors.New("jsbridge: there is no function "+name))
		return
	}
	if err := function(ticket, args); err != nil {
		h.Settle(ticket, nil, err)
	}
}

func panicError(name string, r any) error {
	switch r := r.(type) {
	case error:
		return errors.New(name + " panicked: " + r.Error())
	case string:
		return errors.New(name + " panicked: " + r)
	}
	return errors.New(name + " panicked")
}

// Tell has a method of the host called, with values that appendValue takes: at most 255.
func (h *Host) Tell(word Word, args ...any) {
	out.Lock()
	defer out.Unlock()
	out.told = append(out.told, byte(word), byte(len(args)))
	for _, arg := range args {
		out.told = appendValue(out.told, arg)
	}
}

// HasTold reports whether JavaScript is told anything that it has not taken yet.
func (h *Host) HasTold() bool {
	out.Lock()
	defer out.Unlock()
	return len(out.told) > 0
}

// TellNumbers is Tell for numbers, which it does without allocating.
func (h *Host) TellNumbers(word Word, numbers ...int) {
	out.Lock()
	defer out.Unlock()
	out.told = append(out.told, byte(word), byte(len(numbers)))
	for _, number := range numbers {
		out.told = appendNumber(out.told, float64(number))
	}
}

// Get calls a method of the host at once and gives what it returns.
func (h *Host) Get(name string, args ...any) (Value, error) {
	v, err := h.object.Call(name, args...)
	return Value{v: v}, err
}

// Settle gives the outcome of a call. Ticket 0 is nobody's.
func (h *Host) Settle(ticket int, value any, err error) {
	if ticket == 0 {
		return
	}
	var object any
	if err != nil {
		object = h.ErrorObject(err)
	}
	h.Tell(settle, ticket, value, object)
}
