package jsontext

import "errors"

// ErrNotArray is the error of all that is not JSON, or not an array.
var ErrNotArray = errors.New("not a JSON array")

// Elements calls visit with the JSON text of each element of the array that
// data is, in order, without space around it. It fails, possibly after some
// calls, if data is anything but one array.
func Elements(data []byte, visit func(value []byte)) error {
	s := scanner{data: data}
	s.space()
	if !s.take('[') {
		return ErrNotArray
	}
	s.space()
	if !s.take(']') {
		for {
			from := s.pos
			if !s.value() {
				return ErrNotArray
			}
			visit(s.data[from:s.pos])
			s.space()
			if s.take(']') {
				break
			}
			if !s.take(',') {
				return ErrNotArray
			}
			s.space()
		}
	}
	if s.end() != nil {
		return ErrNotArray
	}
	return nil
}
