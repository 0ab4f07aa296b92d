package main

import (
	"encoding/binary"
	"errors"
)

// A wasmSection is a part of a WebAssembly module. See
// https://webassembly.github.io/spec/core/binary/modules.html#sections
type wasmSection struct {
	id      byte
	name    string // of a custom section
	whole   []byte // with id and size
	content []byte // behind the name
}

// The ids of the sections that are looked into.
const (
	customSection = 0
	importSection = 2
	codeSection   = 10
	dataSection   = 11
)

// header is the magic number and the version.
const header = 8

// reader reads numbers and texts of a module.
type reader struct{ rest []byte }

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		panic(errCut)
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.rest) {
		panic(errCut)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) text() string { return string(r.bytes(r.number())) }

var errCut = errors.New("the module ends in the middle")

// sections takes a module apart. It panics if it is not sound: Go has just made it.
func sections(module []byte) []wasmSection {
	var all []wasmSection
	for r := (reader{module[header:]}); len(r.rest) > 0; {
		whole := r.rest
		s := wasmSection{id: r.bytes(1)[0]}
		content := reader{r.bytes(r.number())}
		s.whole = whole[:len(whole)-len(r.rest)]
		if s.id == customSection {
			s.name = content.text()
		}
		s.content = content.rest
		all = append(all, s)
	}
	return all
}

// strip leaves out the names of functions, which only people read.
func strip(module []byte) []byte {
	stripped := append([]byte{}, module[:header]...)
	for _, s := range sections(module) {
		if s.id != customSection || s.name != "name" {
			stripped = append(stripped, s.whole...)
		}
	}
	return stripped
}
