package members

import "rtmwasm/rtm/core"

// An Effect is one thing that the driver does, in the order in which a step gives them.
type Effect interface{ effect() }

// Do has the machine take an input: at once, or, of a step that took a Told, when the
// machine's step is over.
type Do struct{ Input core.Input }

// Hears says whether a member hears what the session tells from now on, and which wish of
// the member's what it is told from now on belongs to.
type Hears struct {
	Member Member
	Epoch  int
	On     bool
}

// Tell tells one member.
type Tell struct {
	Member Member
	Effect core.Effect
}

// TellAll tells all members that hear the session, or whoever waits for a core.Settle.
type TellAll struct{ Effect core.Effect }

// TellMissed tells one member of a gap from the event with this timestamp until now: see
// core.Machine.GapSince.
type TellMissed struct {
	Member Member
	From   string
}

func (Do) effect()         {}
func (Hears) effect()      {}
func (Tell) effect()       {}
func (TellAll) effect()    {}
func (TellMissed) effect() {}
