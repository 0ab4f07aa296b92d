package store

import "slices"

// What carries a conversation stores it.

func channelCreated(s *Store, e *event) error {
	return s.putConversation(e.get("channel"), e.channelKind(), set)
}

func channelJoined(s *Store, e *event) error {
	return s.putConversation(e.get("channel"), e.channelKind(), upsert)
}

// channelKind is the kind of a channel that an event carries: it may be private.
func (e *event) channelKind() kind {
	k, _ := e.object.object("channel").kind()
	return k
}

func groupJoined(s *Store, e *event) error {
	return s.putConversation(e.get("channel"), group, set)
}

// dmCreated follows data-store/message-handlers/dm.js. Where the channel does
// not say whose it is, the event does.
func dmCreated(s *Store, e *event) error {
	o, id, err := readModel(e.get("channel"))
	if err != nil {
		return err
	}
	if user := e.text("user"); o.get("user") == nil && user != "" {
		o = append(o, member{"user", quoted(user)})
	}
	s.place(o, o, id, dm, set)
	return nil
}

func deleted(s *Store, e *event) error {
	s.changes.gone(e.text("channel"))
	c, err := e.conversation(s, "channel")
	if err == nil {
		s.conversations.remove(c.id)
	}
	return err
}

func archived(s *Store, e *event) error   { return s.flag(e, "is_archived", "true") }
func unarchived(s *Store, e *event) error { return s.flag(e, "is_archived", "false") }
func dmOpened(s *Store, e *event) error   { return s.flag(e, "is_open", "true") }
func dmClosed(s *Store, e *event) error   { return s.flag(e, "is_open", "false") }

// flag sets one member of the conversation that an event names.
func (s *Store) flag(e *event, name, value string) error {
	c, err := e.conversation(s, "channel")
	if err == nil {
		c.lay(object{{name, []byte(value)}})
	}
	return err
}

// left follows data-store/message-handlers/channels.js and groups.js: a group
// without members is archived.
func left(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	o := c.object()
	members, listed := o.texts("members")
	now := object{{"is_member", []byte("false")}}
	if at := slices.Index(members, e.user); at >= 0 {
		members = slices.Delete(members, at, at+1)
		now = append(now, member{"members", encodeTexts(members)})
	}
	if c.kind == group && listed && len(members) == 0 {
		now = append(now, member{"is_archived", []byte("true")})
	}
	c.lay(now)
	return nil
}

func renamed(s *Store, e *event) error {
	_, id, err := readModel(e.get("channel"))
	if err != nil {
		return err
	}
	return s.upsertByID(id, e.get("channel"))
}

// groupRenamed is renamed for what is private, whatever its id begins with.
func groupRenamed(s *Store, e *event) error {
	if s.conversation(e.id("channel")) == nil {
		return s.putConversation(e.get("channel"), group, upsert)
	}
	return renamed(s, e)
}

// marked follows data-store/message-handlers/base-channel.js. Slack's own count
// is better than one's own, where the event has it.
func marked(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	ts := e.text("ts")
	if !isTS(ts) {
		return bad("the event has no timestamp")
	}
	now := object{{"last_read", quoted(ts)}}
	for _, name := range [...]string{"unread_count", "unread_count_display"} {
		if value := e.get(name); value != nil {
			now = append(now, member{name, value})
		}
	}
	c.lay(now)
	return nil
}

func memberJoined(s *Store, e *event) error {
	return s.patchMembers(e, func(members []string, user string) []string {
		if slices.Contains(members, user) {
			return members
		}
		return append(members, user)
	})
}

func memberLeft(s *Store, e *event) error {
	return s.patchMembers(e, func(members []string, user string) []string {
		if at := slices.Index(members, user); at >= 0 {
			return slices.Delete(members, at, at+1)
		}
		return members
	})
}

// patchMembers follows data-store/message-handlers/message.js. Where Slack did
// not list the members, as in conversations.list, one of them makes no list.
func (s *Store) patchMembers(e *event, change func(members []string, user string) []string) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	user := e.text("user")
	if user == "" {
		return bad("the event names no user")
	}
	members, listed := c.object().texts("members")
	if !listed {
		return nil
	}
	before := len(members)
	if members = change(members, user); len(members) != before {
		c.lay(object{{"members", encodeTexts(members)}})
	}
	return nil
}
