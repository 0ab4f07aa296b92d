//go:build js && wasm

package main

import (
	"strings"
	"testing"
)

func TestAStoreAnswersBeforeTheCallReturns(t *testing.T) {
	p := newPage(t)
	p.Calls(1, "openStore", 3, 0)
	p.Calls(2, "store", 3, "setUser", `{"id":"U1","name":"anna"}`)
	p.Calls(3, "store", 3, "getUserByName", "anna")
	p.Calls(4, "store", 3, "getUserByName", "ben")
	p.wasTold(`settle 1 null null`, `settle 2 null null`, `settle 3 "{\"id\":\"U1\",\"name\":\"anna\"}" null`, `settle 4 null null`)

	p.Calls(5, "store", 3, "registerMessageHandler", "goodbye", true)
	p.Calls(6, "store", 3, "handleRtmMessage", "U1", "T1", "goodbye", `{"type":"goodbye"}`)
	p.Calls(7, "store", 3, "handleRtmMessage", "U1", "T1", "hello", `{"type":"hello"}`)
	p.wasTold(`settle 5 null null`, `settle 6 "goodbye" null`, `settle 7 "" null`)

	p.Calls(8, "forgetStore", 3)
	p.Calls(9, "store", 3, "clear")
	p.wasTold(`settle 8 null null`, `settle 9 null {"message":"wasm: there is no such store"}`)
}

func TestWhatAStoreCannotTakeIsAnArgumentError(t *testing.T) {
	p := newPage(t)
	p.Calls(0, "openStore", 1, 0)
	for _, call := range [][]any{
		{"setUser", `{}`},
		{"handleRtmMessage", "U1", "T1", "channel_archive", `{"channel":"C404"}`},
	} {
		p.Calls(2, "store", append([]any{1}, call...)...)
		if told := p.wasToldOne(); !strings.Contains(told, `"code":"slackclient_invalid_argument_error"`) {
			t.Errorf("of %v JavaScript was told %s", call, told)
		}
	}
}
