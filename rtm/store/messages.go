package store

// LastRead is the timestamp up to which the session's user has read (v3:
// lastRead).
func (c *Conversation) LastRead() string {
	c.store.mu.Lock()
	ts := c.lastRead
	c.store.mu.Unlock()
	return ts
}

// UnreadCount is how many messages are newer than that (v3: unreadCount).
func (c *Conversation) UnreadCount() int {
	c.store.mu.Lock()
	n := c.unread
	c.store.mu.Unlock()
	return n
}

// RecalcUnreads counts anew what is unread, and returns it (v3: recalcUnreads).
func (c *Conversation) RecalcUnreads() int {
	c.store.mu.Lock()
	c.recount()
	n := c.unread
	c.store.mu.Unlock()
	return n
}

// History are the messages that the store has, the oldest first (v3: history).
// They are snapshots, and must not be changed.
func (c *Conversation) History() [][]byte {
	c.store.mu.Lock()
	texts := make([][]byte, len(c.messages))
	for i, m := range c.messages {
		texts[i] = m.json
	}
	c.store.mu.Unlock()
	return texts
}

// MessageByTS finds a message, or nil (v3: getMessageByTs).
func (c *Conversation) MessageByTS(ts string) []byte {
	c.store.mu.Lock()
	var text []byte
	if at, known := c.find(ts); known {
		text = c.messages[at].json
	}
	c.store.mu.Unlock()
	return text
}

// AddMessage takes a message into the history (v3: addMessage).
func (c *Conversation) AddMessage(data []byte) error {
	c.store.mu.Lock()
	err := c.changeBy(data, func(data []byte) error {
		m, err := readMessage(data)
		if err == nil {
			c.add(m)
		}
		return err
	})
	c.store.mu.Unlock()
	return at("Conversation.AddMessage", err)
}

// UpdateMessage takes a message_changed event: the message that it brings
// takes the place of the one with its timestamp, if the store has that (v3:
// updateMessage).
func (c *Conversation) UpdateMessage(event []byte) error {
	c.store.mu.Lock()
	err := c.changeBy(event, func(event []byte) error {
		o, err := readObject(event)
		if err == nil {
			err = c.edit(o)
		}
		return err
	})
	c.store.mu.Unlock()
	return at("Conversation.UpdateMessage", err)
}

// edit takes a message_changed event.
func (c *Conversation) edit(event object) error {
	m, err := readMessage(event.get("message"))
	if err == nil {
		c.replace(m)
	}
	return err
}
