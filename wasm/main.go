//go:build js && wasm

// Command wasm is the Go program that a page loads. It drives
// package rtm/core: what JavaScript can call is the table in api.go, what it is told is in
// effects.go, and what the connection does is decided in rtm/core.
//
// The other side is web/src/engine.js.
package main

import "rtmwasm/jsbridge"

func main() {
	e := newEngine()
	host, err := jsbridge.Serve("bridge", e.table(), describe)
	if err != nil {
		panic(err) // there is no JavaScript side to tell
	}
	e.host = host
	select {}
}
