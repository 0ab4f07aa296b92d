package core

// oldWriteUntil is how long a write to the old socket of a handover, which is under way,
// is waited for; zero if it is not.
func (m *Machine) oldWriteUntil() instant {
	if d := m.draining; d != nil && d.socket.writing != nil && d.socket.writing.class == ordinary {
		return d.writeBy.at
	}
	return 0
}

// judgeOldWrite ends the wait for that write.
func (m *Machine) judgeOldWrite() {
	if d := m.draining; d != nil && d.writeBy.judge(&m.clock, unfinishedWrite) == passed {
		d.writeBy = deadline{}
	}
}

// write has the frame go whose turn it is, once the one before has gone.
func (m *Machine) write() {
	if !m.dialect.canSend(m) {
		return
	}
	if f := m.queue.next(&m.pace, m.clock.now); f != nil {
		m.dialect.transmit(m, f)
	}
}

// writeSoon has a frame written to a socket, at the latest once the write under way there has
// ended.
func (m *Machine) writeSoon(s *socket, f *frame) {
	if s.isWriting() {
		s.next = append(s.next, f)
	} else {
		m.writeTo(s, f)
	}
}

// writeTo has a frame written. It counts as pending from here on, so that no reply
// can be too early.
func (m *Machine) writeTo(s *socket, f *frame) {
	s.writing = f
	f.conn = s.conn
	if f.awaitReply {
		f.ack = deadline{at: m.clock.after(m.config.AckTimeout)}
		m.pending.add(f)
	}
	m.do(Write{s.conn, f.text})
}

// written takes the outcome of a write.
func (m *Machine) written(in Written) {
	s := m.socket(in.Conn)
	if s == nil || !s.isWriting() {
		return // it was given up, and what it wrote settled
	}
	s.overtaken = false
	f := s.writing
	if in.Err == nil {
		if f != nil {
			m.confirmWrite(s)
		}
		if len(s.next) > 0 {
			f := s.next[0]
			s.next = s.next[1:]
			m.writeTo(s, f)
		}
		return
	}
	if f != nil {
		s.writing = nil
		m.takeBack(f, in.Err)
	}
	m.giveUp(s, lossError(in.Err))
}

// confirmWrite notes that the frame being written has left.
func (m *Machine) confirmWrite(s *socket) {
	f := s.writing
	s.writing = nil
	m.do(Wrote{f.text})
	if !f.awaitReply && !f.cancelled {
		m.settle(Settle{Call: f.call, Reply: &Reply{ID: f.id}})
	}
}

// takeBack deals with a frame that did not leave: it waits for another socket, if it
// may wait.
func (m *Machine) takeBack(f *frame, cause error) {
	if f.awaitReply && m.pending.take(f.id) != f || f.cancelled {
		return // it was settled meanwhile
	}
	f.conn, f.ack = 0, deadline{}
	switch f.class {
	case ordinary:
		m.queue.add(f)
	default: // of those of the machine's own nobody hears
		m.failUrgent(f, cause)
	}
}

// failUrgent settles a frame that was not to wait, and was not written.
func (m *Machine) failUrgent(f *frame, cause error) {
	m.fail(f.call, f.failure(CodeSendWhileDisconnected, DeliveredNo, cause, "the connection was lost before frame ", f.id, " was written: send it again, or use a method that queues"))
}

// writeUnknown ends the wait for a write whose socket has gone. A frame that awaits
// its reply goes on waiting for it: Slack may replay it.
func (m *Machine) writeUnknown(s *socket, cause error) {
	for _, f := range s.next {
		m.failUrgent(f, cause)
	}
	f := s.writing
	s.writing, s.next = nil, nil
	if f != nil && !f.awaitReply && !f.cancelled {
		m.fail(f.call, f.failure(CodeNoReply, DeliveredUnknown, cause, "the connection was lost during the write of frame ", f.id))
	}
}
