//go:build js && wasm

package jsbridge

import "github.com/hack-pad/safejs"

// A Value is what JavaScript passed. Reading it as something that it is not
// gives the zero value: the JavaScript side has checked what users gave it.
type Value struct{ v safejs.Value }

// Missing reports whether the value is undefined or null.
func (v Value) Missing() bool { return v.v.IsUndefined() || v.v.IsNull() }

// String gives a string; "" for anything else.
func (v Value) String() string {
	if v.v.Type() != safejs.TypeString {
		return ""
	}
	s, _ := v.v.String()
	return s
}

// Float gives a number; 0 for anything else.
func (v Value) Float() float64 {
	f, _ := v.v.Float()
	return f
}

// Int gives a number without its fraction; 0 for anything else.
func (v Value) Int() int {
	i, _ := v.v.Int()
	return i
}

// Bool gives a boolean; false for anything else.
func (v Value) Bool() bool {
	b, _ := v.v.Bool()
	return b
}

// Get gives a property of an object; a missing value if there is none.
func (v Value) Get(name string) Value {
	if v.v.Type() != safejs.TypeObject {
		return Value{safejs.Undefined()}
	}
	p, err := v.v.Get(name)
	if err != nil {
		return Value{safejs.Undefined()}
	}
	return Value{p}
}

// Strings gives an array of [name, value] pairs of strings as a map; nil if
// the value is missing. (An object cannot be listed without a call a key.)
func (v Value) Strings() map[string]string {
	n, err := v.v.Length()
	if v.Missing() || err != nil {
		return nil
	}
	m := make(map[string]string, n)
	for i := range n {
		if pair, err := v.v.Index(i); err == nil {
			name, value := Value{pair}.index(0), Value{pair}.index(1)
			m[name.String()] = value.String()
		}
	}
	return m
}

func (v Value) index(i int) Value {
	p, err := v.v.Index(i)
	if err != nil {
		return Value{safejs.Undefined()}
	}
	return Value{p}
}

// Args are the arguments of a call.
type Args []safejs.Value

// At gives argument i; a missing value if there are fewer.
func (a Args) At(i int) Value {
	if i >= len(a) {
		return Value{safejs.Undefined()}
	}
	return Value{a[i]}
}
