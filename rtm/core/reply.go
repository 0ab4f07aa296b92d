package core

import "time"

// slowDown is the code of Slack's "slow down, too many messages" (slack-go's
// RTMErrorTooManyMessages; no page of Slack's lists the codes).
const slowDown = -1

// reply deals with a frame that answers another. It says what it is to the caller.
func (m *Machine) reply(in *Received, s *socket, to int) {
	if s.writing != nil && s.writing.id == to {
		m.confirmWrite(s) // what is answered was written
		s.overtaken = true
	}
	f := m.pending.take(to)
	role := Answer
	if f == nil && in.isMessageReply() {
		role = Replayed
	}
	m.deliver(in, role)
	if in.text(Type) == "pong" {
		m.pong(s, to)
	}
	if f == nil {
		return
	}
	code, _ := in.integer(ErrorCode)
	switch {
	case !in.refused():
		m.settle(Settle{Call: f.call, Reply: &Reply{ID: f.id, Frame: in.id(), IsNews: m.isNews(f, in)}})
	case code == slowDown && f.class == ordinary:
		m.log(LevelWarn, "Slack asks to send more slowly: message ", f.id, " is repeated later")
		m.repeat(f)
	default:
		err := f.failure(CodeSendRefused, DeliveredNo, nil, "Slack refused the message: ", short(in.text(ErrorMessage)), " (code ", code, ")")
		m.settle(Settle{Call: f.call, Err: err, Reason: in.id()})
	}
}

// isNews notes a message that has its reply, and reports whether it was not told before: of
// two sockets one brings it as an event, before the reply or after it.
func (m *Machine) isNews(f *frame, reply *Received) bool {
	key := messageKey(f.channel, reply.text(TS))
	switch {
	case !f.isMessage():
		return false
	case m.mayComeTwice():
		return m.recent.add(key, true)
	}
	return !m.recent.has(key)
}

// pong notes the answer to a ping.
func (m *Machine) pong(s *socket, id int) {
	if took, ok := s.keepalive.answered(id, m.clock.now); ok {
		m.do(Latency{took})
		if m.draining != nil && s == m.draining.socket {
			m.drainCompleted()
		}
	}
}

// repeat puts a frame that was refused for haste back to its place in the queue,
// under a new id.
func (m *Machine) repeat(f *frame) {
	f.conn, f.ack = 0, deadline{}
	f.refusals++
	f.id = m.newID()
	f.build()
	m.queue.add(f)
	m.pace.block(m.clock.after(time.Second << min(f.refusals-1, 5)))
}

// judgeReplies settles the frames whose replies are overdue.
func (m *Machine) judgeReplies() {
	for _, f := range m.pending.overdue(&m.clock) {
		if f.conn == 0 || m.socket(f.conn) != nil { // it was posted, or its socket is there
			m.fail(f.call, f.failure(CodeAckTimeout, DeliveredUnknown, nil, "Slack did not answer frame ", f.id, " within ", m.config.AckTimeout, ": look whether it arrived before sending it again"))
			continue
		}
		m.fail(f.call, f.failure(CodeNoReply, DeliveredUnknown, nil, "the connection was lost before Slack answered frame ", f.id, ": look whether it arrived before sending it again"))
	}
}
