// Package jsontext reads and writes JSON text without reflection.
//
// Every frame passes through here, so this is a scanner and not encoding/json:
// it looks at the top level of an object, skips the rest, and allocates
// nothing. It takes exactly the texts that JSON.parse takes, since a frame
// that Go accepts is parsed again by JavaScript, as deep as they are nested; fuzz tests
// hold it to encoding/json. Besides, encoding/json would add 0.12 MB to what a page loads.
package jsontext

import (
	"errors"
	"math"
	"strconv"
)

// ErrSyntax is the error of all that is not JSON, or not an object.
var ErrSyntax = errors.New("not a JSON object")

// Members calls visit with each member of the object that data is, in order.
// value is the member's JSON text, without space around it. It fails, possibly
// after some calls, if data is anything but one object.
func Members(data []byte, visit func(key string, value []byte)) error {
	s := scanner{data: data}
	s.space()
	if !s.take('{') {
		return ErrSyntax
	}
	s.space()
	if s.take('}') {
		return s.end()
	}
	for {
		key, ok := s.text()
		if !ok {
			return ErrSyntax
		}
		s.space()
		if !s.take(':') {
			return ErrSyntax
		}
		s.space()
		from := s.pos
		if !s.value() {
			return ErrSyntax
		}
		visit(key, s.data[from:s.pos])
		s.space()
		if s.take('}') {
			return s.end()
		}
		if !s.take(',') {
			return ErrSyntax
		}
		s.space()
	}
}

// String gives the string that value is, or "" if it is anything else.
func String(value []byte) string {
	s := scanner{data: value}
	text, _ := s.text()
	return text
}

// Integer gives the number that value is, or 0 if it is not a whole one that
// JavaScript has exactly (Number.isSafeInteger).
func Integer(value []byte) int {
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
		return 0
	}
	return int(f)
}

// IsObject reports whether a value, which is sound JSON, is an object.
func IsObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }
