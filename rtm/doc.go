// Package rtm is a client of Slack's RTM API for Go programs. It holds one session, a
// WebSocket that carries what happens in a workspace, and keeps it open until told
// otherwise.
//
//	client, err := rtm.New(rtm.Config{Token: token})
//	defer client.Close()
//	events := client.Events(ctx)
//	session, err := client.Start(ctx)
//	reply, err := client.SendMessage(ctx, "C0123456789", "hello")
//	for event, err := range events { ... }
//
// # The life of a connection
//
//	Disconnected --start--> Authenticating --answered--> Authenticated --opened--> Handshaking
//	Handshaking --greeted--> Connected --resumed--> Ready
//	Authenticating, Authenticated, Handshaking, Ready --lost--> Reconnecting
//	Reconnecting --retry--> Authenticating
//	the same four --refused--> Disconnected, when another attempt is no use
//	the same four, and Reconnecting --stop--> Disconnecting --closed--> Disconnected
//	Disconnected --delay--> Reconnecting, when Slack has asked to wait
//
// An attempt is the call of rtm.connect, the opening of the socket and the wait for
// hello. Each of the three has a time limit, and one backoff governs the pause between
// attempts, whichever of them failed.
//
// # Sending
//
// A frame waits in a queue until the connection is Ready, is written in the order of
// the calls, and is settled once: answered, refused, never sent ([DeliveredNo]), or
// sent without an answer ([DeliveredUnknown]). The client never sends again what may
// have arrived. Frames do not wait for one another's answers.
//
// # Socket Mode
//
// With Config.SocketMode the same client speaks Socket Mode. What is different: an event comes
// in an [Envelope], to any one of an app's sockets, and comes again until it is acknowledged,
// so that a short interruption is a Gap that is Recovered. SendMessage calls
// chat.postMessage. There are no typing, presence and pings: SendTyping, SubscribePresence,
// Ping and Send fail with CodeNotInSocketMode.
//
// # What the protocol cannot do
//
// What happens while there is no socket is not sent later: a [Gap] says so. Events are
// delivered as Slack sent them; unknown types are passed on.
//
// # How it is made
//
// The protocol is package core, a state machine without anything that runs. One
// goroutine of each Client steps it; sockets and calls have goroutines of their own,
// which only report to that one. Package rtmtest has a fake Slack for tests.
package rtm
