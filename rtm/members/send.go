package members

import (
	"slices"

	"rtmwasm/rtm/core"
)

// An owner is the member that waits for a call which the machine has.
type owner struct {
	member *member
	isDown bool // the member wants the session no more

	// Of a presence_sub, whose presence the member followed before.
	isPresence bool
	before     []string
}

// own notes whose a call is.
func (s *Session) own(call core.Call, m *member) {
	if call != 0 {
		s.owners[call] = &owner{member: m}
	}
}

// send has a frame of a member sent.
func (s *Session) send(m *member, f core.Send) {
	switch {
	case m.isUp:
		s.forward(m, f)
	case f.Unqueued:
		s.failSend(f, core.CodeSendWhileDisconnected, "there is no connection: call start first, or use a method that queues")
	case len(m.held) >= MaxHeld:
		s.failSend(f, core.CodeSendQueueFull, "too many frames wait for a start already: wait for some")
	default:
		m.held = append(m.held, f)
	}
}

// forward gives the machine a frame, under an id that no other member has given.
func (s *Session) forward(m *member, f core.Send) {
	s.newestID++
	f.ID = s.newestID
	s.own(f.Call, m)
	if ids, ok := core.PresenceIDs(f.Body); ok && f.Type == "presence_sub" {
		if o := s.owners[f.Call]; o != nil {
			o.isPresence, o.before = true, m.presence
		}
		m.presence = ids
		f.Body = s.union()
		s.followed = string(f.Body)
	}
	s.do(Do{f})
}

// sendHeld gives the machine the frames that have waited until their member is up.
func (s *Session) sendHeld(m *member) {
	held := m.held
	m.held = nil
	for _, f := range held {
		s.forward(m, f)
	}
}

func (s *Session) failHeld(m *member) {
	held := m.held
	m.held = nil
	for _, f := range held {
		s.failSend(f, core.CodeDisconnected, "the frame was not sent, since the session has ended: it may be sent again after a start")
	}
}

// dropHeld takes a frame back that waits until its member is up, and reports whether there
// is one.
func (s *Session) dropHeld(m *member, call core.Call) bool {
	i := slices.IndexFunc(m.held, func(f core.Send) bool { return f.Call == call })
	if i < 0 {
		return false
	}
	f := m.held[i]
	m.held = slices.Delete(m.held, i, i+1)
	s.failSend(f, core.CodeAbort, "the frame was taken back before it was sent")
	return true
}

// failSend settles a frame that the machine never had.
func (s *Session) failSend(f core.Send, code core.Code, message string) {
	s.settle(core.Settle{Call: f.Call, Err: &core.Error{Code: code, Message: message, MessageID: f.ID, Delivered: core.DeliveredNo}})
}

// giveUp gives the calls of a member that the machine has, in their order. They end with the
// session, for this member.
func (s *Session) giveUp(m *member) []core.Call {
	var calls []core.Call
	for call, o := range s.owners {
		if o.member == m {
			o.isDown = true
			calls = append(calls, call)
		}
	}
	slices.Sort(calls)
	return calls
}

// settled tells the outcome of a call that the machine has had.
func (s *Session) settled(e core.Settle) {
	o := s.owners[e.Call]
	delete(s.owners, e.Call)
	if o != nil && o.isDown && core.CodeOf(e.Err) == core.CodeAbort {
		// The member has not taken the call back: its session has ended.
		err := *e.Err
		err.Code, err.Message = core.CodeDisconnected, "the frame was not sent, since disconnect was called: it may be sent again after a start"
		if err.Delivered == core.DeliveredUnknown {
			err.Code, err.Message = core.CodeNoReply, "disconnect was called before Slack answered the frame: look whether it arrived before sending it again"
		}
		e.Err = &err
	}
	if o != nil && e.Session != nil {
		o.member.granted = true
	}
	s.do(TellAll{e})
	if o != nil && o.isPresence && e.Err != nil && e.Err.Delivered == core.DeliveredNo {
		s.followed = notKnown
		if !o.isDown {
			o.member.presence = o.before
		}
		if s.isWanted() {
			s.follow()
		}
	}
}
