//go:build js && wasm

// Command wasm is the Go program that a page loads. It wires package rtm to
// package jsbridge: what JavaScript can call is the table in api.go, what it is
// told is in handler.go, and nothing is decided here.
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
