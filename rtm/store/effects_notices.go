package store

import (
	"strconv"
	"strings"
)

// Slack writes a message into a conversation when its topic, purpose, name or
// kind changes, or when it is archived: a notice. Of topics, purposes and kinds it
// sends no other event (api.slack.com/events/message/channel_topic and its like).
// v3 adds notices to the history, and changes nothing by them.

// saidOther is said for messages whose subtype has no effect of its own.
func saidOther(s *Store, e *event) error {
	if notice := noticeOf(e.text("subtype")); notice != nil {
		return saidAfter(notice, s, e)
	}
	return said(s, e)
}

// noticeOf gives what a notice tells of, nil for other messages.
func noticeOf(subtype string) effect {
	switch subtype {
	case "channel_topic", "group_topic":
		return topicSet
	case "channel_purpose", "group_purpose":
		return purposeSet
	case "channel_name", "group_name":
		return nameSet
	case "channel_archive", "group_archive":
		return archived
	case "channel_unarchive", "group_unarchive":
		return unarchived
	case "channel_convert_to_private":
		return madePrivate
	case "channel_convert_to_public":
		return madePublic
	}
	return nil
}

func topicSet(s *Store, e *event) error   { return s.setChannelText(e, "topic") }
func purposeSet(s *Store, e *event) error { return s.setChannelText(e, "purpose") }

// setChannelText sets a topic or a purpose, in the form that Slack has it in
// conversations.
func (s *Store) setChannelText(e *event, name string) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	value := e.get(name)
	if len(value) == 0 || value[0] != '"' { // an empty text is one
		return bad("the event has no " + name)
	}
	seconds, _, _ := strings.Cut(e.text("ts"), ".")
	lastSet, _ := strconv.Atoi(seconds)
	text := object{{"value", value}, {"creator", quoted(e.text("user"))}, {"last_set", []byte(number(lastSet))}}
	c.lay(object{{name, text.encode()}})
	return nil
}

func nameSet(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err != nil {
		return err
	}
	name := e.text("name")
	if name == "" {
		return bad("the event has no name")
	}
	c.lay(object{{"name", quoted(name)}})
	return nil
}

func madePrivate(s *Store, e *event) error { return s.flag(e, "is_private", "true") }

func madePublic(s *Store, e *event) error {
	c, err := e.conversation(s, "channel")
	if err == nil {
		c.lay(object{{"is_private", []byte("false")}, {"is_group", []byte("false")}, {"is_channel", []byte("true")}})
	}
	return err
}
