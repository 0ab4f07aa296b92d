package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestExplainNamesTheFunctionOfAPCAndTheCallsInlinedInIt(t *testing.T) {
	x, err := newExplainer(aProgram())
	if err != nil {
		t.Fatal(err)
	}
	text := func(name string) (text string, calls int) {
		for _, f := range x.pclntab.funcs {
			if x.pclntab.nameOf(f) == name {
				var at int
				if calls = len(x.pclntab.inlinedCalls(f)); calls > 0 {
					// A PC in the last of the calls that are inlined.
					x.pclntab.eachValue(f.at(f.tableAt(inlineIndex)), func(value, untilPC int) {
						if value == calls-1 {
							at = untilPC
						}
					})
				}
				pc := f.at(funcEntry)*maxBlocks + at
				return fmt.Sprintf("panic: oh\n\ngoroutine 1 [running]:\n(...)\n\t?:0\n(0x1, {0x2, 0x3})\n\t?:0 +0x1 fp=0x10 sp=0x8 pc=%#x\n", pc), calls
			}
		}
		t.Fatalf("there is no function %s", name)
		return "", 0
	}

	said, _ := text("main.main")
	if got := x.explain(said); !strings.HasPrefix(got, "panic: oh\n\ngoroutine 1 [running]:\nmain.") || !strings.Contains(got, "\nmain.main(0x1, {0x2, 0x3})\n\trtmwasm/wasm/main.go:") {
		t.Errorf("got %s", got)
	}

	const outer = "rtmwasm/rtm/core.(*Machine).receive"
	said, calls := text(outer)
	if calls == 0 {
		t.Fatalf("nothing is inlined in %s any more: take another", outer)
	}
	got := strings.Split(x.explain(said), "\n")[3:]
	if !strings.HasSuffix(got[0], "(...)") || !strings.Contains(got[1], ".go:") {
		t.Errorf("the call that is inlined: %q", got)
	}
	if last := got[len(got)-3]; last != outer+"(0x1, {0x2, 0x3})" {
		t.Errorf("the function is %q of %q", last, got)
	}
}

func TestExplainLeavesOtherLinesAsTheyAre(t *testing.T) {
	x := &explainer{pclntab: &pclntab{}, names: map[int]string{7: "main.enter"}}
	for said, want := range map[string]string{
		"TypeError: no\n    at f (https://example.com/rtm.js:1:2)": "TypeError: no\n    at f (https://example.com/rtm.js:1:2)\n",
		"at wasm-function[7]:0x12":                                 "at wasm-function[7] main.enter:0x12\n",
		"\t?:0 +0x1 fp=0x1 sp=0x1 pc=0x10010001":                   "\t?:0 +0x1 fp=0x1 sp=0x1 pc=0x10010001\n",
		"(0x1)\r\n\t?:0 +0x1 fp=0x1 sp=0x1 pc=0x10010001":          "a function that is not in this build (0x1)\n\tpc=0x10010001\n",
	} {
		if got := x.explain(said); got != want {
			t.Errorf("%q became %q, want %q", said, got, want)
		}
	}
}
