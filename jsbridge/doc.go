// Package jsbridge joins a Go program to the JavaScript that loaded it. It
// knows nothing of what the two talk about.
//
// JavaScript calls Go by name and ticket (see [Serve]); Go settles the ticket,
// at once or later. Go tells JavaScript things ([Host.Tell]) and asks it for
// what takes time ([Host.Ask]). JavaScript owns the promises on its side, so
// that it can reject them if the Go program dies, and no js.Func is made for a
// call: there is one, for the life of the program.
//
// # What JavaScript must provide
//
// An object on the global object, with these methods, none of which may call
// Go back before it returns:
//
//	serve(receive)                 // Go is ready; receive(ticket, name, ...args) calls it
//	settle(ticket, value, error)   // the outcome of a call; error is null or an object
//	ask(question, name, ...args)   // answered by receive(question, "answer", value, error)
//	cancel(question)               // the answer is no longer wanted
//
// and one for each name that Go tells. Calls whose arguments are strings, numbers,
// booleans and null may be made together, as one text: receive(text). Between calls
// it has U+001E, between the values of a call U+001F, and U+0000 in place of null; a
// string that has one of these cannot go so. To enter Go is dear, and so is each
// value that crosses.
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
