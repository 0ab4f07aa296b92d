// Package fmt stands in for fmt in rtm.wasm, where coder/websocket and safejs make texts
// of errors with it, and nobody else. The whole of it, with reflect, costs 48 KB with
// brotli. See web/bundle/compile.go for how it is put in the standard library's place.
//
// It has the verbs that they use, %v, %s, %d, %q and %w, and the types that come: texts,
// numbers, errors and what has a method String. The tests compare it with the original,
// and look for what it lacks in all that is compiled into rtm.wasm.
package fmt

import (
	"errors"
	"io"
	"strconv"
)

// State and Formatter are for types that format themselves; nothing here asks them to.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// Formatter: see State.
type Formatter interface{ Format(f State, verb rune) }

// Stringer is what has a text.
type Stringer interface{ String() string }

// Errorf makes an error that wraps those that a %w names.
func Errorf(format string, a ...any) error {
	text, wrapped := sprintf(format, a)
	switch len(wrapped) {
	case 0:
		return errors.New(text)
	case 1:
		return &wrapError{text, wrapped[0]}
	}
	return &wrapErrors{text, wrapped}
}

// Sprintf formats a text.
func Sprintf(format string, a ...any) string {
	text, _ := sprintf(format, a)
	return text
}

// Fprintf writes what Sprintf makes.
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return io.WriteString(w, Sprintf(format, a...))
}

// Fprint writes one text.
func Fprint(w io.Writer, a ...any) (n int, err error) {
	return io.WriteString(w, textOf(a[0]))
}

type wrapError struct {
	text string
	err  error
}

func (e *wrapError) Error() string { return e.text }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	text string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.text }
func (e *wrapErrors) Unwrap() []error { return e.errs }

func sprintf(format string, a []any) (text string, wrapped []error) {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			text += format[i : i+1]
			continue
		}
		i++
		if i < len(format) && format[i] == '+' {
			i++
		}
		if i == len(format) || len(a) == 0 {
			return text + "%!(MISSING)", wrapped
		}
		value := a[0]
		a = a[1:]
		switch format[i] {
		case 'q':
			text += strconv.Quote(textOf(value))
		case 'w':
			if err, ok := value.(error); ok {
				wrapped = append(wrapped, err)
			}
			fallthrough
		default:
			text += textOf(value)
		}
	}
	return text, wrapped
}

// textOf is the text of %v.
func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return "<nil>"
	case error:
		return v.Error()
	case Stringer:
		return v.String()
	case string:
		return v
	case []byte:
		return string(v)
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int32:
		return strconv.FormatInt(int64(v), 10)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint32:
		return strconv.FormatUint(uint64(v), 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	}
	return "(a value)"
}
