package core

import "time"

// keepalive decides when to ping a socket and when it is dead. Slack's pings are
// JSON frames, since a page cannot send a WebSocket's own.
//
// Anything that comes in after a ping is proof of life, not only its pong: v4
// counted replies alone and so cut busy connections whose pong was late.
type keepalive struct {
	nextPing     instant  // zero before begin
	pongDeadline deadline // silence until then means death; of zero if no ping is outstanding
	pingID       int      // the newest ping's
	pingAt       instant  // when it went out; zero once it has been answered
}

// begin starts pinging a socket that has just said hello.
func (k *keepalive) begin(c *clock, interval time.Duration) {
	*k = keepalive{nextPing: c.after(interval)}
}

// next is when there is something to do; zero for never.
func (k *keepalive) next() instant {
	if k.pongDeadline.at != 0 {
		return k.pongDeadline.at // until then no other ping goes out
	}
	return k.nextPing
}

// sent notes that a ping went out.
func (k *keepalive) sent(id int, c *clock, interval, patience time.Duration) {
	k.nextPing = c.after(interval)
	k.pongDeadline.at = c.after(patience)
	k.pingID, k.pingAt = id, c.now
}

// heard notes that something came in.
func (k *keepalive) heard() { k.pongDeadline = deadline{} }

// answered notes a pong and gives the time it took, if it is the newest ping's.
func (k *keepalive) answered(id int, now instant) (time.Duration, bool) {
	if id != k.pingID || k.pingAt == 0 {
		return 0, false
	}
	took := time.Duration(now - k.pingAt)
	k.pingAt = 0
	return took, true
}

// probe asks for a ping at once, unless one is outstanding.
func (k *keepalive) probe(now instant) {
	if k.nextPing != 0 && k.pongDeadline.at == 0 {
		k.nextPing = now
	}
}

// judgeSockets pings the sockets whose time it is, and gives up those that are
// silent.
func (m *Machine) judgeSockets() {
	if d := m.draining; d != nil && m.judgeSocket(d.socket) == passed {
		m.close(d.socket)
		m.endDrain()
	}
	if s := m.current; s != nil && m.judgeSocket(s) == passed {
		m.log(LevelWarn, "nothing came in for ", m.config.PongTimeout, " after a ping: the socket is given up")
		m.close(s)
		m.loseCurrent(newError(CodeWebSocket, nil, "the connection was silent for ", m.config.PongTimeout, " after a ping and is given up"))
	}
}

// judgeSocket pings a socket if it is time, and reports passed if it is dead. One
// whose pong was missed through no fault of the other side is pinged once more.
func (m *Machine) judgeSocket(s *socket) judgement {
	k := &s.keepalive
	switch k.pongDeadline.judge(&m.clock, m.config.PongTimeout) {
	case passed:
		return passed
	case excused:
		m.ping(s)
	case waiting:
		if k.pongDeadline.at == 0 && m.clock.reached(k.nextPing) {
			m.ping(s)
		}
	}
	return waiting
}

// ping asks for a sign of life. Its pong is due even if the ping cannot be written,
// since a socket whose writes hang is as good as dead.
func (m *Machine) ping(s *socket) {
	f := &frame{id: m.newID(), typ: "ping", body: pingBody(m.clock.last.Wall), class: control}
	f.build()
	s.keepalive.sent(f.id, &m.clock, m.config.PingInterval, m.config.PongTimeout)
	if s == m.current {
		m.queue.add(f)
	} else {
		m.writeSoon(s, f)
	}
}

// pingBody has the time in it, as v4's pings do.
func pingBody(wall time.Duration) []byte {
	return []byte(concat(`{"time":`, int(wall.Milliseconds()), "}"))
}
