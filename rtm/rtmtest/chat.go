package rtmtest

// chatPost posts as the bot. Unlike a message over the socket it comes back
// as an event to every socket, the caller's too.
func (s *Server) chatPost(a ask) object {
	switch {
	case s.channel(a.form["channel"]) == nil:
		return refusal("channel_not_found")
	case a.form["text"] == "":
		return refusal("no_text")
	}
	m := s.post(message{
		Channel: a.form["channel"], User: Bot, BotID: botID, Text: a.form["text"],
		ThreadTS: a.form["thread_ts"], broadcast: a.yes("reply_broadcast"),
	}, nil)
	kept := m
	kept.Channel = ""
	return object{"ok": true, "channel": m.Channel, "ts": m.TS, "message": kept}
}

func (s *Server) chatUpdate(a ask) object {
	m, refused := s.own(a, "cant_update_message")
	if m == nil {
		return refused
	}
	if a.form["text"] == "" {
		return refusal("no_text")
	}
	edited := s.edit(a.form["channel"], m, a.form["text"])
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
	case m.User != Bot:
		return nil, refusal(notOwn)
	}
	return m, nil
}
