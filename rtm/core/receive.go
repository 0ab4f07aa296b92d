package core

// receive deals with a frame: with what it says of the connection, and whether the
// caller is told of it.
func (m *Machine) receive(in *Received) {
	s := m.socket(in.Conn)
	if s == nil {
		return // its socket was given up
	}
	s.keepalive.heard()
	typ := in.text(Type)
	_, answers := in.answered()
	switch {
	case in.Malformed:
		m.log(LevelWarn, "a frame of ", in.Size, " bytes was dropped: it is not a JSON object")
	case typ == "" && !answers:
		m.log(LevelWarn, "a frame of ", in.Size, " bytes was dropped: it has no type")
	case typ == "hello" && m.attempt != nil && s == m.attempt.socket:
		m.hello(in)
	default:
		m.dialect.hear(m, in, s)
	}
}

// hello begins a session, or moves the one that there is to another socket.
func (m *Machine) hello(in *Received) {
	if m.current != nil {
		m.handOver(in)
		m.deliver(in, Event)
		return
	}
	m.greet(in)
	m.endDedupSoon()
	m.move(byHello, nil)
	m.deliver(in, Event)
	m.resume()
}

// resume deals with what the session before left open: events that may have been
// missed, replies that Slack may still replay, presence subscriptions.
func (m *Machine) resume() {
	if g, ok := m.gap.end(m.clock.wall); ok {
		m.tellGap(m.dialect.judgeGap(m, g))
	}
	m.dialect.resumed(m)
	m.move(byResume, nil)
}

// signal deals with a frame that is about the socket which brought it.
func (m *Machine) signal(in *Received, s *socket, typ string) {
	if typ == "error" && s != m.current && (m.draining == nil || s != m.draining.socket) {
		// "Socket URL has expired" and the like come instead of hello.
		code, _ := in.integer(ErrorCode)
		m.attemptFailed(newError(CodeWebSocket, nil, "Slack refused the socket: ", short(in.text(ErrorMessage)), " (code ", code, ")"))
		return
	}
	if s != m.current {
		return
	}
	switch typ {
	case "goodbye":
		m.goodbye()
	case "reconnect_url":
		m.offered(in.text(URL))
	case "team_migration_started":
		// The socket closes right after; rtm.connect will say migration_in_progress
		// for a while (api.slack.com/events/team_migration_started).
		m.close(s)
		m.loseCurrent(newError(CodeWebSocket, nil, "the workspace is being moved to another server"))
	}
}

// renewPresence subscribes anew, since subscriptions end with their socket.
func (m *Machine) renewPresence() {
	if m.presence == nil {
		return
	}
	f := &frame{id: m.newID(), typ: "presence_sub", body: m.presence, class: control}
	f.build()
	m.queue.add(f)
}

// id names the frame.
func (in *Received) id() FrameID { return FrameID{in.Conn, in.Index} }
