//go:build js && wasm

package jsbridge

import "github.com/hack-pad/safejs"

// Args are the arguments of a call.
type Args []Value

// At gives argument i; a missing value if there are fewer.
func (a Args) At(i int) Value {
	if i >= len(a) {
		return Value{}
	}
	return a[i]
}

func argsOf(values []safejs.Value) Args {
	args := make(Args, len(values))
	for i, v := range values {
		args[i] = Value{v: v}
	}
	return args
}
