//go:build js && wasm

// Command wasm is the Go program that a page loads. It drives
// package rtm/core: what JavaScript can call is the table in api.go, what it is told is in
// effects.go, and what the connection does is decided in rtm/core.
//
// The other side is web/src/engine/engine.js.
package main

func main() {
	e := newEngine()
	if err := e.serve(); err != nil {
		panic(err) // there is no JavaScript side to tell
	}
	select {}
}
