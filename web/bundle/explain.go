package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// What a text of a user's has of our program: a frame of Go's, whose name stands in the
// line before; a call inlined in the next frame; a function in a browser's stack; and
// which build it is of.
var (
	framePC    = regexp.MustCompile(`^\t\S+:\d+( \+0x[0-9a-f]+)? fp=0x[0-9a-f]+ sp=0x[0-9a-f]+ pc=0x([0-9a-f]+)$`)
	inlined    = regexp.MustCompile(`^\(\.\.\.\)\n\t\?:0$`)
	wasmNumber = regexp.MustCompile(`wasm-function\[(\d+)\]`)
	buildOf    = regexp.MustCompile(`build (\S+ [0-9a-f]{16})`)
)

// explain copies a text to out, and gives the functions of the program in it their
// names, files and lines.
func explain(program string, text io.Reader, out io.Writer) error {
	module, err := os.ReadFile(program)
	if err != nil {
		return fmt.Errorf("there is no build to look names up in: run ./build.sh first: %w", err)
	}
	said, err := io.ReadAll(text)
	if err != nil {
		return err
	}
	if build := buildOf.FindStringSubmatch(string(said)); build != nil && build[1] != stampOf(module) {
		return fmt.Errorf("this is of build %s, and here is build %s: build the sources of that release with the same Go, and ask again", build[1], stampOf(module))
	}
	x, err := newExplainer(module)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, x.explain(string(said)))
	return err
}

type explainer struct {
	pclntab *pclntab
	names   map[int]string // by the numbers that a browser gives functions
}

func newExplainer(module []byte) (*explainer, error) {
	x := &explainer{}
	for _, s := range sections(module) {
		switch {
		case s.id == customSection && s.name == "name":
			x.names = functionNames(&reader{s.content})
		case s.id == dataSection:
			var err error
			if x.pclntab, err = findPclntab(join(segments(s.content)), minor(goVersion()), countFunctions(module)); err != nil {
				return nil, err
			}
		}
	}
	return x, nil
}

func (x *explainer) explain(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		frame := framePC.FindStringSubmatch(line)
		if frame == nil || len(lines) == 0 {
			lines = append(lines, wasmNumber.ReplaceAllStringFunc(line, x.named))
			continue
		}
		_, arguments, _ := strings.Cut(lines[len(lines)-1], "(")
		lines = lines[:len(lines)-1]
		for n := len(lines); n >= 2 && inlined.MatchString(lines[n-2]+"\n"+lines[n-1]); n = len(lines) {
			lines = lines[:n-2]
		}
		pc, _ := strconv.ParseUint(frame[2], 16, 63)
		lines = append(lines, x.frames(int(pc), arguments)...)
	}
	return strings.Join(lines, "\n") + "\n"
}

func (x *explainer) named(function string) string {
	number, _ := strconv.Atoi(wasmNumber.FindStringSubmatch(function)[1])
	return function + " " + x.names[number]
}

// frames gives the lines of Go's for a return address: a frame, after those of the calls
// that are inlined in it. See inlineUnwinder in package runtime.
func (x *explainer) frames(pc int, arguments string) []string {
	number, at := pc/maxBlocks, pc%maxBlocks
	for _, f := range x.pclntab.funcs {
		if f.at(funcEntry) != number {
			continue
		}
		var lines []string
		calls := x.pclntab.inlinedCalls(f)
		for at = max(at-1, 0); ; {
			call := -1
			if len(calls) > 0 {
				call = x.pclntab.valueAt(f.at(f.tableAt(inlineIndex)), at)
			}
			where := "\t" + x.pclntab.lineOf(f, at)
			if call < 0 {
				return append(lines, x.pclntab.nameOf(f)+"("+arguments, where)
			}
			lines = append(lines, textAt(x.pclntab.names, calls[call].at(inlinedName))+"(...)", where)
			at = calls[call].at(inlinedParent)
		}
	}
	return []string{fmt.Sprintf("a function that is not in this build (%s", arguments), fmt.Sprintf("\tpc=%#x", pc)}
}

// lineOf gives file and line of a PC of a function.
func (p *pclntab) lineOf(f record, pc int) string {
	file, line := p.valueAt(f.at(funcFile), pc), p.valueAt(f.at(funcLine), pc)
	if file < 0 || line < 0 {
		return "?:0"
	}
	name := int(little.Uint32(p.fileAt[4*(f.at(funcUnit)+file):]))
	return textAt(p.files, name) + ":" + strconv.Itoa(line)
}
