package core

// want is what the caller wants, apart from where the connection is.
type want struct {
	granted bool   // a start has got its session since the last stop: it wants it kept
	starts  []Call // that wait for a session
	stops   []Call // that wait for Disconnected
	token   string `rec:"token"`
	fields  []Field
}

// holds reports whether anybody wants a session.
func (w *want) holds() bool { return w.granted || len(w.starts) > 0 }

// settleStarts ends the wait of all starts, with a session or an error.
func (m *Machine) settleStarts(session *Session, err *Error) {
	starts := m.want.starts
	m.want.starts = nil
	m.want.granted = m.want.granted || session != nil && len(starts) > 0
	for _, call := range starts {
		m.settle(Settle{Call: call, Session: session, Err: err})
	}
}

// settleStops ends the wait of all stops.
func (m *Machine) settleStops() {
	stops := m.want.stops
	m.want.stops = nil
	for _, call := range stops {
		m.settle(Settle{Call: call})
	}
}

// settle tells the outcome of a call, if anybody waits for it.
func (m *Machine) settle(s Settle) {
	if s.Call != 0 {
		m.do(s)
	}
}

func (m *Machine) fail(call Call, err *Error) { m.settle(Settle{Call: call, Err: err}) }

// cut takes a call out of a list, and reports whether it was there.
func cut(calls *[]Call, call Call) bool {
	for i, c := range *calls {
		if c == call {
			*calls = append((*calls)[:i:i], (*calls)[i+1:]...)
			return true
		}
	}
	return false
}
