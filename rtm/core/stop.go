package core

import "time"

// closeTimeout bounds Disconnecting. A page gives a socket up at once; natively the
// other side, if it lives, answers a close within this time.
const closeTimeout = time.Second

// stop carries out Stop.
func (m *Machine) stop(call Call) {
	cause := newError(CodeDisconnected, nil, "disconnect was called")
	m.want.granted = false
	switch m.state {
	case Disconnected:
		m.endWaits(cause)
		m.forgetSession()
		m.settle(Settle{Call: call})
		return
	case Disconnecting:
		m.endWaits(cause)
		m.want.stops = append(m.want.stops, call)
		return
	}
	m.want.stops = append(m.want.stops, call)
	if m.draining != nil {
		m.tellDrained()
	}
	m.endParting(false)
	m.stopBackfill() // what has come in is told before the end
	m.move(byStop, nil)
	m.endWaits(cause)
	m.retry.at, m.retry.asleep = 0, false
	m.abandonAttempt()
	if m.current != nil {
		m.giveUpCurrent(cause)
	}
	m.forgetSession()
	m.closeBy = m.clock.after(closeTimeout)
	m.endIfClosed()
}

// endIfClosed ends Disconnecting once no socket is left open.
func (m *Machine) endIfClosed() {
	if m.state != Disconnecting || len(m.closing) > 0 {
		return
	}
	m.closeBy = 0
	m.move(byClosing, nil)
	m.settleStops()
	if len(m.want.starts) > 0 {
		m.retry.startOver()
		m.beginFirst()
	}
}

// endWaits settles all that waits for a session or a reply: there will be none. What
// comes later is not concerned.
func (m *Machine) endWaits(cause error) {
	m.settleStarts(nil, asError(cause))
	for _, f := range m.queue.empty() {
		m.fail(f.call, f.failure(CodeDisconnected, DeliveredNo, cause, "frame ", f.id, " was not sent, since the session has ended: it may be sent again after a start"))
	}
	for _, f := range m.pending.empty() {
		m.fail(f.call, f.failure(CodeNoReply, DeliveredUnknown, cause, "the session ended before Slack answered frame ", f.id, ": look whether it arrived before sending it again"))
	}
}
