package store

import "rtmwasm/rtm/internal/jsontext"

// A Conversation is a channel, a group, a DM or an MPDM. In v3 these are four
// classes with the same members, those of BaseChannel (models/base-channel.js).
type Conversation struct {
	model
	kind kind
	history
	typing typing
}

// A kind says by which of v3's getters a conversation is found.
type kind int

const (
	channel kind = iota
	group        // also with several people, as in v3's cacheRtmStart
	dm
)

var kindNames = [...]string{"channel", "group", "dm"}

// The columns of the conversations.
const (
	channelName = iota
	groupName
	dmUser
)

func newConversation() *model {
	c := new(Conversation)
	c.self, c.lastRead = c, neverRead
	return &c.model
}

func conversationKeys(m *model, o object) [columns]string {
	switch as[Conversation](m).kind {
	case group:
		return [columns]string{groupName: o.text("name")}
	case dm:
		return [columns]string{dmUser: o.text("user")}
	}
	return [columns]string{channelName: o.text("name")}
}

// Type is "channel", "group", "mpdm" or "dm" (v3: getType).
func (c *Conversation) Type() string {
	c.store.mu.Lock()
	k, text := c.kind, c.json
	c.store.mu.Unlock()
	if o, _ := readObject(text); k == group && o.isTrue("is_mpim") {
		return "mpdm"
	}
	return kindNames[k]
}

// Name is the name, without "#"; "" for a DM.
func (c *Conversation) Name() string { return c.text("name") }

// User is the other one of a DM, else "".
func (c *Conversation) User() string { return c.text("user") }

// IsMember says whether the session's user is in it, as far as Slack told.
func (c *Conversation) IsMember() bool { return string(c.Get("is_member")) == "true" }

// IsArchived says whether it is archived.
func (c *Conversation) IsArchived() bool { return string(c.Get("is_archived")) == "true" }

// Members are the ids of those in it, nil if Slack did not list them.
func (c *Conversation) Members() []string {
	members, _ := c.snapshot().texts("members")
	return members
}

// State is what a v3 model has besides the members that JSON gives, as one
// object: history, unreadCount, lastRead, and typing, an array of user ids.
func (c *Conversation) State() []byte {
	c.store.mu.Lock()
	defer c.store.mu.Unlock()
	b := []byte(`{"history":[`)
	for i, m := range c.messages {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, m.json...)
	}
	b = append(b, `],"unreadCount":`...)
	b = append(b, number(c.unread)...)
	b = append(b, `,"lastRead":`...)
	b = jsontext.AppendQuoted(b, c.lastRead)
	b = append(b, `,"typing":`...)
	b = append(b, encodeTexts(c.typing.users(now()))...)
	return append(b, '}')
}

// Update lays the members of an object over the conversation's own (v3:
// update).
func (c *Conversation) Update(data []byte) error {
	s := c.store
	s.mu.Lock()
	err := c.changeBy(data, func(data []byte) error {
		o, err := c.readPatch(data)
		if err == nil {
			news := o.without(c.object())
			c.patch(o)
			c.absorb(news)
		}
		return err
	})
	s.mu.Unlock()
	return at("Conversation.Update", err)
}

// lay lays what Slack said over the conversation.
func (c *Conversation) lay(o object) {
	c.patch(o)
	c.absorb(o)
}

// kindAfter is what the conversation is once these members are laid over it.
func (c *Conversation) kindAfter(o object) kind {
	if !o.saysKind() {
		return c.kind
	}
	old := c.object()
	if news := o.without(old); news.saysKind() {
		if k, ok := merge(old, news).kind(); ok {
			return k
		}
	}
	return c.kind
}

// patch lays members over those of the conversation, which is what these say from
// now on.
func (c *Conversation) patch(o object) {
	c.kind = c.kindAfter(o)
	c.store.patch(&c.store.conversations, &c.model, o)
}

// absorb takes what an object of Slack's says about what was read. v3 takes
// latest alone, adding it to the history each time
// (models/base-channel.js, _setProperties).
func (c *Conversation) absorb(o object) {
	lastRead := o.text("last_read")
	if isTS(lastRead) {
		c.lastRead = lastRead
	}
	latest, err := readMessage(o.get("latest"))
	if err == nil {
		c.add(latest)
	}
	if n, ok := unreadIn(o); ok {
		c.unread = n
	} else if isTS(lastRead) {
		c.recount()
	}
}

// unreadIn is Slack's own count, in an object or an event. The one for display
// leaves out what does not make a channel bold, such as people joining.
func unreadIn(o object) (int, bool) {
	if n, ok := o.count("unread_count_display"); ok {
		return n, true
	}
	return o.count("unread_count")
}
