package core

import "time"

// An Effect is one thing that a driver has to do, or to tell its caller. Effects
// are carried out in the order in which a step gives them.
type Effect interface{ effect() }

// What the driver does.

// Connect asks for the session of an attempt, from Slack or whoever answers for it.
// It ends with an Answered.
type Connect struct {
	Conn   Conn
	Token  string
	Fields []Field
}

// Open opens a socket. It ends with an Opened.
type Open struct {
	Conn Conn
	URL  string
}

// Abandon ends the Connect or the Open of an attempt. What comes of it does not
// matter any more: a socket that opens all the same is the driver's to close.
type Abandon struct{ Conn Conn }

// Write writes a frame. It ends with a Written; there is one at a time for each
// socket.
type Write struct {
	Conn Conn
	Text []byte
}

// Post calls a method of the Web API to send a message, in Socket Mode. It ends with a Posted.
// There is one at a time.
type Post struct {
	Post   int
	Method string
	Fields []Field
}

// StopPost ends a Post whose outcome does not matter any more.
type StopPost struct{ Post int }

// Close closes a socket, with code 1000. It ends with the socket's Closed.
type Close struct{ Conn Conn }

// Deliver tells the caller of a frame. A frame that is neither delivered nor held
// back in the step of its Received is not an event: the driver may forget it.
type Deliver struct {
	Frame FrameID
	As    Role
}

// Hold has the driver keep a frame until it is delivered or discarded.
type Hold struct{ Frame FrameID }

// Discard lets go of a frame that was held back.
type Discard struct{ Frame FrameID }

// A FrameID names a frame: by its socket and its place there, or, with Conn zero,
// by its place in the last Filled.
type FrameID struct {
	Conn  Conn
	Index int
}

// A Role is what a frame is to the caller.
type Role int

// The roles of frames.
const (
	Event    Role = iota // something has happened in the workspace
	Answer               // the reply to a frame of the caller's
	Replayed             // a message in reply that answers nothing that waits: Slack repeats an earlier one
)

// Compare says whether each Received must have its Sum from now on.
type Compare struct{ On bool }

// Fill asks for the events that were missed in a gap. It ends with a Filled. The
// driver forgets an earlier Fill that has not ended.
type Fill struct {
	Fill int
	Gap  Gap
}

// StopFill ends a Fill whose answer does not matter any more.
type StopFill struct{ Fill int }

// What the driver tells its caller.

// Settle is the outcome of a Call: an error, or what the input promises.
type Settle struct {
	Call    Call
	Session *Session
	Reply   *Reply
	Err     *Error
	Reason  FrameID // the frame with which Slack refused it; else Conn is 0
}

// A Reply is the outcome of a Send.
type Reply struct {
	ID    int     // the frame's
	Frame FrameID // Slack's reply, if a socket was to bring one; else Conn is 0
	JSON  []byte  // and if it was the answer to a Post; else nil

	// IsNews says that those who share the session with the sender are to be told of the
	// message: Slack does not repeat it to the socket that brought it, and no other socket
	// has. It is not delivered from now on. In Socket Mode it comes as an event.
	IsNews bool
}

// StateChanged says that the connection is in another state.
type StateChanged struct {
	State, Previous State
	Cause           error    // why, when it is a failure; else nil
	Session         *Session // the one that the state belongs to, from Authenticated to Ready
}

// ConnectFailed says that a Connect failed. Another attempt follows, unless a
// StateChanged to Disconnected does.
type ConnectFailed struct{ Err error }

// SocketFailed says that a socket could not be opened or was lost.
type SocketFailed struct{ Err error }

// A Gap says that events may have been missed, after From until To. Both are
// timestamps as Slack writes them ("1700000000.000100"). From is empty when no
// event was seen before.
type Gap struct {
	From, To  string
	Cause     error `rec:"-"`
	Recovered bool  // nothing is missing: another socket took over in time, or a Fill brought it
}

// Wrote says that a frame was written.
type Wrote struct{ Text []byte }

// Latency says how long a ping took to be answered.
type Latency struct{ RoundTrip time.Duration }

// Log is a line of the log.
type Log struct {
	Level Level
	Text  string
}

// A Level says how grave a line of the log is.
type Level string

// The levels, with v4's words.
const (
	LevelDebug Level = "debug"
	LevelInfo  Level = "info"
	LevelWarn  Level = "warn"
	LevelError Level = "error"
)

func (Connect) effect()       {}
func (Open) effect()          {}
func (Abandon) effect()       {}
func (Write) effect()         {}
func (Post) effect()          {}
func (StopPost) effect()      {}
func (Close) effect()         {}
func (*Deliver) effect()      {}
func (Hold) effect()          {}
func (Discard) effect()       {}
func (Compare) effect()       {}
func (Fill) effect()          {}
func (StopFill) effect()      {}
func (Settle) effect()        {}
func (StateChanged) effect()  {}
func (ConnectFailed) effect() {}
func (SocketFailed) effect()  {}
func (Gap) effect()           {}
func (Wrote) effect()         {}
func (Latency) effect()       {}
func (Log) effect()           {}

// A Session is what Slack grants.
type Session struct {
	URL    string `rec:"address"` // of the socket: it can be used once, within 30 seconds
	UserID string // who the token belongs to
	TeamID string
	JSON   []byte `rec:"-"` // Slack's whole answer, which the machine hands on
}
