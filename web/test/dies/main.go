//go:build js && wasm

// Command dies is a program in the place of rtm.wasm that ends in the way that
// the type of a frame says: for the tests of what JavaScript does then. It
// serves the bridge as package main of wasm does.
package main

import (
	"os"
	"runtime/debug"
	"time"

	"rtmwasm/jsbridge"
)

// atOnce, if the build sets it, ends the program before it serves the bridge.
var atOnce string

var host *jsbridge.Host

func main() {
	if atOnce != "" {
		os.Exit(3)
	}
	debug.SetMaxStack(1 << 20)
	var err error
	host, err = jsbridge.Serve("bridge", jsbridge.Table{
		"open":     settle,
		"start":    start,
		"send":     die,
		"call":     hang,
		"stop":     settle,
		"withdraw": hang,
		"report":   settle,
	}, nil)
	if err != nil {
		panic(err)
	}
	select {}
}

func settle(ticket int, _ jsbridge.Args) error {
	host.Settle(ticket, nil, nil)
	return nil
}

func hang(int, jsbridge.Args) error { return nil }

// start says that the client is ready.
func start(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	_ = host.Tell("tell", number, "state", "ready", nil, "U1", "T1")
	_ = host.Tell("tell", number, "json", "authenticated", `{"ok":true}`)
	host.Settle(ticket, `{"ok":true}`, nil)
	return nil
}

func die(_ int, args jsbridge.Args) error {
	// A timer that is still set at the end must not disturb the page.
	time.AfterFunc(time.Millisecond, func() {})
	switch args.At(2).String() {
	case "panic":
		go panic("of the test")
	case "exit":
		go os.Exit(7)
	case "overflow":
		go overflow(0)
	case "deadlock":
		select {} // in a callback of JavaScript's
	}
	return nil
}

//lint:ignore SA5007 it is to have no end
func overflow(n int) int { return overflow(n+1) + n }
