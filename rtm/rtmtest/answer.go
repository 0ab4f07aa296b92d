package rtmtest

import (
	"encoding/json"
	"time"
)

// answers says what the workspace does with a frame of each type, s.mu held.
var answers = map[string]func(s *Server, k *socket, w written){
	"message":        (*Server).onMessage,
	"ping":           (*Server).onPing,
	"typing":         (*Server).onTyping,
	"user_typing":    (*Server).onTyping, // what wee-slack sends for a thread
	"presence_sub":   (*Server).onPresenceSub,
	"presence_query": (*Server).onPresenceQuery,
}

// accept takes a frame that the client of k wrote. It locks s.mu itself.
//
// Slack does not say what it does with a frame that is not JSON. Here it ends
// the connection, so that such a client is noticed.
func (s *Server) accept(k *socket, frame []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.over || k.isDead() {
		return
	}
	w := parse(frame)
	s.received.add(Received{Socket: k.number, Type: w.text("type"), ID: w.id(), JSON: string(frame), At: time.Now()})

	answer, known := answers[w.text("type")]
	switch {
	case len(frame) > maxFrame && !k.envelopes:
		s.end(k, closeTooBig, "message too big")
	case w == nil:
		s.end(k, closeBadJSON, "not a JSON object")
	case k.envelopes:
		s.takeAck(k, w, len(frame))
	case known:
		answer(s, k, w)
	default:
		k.nack(w, codeUnknownFrame, "unknown type")
	}
}

// nack refuses a frame. Without an id there is nothing to refer to.
func (k *socket) nack(w written, code int, msg string) {
	if id := w.id(); id > 0 {
		k.write(encode(object{"ok": false, "reply_to": id, "error": object{"code": code, "msg": msg}}))
	}
}

func (s *Server) onMessage(k *socket, w written) {
	if s.faults.nacks.spend() {
		k.nack(w, s.faults.nackCode, s.faults.nackMsg)
		return
	}
	if !s.withinRate(k) {
		k.nack(w, codeSlowDown, "slow down, too many messages...")
		return
	}
	if w.text("text") == "" {
		k.nack(w, codeTextMissing, "message text is missing")
		return
	}
	if !s.mayWrite(k, w) {
		return
	}
	m := s.post(message{
		Channel: w.text("channel"), User: Bot, Text: w.text("text"),
		ThreadTS: w.text("thread_ts"), broadcast: w.flag("reply_broadcast"),
	}, k)
	if id := w.id(); id > 0 {
		s.ack(k, id, m)
	}
}

// mayWrite says whether the frame names a channel that the bot can write in, and
// refuses it if not. In which words Slack does is not known.
func (s *Server) mayWrite(k *socket, w written) bool {
	switch c := s.channel(w.text("channel")); {
	case c == nil:
		k.nack(w, codeNoChannel, "channel not found")
	case !c.has(Bot):
		k.nack(w, codeNoChannel, "not in channel")
	case c.IsArchived:
		k.nack(w, codeNoChannel, "is archived")
	default:
		return true
	}
	return false
}

// onPing answers with a pong that repeats what the ping carried, as far as it
// is flat (slack-api-docs, RTM, "ping and pong").
func (s *Server) onPing(k *socket, w written) {
	pong := object{"type": "pong"}
	for key, v := range w {
		if scalar(v) && key != "type" && key != "id" {
			pong[key] = json.RawMessage(v)
		}
	}
	if id := w.id(); id > 0 {
		pong["reply_to"] = id
	}
	if s.faults.pongsLost {
		return
	}
	k.write(encode(pong))
}

// onTyping tells the others. It is answered only if it cannot be done.
func (s *Server) onTyping(k *socket, w written) {
	if !s.mayWrite(k, w) {
		return
	}
	event := object{"type": "user_typing", "channel": w.text("channel"), "user": Bot}
	if thread := w.text("thread_ts"); thread != "" {
		event["thread_ts"] = thread
	}
	s.broadcast(event, k)
}

// onPresenceSub replaces the list of users whose presence the client hears
// of, and tells the presence of those that are new to it.
func (s *Server) onPresenceSub(k *socket, w written) {
	before := k.watched
	k.watched = make(map[string]bool)
	var added []string
	for _, id := range w.texts("ids") {
		if s.user(id) != nil && !k.watched[id] {
			k.watched[id] = true
			if !before[id] {
				added = append(added, id)
			}
		}
	}
	s.tellPresence(k, added)
}

// maxPresenceQuery is how many ids a presence_query may hold. Slack documents
// the number and not the answer to more; here the rest is ignored.
const maxPresenceQuery = 500

func (s *Server) onPresenceQuery(k *socket, w written) {
	ids := w.texts("ids")
	s.tellPresence(k, ids[:min(len(ids), maxPresenceQuery)])
}
