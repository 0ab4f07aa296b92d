package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// A pclntab is what the Go program knows of its own functions: their names, files and
// lines, and what the garbage collector and the unwinding of stacks need. All of it
// lies in the memory m, and what is written to these slices is written there.
//
// See pcHeader, moduledata and funcInfo in package runtime, and
// https://go.dev/s/go12symtab for the tables by PC.
type pclntab struct {
	names    []byte // texts that end with 0; 0 is no name
	files    []byte // the same
	fileAt   []byte // where in files the file of each number is, by compilation unit
	tables   []byte // values by PC, one table after the other; 0 is no table
	funcdata []byte // trees of inlined calls among others
	funcs    []record
}

// A record is Go's _func, what is known of a function, or an inlinedCall.
type record []byte

// Where things are in a _func, and in an inlinedCall.
const (
	funcEntry     = 0 // the number of the function, on WebAssembly
	funcName      = 4
	funcSP        = 16
	funcFile      = 20
	funcLine      = 24
	funcTables    = 28
	funcUnit      = 32
	funcStartLine = 36
	funcID        = 40
	funcFuncdata  = 43
	funcSize      = 44

	inlinedName      = 4
	inlinedParent    = 8
	inlinedStartLine = 12
	inlinedSize      = 16
)

// Numbers of a function's tables and of its funcdata. See internal/abi/symtab.go.
const (
	unsafePoints = 0 // where a signal must not interrupt; WebAssembly has no signals
	inlineIndex  = 2
	inlineTree   = 3

	mostTables   = 5
	mostFuncdata = 8
	mostIDs      = 32
	wrapperID    = 23 // FuncIDWrapper: what the compiler made to call a method
)

// magic begins the pclntab of Go 1.20 and later, with a PC's step of 1 and pointers
// of 8 bytes.
var magic = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// funcdataWord is which word of moduledata tells where the funcdata begins, by the
// versions of Go whose runtime was looked at. See dropNames before adding one.
var funcdataWord = map[string]int{"1.26": 40, "1.27": 43}

var little = binary.LittleEndian

func (r record) at(offset int) int         { return int(little.Uint32(r[offset:])) }
func (r record) set(offset int, value int) { little.PutUint32(r[offset:], uint32(value)) }

// tableAt and funcdataAt are where a _func has a table or funcdata of a number, if it
// has that many.
func (r record) tableAt(number int) int    { return funcSize + 4*number }
func (r record) funcdataAt(number int) int { return r.tableAt(r.at(funcTables)) + 4*number }

func (p *pclntab) nameOf(f record) string { return textAt(p.names, f.at(funcName)) }

func textAt(texts []byte, offset int) string {
	text, _, _ := bytes.Cut(texts[offset:], []byte{0})
	return string(text)
}

func beginsText(texts []byte, offset int) bool {
	return offset == 0 || offset < len(texts) && texts[offset-1] == 0
}

