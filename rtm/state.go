package rtm

// A State is where the connection is. The words are v4's, where it has them.
type State string

// The states. What each waits for stands beside it.
const (
	Disconnected   State = "disconnected"   // Start
	Authenticating State = "authenticating" // the answer to rtm.connect
	Authenticated  State = "authenticated"  // the socket to open
	Handshaking    State = "handshaking"    // the hello frame
	Connected      State = "connected"      // nothing: hello has come, Ready follows
	Ready          State = "ready"          // whatever Slack sends; frames may be written
	Reconnecting   State = "reconnecting"   // the pause before the next attempt to end
	Disconnecting  State = "disconnecting"  // the socket to be given up
)

// A trigger is what moves the connection from one State to another.
type trigger string

const (
	start    trigger = "start"    // the caller wants a session
	limited  trigger = "limited"  // the same, and Slack has asked to wait
	answered trigger = "answered" // Slack gave the address of a socket
	opened   trigger = "opened"   // the socket is open
	greeted  trigger = "greeted"  // hello has come
	resumed  trigger = "resumed"  // what the last session left open is dealt with
	lost     trigger = "lost"     // the attempt or the session failed; another follows
	refused  trigger = "refused"  // it failed, and no other follows
	retry    trigger = "retry"    // the pause is over
	stop     trigger = "stop"     // the caller wants no session
	closed   trigger = "closed"   // nothing is left open
)

// transitions is the whole state machine. A pair that is not listed cannot
// happen.
var transitions = map[State]map[trigger]State{
	Disconnected:   {start: Authenticating, limited: Reconnecting},
	Authenticating: {answered: Authenticated, lost: Reconnecting, refused: Disconnected, stop: Disconnecting},
	Authenticated:  {opened: Handshaking, lost: Reconnecting, refused: Disconnected, stop: Disconnecting},
	Handshaking:    {greeted: Connected, lost: Reconnecting, refused: Disconnected, stop: Disconnecting},
	Connected:      {resumed: Ready, lost: Reconnecting, refused: Disconnected, stop: Disconnecting},
	Ready:          {lost: Reconnecting, refused: Disconnected, stop: Disconnecting},
	Reconnecting:   {retry: Authenticating, stop: Disconnecting},
	Disconnecting:  {closed: Disconnected},
}

// next gives the state that t leads to.
func (s State) next(t trigger) State {
	to, ok := transitions[s][t]
	if !ok {
		panic("rtm: BUG: " + string(t) + " in state " + string(s))
	}
	return to
}
