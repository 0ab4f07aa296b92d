package core

import (
	"cmp"
	"slices"
	"time"
)

// start carries out Start.
func (m *Machine) start(s Start) {
	if session := m.session(); session != nil {
		m.want.granted = true
		m.settle(Settle{Call: s.Call, Session: session})
		return
	}
	if s.URL != "" {
		if err := CheckSocketURL(s.URL); err != nil {
			m.fail(s.Call, err)
			return
		}
	}
	m.want.starts = append(m.want.starts, s.Call)
	switch m.state {
	case Disconnected:
		m.offer = offer{} // it was for another start
		m.ask(s.Token, s.Fields)
	case Disconnecting:
		m.ask(s.Token, s.Fields)
	}
	if s.URL != "" && m.state != Authenticating {
		m.offer.put(Session{URL: s.URL, JSON: answerWithURL(s.URL)}, m.clock.after(offerLife))
	}
	switch m.state {
	case Disconnected:
		m.retry.failures = 0
		if s.Earlier != nil {
			m.takeUp(*s.Earlier)
		}
		m.beginFirst()
	case Reconnecting:
		m.retry.asleep = false
		m.retry.at = m.soonest()
	}
	// In Authenticating the answer will do, and Disconnecting ends in a start.
}

// ask notes what the next session is asked for with. What another customer's session
// left behind is none of its business.
func (m *Machine) ask(token string, fields []Field) {
	before := m.want.customer()
	m.want.token, m.want.fields = token, slices.Clone(fields)
	if m.want.customer() != before {
		m.forgetSession()
	}
}

// takeUp continues a session that another machine has had.
func (m *Machine) takeUp(e Earlier) {
	m.hadSession = true
	m.presence = e.Presence
	m.recent.before = e.Newest
	m.gap.see(e.Newest, m.clock.wall)
	m.gap.begin(m.gap.seen, newError(CodeWebSocket, nil, cmp.Or(e.Cause, wasPutAway)))
}

// beginFirst begins the first attempt after a Start, as soon as Slack allows one.
func (m *Machine) beginFirst() {
	if wait := time.Duration(m.soonest() - m.clock.now); wait > 0 {
		m.retry.at = m.soonest()
		m.move(byDelay, &Error{Code: CodeRateLimited, RetryAfter: wait, Name: "ratelimited",
			Message: concat("Slack has asked to wait before the next call: it follows in ", wait.Round(time.Millisecond))})
		return
	}
	m.move(byStart, nil)
	m.begin()
}

// reconnect carries out Reconnect.
func (m *Machine) reconnect(r Reconnect) {
	cause := newError(CodeWebSocket, nil, "reconnect was called")
	switch m.state {
	case Connected, Ready:
		if !r.Force && m.attempt != nil {
			break // a successor is on its way
		}
		m.abandonAttempt()
		m.giveUpCurrent(cause)
		m.move(byLoss, cause)
	case Authenticating, Authenticated, Handshaking:
		if r.Force {
			m.abandonAttempt()
			m.move(byLoss, cause)
		}
	}
	m.start(Start{Call: r.Call, Token: m.want.token, Fields: m.want.fields})
}

// forgetSession drops what belonged to the session that has ended: its presence
// subscriptions, its gap, the address of its next socket.
func (m *Machine) forgetSession() {
	m.presence = nil
	m.gap.forget()
	m.offer = offer{}
	m.envelopes.interruption = interruption{}
}
