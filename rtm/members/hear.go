package members

import "rtmwasm/rtm/core"

// move takes a state of the machine's.
func (s *Session) move(e core.StateChanged) {
	s.state = e.State
	s.moves++
	switch e.State {
	case core.Authenticating, core.Reconnecting, core.Disconnecting, core.Disconnected:
		s.way = nil
	}
	s.way = append(s.way, e)
	s.session = e.Session
	switch e.State {
	case core.Disconnecting:
	case core.Disconnected:
		s.tellStates(e)
		s.over(e)
		return
	default:
		for _, m := range s.members {
			s.admit(m, e)
		}
	}
	s.tellStates(e)
	if e.State == core.Authenticated {
		for _, m := range s.members {
			s.grant(m)
		}
	}
}

// tellStates tells all who hear of a state, but for those that are in it: one that has lost
// its host is Reconnecting before the session is.
func (s *Session) tellStates(e core.StateChanged) {
	var there []*member
	for _, m := range s.members {
		switch {
		case !m.hears:
		case m.state == e.State:
			there = append(there, m)
			s.hearsIf(m, false)
		default:
			m.enters(e.State)
		}
	}
	s.do(TellAll{e})
	for _, m := range there {
		s.hear(m)
	}
}

// tellState tells one member, unless it is in this state.
func (s *Session) tellState(m *member, e core.StateChanged) {
	if m.state == e.State {
		return
	}
	e.Previous = m.state
	m.enters(e.State)
	s.do(Tell{m.number, e})
}

func (m *member) enters(state core.State) {
	m.state = state
	if state == core.Ready {
		m.hasStood = true
	}
}

// tellEnd tells a member of the end of the session, if it does not know of it yet.
func (s *Session) tellEnd(m *member) {
	if m.end != nil {
		s.tellState(m, *m.end)
		m.end = nil
	}
}

// admit prepares a member for a state that it is about to hear: it may have waited for
// another session, and the session may be another user's than it has had.
func (s *Session) admit(m *member, e core.StateChanged) {
	if m.isUp && !m.hears && !m.isBehind {
		s.hear(m)
	}
	if !m.hears || !s.isFor(m) {
		return
	}
	if e.State == core.Ready {
		s.tellMissed(m)
	}
}

// isFor reports whether the session may be a member's, and has it leave another user's.
func (s *Session) isFor(m *member) bool {
	if s.session == nil || s.session.UserID == "" {
		return true
	}
	user := UserOf(s.session)
	if m.user != "" && m.user != user {
		s.refuse(m)
		return false
	}
	m.user = user
	return true
}

// UserOf names whose a session is: the team and the user.
func UserOf(session *core.Session) string { return session.TeamID + "/" + session.UserID }

// refuse ends the session for a member that has had another user's.
func (s *Session) refuse(m *member) {
	err := &core.Error{Code: core.CodeDisconnected, Message: "The session of the tabs is now for another user or team than " + m.user + " (team/user): give each its own name as the option \"shared\""}
	s.failStarts(m, err)
	s.hearsIf(m, false)
	s.tellState(m, core.StateChanged{State: core.Disconnected, Cause: err})
	m.isUp = false
	s.down(m, 0)
}

// enter has a member hear the session, which goes on: first how it got where it is.
func (s *Session) enter(m *member) {
	if !s.isFor(m) {
		return
	}
	s.hear(m)
	switch {
	case m.state == core.Disconnecting:
		s.tellState(m, core.StateChanged{State: core.Disconnected})
	case m.state != core.Disconnected && m.state != core.Reconnecting && s.way[0].State == core.Authenticating:
		s.tellState(m, core.StateChanged{State: core.Reconnecting, Cause: &core.Error{Code: core.CodeWebSocket, Message: "the session was lost while it was not heard"}})
	}
	for _, e := range s.way {
		if e.State == core.Ready {
			s.tellMissed(m)
		}
		s.tellState(m, e)
		if e.State == core.Authenticated {
			s.grant(m)
		}
	}
}

func (s *Session) hear(m *member) { s.hearsIf(m, true) }

func (s *Session) hearsIf(m *member, on bool) {
	m.hears = on
	s.do(Hears{m.number, m.epoch, on})
}

// gap tells of a gap of the session's, to each member from the last event that it has heard.
// One that has come since then has missed nothing.
func (s *Session) gap(e core.Gap) {
	for _, m := range s.members {
		if !m.hears || !m.hasStood {
			continue
		}
		own := e
		if m.missed != nil {
			own.Recovered = own.Recovered && *m.missed >= own.From
			own.From, m.missed = *m.missed, nil
		}
		s.do(Tell{m.number, own})
	}
}

// tellMissed tells a member of a gap of its own, if it has one. While the session's is being
// filled, it is that one: see gap.
func (s *Session) tellMissed(m *member) {
	if m.missed != nil && !s.isFilling {
		s.do(TellMissed{m.number, *m.missed})
		m.missed = nil
	}
}

// Newest gives the timestamp of the newest event before which a member has missed none,
// from that of the machine.
func (s *Session) Newest(number Member, ofMachine string) string {
	if m := s.find(number); m != nil && m.missed != nil {
		return *m.missed
	}
	return ofMachine
}

// fallBehind has a member hear nothing.
func (s *Session) fallBehind(m *member, newest string) {
	if !m.hears {
		return
	}
	if m.missed == nil && m.hasStood {
		m.missed = &newest
	}
	m.isBehind, m.moves = true, s.moves
	s.hearsIf(m, false)
}

// catchUp has it hear the session again: how the session got where it is, if that is not
// where the member knows it to be.
func (s *Session) catchUp(m *member) {
	wasBehind := m.isBehind
	m.isBehind = false
	s.tellEnd(m)
	switch {
	case wasBehind && !m.isUp && m.state == core.Disconnecting && s.state == core.Disconnecting:
		s.hear(m) // how the session ends
	case !wasBehind || !m.isUp || s.state == core.Disconnecting:
	case m.moves != s.moves:
		s.enter(m)
	default:
		s.hear(m)
		if s.state == core.Ready {
			s.tellMissed(m)
		}
	}
}
