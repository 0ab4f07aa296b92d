package main

import (
	"bytes"
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

// signed reads a number of WebAssembly that may be negative.
func (r *reader) signed() int {
	n := 0
	for shift := 0; ; shift += 7 {
		b := r.bytes(1)[0]
		n |= int(b&0x7f) << shift
		if b&0x80 == 0 {
			if b&0x40 != 0 {
				n |= -1 << (shift + 7)
			}
			return n
		}
	}
}

// expect reads bytes that are known.
func (r *reader) expect(known ...byte) {
	if !bytes.Equal(r.bytes(len(known)), known) {
		panic(errUnknown)
	}
}

func (r *reader) text() string { return string(r.bytes(r.number())) }

var (
	errCut     = errors.New("the module ends in the middle")
	errUnknown = errors.New("the module has what Go has not written so far")
)

func appendLength(to, of []byte) []byte { return binary.AppendUvarint(to, uint64(len(of))) }

// appendSigned writes a number that reader.signed reads.
func appendSigned(to []byte, n int) []byte {
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(to, b)
		}
		to = append(to, b|0x80)
	}
}

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

// replaceSection puts what change makes of a section's content in its place.
func replaceSection(module []byte, id byte, change func(content []byte) []byte) []byte {
	changed := append([]byte{}, module[:header]...)
	for _, s := range sections(module) {
		if s.id != id {
			changed = append(changed, s.whole...)
			continue
		}
		content := change(s.content)
		changed = append(appendLength(append(changed, id), content), content...)
	}
	return changed
}

// countFunctions counts the functions that a module has, without those it imports.
func countFunctions(module []byte) int {
	for _, s := range sections(module) {
		if s.id == codeSection {
			return (&reader{s.content}).number()
		}
	}
	return 0
}
