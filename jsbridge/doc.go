// Package jsbridge joins a Go program to the JavaScript that loaded it. It
// knows nothing of what the two talk about.
//
// JavaScript calls Go in two ways. What comes often enters by the door: JavaScript writes
// a row of values into Go's memory and calls an exported function (see door.go), which
// costs little. What is rare it calls by name and ticket (see [Serve]); Go settles the
// ticket, at once or later. JavaScript owns the promises on its side, so that it can reject
// them if the Go program dies, and no js.Func is made for a call: there is one, for the life
// of the program.
//
// What Go tells ([Host.Tell]) and asks ([Host.Ask]) waits in a buffer, which JavaScript takes
// whenever Go has returned. [Host.Get] alone calls JavaScript at once.
//
// # What JavaScript must provide
//
// An object on the global object. Its method serve is called once, and must not call Go back
// before it returns:
//
//	serve(receive, words, facts)   // Go is ready; receive(ticket, name, ...args) calls it
//
// The words name what Go tells, by their numbers in the buffer. The first three are of this
// package:
//
//	settle(ticket, value, error)   // the outcome of a call; error is null or an object
//	ask(question, name, ...args)   // answered by receive(question, "answer", value, error)
//	cancel(question)               // the answer is no longer wanted
//
// # Errors
//
// A Go error crosses as an object with a message and, if it wraps another, a
// cause; [Serve] takes a function that adds what else is known about it. The
// other side makes an Error of it, since an Error loses its own members when
// it passes from a worker to a page.
//
// Everything goes through [github.com/hack-pad/safejs], which turns what
// JavaScript throws into errors. It does not guard Go functions that
// JavaScript calls; that is done here.
package jsbridge
