package members

import (
	"slices"

	"rtmwasm/rtm/core"
)

// A Session is one that members share. It is not safe for use by several goroutines.
type Session struct {
	members []*member // in the order in which they joined
	owners  map[core.Call]*owner
	effects []Effect // of the step under way

	state     core.State
	moves     int                 // how often the state has changed
	way       []core.StateChanged // from the beginning of the attempt to the state
	session   *core.Session       // the one that the state belongs to, or nil
	isFilling bool                // the machine has a gap filled, and tells of that then
	newestID  int                 // of a frame
	followed  string              // the body of the presence_sub that the machine has
}

// A member is one of those who share the session.
type member struct {
	number   Member
	epoch    int
	state    core.State // that it was told last
	isUp     bool       // it wants the session
	hears    bool       // it is told what the session tells
	isBehind bool       // it wants to, and does not keep up
	moves    int        // the session's, when it fell behind
	granted  bool       // it has had the session since it is up
	hasStood bool       // the session was Ready for it since it is up
	user     string
	starts   []core.Call // that wait for the session
	held     []core.Send // that wait until it is up
	presence []string
	missed   *string            // since when it has not heard the session, and was not told; or nil
	end      *core.StateChanged // of the session, which it does not know yet, since it is behind; or nil
}

// MaxHeld is how many frames of a member wait until it wants the session.
const MaxHeld = core.DefaultQueueLimit

// New makes a session without members. Slack may repeat to a socket what it answered on an
// earlier one, and another session may have asked: so the ids of frames begin where the seed
// says. (Those of a machine begin at 1 << 30.)
func New(seed uint64) *Session {
	return &Session{
		owners:   map[core.Call]*owner{},
		state:    core.Disconnected,
		newestID: int(seed%(1<<14)) << 15,
	}
}

// Step takes an input and gives what follows from it.
func (s *Session) Step(in Input) []Effect {
	s.effects = nil
	switch in := in.(type) {
	case Told:
		s.told(in.Effect)
	case Join:
		if s.find(in.Member) == nil {
			s.members = append(s.members, &member{number: in.Member, state: core.Disconnected})
		}
	case Leave:
		s.each(in.Member, s.leave)
	case Start:
		s.each(in.Member, func(m *member) { s.start(m, in) })
	case Reconnect:
		s.each(in.Member, func(m *member) { s.reconnect(m, in) })
	case Stop:
		s.each(in.Member, func(m *member) { s.stop(m, in) })
	case Send:
		s.each(in.Member, func(m *member) { s.send(m, in.Send) })
	case Cancel:
		s.each(in.Member, func(m *member) { s.cancel(m, in.Call) })
	case Behind:
		s.each(in.Member, func(m *member) { s.fallBehind(m, in.Newest) })
	case CaughtUp:
		s.each(in.Member, s.catchUp)
	}
	return s.effects
}

// told takes what the machine says.
func (s *Session) told(e core.Effect) {
	switch e := e.(type) {
	case core.StateChanged:
		s.move(e)
	case core.Fill:
		s.isFilling = true
		s.do(TellAll{e})
	case core.Gap:
		s.isFilling = false
		s.gap(e)
	case core.Settle:
		s.settled(e)
	default:
		s.do(TellAll{e})
	}
}

// each calls f with the member of a number, if there is one.
func (s *Session) each(number Member, f func(*member)) {
	if m := s.find(number); m != nil {
		f(m)
	}
}

func (s *Session) find(number Member) *member {
	if i := slices.IndexFunc(s.members, func(m *member) bool { return m.number == number }); i >= 0 {
		return s.members[i]
	}
	return nil
}

// isWanted reports whether any member wants the session.
func (s *Session) isWanted() bool {
	return slices.ContainsFunc(s.members, func(m *member) bool { return m.isUp })
}

// IsEmpty reports whether there are no members.
func (s *Session) IsEmpty() bool { return len(s.members) == 0 }

func (s *Session) do(e Effect) { s.effects = append(s.effects, e) }

// settle tells the outcome of a call that the machine does not have.
func (s *Session) settle(o core.Settle) {
	if o.Call != 0 {
		s.do(TellAll{o})
	}
}

func (s *Session) fail(call core.Call, code core.Code, message string) {
	s.settle(core.Settle{Call: call, Err: &core.Error{Code: code, Message: message}})
}
