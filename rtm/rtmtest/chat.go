package rtmtest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// maxText is how many characters the text of a call may have (Slack's page on
// chat.postMessage).
const maxText = 40_000

// chatPost posts as the bot. Unlike a message over the socket it comes back
// as an event to every socket, the caller's too.
func (s *Server) chatPost(a ask) object {
	c, refused := s.destination(a)
	if refused != nil {
		return refused
	}
	m := message{
		Channel: c.ID, User: Bot, BotID: botID, ThreadTS: a.form["thread_ts"], broadcast: a.yes("reply_broadcast"),
	}
	if refused := a.word(&m); refused != nil {
		return refused
	}
	if a.form["username"] != "" { // then it is the bot's app that speaks, under another name
		m.Subtype, m.User, m.Username, m.Icons = "bot_message", "", a.form["username"], a.icons()
	}
	return s.posted(m)
}

// chatMe posts what the bot does rather than says.
func (s *Server) chatMe(a ask) object {
	c, refused := s.destination(a)
	if refused != nil {
		return refused
	}
	m := message{Subtype: "me_message", Channel: c.ID, User: Bot, BotID: botID}
	if refused := a.word(&m); refused != nil {
		return refused
	}
	m = s.post(m, nil)
	return object{"ok": true, "channel": m.Channel, "ts": m.TS}
}

// chatEphemeral shows a message to one user, until that user's client is loaded
// again. No client here is anybody's but the bot's, so that none sees it.
func (s *Server) chatEphemeral(a ask) object {
	c, refused := s.writable(a)
	if refused != nil {
		return refused
	}
	if !c.has(a.form["user"]) {
		return refusal("user_not_in_channel")
	}
	if refused := a.word(&message{}); refused != nil {
		return refused
	}
	return object{"ok": true, "message_ts": s.nextTS()}
}

func (s *Server) posted(m message) object {
	m = s.post(m, nil)
	kept := m
	kept.Channel = ""
	return object{"ok": true, "channel": m.Channel, "ts": m.TS, "message": kept}
}

// destination finds where a call wants to post: a channel by its id or its name,
// or a user, whose direct message it then is (Slack's page on chat.postMessage);
// otherwise it gives the answer.
func (s *Server) destination(a ask) (*channel, object) {
	switch c := s.addressee(a.form["channel"]); {
	case c == nil || c.IsPrivate && !c.has(Bot):
		return nil, refusal("channel_not_found")
	case !c.has(Bot):
		return nil, refusal("not_in_channel")
	case c.IsArchived:
		return nil, refusal("is_archived")
	default:
		return c, nil
	}
}

func (s *Server) addressee(name string) *channel {
	if c := s.channel(name); c != nil {
		return c
	}
	if u := s.user(name); u != nil && u.ID != Bot {
		c, _ := s.direct([]string{u.ID})
		return c
	}
	return s.channelNamed(strings.TrimPrefix(name, "#"))
}

// word gives m what the call has to say, or gives the answer if that is nothing or
// makes no sense.
func (a ask) word(m *message) object {
	m.Text = a.form["text"]
	m.Attachments, m.Blocks = list(a.form["attachments"]), list(a.form["blocks"])
	switch {
	case a.form["attachments"] != "" && m.Attachments == nil:
		return refusal("invalid_attachments")
	case a.form["blocks"] != "" && m.Blocks == nil:
		return refusal("invalid_blocks_format")
	case m.Text == "" && m.Attachments == nil && m.Blocks == nil:
		return refusal("no_text")
	case utf8.RuneCountInString(m.Text) > maxText:
		return refusal("msg_too_long")
	}
	return nil
}

// list returns a JSON array that is not empty; nil for anything else.
func list(text string) json.RawMessage {
	var items []json.RawMessage
	if json.Unmarshal([]byte(text), &items) != nil || len(items) == 0 {
		return nil
	}
	return json.RawMessage(text)
}

func (a ask) icons() object {
	switch {
	case a.form["icon_emoji"] != "":
		return object{"emoji": a.form["icon_emoji"]}
	case a.form["icon_url"] != "":
		return object{"image_48": a.form["icon_url"]}
	}
	return nil
}

func (s *Server) chatUpdate(a ask) object {
	m, refused := s.own(a, "cant_update_message")
	if m == nil {
		return refused
	}
	var changed message
	if refused := a.word(&changed); refused != nil {
		return refused
	}
	edited := s.edit(a.form["channel"], m, changed)
	return object{"ok": true, "channel": a.form["channel"], "ts": edited.TS, "text": edited.Text, "message": edited}
}

func (s *Server) chatDelete(a ask) object {
	m, refused := s.own(a, "cant_delete_message")
	if m == nil {
		return refused
	}
	ts := m.TS
	s.delete(a.form["channel"], m)
	return object{"ok": true, "channel": a.form["channel"], "ts": ts}
}

// own finds the message that a call names, if it is the bot's; otherwise it
// gives the answer, with notOwn for a message of somebody else.
func (s *Server) own(a ask, notOwn string) (*message, object) {
	if s.channel(a.form["channel"]) == nil {
		return nil, refusal("channel_not_found")
	}
	m := s.find(a.form["channel"], a.form["ts"])
	switch {
	case m == nil:
		return nil, refusal("message_not_found")
	case !m.isBots():
		return nil, refusal(notOwn)
	}
	return m, nil
}
