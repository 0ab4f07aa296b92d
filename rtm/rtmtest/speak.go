package rtmtest

import (
	"bytes"
	"fmt"
	"strings"
)

// Send sends a text frame to every open socket, exactly as given and at once,
// even before hello.
func (s *Server) Send(frame string) {
	s.send(parcel{data: []byte(frame)})
}

// Repeat sends a frame count times to every open socket, as Send does. Each
// {n} in it stands for the number of the repetition, from 000001. Nothing is
// kept or encoded, so that it outruns any client.
func (s *Server) Repeat(frame string, count int) {
	for i := 1; i <= count; i++ {
		s.Send(strings.ReplaceAll(frame, "{n}", fmt.Sprintf("%06d", i)))
	}
}

// SendBinary sends a binary message to every open socket. In memory messages
// have no kind, there it is one like any other.
func (s *Server) SendBinary(data []byte) {
	s.send(parcel{data: bytes.Clone(data), binary: true})
}

func (s *Server) send(p parcel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.sockets {
		k.put(p)
	}
}

// Say posts a message as a person and returns its ts. A channel that the
// workspace does not have gets the event but no history.
func (s *Server) Say(user, channel, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post(message{Channel: channel, User: user, Text: text}, nil).TS
}

// Reply posts a message as a person in the thread of another message, and
// returns its ts.
func (s *Server) Reply(user, channel, thread, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post(message{Channel: channel, User: user, Text: text, ThreadTS: thread}, nil).TS
}

// Typing shows a person typing.
func (s *Server) Typing(user, channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tellIn(s.channel(channel), object{"type": "user_typing", "channel": channel, "user": user}, nil)
}

// Edit changes the text of a message, as its author. Clients see
// message_changed. If there is no such message, nothing happens.
func (s *Server) Edit(channel, ts, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		s.edit(channel, m, message{Text: text})
	}
}

// Delete removes a message. Clients see message_deleted. If there is no such
// message, nothing happens.
func (s *Server) Delete(channel, ts string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		s.delete(channel, m)
	}
}

// SetPresence makes a person "active" or "away". Sockets that subscribed to
// the person see presence_change: with user, or with users if they asked for
// batches. The bot's own presence goes to every socket as
// manual_presence_change.
func (s *Server) SetPresence(user, presence string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setPresence(user, presence)
}

func (s *Server) setPresence(user, presence string) {
	s.presence[user] = presence
	if user == Bot {
		s.broadcast(object{"type": "manual_presence_change", "presence": presence}, nil)
	}
	for _, k := range s.sockets {
		if k.watched[user] {
			s.tellPresence(k, []string{user})
		}
	}
}

// tellPresence tells one socket where these users are. Ids that the workspace
// does not know are left out.
func (s *Server) tellPresence(k *socket, ids []string) {
	var order []string
	grouped := make(map[string][]string)
	for _, id := range ids {
		presence, known := s.presence[id]
		switch {
		case !known:
		case !k.batch:
			k.tell(encode(object{"type": "presence_change", "presence": presence, "user": id}))
		default:
			if grouped[presence] == nil {
				order = append(order, presence)
			}
			grouped[presence] = append(grouped[presence], id)
		}
	}
	for _, presence := range order {
		k.tell(encode(object{"type": "presence_change", "presence": presence, "users": grouped[presence]}))
	}
}

// Flood posts count messages of anna in general, each a frame of about size
// bytes whose text begins with its number, from 1. They go out as fast as
// clients take them.
func (s *Server) Flood(count, size int) {
	const ts = "1700000000.000000"
	bare := len(encode(message{Type: "message", Channel: General, User: Anna, TS: ts, Team: Team, EventTS: ts}))
	for i := 1; i <= count; i++ {
		text := fmt.Sprint(i)
		if fill := size - bare - len(text); fill > 0 {
			text += strings.Repeat(".", fill)
		}
		s.Say(Anna, General, text)
	}
}
