//go:build js && wasm

// Command dies is a program in the place of rtm.wasm that ends as it is told: for the
// tests of what JavaScript does then. It serves the bridge as package main of wasm does.
//
// The type of a frame says where it ends, and in which way: "export exit". The name of a
// method of the Web API says the way in which it ends in a function of the table.
package main

import (
	"crypto/rand"
	"os"
	"runtime/debug"
	"strings"
	"syscall/js"
	"time"
	"unsafe"

	"rtmwasm/jsbridge"
)

// atOnce, if the build sets it, ends the program before it serves the bridge.
var atOnce string

var host *jsbridge.Host

// ticks keep a timer of the page's set, also when the program ends.
var ticks = time.NewTicker(10 * time.Millisecond)

// What is told beside the words of jsbridge.
const (
	item = jsbridge.FirstWord + iota
	kept
)

// recording stands for that of a client.
var recording = []byte("rtm-recording of the test")

func main() {
	if atOnce != "" {
		os.Exit(3)
	}
	debug.SetMaxStack(1 << 20)
	var err error
	host, err = jsbridge.Serve("bridge", jsbridge.Service{
		Table: jsbridge.Table{
			"open":     open,
			"forget":   settle,
			"start":    start,
			"call":     call,
			"stop":     settle,
			"withdraw": hang,
			"report":   report,
		},
		Words: jsbridge.Words{"item", "kept"},
		Enter: enter,
		Facts: map[string]any{
			"inputs":  []any{"frame", "unwritten", "send", "tick"},
			"members": []any{},
		},
	})
	if err != nil {
		panic(err)
	}
	for range ticks.C {
	}
}

func settle(ticket int, _ jsbridge.Args) error {
	host.Settle(ticket, nil, nil)
	return nil
}

func open(ticket int, args jsbridge.Args) error {
	host.TellNumbers(kept, args.At(0).Int(), jsbridge.Place(&recording))
	return settle(ticket, args)
}

func hang(int, jsbridge.Args) error { return nil }

// start says that the client is ready.
func start(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	host.Tell(item, number, "state", "ready", nil, "U1", "T1")
	host.Tell(item, number, "json", "authenticated", `{"ok":true}`)
	host.Settle(ticket, `{"ok":true}`, nil)
	return nil
}

// call never settles.
func call(_ int, args jsbridge.Args) error {
	if end := ends[args.At(1).String()]; end != nil {
		end()
	}
	return nil
}

// endOfReport, if it was asked for, is how the next report ends.
var endOfReport func()

func report(ticket int, args jsbridge.Args) error {
	if endOfReport != nil {
		endOfReport()
	}
	return settle(ticket, args)
}

// enter takes what enters by the door: sends, as wasm/door.go reads them.
func enter(r *jsbridge.Reader, _ jsbridge.Moment) bool {
	r.Int() // what enters
	number := r.Int()
	r.Int() // the ticket, which is never settled
	r.Int() // the frame's id
	where, way, _ := strings.Cut(r.Text(), " ")
	end := ends[way]
	switch where {
	case "export":
		end()
	case "callback":
		f := js.FuncOf(func(js.Value, []js.Value) any {
			end()
			return nil
		})
		f.Invoke()
		//lint:ignore SA5002 Go is not to go on
		for {
		}
	case "report":
		endOfReport = end
		host.Tell(item, number, "log", "debug", "a worker tells the figures after what it tells")
	case "goroutine":
		jsbridge.Wake()
		go end()
	case "timer":
		jsbridge.Wake()
		time.AfterFunc(time.Millisecond, end)
	}
	return false
}

// ends are the ways in which the program ends.
var ends = map[string]func(){
	"panic": func() { panic("of the test") },
	"exit":  func() { os.Exit(7) },
	//lint:ignore SA4017 it never returns
	"overflow": func() { overflow(0) },
	// Where nothing else can run, this is the end of the program.
	"deadlock": func() {
		ticks.Stop() // in a function of the table Go would wait for them, and keep the page busy
		select {}
	},
	// WebAssembly has no memory there, and ends the call with a trap.
	"trap": func() { *(*byte)(unsafe.Add(unsafe.Pointer(&host), 1<<31)) = 1 },
	"memory": func() {
		for {
			enough = append(enough, make([]byte, 1<<31))
		}
	},
	// Go calls a function of the page's that throws.
	"throw": func() {
		js.Global().Get("crypto").Set("getRandomValues", nil)
		_, _ = rand.Read(make([]byte, 8))
	},
}

var enough [][]byte

//lint:ignore SA5007 it is to have no end
func overflow(n int) int { return overflow(n+1) + n }
