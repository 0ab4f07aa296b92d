package rtmtest

import (
	"slices"
	"strings"
)

// maxDirect is how many others a direct message can have (Slack's page on
// conversations.open).
const maxDirect = 8

// openConversation opens the direct message with one user or several, or one that
// is named by its id.
func (s *Server) openConversation(a ask) object {
	if a.form["channel"] != "" {
		c, refused := s.visible(a)
		switch {
		case refused != nil:
			return refused
		case !c.isDirect():
			return refusal("method_not_supported_for_channel_type")
		}
		return s.openWith(a, c.members)
	}
	if a.form["users"] == "" {
		return refusal("users_list_not_supplied")
	}
	return s.openWith(a, strings.Split(a.form["users"], ","))
}

// openDirect is im.open, which Slack retired in 2021.
func (s *Server) openDirect(a ask) object {
	return s.openWith(a, []string{a.form["user"]})
}

// openWith opens the direct message of the bot with these users, which is made if
// there is none.
func (s *Server) openWith(a ask, ids []string) object {
	var others []string
	for _, id := range ids {
		id = strings.TrimSpace(id)
		if s.user(id) == nil {
			return refusal("user_not_found")
		}
		if id != Bot && !slices.Contains(others, id) {
			others = append(others, id)
		}
	}
	switch {
	case len(others) == 0:
		return refusal("cannot_dm_bot")
	case len(others) > maxDirect:
		return refusal("too_many_users")
	}
	c, isNew := s.direct(others)
	wasOpen := c.IsOpen && !isNew
	if !wasOpen {
		c.IsOpen = true
		event := object{"type": c.openEvent(), "channel": c.ID, "event_ts": s.nextTS()}
		if c.IsIM {
			event["user"] = c.User
		}
		s.broadcast(event, nil)
	}
	r := object{"ok": true, "channel": object{"id": c.ID}}
	if a.yes("return_im") {
		r["channel"] = c
	}
	if wasOpen {
		r["no_op"], r["already_open"] = true, true
	}
	return r
}

// direct finds the direct message of the bot with these others. If there is none
// it is made, and the bot hears so.
func (s *Server) direct(others []string) (c *channel, isNew bool) {
	for _, c := range s.channels {
		if c.isDirect() && len(c.members) == len(others)+1 && !slices.ContainsFunc(others, func(id string) bool { return !c.has(id) }) {
			return c, false
		}
	}
	if len(others) == 1 {
		c = newDirect(s.newID("D"), others[0])
		s.addChannel(c)
		s.broadcast(object{"type": "im_created", "user": others[0], "channel": c, "event_ts": s.nextTS()}, nil)
		return c, true
	}
	c = &channel{ID: s.newID("G"), Name: s.directName(others), IsMPIM: true, IsPrivate: true, IsMember: true, Creator: Bot,
		Topic: &about{}, Purpose: &about{}, members: append([]string{Bot}, others...)}
	s.addChannel(c)
	s.broadcast(object{"type": "mpim_joined", "channel": c, "event_ts": s.nextTS()}, nil)
	return c, true
}

// directName is how Slack names a direct message of several: mpdm-anna--ben--bot-1.
func (s *Server) directName(others []string) string {
	names := []string{s.user(Bot).Name}
	for _, id := range others {
		names = append(names, s.user(id).Name)
	}
	slices.Sort(names)
	return "mpdm-" + strings.Join(names, "--") + "-1"
}

func (c *channel) openEvent() string {
	if c.IsMPIM {
		return "mpim_open"
	}
	return "im_open"
}

// closeConversation hides a direct message from the bot until it is opened again.
func (s *Server) closeConversation(a ask) object {
	c, refused := s.visible(a)
	switch {
	case refused != nil:
		return refused
	case !c.isDirect():
		return refusal("method_not_supported_for_channel_type")
	case !c.IsOpen:
		return object{"ok": true, "no_op": true, "already_closed": true}
	}
	c.IsOpen = false
	s.broadcast(object{"type": strings.Replace(c.openEvent(), "open", "close", 1), "channel": c.ID, "user": c.User, "event_ts": s.nextTS()}, nil)
	return object{"ok": true}
}
