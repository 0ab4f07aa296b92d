//go:build js && wasm

// Command dies is a program in the place of rtm.wasm that ends in the way that
// the first argument of "send" says: for the tests of what JavaScript does
// then. It serves the bridge as package main of wasm does.
package main

import (
	"os"
	"time"

	"rtmwasm/jsbridge"
)

func main() {
	if len(os.Args) > 1 {
		os.Exit(3)
	}
	var host *jsbridge.Host
	settle := func(ticket int, _ jsbridge.Args) error {
		host.Settle(ticket, nil, nil)
		return nil
	}
	forever := func(int, jsbridge.Args) error { return nil }
	host, err := jsbridge.Serve("bridge", jsbridge.Table{
		"open":     settle,
		"start":    start(&host),
		"send":     die,
		"call":     forever,
		"stop":     settle,
		"withdraw": forever,
	}, nil)
	if err != nil {
		panic(err)
	}
	select {}
}

// start says that the client is ready.
func start(host **jsbridge.Host) func(int, jsbridge.Args) error {
	return func(ticket int, args jsbridge.Args) error {
		number := args.At(0).Int()
		for _, state := range []string{"authenticating", "authenticated", "handshaking", "connected", "ready"} {
			_ = (*host).Tell("state", number, state, "disconnected", nil, `{"ok":true}`, "U1", "T1")
		}
		(*host).Settle(ticket, `{"ok":true}`, nil)
		return nil
	}
}

// die ends the program as the type of a frame says.
func die(_ int, args jsbridge.Args) error {
	// A timer that is still set when the program ends must not disturb the page.
	time.AfterFunc(20*time.Millisecond, func() {})
	switch args.At(2).String() {
	case "panic":
		go panic("of the test")
	case "exit":
		go os.Exit(7)
	case "overflow":
		go overflow(0)
	case "deadlock":
		select {} // in a callback
	}
	return nil
}

func overflow(n int) int { return overflow(n+1) + n }
