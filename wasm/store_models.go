//go:build js && wasm

package main

import (
	"strings"

	"rtmwasm/rtm/store"
)

// changers are the methods of v3's models that change what the store has. They
// are given the id of the model, and give a fresh snapshot of it; nil if the
// store no longer has it.
var changers = []method[func(s *store.Store, id, argument string) (any, error)]{
	{"updateUser", func(s *store.Store, id, json string) (any, error) {
		u := s.UserByID(id)
		if u == nil {
			return nil, nil
		}
		err := u.Update([]byte(json))
		return ofModel(u), err
	}},
	{"updateConversation", onConversation(func(c *store.Conversation, json string) error { return c.Update([]byte(json)) })},
	{"addMessage", onConversation(func(c *store.Conversation, json string) error { return c.AddMessage([]byte(json)) })},
	{"updateMessage", onConversation(func(c *store.Conversation, json string) error { return c.UpdateMessage([]byte(json)) })},
	{"startedTyping", onConversation(func(c *store.Conversation, user string) error { c.StartedTyping(user); return nil })},
	{"recalcUnreads", onConversation(func(c *store.Conversation, _ string) error { c.RecalcUnreads(); return nil })},
}

func onConversation(change func(c *store.Conversation, argument string) error) func(*store.Store, string, string) (any, error) {
	return func(s *store.Store, id, argument string) (any, error) {
		c := s.ChannelGroupOrDMByID(id)
		if c == nil {
			return nil, nil
		}
		err := change(c, argument)
		return ofConversation(c), err
	}
}

// ofModel gives a model's JSON text, nil for none.
func ofModel[M interface {
	comparable
	JSON() []byte
}](m M) any {
	var none M
	if m == none {
		return nil
	}
	return string(m.JSON())
}

// ofConversation gives the JSON text of an array: the type, what Slack sent,
// and the state; nil for none.
func ofConversation(c *store.Conversation) any {
	if c == nil {
		return nil
	}
	return `["` + c.Type() + `",` + string(c.JSON()) + `,` + string(c.State()) + `]`
}

// listOf gives the JSON text of an array of snapshots.
func listOf[M any](models []M, of func(M) any) any {
	texts := make([]string, len(models))
	for i, m := range models {
		texts[i], _ = of(m).(string)
	}
	return "[" + strings.Join(texts, ",") + "]"
}
