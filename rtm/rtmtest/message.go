package rtmtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A message is one as the history keeps it and, with the fields that only
// events have, as an event.
type message struct {
	Type      string     `json:"type"`
	Subtype   string     `json:"subtype,omitempty"`
	Channel   string     `json:"channel,omitempty"` // in events
	User      string     `json:"user,omitempty"`
	BotID     string     `json:"bot_id,omitempty"`
	Username  string     `json:"username,omitempty"`
	Icons     object     `json:"icons,omitempty"`
	Text      string     `json:"text"`
	TS        string     `json:"ts"`
	ThreadTS  string     `json:"thread_ts,omitempty"`
	Team      string     `json:"team,omitempty"`
	Edited    *edited    `json:"edited,omitempty"`
	Reactions []reaction `json:"reactions,omitempty"`
	Files     []file     `json:"files,omitempty"`
	Upload    bool       `json:"upload,omitempty"`
	Inviter   string     `json:"inviter,omitempty"`
	Topic     *string    `json:"topic,omitempty"`
	Purpose   *string    `json:"purpose,omitempty"`
	OldName   string     `json:"old_name,omitempty"`
	Name      string     `json:"name,omitempty"`

	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`

	EventTS string `json:"event_ts,omitempty"` // in events

	broadcast bool // a reply that the channel sees too
}

type edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// isBots says whether m is the bot's, under whatever name.
func (m *message) isBots() bool { return m.User == Bot || m.BotID == botID }

// isReply says whether m stands in a thread only.
func (m *message) isReply() bool {
	return m.ThreadTS != "" && m.ThreadTS != m.TS && !m.broadcast
}

// nextTS returns a timestamp that no message had: the time in microseconds,
// or one more than the last.
func (s *Server) nextTS() string {
	s.lastTS = max(s.lastTS+1, time.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// post gives m its ts, keeps it, and tells it to every socket but one.
func (s *Server) post(m message, but *socket) message {
	m.Type, m.Team, m.TS = "message", Team, s.nextTS()
	c := s.channel(m.Channel)
	if c != nil {
		kept := m
		kept.Channel = ""
		c.log.add(kept)
	}
	event := m
	event.EventTS = m.TS
	s.tellIn(c, event, but)
	if m.isBots() {
		for _, ear := range s.ears {
			select {
			case ear <- m:
			default: // busy people miss things
			}
		}
	}
	return m
}

// isTS says whether ts has the form of a message's: seconds, a point, microseconds.
func isTS(ts string) bool {
	seconds, micros, found := strings.Cut(ts, ".")
	return found && seconds != "" && len(micros) == 6 && strings.Trim(seconds+micros, "0123456789") == ""
}

// find returns the message at ts; nil if the channel has none. Who changes it lets
// the channel's record weigh itself.
func (s *Server) find(channel, ts string) *message {
	c := s.channel(channel)
	if c == nil {
		return nil
	}
	for i := range c.log.kept {
		if c.log.kept[i].TS == ts {
			return &c.log.kept[i]
		}
	}
	return nil
}

// edit gives m the words of another, tells so, and returns what it is now.
func (s *Server) edit(channel string, m *message, to message) message {
	before := *m
	ts := s.nextTS()
	m.Text, m.Blocks, m.Attachments, m.Edited = to.Text, to.Blocks, to.Attachments, &edited{m.User, ts}
	after := *m
	c := s.channel(channel)
	c.log.weigh()
	s.tellIn(c, object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": channel,
		"ts": ts, "event_ts": ts, "message": after, "previous_message": before,
	}, nil)
	return after
}

// delete removes m and tells everybody.
func (s *Server) delete(channel string, m *message) {
	deleted, ts := m.TS, s.nextTS()
	c := s.channel(channel)
	c.log.kept = slices.DeleteFunc(slices.Clone(c.log.kept), func(m message) bool { return m.TS == deleted })
	c.log.weigh()
	s.tellIn(c, object{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": channel,
		"ts": ts, "event_ts": ts, "deleted_ts": deleted,
	}, nil)
}
