package core

// rtm is the dialect of the RTM API: frames both ways on one socket, each event told to every
// socket once, pings of our own.
type rtm struct{}

func (*rtm) method() string { return "rtm.connect" }

func (*rtm) greeted(m *Machine, _ *Received, s *socket) {
	s.keepalive.begin(&m.clock, m.config.PingInterval)
}

func (*rtm) hear(m *Machine, in *Received, s *socket) {
	typ := in.text(Type)
	to, answers := in.answered()
	switch {
	case answers:
		m.reply(in, s, to)
	case isAboutSocket(typ):
		m.deliver(in, Event)
		m.signal(in, s, typ)
	case m.draining != nil && s == m.draining.socket && m.draining.complete:
		// The new socket brings it.
	case m.dedup == nil || !m.dedup.isDuplicate(in):
		m.deliver(in, Event)
	}
}

func (*rtm) admit(f *frame) *Error {
	if len(f.text) > maxFrame {
		return f.failure(CodeFrameTooLarge, DeliveredNo, nil, "the frame has ", len(f.text), " bytes and Slack takes ", maxFrame, ": send less at once")
	}
	return nil
}

func (*rtm) longText() int { return longText }

func (*rtm) canSend(m *Machine) bool {
	return m.state == Ready && !m.current.isWriting() && m.oldWriteUntil() == 0
}

func (*rtm) transmit(m *Machine, f *frame) {
	if f.typ == "presence_sub" {
		m.presence = f.body
	}
	m.writeTo(m.current, f)
}

// What happens from the call for the next socket on, two sockets may bring.
func (*rtm) replaces(m *Machine, next Conn) { m.beginDedup(next) }

func (*rtm) moved(m *Machine) {
	m.ping(m.draining.socket)
	m.renewPresence()
}

func (*rtm) lost(*Machine, *socket, string) {}

func (d *rtm) resumed(m *Machine) {
	d.expectReplays(m)
	m.renewPresence()
}

func (*rtm) judgeGap(_ *Machine, g Gap) Gap { return g }

func (*rtm) expectReplays(m *Machine) {
	m.pending.expectReplays(m.current.conn, m.clock.after(max(m.config.ReplayTimeout, 0)))
}

func (*rtm) closed(*Machine, Closed) {}

func (*rtm) probe(m *Machine, s *socket) { s.keepalive.probe(m.clock.now) }

func (*rtm) next(m *Machine) (first instant) {
	if m.current != nil {
		first = m.current.keepalive.next()
	}
	if m.draining != nil {
		first = sooner(first, m.draining.socket.keepalive.next())
	}
	if m.state == Ready {
		first = sooner(first, m.oldWriteUntil())
	}
	return first
}

func (*rtm) judge(m *Machine) {
	m.judgeSockets()
	m.judgeOldWrite()
}
