//go:build js && wasm

package jsbridge

import (
	"errors"
	"strings"

	"github.com/hack-pad/safejs"
)

// A Table is what JavaScript can call: names and the functions that stand
// behind them. A function is called on the event handler's goroutine, in the
// order of JavaScript's calls, so it must not wait. If it fails, the ticket is
// settled with its error. Otherwise the function must see to it that
// [Host.Settle] is called with the ticket once, now or later.
type Table map[string]func(ticket int, args Args) error

// A Host is the JavaScript side. Its methods may be called from any goroutine.
type Host struct {
	object    safejs.Value
	describe  func(error) map[string]any
	questions questions
}

// Serve lets JavaScript call the functions of a table, through the global
// object of this name. describe, if not nil, gives the members that the object
// of an error has beside its message and cause. The table is not copied.
func Serve(global string, table Table, describe func(error) map[string]any) (*Host, error) {
	object, err := safejs.Global().Get(global)
	if err != nil {
		return nil, err
	}
	if object.Type() != safejs.TypeObject {
		return nil, errors.New("jsbridge: there is no global object " + global)
	}
	if describe == nil {
		describe = func(error) map[string]any { return nil }
	}
	h := &Host{object: object, describe: describe, questions: questions{answered: map[int]chan answer{}}}
	// This function is never released: it lives as long as the program.
	receive, err := safejs.FuncOf(func(_ safejs.Value, values []safejs.Value) any {
		args := argsOf(values)
		if len(args) > 1 {
			h.receive(table, args)
			return nil
		}
		for call := range strings.SplitSeq(args.At(0).String(), callSeparator) {
			h.receive(table, argsIn(call))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	_, err = object.Call("serve", receive.Value())
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

// Tell calls a method of the host. What it is told must be nil, booleans,
// numbers, strings, or maps and slices of these.
func (h *Host) Tell(name string, args ...any) error {
	_, err := h.object.Call(name, args...)
	return err
}

// Get calls a method of the host and gives what it returns.
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
	// The host's settle does not throw; if it did, there would be nobody to tell.
	_ = h.Tell("settle", ticket, value, object)
}
