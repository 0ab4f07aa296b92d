package store

import "strings"

// ChannelByID finds a public channel, or nil (v3: getChannelById).
func (s *Store) ChannelByID(id string) *Conversation { return s.byID(channel, id) }

// GroupByID finds a private channel or a conversation of several people, or nil
// (v3: getGroupById).
func (s *Store) GroupByID(id string) *Conversation { return s.byID(group, id) }

// DMByID finds a direct message, or nil (v3: getDMById).
func (s *Store) DMByID(id string) *Conversation { return s.byID(dm, id) }

// ChannelGroupOrDMByID finds a conversation of any kind, or nil (v3:
// getChannelGroupOrDMById, which tells the kind by the first letter; but what
// begins with C may be private today).
func (s *Store) ChannelGroupOrDMByID(id string) *Conversation {
	return as[Conversation](s.look(&s.conversations, id))
}

// ChannelByName finds a channel, or nil. The name may begin with "#" (v3:
// getChannelByName).
func (s *Store) ChannelByName(name string) *Conversation {
	return as[Conversation](s.seek(&s.conversations, channelName, strings.TrimPrefix(name, "#")))
}

// GroupByName finds a group, or nil (v3: getGroupByName).
func (s *Store) GroupByName(name string) *Conversation {
	return as[Conversation](s.seek(&s.conversations, groupName, name))
}

// ChannelOrGroupByName finds a channel, else a group, or nil (v3:
// getChannelOrGroupByName).
func (s *Store) ChannelOrGroupByName(name string) *Conversation {
	if c := s.ChannelByName(name); c != nil {
		return c
	}
	return s.GroupByName(name)
}

// DMByUserID finds the direct message with a user, or nil (v3: getDMByUserId).
func (s *Store) DMByUserID(id string) *Conversation {
	return as[Conversation](s.seek(&s.conversations, dmUser, id))
}

// DMByName finds the direct message with the user of that name, or nil (v3:
// getDMByName).
func (s *Store) DMByName(name string) *Conversation {
	if u := s.UserByName(name); u != nil {
		return s.DMByUserID(u.ID())
	}
	return nil
}

// Channels are all channels, in the order of their coming (v3: the property
// channels).
func (s *Store) Channels() []*Conversation { return s.ofKind(channel) }

// Groups are all groups (v3: the property groups).
func (s *Store) Groups() []*Conversation { return s.ofKind(group) }

// DMs are all direct messages (v3: the property dms).
func (s *Store) DMs() []*Conversation { return s.ofKind(dm) }

// UnreadCount is how many messages are unread in all conversations (v3:
// getUnreadCount, which does nothing there).
func (s *Store) UnreadCount() int {
	s.mu.Lock()
	n := 0
	for _, m := range s.conversations.all {
		n += as[Conversation](m).unread
	}
	s.mu.Unlock()
	return n
}

func (s *Store) byID(k kind, id string) *Conversation {
	s.mu.Lock()
	c := s.conversation(id)
	if c != nil && c.kind != k {
		c = nil
	}
	s.mu.Unlock()
	return c
}

func (s *Store) ofKind(k kind) []*Conversation {
	s.mu.Lock()
	found := []*Conversation{}
	for _, m := range s.conversations.list() {
		if c := as[Conversation](m); c.kind == k {
			found = append(found, c)
		}
	}
	s.mu.Unlock()
	return found
}
