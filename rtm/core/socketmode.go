package core

import "time"

// socketMode is the dialect of Socket Mode: each event in an envelope to one of the app's
// sockets, which acknowledges it; messages by chat.postMessage. (docs.slack.dev, Using Socket
// Mode.)
//
// Slack pings on the level of the WebSocket, of which a page sees nothing, and answers no frame
// of ours. So a socket that is silent is replaced, which costs a call and loses nothing; and
// then it shows whether it was alive, since only such a one completes the closing handshake.
// What a dead one was given, and nobody has acknowledged, comes again.
type socketMode struct{}

// A parting is the end of a socket that another has replaced.
type parting struct {
	conn  Conn
	heard time.Duration // by the wall clock, when its last frame came
	gap   Gap           // if it was dead
	by    instant       // when it counts as dead
}

// handshakeTime is how long the closing handshake may take.
const handshakeTime = 2 * time.Second

// life is what a socket of Socket Mode shows of itself.
type life struct {
	heard       time.Duration // by the wall clock, when the last frame came
	heardAt     instant       // and by ours
	usual       time.Duration // how long it is from one frame to the next, about
	quiet       instant       // the socket is replaced then, unless a frame comes; zero for never
	end         instant       // it is replaced then in any case; zero for never
	connections int           // how many sockets the app has, as hello says
	lasts       time.Duration // how long Slack keeps it, as hello says
}

// A socket that is silent is replaced: soon where frames come often, and before Slack has sent
// for the last time what an idle one that is dead did not acknowledge.
const (
	shortestQuiet = 30 * time.Second
	longestQuiet  = 4 * time.Minute
	usualQuiet    = 20 // times the usual
)

// wakeQuiet is how long a socket must have been silent to be replaced when the page comes back.
// Visitors flip through tabs.
const wakeQuiet = 30 * time.Second

// An old socket is read for linger at least: Slack goes on giving it envelopes, which only it
// can acknowledge, with the answers of the page. So it stays while one waits for its answer,
// but for no more than longestLinger.
const (
	linger        = 3 * time.Second
	longestLinger = 10 * time.Second
)

// OpenMethod gives an app the address of a socket, for an app-level token.
const OpenMethod = "apps.connections.open"

func (*socketMode) method() string { return OpenMethod }

func (*socketMode) greeted(m *Machine, in *Received, s *socket) {
	s.life.connections, _ = in.integer(Connections)
	m.envelopes.connections = s.life.connections
	if seconds := in.Values[ConnectionTime].Number; seconds >= 1 && seconds < 1e6 {
		s.life.lasts = time.Duration(seconds) * time.Second
		// Not all sockets of an app that began together are to move together.
		s.life.end = m.clock.after(time.Duration(float64(s.life.lasts) * (0.8 + 0.1*m.random.draw())))
	}
	s.life.usual = longestQuiet
	s.life.heardAt = m.clock.now
	s.life.hear(&m.clock)
}

// hear notes that a frame has come.
func (l *life) hear(c *clock) {
	since := min(time.Duration(c.now-l.heardAt), longestQuiet)
	l.usual += (since - l.usual) / 8
	l.heard, l.heardAt = c.wall, c.now
	l.quiet = c.after(min(max(usualQuiet*l.usual, shortestQuiet), longestQuiet))
}

func (*socketMode) hear(m *Machine, in *Received, s *socket) {
	s.life.hear(&m.clock)
	switch typ := in.text(Type); {
	case typ == "":
		m.log(LevelWarn, "a frame of ", in.Size, " bytes was dropped: it has no type")
	case in.isEnvelope():
		m.envelope(in, s)
	case typ == "disconnect":
		m.deliver(in, Event)
		m.disconnect(in, s)
	case typ == "error":
		m.deliver(in, Event)
		m.signal(in, s, typ)
	default:
		m.deliver(in, Event)
	}
}

// disconnect deals with a frame by which Slack announces the end of a socket. Of the reasons
// the last is in no documentation.
func (m *Machine) disconnect(in *Received, s *socket) {
	switch reason := in.text(Reason); reason {
	case "link_disabled":
		m.disable(s)
	case "too_many_websockets":
		err := newError(CodeWebSocket, nil, "the app has too many WebSockets", m.countOfConnections(), ", and Slack takes ten: end some of its other clients")
		m.log(LevelWarn, err)
		m.giveUp(s, err)
	default: // "warning", "refresh_requested"
		m.log(LevelInfo, "Slack ends the socket soon: ", short(reason))
		if s == m.current {
			m.goodbye()
		}
	}
}

