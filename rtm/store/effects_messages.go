package store

// said takes a message into the history of its conversation. v3 does so with
// the messages that have a subtype, and forgets the plain ones
// (data-store/data-store.js, handleRtmMessage).
func said(s *Store, e *event) error {
	c, m, err := e.message(s)
	if err == nil {
		c.add(m)
	}
	return err
}

func saidJoining(s *Store, e *event) error { return saidAfter(memberJoined, s, e) }
func saidLeaving(s *Store, e *event) error { return saidAfter(memberLeft, s, e) }

// saidAfter is said after another effect, which does not begin unless said can
// be done.
func saidAfter(first effect, s *Store, e *event) error {
	c, m, err := e.message(s)
	if err == nil {
		err = first(s, e)
	}
	if err == nil {
		c.add(m)
	}
	return err
}

// message is the one that the event is.
func (e *event) message(s *Store) (*Conversation, *message, error) {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return nil, nil, err
	}
	m, err := asMessage(e.object)
	return c, m, err
}

// messageChanged follows data-store/message-handlers/message.js, but the event
// itself is not added to the history, which is what there is to read.
func messageChanged(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	return c.edit(e.object)
}

func messageDeleted(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	ts := e.text("deleted_ts")
	if !isTS(ts) {
		return bad("the event does not say which message was deleted")
	}
	c.remove(ts)
	return nil
}
