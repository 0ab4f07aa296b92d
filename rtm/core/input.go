package core

// An Input is one thing that has happened, or that the caller wants.
type Input interface{ input() }

// A Call is the number that a driver gives to something that it waits for. It is
// settled once, by a Settle. Zero means that nobody waits.
type Call int

// A Conn is the number of an attempt to get a session, and of the socket that the
// attempt opens. They count from 1.
type Conn int

// What the caller wants.

// Start asks for a session. It settles with the Session, once Slack has granted
// one. If there is one, it settles at once. During a pause before another attempt
// it ends the pause.
type Start struct {
	Call   Call
	Token  string  `rec:"token"` // handed on with Connect; empty for the driver's own
	Fields []Field // further fields of the call for a session, such as "presence_sub"

	// URL is the address of a socket. If it is given, this start, and none of the
	// reconnections after it, opens that instead of asking for one.
	URL string `rec:"address"`

	// Earlier, if not nil, is a session that another machine has had and that this
	// one takes up.
	Earlier *Earlier
}

// A Field is one of a form.
type Field struct {
	Name  string
	Value string `rec:"token"`
}

// Earlier is what one machine has known of a session that another takes up.
type Earlier struct {
	Newest   string // Stats.Newest of that machine: a Gap is told from there on
	Presence []byte // the body of its last presence_sub; nil if there was none
	Cause    string // why it ended, as the Gap is to say; empty if the page was put away
}

// Reconnect gives up the session, and with Force an attempt under way as well, for
// an attempt that begins at once. It settles as a Start does. Without a session or
// an attempt it is the last Start again.
type Reconnect struct {
	Call  Call
	Force bool
}

// Stop asks for no session. It settles once no socket is left open.
type Stop struct{ Call Call }

// Send asks for a frame to be written. It settles with a Reply.
type Send struct {
	Call Call
	Type string
	Body []byte // the frame's other members, a JSON object; nil for none
	ID   int    // the frame's "id", from 1; 0 lets the machine choose

	// AwaitReply settles on Slack's reply instead of the write.
	AwaitReply bool

	// Unqueued fails at once unless the connection is Ready, and passes all that
	// waits in the queue. It is v4's send.
	Unqueued bool
}

// Cancel ends the wait of a Call, which settles with CodeAbort. The last Start that
// waits takes the wish for a session with it, unless one was granted already.
type Cancel struct{ Call Call }

// PutAway says that the page is about to be put away, into the back/forward cache
// for instance: the socket is given up at once, and no attempt is made before Back
// or Start, but for one that waits for the end of a Stop. The caller's wish for a session
// stands.
type PutAway struct {
	Reason string // replaces the usual words in the state's Cause, if not empty
}

// Back says that time may have passed unnoticed, or that the network may have
// changed: the page is back, visible or online. A session is probed, a pause before
// an attempt is cut short, and a PutAway is over.
type Back struct{}

// Ack acknowledges an envelope that was delivered, in Socket Mode: whoever was to hear of it
// has. Without one the machine does it after 2 seconds. It settles, once it is written, with a
// Reply of no frame.
type Ack struct {
	Call     Call
	Envelope string // its envelope_id
	Payload  []byte // the answer, as JSON; nil for none
}

// What became of effects.

// Answered ends a Connect: with a session, or an error.
type Answered struct {
	Conn    Conn
	Session *Session
	Err     error // an *Error, or what wraps one
}

// Opened ends an Open: with nil once the socket is open, or an error.
type Opened struct {
	Conn Conn
	Err  error
}

// Received is one frame that a socket has brought.
type Received struct {
	Conn  Conn
	Index int // its place among the frames of that socket, from 0
	Size  int // of the whole frame, in bytes of UTF-8, or nearly
	Members

	// Sum tells events apart by their texts, or, of those that have a time, by the members
	// above: equal ones have equal sums. It must be given after a Compare, until the next
	// one.
	Sum uint64
}

// Written ends a Write. An error means that the frame did not leave.
type Written struct {
	Conn Conn
	Err  error
}

// Alive says that the session's socket has shown a sign of life that is no frame.
type Alive struct{}

// Closed says that a socket has closed, and why. It comes after all frames of that
// socket, also after a Close.
type Closed struct {
	Conn  Conn
	Clean bool // the other side has completed the closing handshake
	Err   error
}

// Filled ends a Fill: with the frames that were missed, oldest first, or an error.
type Filled struct {
	Fill   int
	Frames []Members
	Err    error
}

// Posted ends a Post: with Slack's answer, whose "ok" is true, or an error.
type Posted struct {
	Post int
	JSON []byte
	Err  error // an *Error, or what wraps one
}

// Tick says that time has passed: the Deadline has come. It alone ends waits
// for the other side, but for that of a Stop; so a driver gives it after all that has come in.
type Tick struct{}

func (Start) input()     {}
func (Reconnect) input() {}
func (Stop) input()      {}
func (Send) input()      {}
func (Cancel) input()    {}
func (PutAway) input()   {}
func (Back) input()      {}
func (Answered) input()  {}
func (Opened) input()    {}
func (Received) input()  {}
func (Written) input()   {}
func (Alive) input()     {}
func (Closed) input()    {}
func (Filled) input()    {}
func (Ack) input()       {}
func (Posted) input()    {}
func (Tick) input()      {}
