package main

import (
	"encoding/binary"
	"slices"
)

// mergedGap is how many zero bytes between two segments are written out rather than
// left out. A segment costs its head, which says where it lies and how long it is,
// and compresses badly; zeros compress to next to nothing.
const mergedGap = 64

// A segment is what a part of the memory is at the start.
type segment struct {
	offset int
	data   []byte
}

// mergeSegments joins segments of data that lie close together. Go writes tens of
// thousands, since it leaves out each row of 8 zeros. The memory is the same.
func mergeSegments(module []byte) []byte {
	return replaceSection(module, dataSection, func(content []byte) []byte {
		return dataOf(split(join(segments(content))))
	})
}

// join gives the memory, up to the last segment's end.
func join(segments []segment) []byte {
	slices.SortFunc(segments, func(a, b segment) int { return a.offset - b.offset })
	var memory []byte
	for _, s := range segments {
		if s.offset < len(memory) {
			panic(errUnknown) // a part of the memory is written twice
		}
		memory = append(memory, make([]byte, s.offset-len(memory))...)
		memory = append(memory, s.data...)
	}
	return memory
}

// split leaves out the long rows of zeros in the memory.
func split(memory []byte) []segment {
	var all []segment
	zeros := mergedGap // before what is looked at
	for i, b := range memory {
		switch {
		case b == 0:
			zeros++
			continue
		case zeros >= mergedGap:
			all = append(all, segment{offset: i})
		}
		last := &all[len(all)-1]
		last.data = memory[last.offset : i+1]
		zeros = 0
	}
	return all
}

// The parts of the head of a segment of which Go writes no other: memory 0, at a
// constant offset.
const (
	activeInMemory0 = 0x00
	i32Const        = 0x41
	end             = 0x0b
)

// segments reads the content of a data section.
func segments(content []byte) []segment {
	r := reader{content}
	all := make([]segment, r.number())
	for i := range all {
		r.expect(activeInMemory0, i32Const)
		all[i].offset = r.signed()
		r.expect(end)
		all[i].data = r.bytes(r.number())
	}
	return all
}

// dataOf writes the content of a data section.
func dataOf(segments []segment) []byte {
	content := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		content = append(content, activeInMemory0, i32Const)
		content = appendSigned(content, s.offset)
		content = append(content, end)
		content = append(appendLength(content, s.data), s.data...)
	}
	return content
}
