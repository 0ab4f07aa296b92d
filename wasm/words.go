//go:build js && wasm

package main

import "rtmwasm/jsbridge"

// What JavaScript is told, and with what.
const (
	tellDeliver jsbridge.Word = jsbridge.FirstWord + iota // client, socket, frame, whether it is a replay, whether it is told of again: 0 or 1. Of most frames the door's answer says it: see enter in door.go
	tellDiscard                                           // client, socket, frame: it is delivered to nobody
	tellReply                                             // ticket, client, socket, frame, whether those who share the client are to be told of the message: 0 or 1. The frame settles the call
	tellRefused                                           // ticket, error, client, socket, frame: the frame says why
	tellItem                                              // client, kind, and what the kind has: see #deal in web/src/client/receiver.js
	tellAlarm                                             // client, milliseconds: when it wants a tick
	tellCompare                                           // client, whether each frame is to bring its text
	tellLetGo                                             // client, socket: nothing more is told of it
	tellKept                                              // client, place: where its recording is found after the program's death
	tellTraced                                            // ticket, place: where the recording is found that was asked for
	tellHears                                             // client, member, epoch, whether it hears the session: 0 or 1
)

var words = jsbridge.Words{"deliver", "discard", "reply", "refused", "item", "alarm", "compare", "letGo", "kept", "traced", "hears"}
