package store

import "bytes"

// A Handler takes in an event, in place of what the store does with it. userID
// and teamID are the session's; message is the event, which must not be
// changed. It may use the store.
type Handler func(userID, teamID string, s *Store, message []byte) error

// RegisterMessageHandler has a handler take in the events of a type; those of a
// subtype of message are named "message::" and the subtype. It replaces what
// the store does itself, which nil brings back (v3: registerMessageHandler;
// there the handlers are those of all stores).
//
// The handler of "message::rtm_client_add_message" gets the messages whose
// subtype has none.
func (s *Store) RegisterMessageHandler(event string, h Handler) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h == nil {
		delete(s.handlers, event)
	} else {
		s.handlers[event] = h
	}
}

// HandleRTMMessage takes in an event of a session of this user and team (v3:
// handleRtmMessage, which tells no errors). An error says what the store could
// not take; then nothing was changed, but that of several users in a
// presence_change the known ones are taken. During a Load an event that names
// what is unknown is kept, and taken in when the Load brings that.
func (s *Store) HandleRTMMessage(userID, teamID, typ string, message []byte) error {
	if typ != "message" && !s.heeds(typ) {
		return nil
	}
	o, err := readObject(message)
	if err != nil {
		return at(typ, err)
	}
	names := []string{typ}
	if subtype := o.text("subtype"); typ == "message" && subtype != "" {
		names = []string{"message::" + subtype, anyMessage}
	}
	for _, name := range names {
		if h := s.handler(name); h != nil {
			return call(name, h, userID, teamID, s, message)
		}
		if effect := s.effects[name]; effect != nil {
			return s.takeIn(name, effect, event{object: o, user: userID, team: teamID}, message)
		}
	}
	return nil
}

// takeIn has an event's effect on each record that it changes.
func (s *Store) takeIn(name string, effect effect, e event, message []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes.of != nil {
		e.object, _ = readObject(bytes.Clone(message)) // it is the caller's, and was read once
	}
	var faults faults
	for _, id := range e.subjects() {
		e.subject = id
		one := e
		faults.add(s.change(id, len(message), func() error { return effect(s, &one) }))
	}
	return faults.err(name)
}

// heeds says whether anything happens on events of a type.
func (s *Store) heeds(typ string) bool { return s.effects[typ] != nil || s.handler(typ) != nil }

func (s *Store) handler(name string) Handler {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.handlers[name]
}

// call calls a handler. What it throws stops here.
func call(name string, h Handler, userID, teamID string, s *Store, message []byte) (err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case error:
			err = &Error{Where: name, What: "the handler panicked: " + thrown.Error(), Err: thrown}
		case string:
			err = &Error{Where: name, What: "the handler panicked: " + thrown}
		default:
			err = &Error{Where: name, What: "the handler panicked"}
		}
	}()
	if err := h(userID, teamID, s, message); err != nil {
		return &Error{Where: name, What: "the handler failed: " + err.Error(), Err: err}
	}
	return nil
}
