package rtmtest

import (
	"slices"
	"strings"
)

// Join lets a person join a channel: the bot, if it is in it, sees
// member_joined_channel and a message of the subtype channel_join, whose ts is
// returned. Who is in the channel already joins again.
func (s *Server) Join(user, channel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channel(channel)
	if c == nil {
		return ""
	}
	return s.letIn(c, user, "").TS
}

// Leave lets a person leave a channel: the bot, if it is in it, sees
// member_left_channel and a message of the subtype channel_leave. Of the bot
// itself it lets the bot be removed. Of who is not in the channel nothing happens.
func (s *Server) Leave(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil && c.has(user) {
		s.letOut(c, user)
	}
}

// letIn lets a user into a channel, whom perhaps somebody invited. The bot hears
// first of a channel that it joins, so that it knows the channel in what follows;
// in which order Slack tells is not known.
func (s *Server) letIn(c *channel, user, inviter string) message {
	if !c.has(user) {
		c.members = append(slices.Clone(c.members), user)
	}
	if user == Bot {
		c.IsMember = true
		s.broadcast(object{"type": c.event("joined"), "channel": c}, nil)
	}
	event := object{
		"type": "member_joined_channel", "user": user, "channel": c.ID, "channel_type": c.kind(), "team": Team, "event_ts": s.nextTS(),
	}
	if inviter != "" {
		event["inviter"] = inviter
	}
	s.tellIn(c, event, nil)
	return s.post(message{Subtype: c.event("join"), Channel: c.ID, User: user, Inviter: inviter, Text: mention(user) + " has joined the channel"}, nil)
}

// letOut lets a user out of a channel. Who leaves hears member_left_channel too.
func (s *Server) letOut(c *channel, user string) {
	s.tellIn(c, object{
		"type": "member_left_channel", "user": user, "channel": c.ID, "channel_type": c.kind(), "team": Team, "event_ts": s.nextTS(),
	}, nil)
	c.members = slices.DeleteFunc(slices.Clone(c.members), func(id string) bool { return id == user })
	if user == Bot {
		c.IsMember = false
		s.broadcast(object{"type": c.event("left"), "channel": c.ID, "event_ts": s.nextTS()}, nil)
	}
	s.post(message{Subtype: c.event("leave"), Channel: c.ID, User: user, Text: mention(user) + " has left the channel"}, nil)
}

// joinConversation answers with a warning if the bot is in the channel (Slack's
// page on conversations.join).
func (s *Server) joinConversation(a ask) object {
	c, refused := s.visible(a)
	switch {
	case refused != nil:
		return refused
	case c.IsPrivate:
		return refusal("method_not_supported_for_channel_type")
	case c.IsArchived:
		return refusal("is_archived")
	case c.has(Bot):
		return object{"ok": true, "channel": c, "warning": "already_in_channel",
			"response_metadata": object{"warnings": []string{"already_in_channel"}}}
	}
	s.letIn(c, Bot, "")
	return object{"ok": true, "channel": c}
}

// leaveConversation answers a bot that is not in the channel with ok and
// not_in_channel, as Slack does.
func (s *Server) leaveConversation(a ask) object {
	c, refused := s.visible(a)
	switch {
	case refused != nil:
		return refused
	case c.isDirect():
		return refusal("method_not_supported_for_channel_type")
	case c.IsGeneral:
		return refusal("cant_leave_general")
	case c.IsArchived:
		return refusal("is_archived")
	case !c.has(Bot):
		return object{"ok": true, "not_in_channel": true}
	case len(c.members) == 1:
		return refusal("last_member")
	}
	s.letOut(c, Bot)
	return object{"ok": true}
}

func (s *Server) inviteUsers(a ask) object {
	c, refused := s.named(a)
	if refused != nil {
		return refused
	}
	var users []string
	for id := range strings.SplitSeq(a.form["users"], ",") {
		switch id = strings.TrimSpace(id); {
		case id == "":
			return refusal("no_user")
		case id == Bot:
			return refusal("cant_invite_self")
		case s.user(id) == nil:
			return refusal("user_not_found")
		case c.has(id):
			return refusal("already_in_channel")
		}
		users = append(users, id)
	}
	for _, id := range users {
		if !c.has(id) { // named twice
			s.letIn(c, id, Bot)
		}
	}
	return object{"ok": true, "channel": c}
}

func (s *Server) kickUser(a ask) object {
	c, refused := s.named(a)
	user := a.form["user"]
	switch {
	case refused != nil:
		return refused
	case s.user(user) == nil:
		return refusal("user_not_found")
	case user == Bot:
		return refusal("cant_kick_self")
	case c.IsGeneral:
		return refusal("cant_kick_from_general")
	case !c.has(user):
		return refusal("not_in_channel")
	}
	s.letOut(c, user)
	return object{"ok": true}
}
