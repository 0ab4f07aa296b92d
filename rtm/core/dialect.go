package core

// A dialect is the protocol that a session is spoken in: how one is asked for, what a frame
// means, how it is answered, how a message is sent, how life is shown. There are two, RTM and
// Socket Mode; all else of the machine is the same for both. A dialect has nothing of its own:
// what it knows belongs to the machine, and so to a recording.
type dialect interface {
	// method is the call that a session is asked for with.
	method() string

	// greeted takes the hello of a socket, which carries the session from now on.
	greeted(m *Machine, in *Received, s *socket)

	// hear deals with any other frame.
	hear(m *Machine, in *Received, s *socket)

	// admit gives the reason why a frame cannot be sent, or nil.
	admit(f *frame) *Error

	// longText is the length of text beyond which Slack may cut a message short.
	longText() int

	// canSend reports whether the next frame of the queue may go now; transmit has it go.
	canSend(m *Machine) bool
	transmit(m *Machine, f *frame)

	// replaces prepares for an attempt that is to replace the session's socket, and moved for
	// the end of the old one, once that has been done.
	replaces(m *Machine, next Conn)
	moved(m *Machine)

	// lost notes that the session's socket has gone, and resumed deals with what a session
	// before has left open, once there is another. judgeGap says whether nothing is missed in a
	// gap that ends.
	lost(m *Machine, s *socket, certain string)
	resumed(m *Machine)
	judgeGap(m *Machine, g Gap) Gap

	// expectReplays shortens the wait for replies that only the old socket was to bring.
	expectReplays(m *Machine)

	// closed looks at the end of a socket, which may be one that was given up.
	closed(m *Machine, in Closed)

	// probe looks whether a socket is alive, since time may have passed unnoticed.
	probe(m *Machine, s *socket)

	// next is when judge has something to do; zero for never.
	next(m *Machine) instant
	judge(m *Machine)
}

// dialectOf gives the one that a machine speaks.
func dialectOf(c Config) dialect {
	if c.SocketMode {
		return &socketMode{}
	}
	return &rtm{}
}
