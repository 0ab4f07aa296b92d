package core

import "time"

// Stats are figures of a machine, for those who look for leaks or delays.
type Stats struct {
	Queued  int // frames that wait to be written
	Pending int // frames that wait for a reply
	Sockets int // that are open, opening or being closed

	// Newest is the timestamp of the newest event before which none is missing. It is
	// empty before the first, and after a Stop.
	Newest string

	// NextAttempt is when the pause before another attempt ends, by the wall clock,
	// since 1970. It is zero if there is no pause.
	NextAttempt time.Duration

	Connections int           // how many sockets the app has, as Slack said when the session's was opened, in Socket Mode
	Lasts       time.Duration // how long Slack means to keep the session's, in Socket Mode
}

// Stats gives the figures of now.
func (m *Machine) Stats() Stats {
	sockets := len(m.closing) + len(m.sockets())
	if a := m.attempt; a != nil && a.session != nil && a.socket == nil {
		sockets++
	}
	newest := m.gap.seen
	if m.gap.open {
		newest = m.gap.from // the old socket of a handover may have had some
	}
	if d := m.draining; d != nil && !d.complete {
		newest = d.gap.From // the old socket may still have some
	}
	if m.parting.conn != 0 {
		newest = m.parting.gap.From
	}
	newest = m.envelopes.interruption.certain(newest, m.clock.wall)
	if m.backfill != nil {
		newest = m.backfill.gap.From // later ones are held back
	}
	stats := Stats{Queued: m.queue.len(), Pending: len(m.pending.frames), Sockets: sockets, Newest: newest, NextAttempt: m.nextAttempt()}
	if m.current != nil {
		stats.Connections, stats.Lasts = m.current.life.connections, m.current.life.lasts
	}
	return stats
}

func (m *Machine) nextAttempt() time.Duration {
	if m.retry.at == 0 {
		return 0
	}
	return m.clock.wall + time.Duration(m.retry.at-m.clock.now)
}

// State gives where the connection is.
func (m *Machine) State() State { return m.state }

// Presence gives the body of the last presence_sub, or nil: see Earlier.
func (m *Machine) Presence() []byte { return m.presence }

// Token gives that of the newest Start that asked for a session, or "".
func (m *Machine) Token() string { return m.want.token }
