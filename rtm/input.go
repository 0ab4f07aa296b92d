package rtm

// An input is something that the loop has to deal with: a command, or what a
// goroutine that it started has to report.
type input interface{ input() }

// rung says that the loop's timer has fired.
type rung struct{}

// posted is a command from outside.
type posted struct {
	command Command
	to      addressee
}

// logged is a line of the log from another goroutine than the loop.
type logged struct {
	level Level
	text  string
}

// invoked ends a CallMethod.
type invoked struct {
	call   *methodCall
	answer []byte
	err    error
}

// filled ends a backfill.
type filled struct {
	backfill *backfill
	frames   [][]byte
	err      error
}

// called ends the call of an attempt.
type called struct {
	epoch   int
	session Session
	err     error
}

// dialed ends the opening of a socket.
type dialed struct {
	epoch  int
	socket Socket
	err    error
}

// received is a message of one or more frames.
type received struct {
	epoch int
	data  []byte
}

// written ends the write of a frame.
type written struct {
	epoch int
	err   error
}

// gone says that a socket has closed.
type gone struct {
	epoch int
	err   error
}

func (rung) input()     {}
func (posted) input()   {}
func (logged) input()   {}
func (invoked) input()  {}
func (filled) input()   {}
func (called) input()   {}
func (dialed) input()   {}
func (received) input() {}
func (written) input()  {}
func (gone) input()     {}
