package main

import (
	"fmt"
	"slices"
	"strings"
)

// The names that the runtime itself compares, or takes apart.
const (
	// isSystemGoroutine asks whether a goroutine began in a function of the runtime.
	runtimePrefix = "runtime."
	// panicwrap takes the name of a wrapper apart, and ends the program if it cannot.
	wrapperName = "rtm.(*value).method"
)

// argMapInternal gives the collector of garbage what these two have on their stacks.
var reflectNames = []string{"reflect.makeFuncStub", "reflect.methodValueCall"}

// dropNames takes out of a program the names, files and lines of its functions, which
// serve only the texts of panics; and where signals may interrupt it, since there are
// none in a page. What the collector of garbage and the unwinding of stacks read stays.
// explain gives a text its names back.
//
// This knows how the runtime uses what it takes out. To let it do so for another
// version of Go, look there for what calls funcname, srcFunc.name and funcline.
func dropNames(module []byte, goVersion string) ([]byte, error) {
	var failed error
	changed := replaceSection(module, dataSection, func(content []byte) []byte {
		memory := join(segments(content))
		p, err := findPclntab(memory, goVersion, countFunctions(module))
		if err != nil {
			failed = fmt.Errorf("the names of functions stay in rtm.wasm, which is larger by that: %w", err)
			return content
		}
		p.dropNames()
		return dataOf(split(memory))
	})
	if failed != nil {
		return module, failed
	}
	return changed, nil
}

func (p *pclntab) dropNames() {
	names := []byte{0}
	addName := func(name string) (offset int) {
		offset = len(names)
		names = append(names, name+"\x00"...)
		return offset
	}
	ofRuntime, ofWrapper := addName(runtimePrefix+"_"), addName(wrapperName)
	tables := make([]byte, len(p.tables))
	for _, f := range p.funcs {
		switch name := p.nameOf(f); {
		case slices.Contains(reflectNames, name):
			f.set(funcName, addName(name))
		case strings.HasPrefix(name, runtimePrefix):
			f.set(funcName, ofRuntime)
		case f[funcID] == wrapperID:
			f.set(funcName, ofWrapper)
		default:
			f.set(funcName, 0)
		}
		for _, field := range []int{funcFile, funcLine, funcUnit, funcStartLine} {
			f.set(field, 0)
		}
		if f.at(funcTables) > unsafePoints {
			f.set(f.tableAt(unsafePoints), 0)
		}
		for _, call := range p.inlinedCalls(f) {
			call.set(inlinedName, 0)
			call.set(inlinedStartLine, 0)
		}
		for _, table := range p.tablesOf(f) {
			copy(tables[table:], p.tables[table:table+p.eachValue(table, func(int, int) {})])
		}
	}
	copy(p.tables, tables)
	clear(p.names)
	copy(p.names, names)
	clear(p.files)
	clear(p.fileAt)
}
