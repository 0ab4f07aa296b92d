package core

// A socket is one that is open.
type socket struct {
	conn      Conn
	session   *Session
	since     instant // when hello came
	keepalive keepalive
	writing   *frame   // given to the driver, which has not confirmed it; or nil
	overtaken bool     // a reply has confirmed what was written, and the driver has not yet
	next      []*frame // wait for that write, and go before all that is in the queue
	life      life     // in Socket Mode
	closed    bool     // by the other side
}

// isWriting reports whether the driver has a frame to write.
func (s *socket) isWriting() bool { return s.writing != nil || s.overtaken }

// sockets gives those that are open, the oldest first.
func (m *Machine) sockets() []*socket {
	var open []*socket
	if m.draining != nil {
		open = append(open, m.draining.socket)
	}
	if m.current != nil {
		open = append(open, m.current)
	}
	if m.attempt != nil && m.attempt.socket != nil {
		open = append(open, m.attempt.socket)
	}
	return open
}

// socket gives the open socket with this number, or nil: it was given up.
func (m *Machine) socket(conn Conn) *socket {
	if m.current != nil && m.current.conn == conn { // as nearly always
		return m.current
	}
	for _, s := range m.sockets() {
		if s.conn == conn {
			return s
		}
	}
	return nil
}

// close gives a socket up. It does not wait: a closing handshake takes minutes on
// a dead link.
func (m *Machine) close(s *socket) {
	m.closing[s.conn] = true
	m.do(Close{s.conn})
}

// closed takes the end of a socket.
func (m *Machine) closed(in Closed) {
	m.dialect.closed(m, in)
	if m.closing[in.Conn] {
		delete(m.closing, in.Conn)
		m.endIfClosed()
		return
	}
	if s := m.socket(in.Conn); s != nil {
		s.closed = true
		if d := m.draining; d != nil && s == d.socket && in.Clean {
			m.drainCompleted()
		}
		m.lose(s, lossError(in.Err))
	}
}

// lossError makes an error of what ended a socket.
func lossError(err error) *Error {
	return newError(CodeWebSocket, err, "the connection was lost: ", err)
}

// lose deals with the end of a socket that nobody asked for.
func (m *Machine) lose(s *socket, cause *Error) {
	switch {
	case m.draining != nil && s == m.draining.socket:
		m.endDrain()
	case s == m.current:
		m.loseCurrent(cause)
	default:
		m.attemptFailed(cause)
	}
}

// giveUp ends a socket, whichever it is.
func (m *Machine) giveUp(s *socket, err *Error) {
	if m.attempt == nil || s != m.attempt.socket { // whose failure closes it
		m.close(s)
	}
	m.lose(s, err)
}

// loseCurrent deals with the end of the socket that carried the session.
func (m *Machine) loseCurrent(cause *Error) {
	if m.clock.now-m.current.since >= stableAfter && m.attempt == nil {
		m.retry.startOver()
	}
	m.unlink(cause)
	m.do(SocketFailed{cause})
	if m.attempt != nil || m.retry.at != 0 {
		m.promote(cause)
		return
	}
	m.sessionFailed(cause)
}

// giveUpCurrent closes the socket that carries the session.
func (m *Machine) giveUpCurrent(cause error) {
	m.close(m.current)
	m.unlink(cause)
}

// unlink forgets the socket that carried the session, with the one before it.
func (m *Machine) unlink(cause error) {
	m.endParting(false)
	m.stopBackfill()
	s := m.current
	m.current = nil
	certain := m.gap.seen
	if d := m.draining; d != nil {
		m.draining = nil
		m.close(d.socket)
		m.writeUnknown(d.socket, cause)
		if !d.complete {
			certain = d.gap.From
		}
	}
	if m.attempt == nil {
		m.endDedup() // else the next socket repeats what came through this one since its call
	}
	m.gap.begin(certain, cause)
	m.dialect.lost(m, s, certain)
	m.writeUnknown(s, cause)
	for _, f := range m.queue.takeUrgent() {
		m.failUrgent(f, cause)
	}
}
