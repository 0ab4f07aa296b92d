package rtmtest

import (
	"slices"
	"strings"
)

// wanted says whether a channel is of a type that the call asks for. Without types
// these are the public ones.
func (a ask) wanted(c *channel) bool {
	types := a.form["types"]
	if types == "" {
		types = "public_channel"
	}
	is := map[string]bool{
		"public_channel": c.IsChannel && !c.IsPrivate, "private_channel": c.IsGroup, "im": c.IsIM, "mpim": c.IsMPIM,
	}
	for t := range strings.SplitSeq(types, ",") {
		if is[strings.TrimSpace(t)] {
			return !(c.IsArchived && a.yes("exclude_archived"))
		}
	}
	return false
}

func (s *Server) listConversations(a ask) object {
	channels := []*channel{}
	for _, c := range s.channels {
		if a.wanted(c) && (!c.IsPrivate || c.has(Bot)) {
			channels = append(channels, c)
		}
	}
	return paged(a, "channels", channels)
}

// listOf gives the channels that a user is in, as far as the bot may see them.
func (s *Server) listOf(a ask) object {
	id := a.form["user"]
	if id == "" {
		id = Bot
	}
	if s.user(id) == nil {
		return refusal("user_not_found")
	}
	channels := []*channel{}
	for _, c := range s.channels {
		if a.wanted(c) && c.has(id) && (!c.IsPrivate || c.has(Bot)) {
			channels = append(channels, c)
		}
	}
	return paged(a, "channels", channels)
}

// listOldChannels is channels.list, which Slack retired in 2021: public channels,
// with their members.
func (s *Server) listOldChannels(a ask) object {
	type withMembers struct {
		*channel
		NumMembers int      `json:"num_members"`
		Members    []string `json:"members,omitempty"`
	}
	channels := []withMembers{}
	for _, c := range s.channels {
		if !a.wanted(c) {
			continue
		}
		one := withMembers{channel: c, NumMembers: len(c.members)}
		if !a.yes("exclude_members") {
			one.Members = c.members
		}
		channels = append(channels, one)
	}
	return paged(a, "channels", channels)
}

func (s *Server) conversationInfo(a ask) object {
	c, refused := s.visible(a)
	if refused != nil {
		return refused
	}
	if !a.yes("include_num_members") {
		return object{"ok": true, "channel": c}
	}
	return object{"ok": true, "channel": struct {
		*channel
		NumMembers int `json:"num_members"`
	}{c, len(c.members)}}
}

func (s *Server) listMembers(a ask) object {
	c, refused := s.visible(a)
	if refused != nil {
		return refused
	}
	return paged(a, "members", slices.Clone(c.members))
}

// markRead tells the bot's other sockets how far it has read.
func (s *Server) markRead(a ask) object {
	c, refused := s.joined(a)
	if refused != nil {
		return refused
	}
	if !isTS(a.form["ts"]) {
		return refusal("invalid_timestamp")
	}
	s.broadcast(object{"type": c.event("marked"), "channel": c.ID, "ts": a.form["ts"], "event_ts": s.nextTS()}, nil)
	return object{"ok": true}
}
