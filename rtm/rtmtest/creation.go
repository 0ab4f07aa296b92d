package rtmtest

import "strings"

// Create makes a public channel as a person, who is in it, and returns its id. The
// bot hears channel_created and is not in it. If the name is no good or is taken,
// nothing happens, and the id is empty.
func (s *Server) Create(user, name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, refused := s.create(user, name, false)
	if refused != nil {
		return ""
	}
	return c.ID
}

// Archive archives a channel as a person, or takes it out of the archive. If there
// is no such channel, or it is so already, nothing happens.
func (s *Server) Archive(user, channel string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil && c.IsArchived != on {
		s.archive(c, user, on)
	}
}

func (s *Server) createConversation(a ask) object {
	c, refused := s.create(Bot, a.form["name"], a.yes("is_private"))
	if refused != nil {
		return refused
	}
	return object{"ok": true, "channel": c}
}

// create makes a channel, or gives the answer why not. Everybody hears of a public
// one.
func (s *Server) create(user, name string, private bool) (*channel, object) {
	if refused := s.badName(name); refused != nil {
		return nil, refused
	}
	if len(s.channels) >= maxChannels {
		return nil, refusal("restricted_action")
	}
	c := newChannel(s.newID("C"), name, user)
	c.IsPrivate, c.IsGroup, c.IsChannel = private, private, !private
	s.addChannel(c)
	if !private {
		s.broadcast(object{"type": "channel_created", "channel": object{
			"id": c.ID, "name": name, "created": c.Created, "creator": user}, "event_ts": s.nextTS()}, nil)
	}
	s.letIn(c, user, "")
	return c, nil
}

// maxChannels is how many channels a workspace has room for. Slack has a limit too.
const maxChannels = 50

// badName gives the answer to a name that no channel can have now; nil if one can.
// Up to 80 small letters, digits, - and _ make a name (Slack's page on
// conversations.create).
func (s *Server) badName(name string) object {
	const letters, marks = "abcdefghijklmnopqrstuvwxyz0123456789", "-_"
	switch {
	case name == "":
		return refusal("invalid_name_required")
	case len(name) > 80:
		return refusal("invalid_name_maxlength")
	case strings.Trim(name, letters+marks) != "":
		return refusal("invalid_name_specials")
	case strings.Trim(name, marks) == "":
		return refusal("invalid_name_punctuation")
	case s.channelNamed(name) != nil:
		return refusal("name_taken")
	}
	return nil
}

func (s *Server) archiveConversation(a ask) object {
	c, refused := s.joined(a)
	switch {
	case refused != nil:
		return refused
	case c.isDirect():
		return refusal("method_not_supported_for_channel_type")
	case c.IsGeneral:
		return refusal("cant_archive_general")
	case c.IsArchived:
		return refusal("already_archived")
	}
	s.archive(c, Bot, true)
	return object{"ok": true}
}

func (s *Server) unarchiveConversation(a ask) object {
	c, refused := s.visible(a)
	switch {
	case refused != nil:
		return refused
	case !c.IsArchived:
		return refusal("not_archived")
	}
	s.archive(c, Bot, false)
	return object{"ok": true}
}

func (s *Server) archive(c *channel, user string, on bool) {
	c.IsArchived = on
	what, words := "archive", " archived the channel"
	if !on {
		what, words = "unarchive", " un-archived the channel"
	}
	s.broadcast(object{"type": c.event(what), "channel": c.ID, "user": user, "event_ts": s.nextTS()}, nil)
	s.post(message{Subtype: c.event(what), Channel: c.ID, User: user, Text: mention(user) + words}, nil)
}

func (s *Server) renameConversation(a ask) object {
	c, refused := s.named(a)
	if refused != nil {
		return refused
	}
	if refused := s.badName(a.form["name"]); refused != nil {
		return refused
	}
	old := c.Name
	c.Name = a.form["name"]
	s.broadcast(object{"type": c.event("rename"), "channel": object{
		"id": c.ID, "name": c.Name, "created": c.Created}, "event_ts": s.nextTS()}, nil)
	s.post(message{Subtype: c.event("name"), Channel: c.ID, User: Bot, OldName: old, Name: c.Name,
		Text: mention(Bot) + " has renamed the channel from \"" + old + "\" to \"" + c.Name + "\""}, nil)
	return object{"ok": true, "channel": c}
}
