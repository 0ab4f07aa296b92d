package rtmtest

import (
	"time"
	"unicode/utf8"
)

// maxAbout is how many characters a topic or a purpose may have (Slack's page on
// conversations.setTopic).
const maxAbout = 250

// SetTopic sets a channel's topic as a person. The bot, if it is in it, sees a
// message of the subtype channel_topic. If there is no such channel, nothing
// happens.
func (s *Server) SetTopic(user, channel, topic string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil && c.Topic != nil {
		s.tellTopic(c, user, topic)
	}
}

// SetPurpose is SetTopic for what a channel is for, with the subtype
// channel_purpose.
func (s *Server) SetPurpose(user, channel, purpose string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channel(channel); c != nil && c.Purpose != nil {
		s.tellPurpose(c, user, purpose)
	}
}

func (s *Server) setTopic(a ask) object {
	return s.setAbout(a, a.form["topic"], s.tellTopic)
}

func (s *Server) setPurpose(a ask) object {
	return s.setAbout(a, a.form["purpose"], s.tellPurpose)
}

func (s *Server) setAbout(a ask, value string, set func(c *channel, user, value string)) object {
	c, refused := s.named(a)
	switch {
	case refused != nil:
		return refused
	case utf8.RuneCountInString(value) > maxAbout:
		return refusal("too_long")
	}
	set(c, Bot, value)
	return object{"ok": true, "channel": c}
}

func (s *Server) tellTopic(c *channel, user, topic string) {
	c.Topic = &about{topic, user, time.Now().Unix()}
	s.post(message{Subtype: c.event("topic"), Channel: c.ID, User: user, Topic: &topic, Text: aboutWords(user, "topic", topic)}, nil)
}

func (s *Server) tellPurpose(c *channel, user, purpose string) {
	c.Purpose = &about{purpose, user, time.Now().Unix()}
	s.post(message{Subtype: c.event("purpose"), Channel: c.ID, User: user, Purpose: &purpose, Text: aboutWords(user, "purpose", purpose)}, nil)
}

func aboutWords(user, what, value string) string {
	if value == "" {
		return mention(user) + " cleared the channel " + what
	}
	return mention(user) + " set the channel " + what + ": " + value
}
