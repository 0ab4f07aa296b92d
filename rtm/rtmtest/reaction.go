package rtmtest

import (
	"regexp"
	"slices"
)

type reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// React adds a person's reaction to a message; name it without colons. If
// there is no such message, or it has this one, nothing happens.
func (s *Server) React(user, name, channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		s.react(user, name, channel, m)
	}
}

// Unreact takes a person's reaction back. If there is none, nothing happens.
func (s *Server) Unreact(user, name, channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		s.unreact(user, name, channel, m)
	}
}

// react adds a reaction and tells so, unless m has it; then it returns false.
func (s *Server) react(user, name, channel string, m *message) bool {
	r := m.reaction(name)
	if slices.Contains(r.Users, user) {
		return false
	}
	r.Users = append(slices.Clone(r.Users), user)
	m.setReaction(r)
	s.tellReaction("reaction_added", user, name, channel, m)
	return true
}

// unreact takes a reaction away and tells so, if m has it; else it returns false.
func (s *Server) unreact(user, name, channel string, m *message) bool {
	r := m.reaction(name)
	if !slices.Contains(r.Users, user) {
		return false
	}
	r.Users = slices.DeleteFunc(slices.Clone(r.Users), func(id string) bool { return id == user })
	m.setReaction(r)
	s.tellReaction("reaction_removed", user, name, channel, m)
	return true
}

// reaction returns the reaction of this name, perhaps of nobody.
func (m *message) reaction(name string) reaction {
	for _, r := range m.Reactions {
		if r.Name == name {
			return r
		}
	}
	return reaction{Name: name}
}

// setReaction replaces the reaction of this name. One of nobody goes. The list is
// copied, because copies of m may share it.
func (m *message) setReaction(r reaction) {
	r.Count = len(r.Users)
	list := slices.Clone(m.Reactions)
	i := slices.IndexFunc(list, func(other reaction) bool { return other.Name == r.Name })
	switch {
	case i < 0:
		list = append(list, r)
	case r.Count == 0:
		list = slices.Delete(list, i, i+1)
	default:
		list[i] = r
	}
	m.Reactions = list
}

func (s *Server) tellReaction(event, user, name, channel string, m *message) {
	c := s.channel(channel)
	c.log.weigh()
	s.tellIn(c, object{
		"type": event, "user": user, "reaction": name, "item_user": m.User,
		"item": object{"type": "message", "channel": channel, "ts": m.TS}, "event_ts": s.nextTS(),
	}, nil)
}

// emojiName matches the name of an emoji, perhaps with a tone of skin.
var emojiName = regexp.MustCompile(`^[a-z0-9_+'-]+(::skin-tone-[2-6])?$`)

func (s *Server) addReaction(a ask) object {
	return s.changeReaction(a, s.react, "already_reacted")
}

func (s *Server) removeReaction(a ask) object {
	return s.changeReaction(a, s.unreact, "no_reaction")
}

func (s *Server) changeReaction(a ask, change func(user, name, channel string, m *message) bool, otherwise string) object {
	m, refused := s.reactable(a)
	switch {
	case refused != nil:
		return refused
	case !emojiName.MatchString(a.form["name"]):
		return refusal("invalid_name")
	case s.channel(a.form["channel"]).IsArchived:
		return refusal("is_archived")
	case !change(Bot, a.form["name"], a.form["channel"], m):
		return refusal(otherwise)
	}
	return object{"ok": true}
}

func (s *Server) getReactions(a ask) object {
	m, refused := s.reactable(a)
	if refused != nil {
		return refused
	}
	return object{"ok": true, "type": "message", "channel": a.form["channel"], "message": m}
}

// reactable finds the message that a call names; otherwise it gives the answer. The
// methods' other items, files and their comments, the workspace has no reactions to.
func (s *Server) reactable(a ask) (*message, object) {
	if a.form["channel"] == "" || a.form["timestamp"] == "" {
		return nil, refusal("no_item_specified")
	}
	_, refused := s.joined(a)
	switch {
	case refused != nil:
		return nil, refused
	case !isTS(a.form["timestamp"]):
		return nil, refusal("bad_timestamp")
	}
	if m := s.find(a.form["channel"], a.form["timestamp"]); m != nil {
		return m, nil
	}
	return nil, refusal("message_not_found")
}
