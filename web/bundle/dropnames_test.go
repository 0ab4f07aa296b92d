package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// aProgram is rtm.wasm, as Go makes it.
var aProgram = sync.OnceValue(func() []byte {
	folder, err := os.MkdirTemp("", "program-")
	check(err)
	defer os.RemoveAll(folder)
	check(os.Chdir("../.."))
	check(compile(filepath.Join(folder, "rtm.wasm")))
	check(os.Chdir("web/bundle"))
	program, err := os.ReadFile(filepath.Join(folder, "rtm.wasm"))
	check(err)
	return program
})

func pclntabOf(t *testing.T, module []byte) *pclntab {
	t.Helper()
	p, err := findPclntab(memoryOf(t, module), minor(goVersion()), countFunctions(module))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAProgramWithoutNamesHasStillWhatItsRuntimeReads(t *testing.T) {
	whole := aProgram()
	dropped, err := dropNames(whole, minor(goVersion()))
	if err != nil {
		t.Fatal(err)
	}
	before, after := pclntabOf(t, whole), pclntabOf(t, dropped)
	count := map[string]int{}
	for i, f := range before.funcs {
		was, is := before.nameOf(f), after.nameOf(after.funcs[i])
		ofRuntime := strings.HasPrefix(was, "runtime.")
		switch {
		case strings.HasPrefix(is, "runtime.") != ofRuntime:
			t.Errorf("%s is %q: its goroutines count for the program's own, or the other way round", was, is)
		case f[funcID] == wrapperID && !ofRuntime && is != was && !strings.Contains(is, ".(*value)."):
			t.Errorf("%s is %q, which panicwrap cannot take apart", was, is)
		}
		count[is]++

		g := after.funcs[i]
		if f.at(funcEntry) != g.at(funcEntry) || !bytes.Equal(f[8:20], g[8:20]) || !bytes.Equal(f[funcID:funcSize], g[funcID:funcSize]) {
			t.Fatalf("%s has lost what it needs to run", was)
		}
		for _, field := range append([]int{funcSP}, kept(f)...) {
			if was, is := valuesOf(before, f.at(field)), valuesOf(after, g.at(field)); !slices.Equal(was, is) {
				t.Fatalf("%s: a table by PC was %v, and is %v", before.nameOf(f), was, is)
			}
		}
		for n, call := range before.inlinedCalls(f) {
			if inlined := after.inlinedCalls(g)[n]; call[0] != inlined[0] || call.at(inlinedParent) != inlined.at(inlinedParent) {
				t.Fatalf("%s has lost what recover asks of calls that are inlined", before.nameOf(f))
			}
		}
	}
	if len(count) > 5 || count["runtime._"] < 1000 {
		t.Errorf("the names that are left: %v", count)
	}
	if i := bytes.Index(after.names, []byte("rtmwasm/")); i >= 0 {
		t.Errorf("there is still %q", textAt(after.names, i))
	}
}

// kept are the fields of the tables by PC that the runtime needs.
func kept(f record) (fields []int) {
	for i := 1; i < f.at(funcTables); i++ {
		fields = append(fields, f.tableAt(i))
	}
	return fields
}

func valuesOf(p *pclntab, table int) (values []int) {
	if table != 0 {
		p.eachValue(table, func(value, untilPC int) { values = append(values, value, untilPC) })
	}
	return values
}

func TestAProgramThatIsNotAsExpectedKeepsItsNames(t *testing.T) {
	// broken gives the program with something changed in its memory.
	broken := func(change func(memory []byte, p *pclntab)) []byte {
		return replaceSection(aProgram(), dataSection, func(content []byte) []byte {
			memory := join(segments(content))
			p, err := findPclntab(memory, minor(goVersion()), countFunctions(aProgram()))
			if err != nil {
				t.Fatal(err)
			}
			change(memory, p)
			return dataOf(split(memory))
		})
	}
	for what, program := range map[string]struct {
		module    []byte
		goVersion string
	}{
		"a Go that nobody has looked at": {aProgram(), "1.99"},
		"a development version":          {aProgram(), minor("devel go1.27-1a2b3c")},
		"another magic": {broken(func(memory []byte, _ *pclntab) {
			memory[bytes.Index(memory, magic)] = 0xf2
		}), minor(goVersion())},
		"two pclntabs": {broken(func(memory []byte, p *pclntab) {
			copy(p.files, magic)
		}), minor(goVersion())},
		"a larger _func": {broken(func(_ []byte, p *pclntab) {
			p.funcs[100].set(funcTables, 6)
		}), minor(goVersion())},
		"a name in the middle of another": {broken(func(_ []byte, p *pclntab) {
			p.funcs[100].set(funcName, p.funcs[100].at(funcName)+1)
		}), minor(goVersion())},
		"a name beyond all others": {broken(func(_ []byte, p *pclntab) {
			p.funcs[100].set(funcName, 1<<30)
		}), minor(goVersion())},
		"a tree of inlined calls elsewhere": {broken(func(_ []byte, p *pclntab) {
			for _, f := range p.funcs {
				if len(p.inlinedCalls(f)) > 3 {
					f.set(f.funcdataAt(inlineTree), f.at(f.funcdataAt(inlineTree))+4)
					return
				}
			}
		}), minor(goVersion())},
	} {
		t.Run(what, func(t *testing.T) {
			got, err := dropNames(program.module, program.goVersion)
			if err == nil {
				t.Error("there is no word of it")
			}
			if !bytes.Equal(got, program.module) {
				t.Error("the program was changed")
			}
		})
	}
}
