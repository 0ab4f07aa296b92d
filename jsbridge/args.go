//go:build js && wasm

package jsbridge

import (
	"strings"

	"github.com/hack-pad/safejs"
)

// In a call that crosses as text, these stand between calls and between values,
// and for a value that is missing: no text among the values has any of them.
const (
	callSeparator  = "\x1e"
	valueSeparator = "\x1f"
	missing        = "\x00"
)

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

func argsIn(call string) Args {
	args := make(Args, 0, 1+strings.Count(call, valueSeparator))
	for text := range strings.SplitSeq(call, valueSeparator) {
		args = append(args, Value{text: text, isText: true})
	}
	return args
}
