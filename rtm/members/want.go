package members

import (
	"slices"

	"rtmwasm/rtm/core"
)

// start has a member want the session.
func (s *Session) start(m *member, in Start) {
	if in.Epoch < m.epoch {
		s.fail(in.Call, core.CodeDisconnected, "disconnect was called")
		return
	}
	m.epoch, m.isUp = in.Epoch, true
	s.tellEnd(m)
	if m.state == core.Disconnected && in.State != "" {
		m.state = in.State
	}
	if e := in.Earlier; e != nil {
		m.missed, m.user, m.granted, m.hasStood = &e.Newest, in.User, true, true
		m.presence, _ = core.PresenceIDs(e.Presence)
	}
	if in.Call != 0 {
		m.starts = append(m.starts, in.Call)
	}
	switch {
	case s.state == core.Disconnected:
		if !m.isBehind {
			s.hear(m)
		}
		s.begin(in.Start)
	case s.state == core.Disconnecting:
		// The machine begins anew once the old session has ended. A member that stops hears
		// that end; another hears what comes after it.
		s.begin(in.Start)
	case !m.hears && !m.isBehind:
		s.enter(m)
	}
	if m.isUp { // and the session is no other user's
		s.grant(m)
		s.sendHeld(m)
		s.follow()
	}
}

// begin has the machine begin a session. Nobody waits for it there: who waits here is told
// by the states, and one that gives its start up leaves the others alone.
func (s *Session) begin(in core.Start) {
	in.Call = 0
	if in.Earlier != nil && s.state == core.Disconnected {
		earlier := *in.Earlier
		if earlier.Presence != nil {
			earlier.Presence = s.union()
		}
		s.followed = string(earlier.Presence)
		in.Earlier = &earlier
	}
	s.do(Do{in})
}

// reconnect has the session made anew, for all.
func (s *Session) reconnect(m *member, in Reconnect) {
	if !m.isUp || s.state == core.Disconnected || in.Epoch < m.epoch {
		s.start(m, Start{Member: m.number, Start: core.Start{Call: in.Call}, Epoch: in.Epoch})
		return
	}
	s.own(in.Call, m)
	s.do(Do{in.Reconnect})
}

// stop has a member want the session no more.
func (s *Session) stop(m *member, in Stop) {
	if in.Epoch < m.epoch {
		s.settle(core.Settle{Call: in.Call})
		return
	}
	m.epoch = in.Epoch
	s.down(m, in.Call)
}

// leave lets a member go.
func (s *Session) leave(m *member) {
	s.down(m, 0)
	s.members = slices.DeleteFunc(s.members, func(other *member) bool { return other == m })
}

// down ends the session for a member, and altogether if it was the last that wanted it.
func (s *Session) down(m *member, call core.Call) {
	m.end = nil
	m.isUp, m.granted, m.hasStood, m.isBehind, m.missed, m.user, m.presence = false, false, false, false, nil, "", nil
	s.failStarts(m, nil)
	s.failHeld(m)
	calls := s.giveUp(m)
	isLast := !s.isWanted()
	if isLast && m.hears {
		s.hearsIf(m, true) // how the session ends
	} else {
		s.hearsIf(m, false)
		s.tellDown(m)
	}
	if isLast {
		s.followed = ""
		s.do(Do{core.Stop{Call: call}})
		return
	}
	for _, call := range calls {
		s.do(Do{core.Cancel{Call: call}})
	}
	s.settle(core.Settle{Call: call})
	s.follow()
}

// tellDown tells a member that hears the session no more that it has ended for it.
func (s *Session) tellDown(m *member) {
	if m.state != core.Disconnected && m.state != core.Disconnecting {
		s.tellState(m, core.StateChanged{State: core.Disconnecting})
	}
	if m.state == core.Disconnecting {
		s.tellState(m, core.StateChanged{State: core.Disconnected})
	}
}

// over ends the session for all, since the machine has. Who has asked for another one
// meanwhile waits for that.
func (s *Session) over(e core.StateChanged) {
	for _, m := range s.members {
		if m.isUp && e.Previous == core.Disconnecting {
			continue
		}
		switch {
		case m.isBehind && m.isUp:
			m.end = &e
		case m.isBehind:
			m.state = e.State // its stop is settled, which tells it as much
		}
		m.isUp, m.granted, m.user = false, false, ""
		// It has stood yet, unless the member's wish ends it: who starts again at once, in a
		// listener of the end, has missed what came in between.
		m.hasStood = m.hasStood && e.Previous != core.Disconnecting
		if m.hears {
			s.hearsIf(m, false)
		}
		s.failStarts(m, e.Cause)
	}
}

// grant settles the starts of a member that wait, if there is a session.
func (s *Session) grant(m *member) {
	if s.session == nil || !m.isUp {
		return
	}
	m.granted = true
	for _, call := range m.starts {
		s.settle(core.Settle{Call: call, Session: s.session})
	}
	m.starts = nil
}

// failStarts ends the starts of a member that wait.
func (s *Session) failStarts(m *member, cause error) {
	starts := m.starts
	m.starts = nil
	for _, call := range starts {
		if e, ok := cause.(*core.Error); ok {
			s.settle(core.Settle{Call: call, Err: e})
		} else {
			s.fail(call, core.CodeDisconnected, "disconnect was called")
		}
	}
}

// cancel takes a call of a member's back.
func (s *Session) cancel(m *member, call core.Call) {
	if i := slices.Index(m.starts, call); i >= 0 {
		m.starts = slices.Delete(m.starts, i, i+1)
		s.fail(call, core.CodeAbort, "the wait for a session was given up")
		if !m.granted && len(m.starts) == 0 {
			s.down(m, 0)
		}
		return
	}
	if s.dropHeld(m, call) {
		return
	}
	s.do(Do{core.Cancel{Call: call}})
}
