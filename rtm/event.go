package rtm

import (
	"time"

	"rtmwasm/rtm/core"
)

// An Event is one thing that Events gives: a Frame, StateChanged or Gap.
type Event interface{ event() }

// A Frame is what Slack sent.
type Frame struct {
	Type, Subtype string // as in the JSON; empty if they are not there
	JSON          []byte

	// Envelope is what the frame came in, in Socket Mode: Type, Subtype and JSON are those of
	// the event, or, if there is none, the envelope's type and its payload. Else it is nil.
	Envelope *Envelope

	// Replayed says that Slack repeats its reply to an earlier frame, of which nothing
	// waits for it any more: it is not news.
	Replayed bool
}

// StateChanged says that the connection is in another state now.
type StateChanged struct {
	State, Previous State
	Cause           error    // why, when it is a failure; else nil
	Session         *Session // the one that the state belongs to, from Authenticated to Ready
}

// A Gap says that events may have been missed, after From until To. Both are
// timestamps as Slack writes them ("1700000000.000100"), fit for
// conversations.history; From is empty when none was seen before.
type Gap struct {
	From, To  string
	Cause     error
	Recovered bool // nothing is missing: another socket took over in time, or Config.Backfill brought it
}

func (Frame) event()        {}
func (StateChanged) event() {}
func (Gap) event()          {}

// A State is where the connection is: see the package comment.
type State = core.State

// The states.
const (
	Disconnected   = core.Disconnected
	Authenticating = core.Authenticating
	Authenticated  = core.Authenticated
	Handshaking    = core.Handshaking
	Connected      = core.Connected
	Ready          = core.Ready
	Reconnecting   = core.Reconnecting
	Disconnecting  = core.Disconnecting
)

// A Session is Slack's answer to rtm.connect.
type Session = core.Session

// ReadSession reads what Slack has answered to rtm.connect, for a Config.Connect that
// has it from elsewhere. A refusal is an error with CodePlatform, which ends the session
// if it is final, as if Slack had been asked by the client.
func ReadSession(answer []byte) (*Session, error) {
	const method = "rtm.connect"
	body, err := core.ReadAnswer(method, core.Response{Status: 200, Body: answer}, time.Now())
	if err != nil {
		return nil, err
	}
	session, err := core.ReadSession(method, body)
	if err != nil {
		return nil, err
	}
	return session, nil
}

// A Reply is Slack's answer to a frame that was sent.
type Reply struct {
	ID   int    // the frame's
	TS   string // of the message that the frame became
	Text string // as Slack took it, which may differ from what was sent
	JSON []byte // the whole answer; nil if none was awaited
}
