package rtm

import "time"

// An Event is one thing that the client tells its Handler: a StateChanged,
// ConnectFailed, SocketFailed, Frame, Gap, Wrote, Latency, Grant, Pass, Settled or
// Idle.
type Event interface{ event() }

// StateChanged says that the connection is in another state now.
type StateChanged struct {
	State, Previous State
	Cause           error    // why, when it is a failure; else nil
	Session         *Session // the session that the state belongs to, from Authenticated to Ready

	// RetryAfter is for how long Slack has asked not to be called for a session,
	// with whichever token. It binds the next Start, too.
	RetryAfter time.Duration
}

// ConnectFailed says that the call for a session failed. Another attempt
// follows unless a StateChanged to Disconnected does.
type ConnectFailed struct{ Err error }

// SocketFailed says that a socket could not be opened or was lost.
type SocketFailed struct{ Err error }

// A Frame is what Slack sent.
type Frame struct {
	Type, Subtype string
	JSON          []byte
	Socket        int // the number of the socket it came through, from 1
	Index         int // its place among the frames of that socket, from 0

	// Replay says that this is a message with a reply_to that answers no send
	// which waits for one. After its hello Slack repeats the last message that
	// was sent before, whoever sent it: it is not a new message, and a Handler of
	// messages should leave it out. (@slack/client v3 does so, v4 does not.)
	Replay bool
}

// A Gap says that events may have been missed, from after From until To. Both
// are timestamps as Slack writes them ("1700000000.000100"), fit for
// conversations.history; From is empty when none was seen before.
type Gap struct {
	From, To  string
	Cause     error
	Recovered bool // nothing is missing: another socket took over in time, or Config.Backfill brought it
}

// Wrote says that a frame was written. It comes before what Slack replies.
type Wrote struct{ JSON []byte }

// Latency says how long a ping took to be answered.
type Latency struct{ RoundTrip time.Duration }

// Settled is the outcome of a command that was posted with a Ticket.
type Settled struct {
	Ticket Ticket
	Result any // what the command says that it settles with
	Err    error
}

// Idle says that all that has happened so far has been told. It follows each
// burst of other events, for handlers that do their work once a burst.
type Idle struct{}

func (StateChanged) event()  {}
func (ConnectFailed) event() {}
func (SocketFailed) event()  {}
func (Frame) event()         {}
func (Gap) event()           {}
func (Wrote) event()         {}
func (Latency) event()       {}
func (Grant) event()         {}
func (Pass) event()          {}
func (Settled) event()       {}
func (Idle) event()          {}

// A Session is Slack's answer to rtm.connect.
type Session struct {
	URL    string // of the socket: it can be used once, within 30 seconds
	UserID string // who the token belongs to
	TeamID string
	JSON   []byte // the whole answer
}

// A Reply is Slack's answer to a frame that was sent.
type Reply struct {
	MessageID int
	TS        string // of the message that the frame became
	Text      string // as Slack took it, which may differ from what was sent
	Frame     Frame  // the whole of it
}
