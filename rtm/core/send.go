package core

import "unicode/utf8"

// send carries out Send: it checks the frame and queues it.
func (m *Machine) send(s Send) {
	f := &frame{id: s.ID, typ: s.Type, body: s.Body, awaitReply: s.AwaitReply, call: s.Call, class: ordinary}
	if s.Unqueued {
		f.class = urgent
	}
	if f.id == 0 {
		f.id = m.newID()
	}
	f.build()
	if err := m.refuseSend(f, s); err != nil {
		m.fail(s.Call, err)
		return
	}
	if n, most := utf8.RuneCountInString(f.say), m.dialect.longText(); n > most {
		m.log(LevelWarn, "message ", f.id, " has ", n, " characters of text, and Slack may cut it after ", most)
	}
	m.queue.add(f)
}

// refuseSend gives the reason why a frame cannot be sent, or nil.
func (m *Machine) refuseSend(f *frame, s Send) *Error {
	if f.text == nil {
		return f.failure(CodeInvalidArgument, DeliveredNo, nil, "the body of a frame must be a JSON object, or nothing")
	}
	if err := m.dialect.admit(f); err != nil {
		return err
	}
	switch {
	case m.isTaken(f.id):
		return f.failure(CodeInvalidArgument, DeliveredNo, nil, "a frame with the id ", f.id, " is on its way already: give each frame an id of its own, or none")
	case f.class == urgent && m.state != Ready && m.want.holds() && m.state != Reconnecting:
		return f.failure(CodeSendWhileNotReady, DeliveredNo, nil, "the connection is not ready: wait for it, or use a method that queues")
	case f.class == urgent && m.state != Ready:
		return f.failure(CodeSendWhileDisconnected, DeliveredNo, nil, "there is no connection: call start first, or use a method that queues")
	case f.class == ordinary && m.queue.isFull():
		return f.failure(CodeSendQueueFull, DeliveredNo, nil, "the queue holds ", m.config.QueueLimit, " frames already: wait for some, or raise the limit")
	}
	return nil
}

// newID gives an id that no frame on its way has: a caller may have chosen any.
func (m *Machine) newID() int {
	for {
		if id := m.queue.newID(); !m.isTaken(id) {
			return id
		}
	}
}

// isTaken reports whether a frame with this id is on its way.
func (m *Machine) isTaken(id int) bool {
	if m.pending.frames[id] != nil || m.queue.byID(id) != nil {
		return true
	}
	for _, s := range m.sockets() {
		if s.writing != nil && s.writing.id == id {
			return true
		}
	}
	return false
}
