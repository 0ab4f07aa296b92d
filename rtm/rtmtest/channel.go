package rtmtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A channel is what Slack calls a conversation: public or private, or a direct
// message of two or more.
type channel struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"`
	User       string `json:"user,omitempty"` // the other one of a direct message
	IsChannel  bool   `json:"is_channel"`
	IsGroup    bool   `json:"is_group"` // private, with a name
	IsIM       bool   `json:"is_im"`
	IsMPIM     bool   `json:"is_mpim"` // a direct message of more than two
	IsGeneral  bool   `json:"is_general"`
	IsPrivate  bool   `json:"is_private"`
	IsArchived bool   `json:"is_archived"`
	IsMember   bool   `json:"is_member"` // the bot is
	IsOpen     bool   `json:"is_open,omitempty"`
	Creator    string `json:"creator,omitempty"`
	Created    int64  `json:"created"`
	Topic      *about `json:"topic,omitempty"`
	Purpose    *about `json:"purpose,omitempty"`

	members []string        // who is in it, the first to come first
	log     record[message] // the oldest first
}

// An about is a topic or a purpose. LastSet is in seconds, 0 for never.
type about struct {
	Value   string `json:"value"`
	Creator string `json:"creator"`
	LastSet int64  `json:"last_set"`
}

func newChannels(history limit) []*channel {
	general := newChannel(General, "general", Anna)
	general.IsGeneral = true
	channels := []*channel{general, newChannel(Random, "random", Anna), newDirect(AnnaDM, Anna)}
	for _, c := range channels {
		c.Created, c.log.limit = founded, history
		if !c.IsIM {
			c.members, c.IsMember = []string{Bot, Anna, Ben, Cleo}, true
		}
	}
	return channels
}

func newChannel(id, name, creator string) *channel {
	return &channel{ID: id, Name: name, IsChannel: true, Creator: creator, Topic: &about{}, Purpose: &about{}}
}

func newDirect(id, other string) *channel {
	return &channel{ID: id, User: other, IsIM: true, IsPrivate: true, IsOpen: true, members: []string{Bot, other}}
}

// addChannel adds a channel to the workspace.
func (s *Server) addChannel(c *channel) {
	c.Created, c.log.limit = time.Now().Unix(), s.channelLog
	s.channels = append(s.channels, c)
}

// newID returns an id that nothing has, of the kind that this letter stands for.
func (s *Server) newID(kind string) string {
	return kind + strings.ReplaceAll(s.nextTS(), ".", "")
}

func (s *Server) channel(id string) *channel {
	for _, c := range s.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (s *Server) channelNamed(name string) *channel {
	i := slices.IndexFunc(s.channels, func(c *channel) bool { return name != "" && c.Name == name })
	if i < 0 {
		return nil
	}
	return s.channels[i]
}

func (c *channel) isDirect() bool { return c.IsIM || c.IsMPIM }

func (c *channel) has(user string) bool { return slices.Contains(c.members, user) }

// hearsAll says whether the bot gets the channel's events. Those of a channel
// that the workspace does not have are what a test made up.
func (c *channel) hearsAll() bool { return c == nil || c.has(Bot) }

// tellIn sends an event of a channel to every socket but one, if the bot is in
// the channel.
func (s *Server) tellIn(c *channel, event any, but *socket) {
	if c.hearsAll() {
		s.broadcast(event, but)
	}
}

// visible finds the channel that a call names; otherwise it gives the answer. A
// private channel without the bot is not to be seen.
func (s *Server) visible(a ask) (*channel, object) {
	c := s.channel(a.form["channel"])
	if c == nil || c.IsPrivate && !c.has(Bot) {
		return nil, refusal("channel_not_found")
	}
	return c, nil
}

// joined is visible, and wants the bot to be in the channel.
func (s *Server) joined(a ask) (*channel, object) {
	c, refused := s.visible(a)
	if refused == nil && !c.has(Bot) {
		return nil, refusal("not_in_channel")
	}
	return c, refused
}

// writable is joined, and wants a channel that is not archived.
func (s *Server) writable(a ask) (*channel, object) {
	c, refused := s.joined(a)
	if refused == nil && c.IsArchived {
		return nil, refusal("is_archived")
	}
	return c, refused
}

// named is writable, and wants more than a direct message of two.
func (s *Server) named(a ask) (*channel, object) {
	c, refused := s.writable(a)
	if refused == nil && c.IsIM {
		return nil, refusal("method_not_supported_for_channel_type")
	}
	return c, refused
}

// kind is what channel_type says in events of membership.
func (c *channel) kind() string {
	if c.IsPrivate {
		return "G"
	}
	return "C"
}

// event names an event or a subtype that differs by the kind of channel:
// channel_topic or group_topic.
func (c *channel) event(what string) string {
	switch {
	case c.IsIM:
		return "im_" + what
	case c.IsPrivate:
		return "group_" + what
	}
	return "channel_" + what
}

// mention is how a message names a user.
func mention(user string) string { return fmt.Sprintf("<@%s>", user) }
