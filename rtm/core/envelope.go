package core

import (
	"hash/fnv"
	"slices"
	"time"
)

// Slack gives an envelope to any one of an app's sockets, and gives it again, until it is
// acknowledged: at once, after a minute and after five (The Events API, "error handling"),
// also those that it had no socket for. So what is not acknowledged is not lost, and what
// comes again is not to be delivered again.

// envelopes are what the machine knows of those that have come.
type envelopes struct {
	seen, seenBefore map[uint64]bool // which have come; the latter goes at turn
	turn             instant
	waiting          []waitingEnvelope // that nobody has acknowledged, the oldest first
	interruption     interruption
	connections      int // how many sockets the app has, as the newest hello says
}

// A waitingEnvelope was delivered and is not acknowledged.
type waitingEnvelope struct {
	id   string
	conn Conn
	by   instant // when it is, whatever the caller does
}

// An interruption is a time in which Slack may have had no socket, as long as what it could
// not deliver may yet come.
type interruption struct {
	from  string        // the timestamp before which nothing is missing
	since time.Duration // by the wall clock; zero for none
	until time.Duration // all that comes again has come, unless there is another interruption; zero while there is no session
}

const (
	// ackAfter is when the machine acknowledges by itself: Slack waits for 3 seconds, and the
	// way takes time.
	ackAfter = 2 * time.Second

	// lastRetry is how long after it happened an event comes for the last time, and
	// retryMargin by how much that may be wrong.
	lastRetry   = 5 * time.Minute
	retryMargin = 5 * time.Second

	// seenLife is how long an envelope is remembered at least, and maxSeen how many are:
	// Slack sends no more than 30,000 in an hour.
	seenLife = 6 * time.Minute
	maxSeen  = 5000

	// maxAck is how long an acknowledgement may be. Slack documents no limit, and drops those
	// that come in pieces; slack-go refuses those of 20 KB.
	maxAck = 20_000
)

// isNew notes an envelope, and reports whether it has not come before.
func (e *envelopes) isNew(key string, c *clock) bool {
	if e.seen == nil || c.reached(e.turn) || len(e.seen) >= maxSeen {
		e.seenBefore, e.seen = e.seen, map[uint64]bool{}
		e.turn = c.after(seenLife)
	}
	h := fnv.New64a()
	h.Write([]byte(key))
	sum := h.Sum64()
	if e.seen[sum] || e.seenBefore[sum] {
		return false
	}
	e.seen[sum] = true
	return true
}

// again is until when one that has come may come again, at most: the newest came before turn.
func (e *envelopes) again() instant {
	if e.seen == nil {
		return 0
	}
	return e.turn + instant(lastRetry+retryMargin)
}

// next is when one is to be acknowledged; zero for never.
func (e *envelopes) next() instant {
	if len(e.waiting) == 0 {
		return 0
	}
	return e.waiting[0].by
}

// areOf reports whether an envelope that this socket has brought waits.
func (e *envelopes) areOf(conn Conn) bool {
	return slices.ContainsFunc(e.waiting, func(w waitingEnvelope) bool { return w.conn == conn })
}

// take takes the envelope with this id from those that wait, and reports whether it was there.
func (e *envelopes) take(id string) (taken waitingEnvelope, ok bool) {
	i := slices.IndexFunc(e.waiting, func(w waitingEnvelope) bool { return w.id == id })
	switch {
	case i < 0:
		return taken, false
	case i == 0: // as nearly always
		taken, e.waiting = e.waiting[0], e.waiting[1:]
	default:
		taken = e.waiting[i]
		e.waiting = slices.Delete(e.waiting, i, i+1)
	}
	return taken, true
}

// envelope deals with one that has come. What Slack sends twice is told once, and acknowledged
// each time.
func (m *Machine) envelope(in *Received, s *socket) {
	id, key := in.text(EnvelopeID), in.text(EventID)
	if key == "" {
		key = id
	}
	if !m.envelopes.isNew(key, &m.clock) {
		m.writeAck(s.conn, id, nil, 0)
		return
	}
	m.envelopes.waiting = append(m.envelopes.waiting, waitingEnvelope{id, s.conn, m.clock.after(ackAfter)})
	m.deliver(in, Event)
}

// ack carries out Ack.
func (m *Machine) ack(in Ack) {
	if len(in.Payload) > maxAck {
		m.fail(in.Call, newError(CodeFrameTooLarge, nil, "the answer to the envelope has ", len(in.Payload), " bytes, and Slack takes ", maxAck, ": send the rest to its response_url"))
		return
	}
	w, ok := m.envelopes.take(in.Envelope)
	if !ok {
		m.fail(in.Call, newError(CodeInvalidArgument, nil, "the envelope is acknowledged already: answer it once, within ", ackAfter))
		return
	}
	m.writeAck(w.conn, w.id, in.Payload, in.Call)
}

// acknowledgeDue acknowledges what the caller takes long with: it is delivered, and Slack need
// not send it again.
func (m *Machine) acknowledgeDue() {
	for m.clock.reached(m.envelopes.next()) {
		w := m.envelopes.waiting[0]
		m.envelopes.waiting = m.envelopes.waiting[1:]
		m.writeAck(w.conn, w.id, nil, 0)
	}
}

// writeAck acknowledges an envelope by the socket that has brought it. If that has gone, Slack
// sends it again.
func (m *Machine) writeAck(conn Conn, id string, payload []byte, call Call) {
	s := m.socket(conn)
	if s == nil {
		m.fail(call, newError(CodeDisconnected, nil, "the socket that has brought the envelope has ended: answer it by its response_url"))
		return
	}
	f := &frame{envelope: id, body: payload, class: control, call: call}
	f.build()
	m.writeSoon(s, f)
}

// begin notes that Slack may have had no socket since then. It may be the last time that what
// an interruption before has left open could come.
func (i *interruption) begin(from string, since, now time.Duration) {
	if i.since == 0 || now >= i.until {
		*i = interruption{from: from, since: since}
	}
}

func (*socketMode) lost(m *Machine, s *socket, certain string) {
	m.envelopes.interruption.begin(certain, s.life.heard, m.clock.wall)
}

// judgeGap says that nothing is missing if all that Slack could not deliver will come again.
// Else the gap is as long as all the interruptions that have followed one another.
func (*socketMode) judgeGap(m *Machine, g Gap) Gap {
	i := &m.envelopes.interruption
	if i.since != 0 && m.clock.wall < i.since+lastRetry-retryMargin {
		g.Recovered = true
		i.until = m.clock.wall + lastRetry + retryMargin
		return g
	}
	if i.since != 0 {
		g.From = i.from
	}
	*i = interruption{}
	return g
}

// certain is the timestamp before which nothing is missing, of those up to seen: older ones may
// yet come.
func (i *interruption) certain(seen string, now time.Duration) string {
	if i.since != 0 && now < i.until {
		return i.from
	}
	return seen
}
