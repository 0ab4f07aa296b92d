package core

// An attempt is one try at a session: the call, the opening of the socket and the
// wait for hello.
type attempt struct {
	conn     Conn
	session  *Session // from the answer to the call on
	socket   *socket  // from the opening on
	busy     bool     // the driver has a Connect or an Open of it under way
	deadline deadline // of what it waits for
	offered  bool     // the address came with a reconnect_url or a Start
}

// begin starts an attempt: with its call or, if the address of a socket has been
// offered, with that.
func (m *Machine) begin() {
	m.lastConn++
	a := &attempt{conn: m.lastConn}
	m.attempt = a
	m.retry.began = m.clock.now
	if m.current != nil {
		m.dialect.replaces(m, a.conn)
	}
	if session := m.offer.take(m.clock.now); session != nil {
		a.offered = true
		m.openSocket(a, session)
		return
	}
	a.deadline = deadline{at: m.clock.after(m.config.CallTimeout)}
	a.busy = true
	m.do(Connect{a.conn, m.want.token, m.want.fields})
}

// answered takes the outcome of the call.
func (m *Machine) answered(in Answered) {
	a := m.attempt
	if a == nil || a.conn != in.Conn || a.session != nil {
		return // it was given up
	}
	a.busy = false
	switch {
	case in.Err != nil:
		m.attemptFailed(in.Err)
	case in.Session == nil:
		m.attemptFailed(newError(CodeRead, nil, "there is no session in the answer to ", m.config.Method))
	default:
		m.openSocket(a, in.Session)
	}
}

// openSocket opens the socket of a session. It is the one place that does.
func (m *Machine) openSocket(a *attempt, session *Session) {
	if err := CheckSocketURL(session.URL); err != nil {
		m.attemptFailed(err)
		return
	}
	a.session = session
	a.deadline = deadline{at: m.clock.after(m.config.OpenTimeout)}
	m.advance(byAnswer)
	m.settleStarts(session, nil)
	a.busy = true
	m.do(Open{a.conn, session.URL})
}

// opened takes the outcome of the opening.
func (m *Machine) opened(in Opened) {
	a := m.attempt
	if a == nil || a.conn != in.Conn || a.session == nil || a.socket != nil {
		return // it was given up, and the driver has closed the socket
	}
	a.busy = false
	if in.Err != nil {
		m.attemptFailed(newError(CodeWebSocket, in.Err, "the WebSocket could not be opened: ", in.Err))
		return
	}
	a.socket = &socket{conn: a.conn, session: a.session}
	a.deadline = deadline{at: m.clock.after(m.config.HelloTimeout)}
	m.advance(byOpening)
}

// greet makes the attempt's socket, which has said hello, the one that carries the
// session.
func (m *Machine) greet(in *Received) {
	s := m.attempt.socket
	m.attempt = nil
	m.current, m.hadSession = s, true
	s.since = m.clock.now
	m.dialect.greeted(m, in, s)
}

// judgeAttempt gives up an attempt that takes too long.
func (m *Machine) judgeAttempt() {
	a := m.attempt
	if a == nil || a.deadline.judge(&m.clock, grace) != passed {
		return
	}
	switch {
	case a.session == nil:
		m.attemptFailed(newError(CodeConnectTimeout, nil, m.config.Method, " was not answered within ", m.config.CallTimeout))
	case a.socket == nil:
		m.attemptFailed(newError(CodeConnectTimeout, nil, "the WebSocket did not open within ", m.config.OpenTimeout))
	default:
		m.attemptFailed(newError(CodeConnectTimeout, nil, "hello did not come within ", m.config.HelloTimeout))
	}
}

// attemptFailed gives up the attempt under way, and decides what follows.
func (m *Machine) attemptFailed(err error) {
	a := m.attempt
	m.abandonAttempt()
	switch {
	case m.current != nil && a.offered:
		// The call for a session stands behind an offer that was no good, at once.
		m.log(LevelWarn, "the address that was offered is no good, Slack is asked for another: ", err)
		m.retry.at = m.soonest()
	case m.current != nil:
		m.successorFailed(err)
	case a.offered:
		m.move(byLoss, err)
		m.retry.at = m.soonest()
	default:
		if a.session == nil {
			m.do(ConnectFailed{err})
		} else {
			m.do(SocketFailed{err})
		}
		m.sessionFailed(err)
	}
}

// abandonAttempt gives up the attempt under way, if there is one.
func (m *Machine) abandonAttempt() {
	a := m.attempt
	if a == nil {
		return
	}
	m.attempt = nil
	if d := m.draining; d == nil || d.complete {
		m.endDedupSoon()
	}
	if a.busy {
		m.do(Abandon{a.conn})
	}
	if a.socket != nil && !a.socket.closed {
		m.close(a.socket)
	}
}

// sessionFailed decides what follows when there is no session: another attempt
// after a pause, or the end.
func (m *Machine) sessionFailed(cause error) {
	wait, again := m.scheduleRetry(cause)
	if m.config.NoReconnect || !again {
		m.retry.at = 0
		m.log(LevelError, "the session has ended for good: ", cause)
		m.move(byRefusal, cause)
		m.want.granted = false
		m.endWaits(cause)
		return
	}
	m.log(LevelWarn, "the next attempt is in ", wait, ": ", cause)
	m.move(byLoss, cause)
}
