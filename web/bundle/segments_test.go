package main

import (
	"bytes"
	"testing"
)

// memoryOf gives the memory that a module starts with, from its data section alone.
func memoryOf(t *testing.T, module []byte) []byte {
	t.Helper()
	var memory []byte
	for _, s := range sections(module) {
		if s.id != dataSection {
			continue
		}
		for _, s := range segments(s.content) {
			if missing := s.offset + len(s.data) - len(memory); missing > 0 {
				memory = append(memory, make([]byte, missing)...)
			}
			copy(memory[s.offset:], s.data)
		}
	}
	return memory
}

func countSegments(module []byte) int {
	for _, s := range sections(module) {
		if s.id == dataSection {
			return len(segments(s.content))
		}
	}
	return 0
}

// moduleOf gives a module with nothing but these segments.
func moduleOf(segments ...segment) []byte {
	content := dataOf(segments)
	module := append([]byte("\x00asm\x01\x00\x00\x00"), dataSection)
	return append(appendLength(module, content), content...)
}

func TestMergingSegmentsLeavesTheMemoryOfTheProgramAsItWas(t *testing.T) {
	before := aProgram()
	after := mergeSegments(before)
	if was, is := memoryOf(t, before), memoryOf(t, after); len(was) == 0 || !bytes.Equal(was, is) {
		t.Errorf("the memory had %d bytes, and has %d, or others", len(was), len(is))
	}
	if was, is := countSegments(before), countSegments(after); is > was/4 {
		t.Errorf("there were %d segments, and are %d", was, is)
	}
}

func TestSegmentsAreMergedOverAShortGapAndNotOverALongOne(t *testing.T) {
	module := moduleOf(
		segment{1 << 20, []byte("far")},
		segment{1000, []byte("first")},
		segment{1000 + 5 + mergedGap - 1, []byte("near")},
	)
	merged := mergeSegments(module)
	if !bytes.Equal(memoryOf(t, module), memoryOf(t, merged)) {
		t.Error("the memory has changed")
	}
	if got := countSegments(merged); got != 2 {
		t.Errorf("there are %d segments, want 2", got)
	}
}

// The later one wins, so that order would matter.
func TestSegmentsThatOverlapAreRefused(t *testing.T) {
	defer func() {
		if err := recover(); err != errUnknown {
			t.Errorf("got %v, want %v", err, errUnknown)
		}
	}()
	mergeSegments(moduleOf(segment{100, []byte("underneath")}, segment{102, []byte("over")}))
}

func TestOffsetsOfSegmentsAreReadAsTheyWereWritten(t *testing.T) {
	for _, n := range []int{0, 1, 63, 64, 127, 128, 8191, 8192, 1 << 24, 1<<31 - 1, -1, -64, -65, -1 << 31} {
		r := reader{appendSigned(nil, n)}
		if got := r.signed(); got != n || len(r.rest) > 0 {
			t.Errorf("%d was read as %d, and %d bytes were left", n, got, len(r.rest))
		}
	}
}
