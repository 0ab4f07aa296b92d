package store

import (
	"slices"

	"rtmwasm/rtm/internal/jsontext"
)

// The effects of reactions follow data-store/message-handlers/reactions.js: a
// message that the store has gets the reaction, or loses it; anything else, such
// as a file, has none here. Unlike there, what comes twice counts once, and a
// reaction that is removed without having been there does not appear.

func reactionAdded(s *Store, e *event) error   { return s.react(e, true) }
func reactionRemoved(s *Store, e *event) error { return s.react(e, false) }

func (s *Store) react(e *event, added bool) error {
	name, user := e.text("reaction"), e.text("user")
	item := event{object: e.object.object("item")}
	if name == "" || user == "" || item.object == nil {
		return bad("the event has no reaction, user or item")
	}
	if item.text("type") != "message" {
		return nil
	}
	c, err := item.conversation(s, "channel")
	if err != nil {
		return err
	}
	ts := item.text("ts")
	if !isTS(ts) {
		return bad("the item has no timestamp")
	}
	if at, known := c.find(ts); known {
		c.messages[at].react(name, user, added)
	}
	return nil
}

// react changes the reactions of a message.
func (m *message) react(name, user string, added bool) {
	o, _ := readObject(m.json) // it was written by encode, so it is sound
	reactions, _ := o.list("reactions")
	at := slices.IndexFunc(reactions, func(r []byte) bool { return nameOf(r) == name })
	switch {
	case at < 0 && added:
		reactions = append(reactions, reaction(name, []string{user}, 1))
	case at < 0:
		return
	default:
		now := changed(reactions[at], user, added)
		if now == nil {
			reactions = slices.Delete(reactions, at, at+1)
		} else {
			reactions[at] = now
		}
	}
	list := []byte{'['}
	for i, r := range reactions {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, r...)
	}
	m.json = overlay(o, object{{"reactions", append(list, ']')}}, false).encode()
}

func nameOf(value []byte) string {
	if !jsontext.IsObject(value) {
		return ""
	}
	o, _ := readObject(value)
	return o.text("name")
}

// changed gives a reaction with or without a user, nil if nobody has it any
// more. Slack may list fewer users than it counts; who is not listed may then
// be one of the others.
func changed(value []byte, user string, added bool) []byte {
	o, _ := readObject(value)
	users, _ := o.texts("users")
	n, _ := o.count("count")
	n = max(n, len(users))
	at := slices.Index(users, user)
	switch {
	case added && at < 0:
		users, n = append(users, user), n+1
	case !added && at >= 0:
		users, n = slices.Delete(users, at, at+1), n-1
	case !added && n > len(users):
		n--
	}
	if n == 0 {
		return nil
	}
	return overlay(o, readingsOf(users, n), false).encode()
}

func reaction(name string, users []string, n int) []byte {
	return append(object{{"name", quoted(name)}}, readingsOf(users, n)...).encode()
}

func readingsOf(users []string, n int) object {
	return object{{"users", encodeTexts(users)}, {"count", []byte(number(n))}}
}
