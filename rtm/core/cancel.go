package core

// cancel carries out Cancel.
func (m *Machine) cancel(call Call) {
	if call == 0 {
		return
	}
	if f := m.queue.cancel(call); f != nil {
		m.fail(call, f.failure(CodeAbort, DeliveredNo, nil, "frame ", f.id, " was taken back before it was sent"))
		return
	}
	if f := m.cancelSent(call); f != nil {
		m.fail(call, f.failure(CodeAbort, DeliveredUnknown, nil, "the wait for the reply to frame ", f.id, " was given up: it was sent"))
		return
	}
	if cut(&m.want.stops, call) {
		m.fail(call, newError(CodeAbort, nil, "the wait for the end of the session was given up"))
	}
	if cut(&m.want.starts, call) {
		m.fail(call, newError(CodeAbort, nil, "the wait for a session was given up"))
		if !m.want.holds() && m.state != Disconnecting {
			m.stop(0) // nobody else wants the session that is being made
		}
	}
}

// cancelSent takes the frame of a call out of those that were written, or gives nil.
func (m *Machine) cancelSent(call Call) *frame {
	if f := m.pending.cancel(call); f != nil {
		return f
	}
	for _, s := range m.sockets() {
		if f := s.writing; f != nil && f.call == call && !f.awaitReply && !f.cancelled {
			f.cancelled = true
			return f
		}
	}
	return nil
}
