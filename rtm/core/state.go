package core

// A State is where the connection is. The words are v4's, where it has them.
type State string

// The states. What each waits for stands beside it.
const (
	Disconnected   State = "disconnected"   // Start
	Authenticating State = "authenticating" // the answer to rtm.connect
	Authenticated  State = "authenticated"  // the socket to open
	Handshaking    State = "handshaking"    // the hello frame
	Connected      State = "connected"      // nothing: hello has come, Ready follows in the same step
	Ready          State = "ready"          // whatever Slack sends; frames may be written
	Reconnecting   State = "reconnecting"   // the pause before the next attempt to end
	Disconnecting  State = "disconnecting"  // the socket to be given up
)

// A trigger is what moves the connection from one State to another.
type trigger string

const (
	byStart   trigger = "start"    // the caller wants a session
	byDelay   trigger = "delay"    // he does, and Slack has asked to wait before another call
	byAnswer  trigger = "answered" // Slack gave the address of a socket
	byOpening trigger = "opened"   // the socket is open
	byHello   trigger = "greeted"  // hello has come
	byResume  trigger = "resumed"  // what the last session left open is dealt with
	byLoss    trigger = "lost"     // the attempt or the session failed; another follows
	byRefusal trigger = "refused"  // it failed, and no other follows
	byRetry   trigger = "retry"    // the pause is over
	byStop    trigger = "stop"     // the caller wants no session
	byClosing trigger = "closed"   // no socket is left open
)

// transitions is the whole state machine. A pair that is not listed cannot
// happen.
var transitions = map[State]map[trigger]State{
	Disconnected:   {byStart: Authenticating, byDelay: Reconnecting},
	Authenticating: {byAnswer: Authenticated, byLoss: Reconnecting, byRefusal: Disconnected, byStop: Disconnecting},
	Authenticated:  {byOpening: Handshaking, byLoss: Reconnecting, byRefusal: Disconnected, byStop: Disconnecting},
	Handshaking:    {byHello: Connected, byLoss: Reconnecting, byRefusal: Disconnected, byStop: Disconnecting},
	Connected:      {byResume: Ready},
	Ready:          {byLoss: Reconnecting, byRefusal: Disconnected, byStop: Disconnecting},
	Reconnecting:   {byRetry: Authenticating, byStop: Disconnecting},
	Disconnecting:  {byClosing: Disconnected},
}

// next gives the state that t leads to.
func (s State) next(t trigger) State {
	to, ok := transitions[s][t]
	if !ok {
		panic("rtm: BUG: " + string(t) + " in state " + string(s))
	}
	return to
}
