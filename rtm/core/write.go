package core

// canWrite reports whether the session's socket takes another frame now.
func (m *Machine) canWrite() bool {
	return m.state == Ready && !m.current.isWriting() && m.oldWriteUntil() == 0
}

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

// write gives the socket the frame whose turn it is, once the one before is written.
func (m *Machine) write() {
	if !m.canWrite() {
		return
	}
	f := m.queue.next(&m.pace, m.clock.now)
	if f == nil {
		return
	}
	if f.typ == "presence_sub" {
		m.presence = f.body
	}
	m.writeTo(m.current, f)
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
		if f := s.lastPing; f != nil {
			s.lastPing = nil
			m.writeTo(s, f)
		}
		return
	}
	if f != nil {
		s.writing = nil
		m.takeBack(f, in.Err)
	}
	m.close(s)
	m.lose(s, lossError(in.Err))
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
	case urgent:
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
	f := s.writing
	s.writing = nil
	if f != nil && !f.awaitReply && !f.cancelled {
		m.fail(f.call, f.failure(CodeNoReply, DeliveredUnknown, cause, "the connection was lost during the write of frame ", f.id))
	}
}
