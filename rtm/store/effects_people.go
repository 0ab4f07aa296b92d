package store

// What carries a user or a bot follows data-store/message-handlers/helpers.js
// and bots.js.

func botAdded(s *Store, e *event) error   { return s.putData(&s.bots, e.get("bot"), set) }
func botChanged(s *Store, e *event) error { return s.putData(&s.bots, e.get("bot"), upsert) }

func userChanged(s *Store, e *event) error { return s.putData(&s.users, e.get("user"), upsert) }

// presenceChanged follows data-store/message-handlers/presence.js, and takes
// the users of batch_presence_aware sessions too.
func presenceChanged(s *Store, e *event) error {
	presence, err := e.presence()
	if err != nil {
		return err
	}
	if _, ok := e.texts("users"); ok {
		return s.setPresence(e.subject, presence)
	}
	return s.setPresence(e.text("user"), presence)
}

func ownPresenceChanged(s *Store, e *event) error {
	presence, err := e.presence()
	if err != nil {
		return err
	}
	return s.setPresence(e.user, presence)
}

func (e *event) presence() (string, error) {
	if presence := e.text("presence"); presence != "" {
		return presence, nil
	}
	return "", bad("the event has no presence")
}

func (s *Store) setPresence(id, presence string) error {
	u, err := s.knownUser(id)
	if err == nil {
		s.patch(&s.users, &u.model, object{{"presence", quoted(presence)}})
	}
	return err
}

// ownPrefChanged follows data-store/message-handlers/user.js.
func ownPrefChanged(s *Store, e *event) error {
	u, err := s.knownUser(e.user)
	if err != nil {
		return err
	}
	prefs, err := e.prefs(u.object())
	if err == nil {
		s.patch(&s.users, &u.model, prefs)
	}
	return err
}

// prefs are those of a model with the event's one among them.
func (e *event) prefs(of object) (object, error) {
	name, value := e.text("name"), e.get("value")
	if name == "" || value == nil {
		return nil, bad("the event has no name or no value")
	}
	prefs := overlay(of.object("prefs"), object{{name, value}}, false)
	return object{{"prefs", prefs.encode()}}, nil
}

// userTyped follows data-store/message-handlers/user.js, in conversations of
// all kinds.
func userTyped(s *Store, e *event) error {
	if s.redoing {
		return nil // that was then
	}
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	u, err := s.knownUser(e.text("user"))
	if err == nil {
		c.typing.start(u.id, now())
	}
	return err
}

// The rest follows data-store/message-handlers/team.js.

func teamRenamed(s *Store, e *event) error { return s.patchTeam(e, "name") }

func teamMoved(s *Store, e *event) error { return s.patchTeam(e, "domain", "url") }

func teamPrefChanged(s *Store, e *event) error {
	t, err := s.knownTeam(e.team)
	if err != nil {
		return err
	}
	prefs, err := e.prefs(t.object())
	if err == nil {
		s.patch(&s.teams, &t.model, prefs)
	}
	return err
}

// patchTeam takes strings of the event into the session's team.
func (s *Store) patchTeam(e *event, names ...string) error {
	t, err := s.knownTeam(e.team)
	if err != nil {
		return err
	}
	var o object
	for _, name := range names {
		text := e.text(name)
		if text == "" {
			return bad("the event has no " + name)
		}
		o = append(o, member{name, quoted(text)})
	}
	s.patch(&s.teams, &t.model, o)
	return nil
}

func (s *Store) knownTeam(id string) (*Team, error) {
	if t := as[Team](s.teams.all[id]); t != nil {
		return t, nil
	}
	return nil, unknown("team", id)
}
