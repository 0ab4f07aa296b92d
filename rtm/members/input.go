package members

import "rtmwasm/rtm/core"

// A Member is the number of one, which its driver gives it, once.
type Member int

// An Input is what a member wants, what becomes of it, or what the machine says.
type Input interface{ input() }

// Join says that there is another member. It wants nothing yet.
type Join struct{ Member Member }

// Leave says that a member is gone: what it wanted and asked for goes with it.
type Leave struct{ Member Member }

// Start says that a member wants the session. It settles with the session, once Slack has
// granted it.
type Start struct {
	Member Member
	core.Start

	// Epoch numbers what the member wants, up or down: word of an earlier number than the
	// last is ignored.
	Epoch int

	// State is where the member takes the session to be, which it had in another host:
	// core.Reconnecting, if it lost it there. Empty is core.Disconnected.
	State core.State

	// User is whose session the member has had, as [UserOf] gives it; empty if it has had
	// none. It takes no part in another's.
	User string
}

// Reconnect is core.Reconnect, of a member.
type Reconnect struct {
	Member Member
	core.Reconnect
	Epoch int
}

// Stop says that a member does not want the session any more. It settles once it does not
// hear it any more.
type Stop struct {
	Member Member
	Call   core.Call
	Epoch  int
}

// Send is core.Send, of a member. One that does not want the session has its frames wait
// until it does.
type Send struct {
	Member Member
	core.Send
}

// Cancel is core.Cancel, of a member.
type Cancel struct {
	Member Member
	Call   core.Call
}

// Behind says that a member does not keep up: it is told nothing more, until it has caught
// up. Newest is the machine's at this moment: see core.Stats.
type Behind struct {
	Member Member
	Newest string
}

// CaughtUp ends that.
type CaughtUp struct{ Member Member }

// Told is what the machine tells: a core.StateChanged, core.Gap, core.Fill or core.Settle. (What else it
// has done is no affair of this package, and all who hear are told the rest.)
type Told struct{ Effect core.Effect }

func (Join) input()      {}
func (Leave) input()     {}
func (Start) input()     {}
func (Reconnect) input() {}
func (Stop) input()      {}
func (Send) input()      {}
func (Cancel) input()    {}
func (Behind) input()    {}
func (CaughtUp) input()  {}
func (Told) input()      {}
