package core

import "time"

// When Slack announces the end of a socket, another takes over before it ends, so
// that nothing is lost: an attempt is made while the session is Ready, and when its
// socket says hello, the session moves there. The old socket is pinged a last time,
// and drained: read until the pong and the replies that it owes have come, and then
// closed. Without that pong it may have been dead for a while, and what happened
// before the call for the new socket may be missed.

// A draining is the socket that the session has moved away from.
type draining struct {
	socket    *socket
	gap       Gap      // what is missed if it was dead
	complete  bool     // all that was sent through it before the handover has come in
	told      bool     // of the gap
	writeBy   deadline // until then the new socket waits for a write that is under way here
	endBy     deadline // when it is closed, whatever it owes
	stayUntil instant  // it is not closed before; zero if it may be
}

// unfinishedWrite is how long the new socket waits for a write to the old one to end:
// if it fails, its frame is the next.
const unfinishedWrite = 100 * time.Millisecond

// drainTimeout is how long an old socket is kept for replies that have no time limit.
const drainTimeout = 30 * time.Second

// goodbye prepares for the end of the socket: "the server intends to close the
// connection soon" (api.slack.com/events/goodbye). A socket lives no longer than 8
// hours anyway, and ends with a goodbye.
func (m *Machine) goodbye() {
	if m.attempt != nil || m.retry.at != 0 || m.config.NoReconnect {
		return
	}
	if m.clock.now-m.current.since >= stableAfter {
		m.retry.startOver()
		m.retry.failures++ // the attempt is the first
		m.retry.at = m.soonest()
		return
	}
	// A server that says goodbye after each hello is not to be followed at once.
	pause, _ := m.retry.pause(&m.random)
	m.log(LevelWarn, "Slack says goodbye already: the next attempt is in ", pause.Round(time.Millisecond))
	m.retry.at = max(m.clock.after(pause), m.soonest())
}

// handOver moves the session to the attempt's socket, which has said hello.
func (m *Machine) handOver(in *Received) {
	if m.draining != nil {
		m.close(m.draining.socket)
		m.endDrain()
	}
	old := m.current
	m.draining = &draining{
		socket:  old,
		gap:     m.gap.between(m.gap.seen, newError(CodeWebSocket, nil, "Slack announced the end of the socket"), m.clock.wall),
		writeBy: deadline{at: m.clock.after(unfinishedWrite)},
	}
	if m.config.AckTimeout < 0 {
		m.draining.endBy = deadline{at: m.clock.after(drainTimeout)}
	}
	m.greet(in)
	m.log(LevelInfo, "the session has moved to a new socket")
	m.dialect.moved(m)
}

// drainCompleted notes that all that was sent through the old socket before the handover
// has come in. From here on the new one brings every event.
func (m *Machine) drainCompleted() {
	m.draining.complete = true
	if m.attempt == nil {
		m.endDedupSoon()
	}
	m.tellDrained()
}

// endDrainIfDone closes the old socket once it owes nothing.
func (m *Machine) endDrainIfDone() {
	d := m.draining
	if d == nil {
		return
	}
	owes := !d.complete || d.stayUntil != 0 || d.socket.writing != nil || m.pending.owes(d.socket.conn)
	if !owes || d.endBy.judge(&m.clock, grace) == passed {
		m.close(d.socket)
		m.endDrain()
	}
}

// tellDrained says whether the old socket has brought everything.
func (m *Machine) tellDrained() {
	d := m.draining
	if d.told {
		return
	}
	d.told = true
	d.gap.Recovered = d.complete
	m.tellGap(d.gap)
}

// endDrain forgets the old socket, which has ended or is being closed.
func (m *Machine) endDrain() {
	d := m.draining
	m.tellDrained()
	m.draining = nil
	m.writeUnknown(d.socket, newError(CodeWebSocket, nil, "the socket has ended"))
	m.dialect.expectReplays(m)
	if m.attempt == nil {
		m.endDedupSoon()
	}
}

// successorFailed lets the session live on after a failed attempt to replace its
// socket, and tries again later.
func (m *Machine) successorFailed(err error) {
	wait, again := m.scheduleRetry(err)
	if !again {
		// The end of the socket will show whether it is final.
		m.log(LevelError, "no session can take over: ", err)
		return
	}
	m.log(LevelWarn, "no session has taken over, the next attempt is in ", wait, ": ", err)
}

// promote makes the attempt to replace a socket that is lost now the attempt to get
// a session at all, by taking the state to where the attempt is.
func (m *Machine) promote(cause error) {
	m.move(byLoss, cause)
	if m.attempt == nil {
		return // its time is retry.at
	}
	m.move(byRetry, nil)
	if m.attempt.session != nil {
		m.move(byAnswer, nil)
	}
	if m.attempt.socket != nil {
		m.move(byOpening, nil)
	}
}
