//go:build js && wasm

// Command wasm is the Go program that a page loads. It drives package rtm/core, which
// decides what the connection does. What comes often enters as door.go says, what is rare is
// called by the table in api.go, and what JavaScript is told is listed in words.go.
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
