//go:build js && wasm

package jsbridge

import "github.com/hack-pad/safejs"

// A Value is what JavaScript passed. Reading it as something that it is not gives the zero value: the JavaScript side
// has checked what users gave it.
type Value struct{ v safejs.Value }

// Missing reports whether the value is undefined or null.
func (v Value) Missing() bool {
	return v.v.IsUndefined() || v.v.IsNull()
}

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
	if v.v.Type() != safejs.TypeNumber {
		return 0 // to be told so by safejs takes a panic, and milliseconds in a page that begins
	}
	f, _ := v.v.Float()
	return f
}

// Int gives a number without its fraction; 0 for anything else.
func (v Value) Int() int { return Whole(v.Float()) }

// Bool gives a boolean; false for anything else.
func (v Value) Bool() bool {
	if v.v.Type() != safejs.TypeBoolean {
		return false
	}
	b, _ := v.v.Bool()
	return b
}

// Get gives a property of an object; a missing value if there is none.
func (v Value) Get(name string) Value {
	if v.v.Type() != safejs.TypeObject {
		return Value{}
	}
	p, err := v.v.Get(name)
	if err != nil {
		return Value{}
	}
	return Value{v: p}
}

// Len gives the length of an array; 0 for anything else.
func (v Value) Len() int {
	if v.v.Type() != safejs.TypeObject {
		return 0
	}
	n, _ := v.v.Length()
	return n
}

// Index gives element i of an array; a missing value for anything else.
func (v Value) Index(i int) Value {
	if v.v.Type() != safejs.TypeObject {
		return Value{}
	}
	element, err := v.v.Index(i)
	if err != nil {
		return Value{}
	}
	return Value{v: element}
}

// Strings gives an array of [name, value] pairs of strings as a map; nil if
// there are none. (An object cannot be listed without a call a key.)
func (v Value) Strings() map[string]string {
	var m map[string]string
	for i := range v.Len() {
		if m == nil {
			m = map[string]string{}
		}
		pair := v.Index(i)
		m[pair.Index(0).String()] = pair.Index(1).String()
	}
	return m
}
