package store

import "bytes"

// SetChannel stores a channel in place of what has its id (v3: setChannel).
// History, unread count and who is typing stay.
func (s *Store) SetChannel(data []byte) error {
	return s.giveConversation("SetChannel", data, channel, set)
}

// SetGroup stores a group in place of what has its id (v3: setGroup).
func (s *Store) SetGroup(data []byte) error {
	return s.giveConversation("SetGroup", data, group, set)
}

// SetDM stores a direct message in place of what has its id (v3: setDM).
func (s *Store) SetDM(data []byte) error { return s.giveConversation("SetDM", data, dm, set) }

// UpsertChannel stores a channel, or updates what has its id (v3:
// upsertChannel).
func (s *Store) UpsertChannel(data []byte) error {
	return s.giveConversation("UpsertChannel", data, channel, upsert)
}

// UpsertGroup stores a group, or updates what has its id (v3: upsertGroup).
func (s *Store) UpsertGroup(data []byte) error {
	return s.giveConversation("UpsertGroup", data, group, upsert)
}

// UpsertDM stores a direct message, or updates what has its id (v3: upsertDM).
func (s *Store) UpsertDM(data []byte) error {
	return s.giveConversation("UpsertDM", data, dm, upsert)
}

// UpsertChannelGroupOrDMByID updates the conversation with this id, or stores
// it as what it says that it is, or else as what its id begins with: C, G or D
// (v3: upsertChannelGroupOrDMById).
func (s *Store) UpsertChannelGroupOrDMByID(id string, data []byte) error {
	s.mu.Lock()
	data = bytes.Clone(data) // it is the caller's
	err := s.change(id, len(data), func() error { return s.upsertByID(id, data) })
	s.mu.Unlock()
	return at("UpsertChannelGroupOrDMByID", err)
}

// RemoveChannel forgets a channel, if there is one (v3: removeChannel).
func (s *Store) RemoveChannel(id string) { s.removeConversation(channel, id) }

// RemoveGroup forgets a group, if there is one (v3: removeGroup).
func (s *Store) RemoveGroup(id string) { s.removeConversation(group, id) }

// RemoveDM forgets a direct message, if there is one (v3: removeDM).
func (s *Store) RemoveDM(id string) { s.removeConversation(dm, id) }

func (s *Store) removeConversation(k kind, id string) {
	s.mu.Lock()
	if c := s.conversation(id); c == nil || c.kind == k {
		s.changes.gone(id)
		s.conversations.remove(id)
	}
	s.mu.Unlock()
}

// conversation is ChannelGroupOrDMByID for who holds the mutex.
func (s *Store) conversation(id string) *Conversation {
	return as[Conversation](s.conversations.all[id])
}

// giveConversation takes what the caller says, which may be a snapshot that was
// changed: what is as it was is no news, and must not bring back an old unread
// count or a message that was deleted.
func (s *Store) giveConversation(where string, data []byte, k kind, how manner) error {
	s.mu.Lock()
	err := s.changeBy(data, func(data []byte) error {
		o, id, err := readModel(data)
		if err == nil {
			s.place(o, s.newsOf(o, id), id, k, how)
		}
		return err
	})
	s.mu.Unlock()
	return at(where, err)
}

func (s *Store) newsOf(o object, id string) object {
	if c := s.conversation(id); c != nil {
		return o.without(c.object())
	}
	return o
}

// putConversation takes what Slack says.
func (s *Store) putConversation(data []byte, k kind, how manner) error {
	o, id, err := readModel(data)
	if err == nil {
		s.place(o, o, id, k, how)
	}
	return err
}

// place takes a conversation as what it is said to be: what was another kind
// becomes this one.
func (s *Store) place(o, news object, id string, k kind, how manner) {
	c := s.conversation(id)
	if c != nil {
		c.kind = k // before it is indexed by that
	}
	m := s.put(&s.conversations, o, id, how)
	if c == nil {
		c = as[Conversation](m)
		c.limit = s.options.HistoryLimit
		if k != c.kind {
			c.kind = k
			s.conversations.put(m, o)
		}
	}
	c.absorb(news)
}

func (s *Store) upsertByID(id string, data []byte) error {
	o, err := readObject(data)
	if err != nil {
		return err
	}
	if id == "" {
		return bad("the id is empty")
	}
	if own := o.get("id"); own == nil {
		o = append(o, member{"id", quoted(id)})
	} else if o.text("id") != id {
		return bad("this is not " + short(id) + ": " + short(string(data)))
	}
	if c := s.conversation(id); c != nil {
		s.place(o, s.newsOf(o, id), id, c.kindAfter(o), upsert)
		return nil
	}
	k, ok := kindOf(o, id)
	if !ok {
		return bad("there is no kind of conversation whose id is like " + short(id))
	}
	s.place(o, o, id, k, upsert)
	return nil
}

// kindOf tells what a conversation is. Its id may begin with C whatever it is,
// so what it says of itself comes first.
func kindOf(o object, id string) (kind, bool) {
	if k, ok := o.kind(); ok {
		return k, true
	}
	switch id[:min(1, len(id))] {
	case "C":
		return channel, true
	case "G":
		return group, true
	case "D":
		return dm, true
	}
	return 0, false
}

// kind is what a conversation says of itself, false if it says nothing.
func (o object) kind() (kind, bool) {
	switch {
	case o.isTrue("is_im"):
		return dm, true
	case o.isTrue("is_mpim"), o.isTrue("is_group"), o.isTrue("is_private"):
		return group, true
	case o.isTrue("is_channel"):
		return channel, true
	}
	return channel, false
}

// saysKind says whether members tell anything of the kind.
func (o object) saysKind() bool {
	for _, name := range [...]string{"is_im", "is_mpim", "is_group", "is_private", "is_channel"} {
		if o.get(name) != nil {
			return true
		}
	}
	return false
}