// countOfConnections says how many sockets the app has, if it is known.
func (m *Machine) countOfConnections() string {
	if m.envelopes.connections == 0 {
		return ""
	}
	return concat(" (", m.envelopes.connections, " when one was last opened)")
}

// disable ends the session: Socket Mode was switched off.
func (m *Machine) disable(s *socket) {
	if s == m.current {
		m.abandonAttempt()
		m.retry.at = 0
	}
	m.giveUp(s, switchedOff())
}

// switchedOff is why no socket can be had.
func switchedOff() *Error {
	return &Error{Code: CodePlatform, Name: "link_disabled", Message: "Socket Mode of the app is switched off: switch it on in the app's settings, and call start again"}
}

// A message is not a frame here.
func (*socketMode) admit(f *frame) *Error {
	if f.typ == "message" {
		return nil
	}
	instead := "the Web API may have a method for it: see call"
	switch f.typ {
	case "typing", "user_typing":
		instead = "nothing shows there that an app is typing"
	case "presence_sub", "presence_query":
		instead = "call users.getPresence for each user"
	case "ping":
		instead = "Slack's own pings keep the socket alive, and stats tells what is known of it"
	}
	return f.failure(CodeNotInSocketMode, DeliveredNo, nil, "frames of type ", f.typ, " belong to RTM, and Socket Mode takes none: ", instead)
}

// longText is where chat.postMessage cuts (docs.slack.dev, chat.postMessage, "truncating
// content").
func (*socketMode) longText() int { return 40_000 }

func (*socketMode) canSend(m *Machine) bool { return m.state == Ready && m.posting == 0 }

func (*socketMode) transmit(m *Machine, f *frame) { m.post(f) }

// No more than two sockets are open at a time: an app may have ten.
func (*socketMode) replaces(m *Machine, _ Conn) {
	if d := m.draining; d != nil {
		m.close(d.socket)
		m.endDrain()
	}
}

func (*socketMode) moved(m *Machine) {
	m.endParting(false)
	old := m.draining
	old.gap.Cause = newError(CodeWebSocket, nil, "the socket was silent, and did not answer its closing")
	m.parting = parting{old.socket.conn, old.socket.life.heard, old.gap, m.clock.after(longestLinger + handshakeTime)}
	old.stayUntil = m.clock.after(linger)
	old.endBy = deadline{at: m.clock.after(longestLinger)}
	old.complete, old.told = true, true
}

func (*socketMode) closed(m *Machine, in Closed) {
	if !in.Clean {
		return
	}
	if in.Conn == m.parting.conn {
		m.endParting(true)
	}
	if s := m.socket(in.Conn); s != nil {
		s.life.heard = m.clock.wall // nothing is missing until now
	}
}

// endParting ends the wait for the closing handshake of the old socket. One that has completed
// it was alive, and nothing is missing.
func (m *Machine) endParting(wasAlive bool) {
	p := m.parting
	m.parting = parting{}
	if p.conn == 0 || wasAlive {
		return
	}
	m.envelopes.interruption.begin(p.gap.From, p.heard, m.clock.wall)
	m.tellGap(m.dialect.judgeGap(m, p.gap))
}

func (*socketMode) resumed(*Machine) {}

func (*socketMode) expectReplays(*Machine) {}

func (*socketMode) probe(m *Machine, s *socket) {
	if l := &s.life; l.quiet != 0 && m.clock.wall-l.heard >= wakeQuiet {
		l.quiet = m.clock.now
	}
}

func (*socketMode) next(m *Machine) (first instant) {
	if m.current != nil && m.attempt == nil && m.retry.at == 0 {
		first = sooner(m.current.life.quiet, m.current.life.end)
	}
	if d := m.draining; d != nil && !m.clock.reached(d.stayUntil) { // else the envelopes say when
		first = sooner(first, d.stayUntil)
	}
	return sooner(sooner(first, m.parting.by), m.envelopes.next())
}

func (*socketMode) judge(m *Machine) {
	m.acknowledgeDue()
	if d := m.draining; d != nil && m.clock.reached(d.stayUntil) && !m.envelopes.areOf(d.socket.conn) {
		d.stayUntil = 0
		m.parting.by = m.clock.after(handshakeTime)
	}
	if m.clock.reached(m.parting.by) {
		m.endParting(false)
	}
	if m.current == nil || m.attempt != nil || m.retry.at != 0 {
		return
	}
	l := &m.current.life
	switch {
	case m.clock.reached(l.end):
		l.end = 0
	case m.clock.reached(l.quiet):
		m.log(LevelDebug, "nothing has come in for ", m.clock.wall-l.heard, ": the socket is replaced")
	default:
		return
	}
	l.quiet = m.clock.after(longestQuiet) // if no other can be had now, and no retry follows
	m.goodbye()
}
