//go:build js && wasm

// Command wasm is the Go program that a page loads. It wires package rtm to
// package jsbridge: what JavaScript can call is the table in api.go, what it is
// told is in handler.go, and nothing is decided here.
//
// The other side is web/src/engine.js.
package main

import (
	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
)

func main() {
	e := newEngine()
	host, err := jsbridge.Serve("bridge", e.table(), describe)
	if err != nil {
		panic(err) // there is no JavaScript side to tell
	}
	e.host = host
	types := []any{}
	for _, typ := range rtm.SocketTypes() {
		types = append(types, typ)
	}
	if err := host.Tell("socketTypes", types...); err != nil {
		panic(err) // the JavaScript side is of another build
	}
	select {}
}
