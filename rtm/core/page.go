package core

import (
	"cmp"
	"time"
)

// wakePause is the least time between the beginnings of two attempts when a page
// comes back again and again: a visitor may flip through tabs, or the network come
// and go.
const wakePause = instant(5 * time.Second)

// wasPutAway is why a session sleeps, unless PutAway gives another reason.
const wasPutAway = "the page was put away"

// putAway carries out PutAway.
func (m *Machine) putAway(reason string) {
	cause := newError(CodeWebSocket, nil, cmp.Or(reason, wasPutAway))
	switch m.state {
	case Disconnected, Disconnecting:
		return
	case Reconnecting:
	default:
		m.abandonAttempt()
		if m.current != nil {
			m.giveUpCurrent(cause)
		}
		m.move(byLoss, cause)
	}
	m.retry.at, m.retry.asleep = 0, true
}

// back carries out Back.
func (m *Machine) back() {
	if m.retry.asleep {
		m.retry.asleep = false
		m.retry.at = m.soonest()
	}
	m.wake()
}

// wake deals with time that may have passed unnoticed: sockets are probed, and a pause
// before an attempt is cut short.
func (m *Machine) wake() {
	for _, s := range m.sockets() {
		m.dialect.probe(m, s)
	}
	if m.state == Reconnecting && !m.retry.asleep {
		soon := max(m.clock.now, m.retry.began+wakePause)
		m.retry.at = max(sooner(m.retry.at, soon), m.soonest())
	}
}
