package rtmtest

import (
	"path"
	"slices"
	"strings"
	"time"
)

// A file is what is known of one. The workspace keeps no contents.
type file struct {
	ID         string   `json:"id"`
	Created    int64    `json:"created"`
	Timestamp  int64    `json:"timestamp"`
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Mimetype   string   `json:"mimetype"`
	Filetype   string   `json:"filetype"`
	PrettyType string   `json:"pretty_type"`
	Size       int      `json:"size"`
	User       string   `json:"user"`
	Mode       string   `json:"mode"`
	IsPublic   bool     `json:"is_public"`
	Channels   []string `json:"channels"`
	Groups     []string `json:"groups"`
	IMs        []string `json:"ims"`
	Permalink  string   `json:"permalink"`
	URLPrivate string   `json:"url_private"`
}

// Share uploads a file as a person and returns the ts of the message that shows it,
// of the subtype file_share. Before it come the events file_created and
// file_shared. There is nothing at the file's addresses.
func (s *Server) Share(user, channel, text, name string, size int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.share(s.newFile(user, name, size), []string{channel}, message{Text: text}).TS
}

var mimetypes = map[string]string{
	"txt": "text/plain", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif",
}

func (s *Server) newFile(user, name string, size int) file {
	kind, id, now := strings.TrimPrefix(path.Ext(name), "."), s.newID("F"), time.Now().Unix()
	mimetype, known := mimetypes[kind]
	if !known {
		mimetype = "application/octet-stream"
	}
	at := ".slack.com/files/" + user + "/" + id + "/" + name
	return file{
		ID: id, Created: now, Timestamp: now, Name: name, Title: name, Mimetype: mimetype, Filetype: kind, PrettyType: strings.ToUpper(kind),
		Size: size, User: user, Mode: "hosted", Channels: []string{}, Groups: []string{}, IMs: []string{},
		Permalink: "https://" + domain + at, URLPrivate: "https://files" + at,
	}
}

// share adds f to the workspace and shows it in these channels by a message like m,
// the last of which it returns.
func (s *Server) share(f file, channels []string, m message) message {
	for _, id := range channels {
		switch c := s.channel(id); {
		case c != nil && c.IsIM:
			f.IMs = append(f.IMs, id)
		case c != nil && c.IsPrivate:
			f.Groups = append(f.Groups, id)
		default:
			f.Channels, f.IsPublic = append(f.Channels, id), true
		}
	}
	s.files.add(f)
	tell := func(event string, in *channel, more object) {
		for key, v := range (object{"type": event, "file_id": f.ID, "user_id": f.User, "file": object{"id": f.ID}, "event_ts": s.nextTS()}) {
			more[key] = v
		}
		s.tellIn(in, more, nil)
	}
	tell("file_created", nil, object{})
	for _, id := range channels {
		tell("file_shared", s.channel(id), object{"channel_id": id})
		m.Subtype, m.Upload, m.Channel, m.User, m.Files = "file_share", true, id, f.User, []file{f}
		m = s.post(m, nil)
	}
	return m
}

// uploadFile is files.upload, which Slack retired in 2025 and which the clients of
// the time of RTM have. The methods that came after it are unknown here.
func (s *Server) uploadFile(a ask) object {
	var channels []string
	for id := range strings.SplitSeq(a.form["channels"], ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		c := s.addressee(id)
		switch {
		case c == nil || !c.has(Bot):
			return refusal("invalid_channel")
		case c.IsArchived:
			return refusal("is_archived")
		}
		channels = append(channels, c.ID)
	}
	content := a.form["content"]
	if content == "" {
		content = a.form["file"]
	}
	if content == "" {
		return refusal("no_file_data")
	}
	name := a.form["filename"]
	if name == "" {
		name = "untitled.txt"
	}
	f := s.newFile(Bot, name, len(content))
	if title := a.form["title"]; title != "" {
		f.Title = title
	}
	s.share(f, channels, message{BotID: botID, Text: a.form["initial_comment"], ThreadTS: a.form["thread_ts"]})
	return object{"ok": true, "file": s.file(f.ID)}
}

func (s *Server) file(id string) *file {
	i := slices.IndexFunc(s.files.kept, func(f file) bool { return f.ID == id })
	if i < 0 {
		return nil
	}
	return &s.files.kept[i]
}

func (s *Server) fileInfo(a ask) object {
	f := s.file(a.form["file"])
	if f == nil {
		return refusal("file_not_found")
	}
	return object{"ok": true, "file": f, "comments": []any{}, "response_metadata": object{"next_cursor": ""}}
}

// listFiles gives the files of a channel, of a user or all, the newest first, on
// one page.
func (s *Server) listFiles(a ask) object {
	channel, user := a.form["channel"], a.form["user"]
	if user != "" && s.user(user) == nil {
		return refusal("user_not_found")
	}
	if _, refused := s.visible(a); channel != "" && refused != nil {
		return refused
	}
	files := []file{}
	for _, f := range slices.Backward(s.files.kept) {
		in := slices.Concat(f.Channels, f.Groups, f.IMs)
		if (user == "" || f.User == user) && (channel == "" || slices.Contains(in, channel)) {
			files = append(files, f)
		}
	}
	return object{"ok": true, "files": files, "paging": object{"count": 100, "total": len(files), "page": 1, "pages": 1}}
}

func (s *Server) deleteFile(a ask) object {
	f := s.file(a.form["file"])
	switch {
	case f == nil:
		return refusal("file_not_found")
	case f.User != Bot:
		return refusal("cant_delete_file")
	}
	id := f.ID
	s.files.kept = slices.DeleteFunc(slices.Clone(s.files.kept), func(f file) bool { return f.ID == id })
	s.files.weigh()
	s.broadcast(object{"type": "file_deleted", "file_id": id, "event_ts": s.nextTS()}, nil)
	return object{"ok": true}
}
