package rtmtest

import (
	"path"
	"strings"
)

type file struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Title      string `json:"title"`
	Filetype   string `json:"filetype"`
	PrettyType string `json:"pretty_type"`
	Size       int    `json:"size"`
	User       string `json:"user"`
	Permalink  string `json:"permalink"`
}

// Join tells a channel that a person has joined it, as Slack does: by a message
// of the subtype channel_join. It returns the message's ts. Who is in a channel
// is not kept.
func (s *Server) Join(user, channel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post(message{Subtype: "channel_join", Channel: channel, User: user, Text: "<@" + user + "> has joined the channel"}, nil).TS
}

// Share posts a message with a file as a person, of the subtype file_share, and
// returns its ts. There is nothing at the file's addresses.
func (s *Server) Share(user, channel, text, name string, size int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	kind := strings.TrimPrefix(path.Ext(name), ".")
	id := "F" + strings.ReplaceAll(s.nextTS(), ".", "")
	return s.post(message{Subtype: "file_share", Channel: channel, User: user, Text: text, Files: []file{{
		ID: id, Name: name, Title: name, Filetype: kind, PrettyType: strings.ToUpper(kind), Size: size, User: user,
		Permalink: "https://" + domain + ".slack.com/files/" + user + "/" + id + "/" + name,
	}}}, nil).TS
}
