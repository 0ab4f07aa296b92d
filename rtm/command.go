package rtm

// A Command is something that the caller wants of a Client: a Start, Reconnect,
// Stop, Send, Passed, CallMethod, Withdraw, Sleep, Wake, Hear or Report. Client's
// methods make them; Post takes them where a caller cannot wait, as in a page.
type Command interface{ command() }

// A Ticket names a posted command, so that its Settled event can be told from
// others. Zero means that nobody asks for the outcome.
type Ticket int

// Start asks for a session and settles with it, a *Session, once Slack has
// granted it. If there is one, it settles at once; during a pause before
// another attempt, it ends the pause.
type Start struct {
	Token  string            // instead of Config.Token, if not empty
	Fields map[string]string // further fields of the call, such as "presence_sub"

	// URL is the address of a socket. If it is given, this start, and none of
	// the reconnections after it, opens that instead of asking for one.
	URL string

	// Earlier, if not nil, is a session that ended by itself, or with its program:
	// this start continues it.
	Earlier *Earlier
}

// Earlier is what a Client has known of a session that another is to continue.
type Earlier struct {
	Newest   string // Stats.Newest: a Gap is told from there on
	Presence []byte // the body of its last presence_sub; nil if there was none
	Cause    string // why it ended; if empty, the page was put away
}

// Reconnect gives up the session, or with Force also the attempt under way,
// for an attempt that begins at once, and settles as a Start does. Without a
// session or an attempt it is the last Start again.
type Reconnect struct{ Force bool }

// Stop asks for no session, and settles with nil once nothing is left open.
type Stop struct{}

// Send asks for a frame to be written and settles with a Reply.
type Send struct {
	Type string
	Body []byte // the other members of the frame, a JSON object; nil means none
	ID   int    // its "id", unique among all; 0 lets the client choose. That of a frame under way is refused

	// AwaitReply settles on Slack's reply instead of the write.
	AwaitReply bool

	// Unqueued fails at once unless the connection is Ready, and overtakes the
	// queue, as v4's send does. If the connection is lost before the frame is
	// written, it fails with DeliveredNo: no later connection gets it.
	Unqueued bool

	// Socket is the number of the socket that the caller has written the frame to,
	// a message that awaits its reply, as a Grant allowed. Zero lets the client
	// write it.
	Socket int
}

// Passed tells of frames that the caller has delivered by itself: the next ones of
// their socket, events as a Pass allowed and replies.
type Passed struct {
	Socket   int
	Frames   int
	Newest   string // of their timestamps; may be empty
	Answered []int  // the ids of the frames that the replies were to
}

// CallMethod asks for a call of a method of the Web API, such as chat.update,
// and settles with Slack's answer, a []byte of JSON whose "ok" is true.
type CallMethod struct {
	Method string
	Fields map[string]string // of the form; the token is added
}

// Withdraw takes the command with this Ticket back. A Send that has not been
// written fails with DeliveredNo, one that has with DeliveredUnknown. A Start
// ends no more than its own wait, unless nobody else wants the session that is
// being made: no other Start waits for it, and none was granted one since the
// last Stop.
type Withdraw struct {
	Ticket Ticket
	Cause  error
}

// Sleep tells the client that the page is about to be put away: it gives its
// socket up at once and makes no attempt before Wake or Start. The caller's wish
// for a session stands.
type Sleep struct {
	Reason string // if it is another: what the state's Cause is to say
}

// Wake tells the client that time may have passed unnoticed, or that the
// network may have changed: a session is probed, a pause between attempts is
// cut short, and Sleep is over.
type Wake struct{}

// Hear takes something else than a frame for a sign that the other side lives.
type Hear struct{}

func (Start) command()      {}
func (Reconnect) command()  {}
func (Stop) command()       {}
func (Send) command()       {}
func (Passed) command()     {}
func (CallMethod) command() {}
func (Withdraw) command()   {}
func (Sleep) command()      {}
func (Wake) command()       {}
func (Hear) command()       {}
