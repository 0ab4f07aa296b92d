package store

import "cmp"

// effects are what an event does to the store, by the event's type; a message
// with a subtype has "message::" and the subtype (v3:
// data-store/message-handlers). Events that carry a whole object store it;
// those that carry an id must name what the store knows. An effect that fails
// has changed nothing.
//
// v3 also lists events that it ignores (*_history_changed, group_open,
// group_close, star_*): those are absent here.
//
// A list: a map of them would be made at the start of every program, at the cost of
// 5 ms of the time until a page is connected.
var effects = []named{
	{"bot_added", botAdded},
	{"bot_changed", botChanged},

	{"team_join", userChanged},
	{"user_change", userChanged},
	// Slack's newer names of parts of user_change, which v3 does not know.
	{"user_profile_changed", userChanged},
	{"user_status_changed", userChanged},
	{"user_huddle_changed", userChanged},

	{"presence_change", presenceChanged},
	{"manual_presence_change", ownPresenceChanged},
	{"pref_change", ownPrefChanged},
	{"user_typing", userTyped},

	{"team_rename", teamRenamed},
	{"team_domain_change", teamMoved},
	{"team_pref_change", teamPrefChanged},

	{"channel_created", channelCreated},
	{"channel_joined", channelJoined},
	{"group_joined", groupJoined},
	{"mpim_joined", groupJoined}, // not in v3
	{"im_created", dmCreated},

	{"channel_deleted", deleted},
	{"group_deleted", deleted}, // not in v3
	{"channel_left", left},
	{"group_left", left},
	{"channel_archive", archived},
	{"channel_unarchive", unarchived},
	{"group_archive", archived},
	{"group_unarchive", unarchived},
	{"im_open", dmOpened},
	{"im_close", dmClosed},
	{"channel_rename", renamed},
	{"group_rename", groupRenamed},
	{"channel_marked", marked},
	{"group_marked", marked},
	{"im_marked", marked},
	{"mpim_marked", marked}, // not in v3

	{"member_joined_channel", memberJoined}, // not in v3: Slack sends these instead of
	{"member_left_channel", memberLeft},     // the messages channel_join and channel_leave

	{"reaction_added", reactionAdded},
	{"reaction_removed", reactionRemoved},

	{"message", said},
	{"message::channel_join", saidJoining},
	{"message::group_join", saidJoining},
	{"message::channel_leave", saidLeaving},
	{"message::group_leave", saidLeaving},
	{"message::message_changed", messageChanged},
	{"message::message_replied", messageChanged}, // it brings the thread's first message, as it is now
	{"message::message_deleted", messageDeleted},
	{anyMessage, saidOther},
}

type named struct {
	event string
	effect
}

// byName makes a map of a list.
func byName(list []named) map[string]effect {
	all := make(map[string]effect, len(list))
	for _, n := range list {
		all[n.event] = n.effect
	}
	return all
}

// anyMessage is what v3 calls the handler of messages whose subtype has none.
const anyMessage = "message::rtm_client_add_message"

// An effect changes the store, whose mutex is held.
type effect func(s *Store, e *event) error

// An event is one that is being taken in.
type event struct {
	object
	user, team string // the session's
	subject    string // of subjects, the one whose turn it is
}

// subjects are the ids of the records that an event changes: of its conversation
// or its item's, else of its users, else of the session's user.
func (e *event) subjects() []string {
	id := cmp.Or(e.id("channel"), e.object.object("item").text("channel"), e.id("user"))
	if users, ok := e.texts("users"); ok && id == "" {
		return users
	}
	return []string{cmp.Or(id, e.user)}
}

// id is the one that a member gives, or that the object has which it is.
func (e *event) id(name string) string {
	return cmp.Or(e.text(name), e.object.object(name).text("id"))
}

// conversation is the one that a member of the event names.
func (e *event) conversation(s *Store, name string) (*Conversation, error) {
	id := e.text(name)
	if id == "" {
		return nil, bad("the event names no " + name)
	}
	if c := s.conversation(id); c != nil {
		return c, nil
	}
	return nil, unknown("conversation", id)
}

func (s *Store) knownUser(id string) (*User, error) {
	if id == "" {
		return nil, bad("the event names no user")
	}
	if u := as[User](s.users.all[id]); u != nil {
		return u, nil
	}
	return nil, unknown("user", id)
}