// findPclntab finds the pclntab in a program's memory, and looks whether everything
// in it is as it should be with this version of Go.
func findPclntab(memory []byte, goVersion string, functions int) (p *pclntab, err error) {
	defer func() {
		if wrong := recover(); wrong != nil { // most likely an index that is out of range
			p, err = nil, fmt.Errorf("its pclntab is not as expected: %v", wrong)
		}
	}()
	word := func(at int) int { return int(little.Uint64(memory[at:])) }
	if bytes.Count(memory, magic) != 1 {
		return nil, fmt.Errorf("%d places look like its pclntab", bytes.Count(memory, magic))
	}
	header := bytes.Index(memory, magic)
	const firstOffset = 32 // of the five parts that the header tells
	moduledata := bytes.Index(memory, little.AppendUint64(little.AppendUint64(nil, uint64(header)), uint64(header+word(header+firstOffset))))
	if moduledata < 0 {
		return nil, fmt.Errorf("its moduledata was not found")
	}
	// slice gives the memory of a slice of moduledata, whose elements have a size.
	slice := func(number, size int) []byte {
		at := moduledata + 8 + 24*number
		if begins := header + word(header+firstOffset+8*number); number < 5 && word(at) != begins {
			panic(fmt.Sprintf("part %d begins at %d, not at %d", number, word(at), begins))
		}
		return memory[word(at) : word(at)+size*word(at+8)]
	}
	funcdata, ok := funcdataWord[goVersion]
	if !ok {
		return nil, fmt.Errorf("the layout of Go %s is not known", goVersion)
	}
	p = &pclntab{
		names: slice(0, 1), fileAt: slice(1, 4), files: slice(2, 1), tables: slice(3, 1),
		funcdata: memory[word(moduledata+8*funcdata):],
	}
	records, index := slice(4, 1), slice(5, 8)
	if n := len(index)/8 - 1; n != functions || n != word(header+8) {
		return nil, fmt.Errorf("it has %d functions, and its pclntab %d", functions, n)
	}
	for i := range functions {
		f := record(records[little.Uint32(index[8*i+4:]):])
		f = f[:f.funcdataAt(int(f[funcFuncdata]))]
		if f.at(funcEntry) != int(little.Uint32(index[8*i:])) || f.at(funcTables) > mostTables || f[funcFuncdata] > mostFuncdata || f[funcID] >= mostIDs || !beginsText(p.names, f.at(funcName)) {
			return nil, fmt.Errorf("its function %d is not as expected", i)
		}
		for _, call := range p.inlinedCalls(f) {
			if call[0] >= mostIDs || !beginsText(p.names, call.at(inlinedName)) || call.at(inlinedParent) > maxBlocks {
				return nil, fmt.Errorf("the calls that are inlined in its function %d are not as expected", i)
			}
		}
		p.funcs = append(p.funcs, f)
	}
	return p, nil
}

// maxBlocks is how many PCs a function may have: on WebAssembly a PC is the number of
// a function, times this, and of a place in it.
const maxBlocks = 1 << 16

// eachValue reads a table by PC, and gives its length.
func (p *pclntab) eachValue(offset int, see func(value, untilPC int)) int {
	r := reader{p.tables[offset:]}
	for value, pc := -1, 0; ; {
		delta := r.number()
		if delta == 0 && pc > 0 {
			return len(p.tables) - offset - len(r.rest)
		}
		value += delta>>1 ^ -(delta & 1)
		pc += r.number()
		see(value, pc)
	}
}

// valueAt looks a value up in a table; it is -1 if there is none.
func (p *pclntab) valueAt(offset, pc int) int {
	found := -1
	if offset != 0 {
		after := 0
		p.eachValue(offset, func(value, untilPC int) {
			if after <= pc && pc < untilPC {
				found = value
			}
			after = untilPC
		})
	}
	return found
}

// tablesOf gives a function's tables by PC, but for those of its files and lines.
func (p *pclntab) tablesOf(f record) []int {
	tables := []int{f.at(funcSP)}
	for i := range f.at(funcTables) {
		tables = append(tables, f.at(f.tableAt(i)))
	}
	return slices.DeleteFunc(tables, func(offset int) bool { return offset == 0 })
}

// inlinedCalls gives Go's inlinedCall of each call that is inlined in a function.
func (p *pclntab) inlinedCalls(f record) []record {
	most := -1
	if f.at(funcTables) > inlineIndex && f.at(f.tableAt(inlineIndex)) != 0 {
		p.eachValue(f.at(f.tableAt(inlineIndex)), func(value, _ int) { most = max(most, value) })
	}
	calls := make([]record, most+1)
	for i := range calls {
		calls[i] = record(p.funcdata[f.at(f.funcdataAt(inlineTree))+inlinedSize*i:][:inlinedSize])
	}
	return calls
}

// minor gives the version of Go without the last number: 1.26 of go1.26.8.
func minor(goVersion string) string {
	numbers := strings.SplitN(strings.TrimPrefix(goVersion, "go"), ".", 3)
	return strings.Join(numbers[:min(2, len(numbers))], ".")
}
