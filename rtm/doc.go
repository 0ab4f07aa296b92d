// Package rtm is a client of Slack's RTM API: it holds one session, a WebSocket
// that carries what happens in a workspace, and keeps it open until told
// otherwise. It is the whole of the page's client but its JavaScript surface,
// and works natively just the same.
//
//	client, err := rtm.New(rtm.Config{Token: token, Handler: func(e rtm.Event) { ... }})
//	session, err := client.Start(ctx)
//	reply, err := client.SendMessage(ctx, "hello", "C0123456789")
//	err = client.Disconnect(ctx)
//
// # The life of a connection
//
//	Disconnected --limited--> Reconnecting, when Slack has asked to wait
//	Disconnected --start--> Authenticating --answered--> Authenticated --opened--> Handshaking
//	Handshaking --greeted--> Connected --resumed--> Ready
//	any of these but Disconnected --lost--> Reconnecting --retry--> Authenticating
//	any of these --refused--> Disconnected, when another attempt is no use
//	any of these --stop--> Disconnecting --closed--> Disconnected
//
// The table in state.go is the whole of it. An attempt is the call of
// rtm.connect, the opening of the socket and the wait for hello; each of the
// three has a time limit, and one backoff governs the pause between attempts,
// whichever of them failed.
//
// # Goroutines
//
//   - The loop owns the state, the queue and the timer. It runs from the first
//     command until the client is disconnected and has nothing to do.
//   - The dispatcher calls Config.Handler, in order. It runs as long as the
//     loop, and until all events are told. What the Handler does cannot hold up
//     the connection.
//   - An attempt has one that calls rtm.connect, then one that opens the socket.
//   - A socket has one that reads and one that writes, until it is closed.
//
// With Config.Inline, as in a page, the loop itself calls the Handler and writes.
// There the caller may be granted to write messages without it ([Grant]), and to
// deliver events ([Pass]).
// All of them but the dispatcher only report to the loop. What an attempt
// started bears its number, and is dropped once the attempt was given up.
//
// # Sending
//
// A frame waits in a queue until the connection is Ready, is written in the
// order of the calls, and is settled once: answered, refused, never sent
// ([DeliveredNo]), or sent without an answer ([DeliveredUnknown]). The client
// never sends again what may have arrived. Frames do not wait for one another's
// answers.
//
// # What the protocol cannot do
//
// What happens while there is no socket is not sent later: a [Gap] says so.
// Events are delivered as Slack sent them; unknown types are passed on.
//
// For tests there is a fake Slack in package rtmtest.
package rtm
