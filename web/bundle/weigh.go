package main

import (
	"fmt"
	"strings"

	"github.com/andybalholm/brotli"
)

// parts of rtm.wasm, by how the names of their functions begin. (Go's linker
// writes "_" for all but letters, digits and points.)
var parts = []struct {
	name     string
	prefixes []string
}{
	{"rtm/core", []string{"rtmwasm_rtm_core.", "rtmwasm_rtm_internal_"}},
	{"rtm/members", []string{"rtmwasm_rtm_members."}},
	{"rtm/transport", []string{"rtmwasm_rtm_transport."}},
	{"rtm/store", []string{"rtmwasm_rtm_store."}},
	{"wasm", []string{"main."}},
	{"jsbridge", []string{"rtmwasm_jsbridge."}},
	{"coder/websocket", []string{"github.com_coder_websocket"}},
	{"hack-pad/safejs", []string{"github.com_hack_pad_safejs"}},
	{"fmt, reflect", []string{"fmt.", "reflect.", "internal_fmtsort."}},
	{"time", []string{"time."}},
	{"Go's runtime", []string{"runtime.", "internal_runtime_", "gcWriteBarrier", "wasm_", "_rt0_", "memeqbody", "memcmp", "cmpbody"}},
	{"other packages of Go", nil},
}

// weigh prints what each part of a module costs: its code, as it is and with
// brotli by itself. Generic code counts for the package that has the function. The names
// are those of the module before it was shrunk.
func weigh(whole, module []byte) {
	code := make([][]byte, len(parts))
	var data []byte
	var bodies [][]byte
	var names map[int]string
	imported := 0
	for _, s := range append(sections(whole), sections(module)...) {
		r := reader{s.content}
		switch {
		case s.id == importSection:
			imported = r.number() // Go imports functions only
		case s.id == codeSection:
			bodies = nil
			for range r.number() {
				bodies = append(bodies, r.bytes(r.number()))
			}
		case s.id == dataSection:
			data = s.content
		case s.id == customSection && s.name == "name":
			names = functionNames(&r)
		}
	}
	for i, body := range bodies {
		part := partOf(names[i+imported])
		code[part] = append(code[part], body...)
	}
	fmt.Printf("rtm.wasm is made of             bytes  brotli, each by itself\n")
	for i, part := range parts {
		fmt.Printf("  %-26s %9d %9d\n", part.name, len(code[i]), brotliSize(code[i]))
	}
	fmt.Printf("  %-26s %9d %9d\n", "data: types, tables, texts", len(data), brotliSize(data))
}

// functionNames reads the names by the numbers of the functions.
func functionNames(r *reader) map[int]string {
	const functions = 1 // the subsection of function names
	names := map[int]string{}
	for len(r.rest) > 0 {
		kind := r.bytes(1)[0]
		list := reader{r.bytes(r.number())}
		if kind != functions {
			continue
		}
		for range list.number() {
			number := list.number()
			names[number] = list.text()
		}
	}
	return names
}

func partOf(name string) int {
	for i, part := range parts {
		for _, prefix := range part.prefixes {
			if strings.HasPrefix(name, prefix) {
				return i
			}
		}
	}
	return len(parts) - 1
}

func brotliSize(b []byte) int {
	var size counter
	w := brotli.NewWriterLevel(&size, brotli.DefaultCompression)
	_, _ = w.Write(b)
	_ = w.Close()
	return int(size)
}

type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
