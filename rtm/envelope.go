package rtm

import (
	"slices"

	"rtmwasm/rtm/internal/jsontext"
)

// An envelope is what the core looks at of a frame; the rest is the caller's.
type envelope struct {
	typ, subtype string
	channel      string // its id; "" in events that carry the whole channel
	replyTo      int    // the id of the frame that this one answers; 0 if none
	refused      bool
	nack         nack
	ts, eventTS  string
	text         string
	url          string // of reconnect_url
	replay       bool   // see Frame.Replay; whoever knows the sends sets it
}

// SocketTypes gives the types of frames that are about the socket they come
// through, and not events of the workspace: each socket has its own.
func SocketTypes() []string {
	return []string{"hello", "goodbye", "reconnect_url", "error", "team_migration_started"}
}

// IsAboutSocket reports whether a type is one of SocketTypes.
func IsAboutSocket(typ string) bool { return slices.Contains(SocketTypes(), typ) }

// A nack is the "error" of a frame.
type nack struct {
	code int
	msg  string
}

// readEnvelope reads a frame. As in JSON.parse, the last of two members with
// one name wins; and a member of an unexpected kind counts as absent.
func readEnvelope(frame []byte) (envelope, error) {
	var e envelope
	var channel, ok, fault, text, ts, eventTS, url []byte
	err := jsontext.Members(frame, func(key string, value []byte) {
		switch key {
		case "type":
			e.typ = jsontext.String(value)
		case "subtype":
			e.subtype = jsontext.String(value)
		case "channel":
			channel = value
		case "reply_to":
			e.replyTo = jsontext.Integer(value)
		case "ok":
			ok = value
		case "error":
			fault = value
		case "text":
			text = value
		case "ts":
			ts = value
		case "event_ts":
			eventTS = value
		case "url":
			url = value
		}
	})
	if err != nil {
		return envelope{}, err
	}
	e.channel, e.ts, e.eventTS = jsontext.String(channel), jsontext.String(ts), jsontext.String(eventTS)
	if e.replyTo != 0 {
		e.text = jsontext.String(text)
		e.refused = string(ok) == "false" || jsontext.IsObject(fault)
		e.nack = readNack(fault)
	}
	switch e.typ {
	case "reconnect_url":
		e.url = jsontext.String(url)
	case "error":
		e.nack = readNack(fault)
	}
	return e, nil
}

func readNack(value []byte) nack {
	var n nack
	if jsontext.IsObject(value) {
		// The value is part of a frame that was read, so it is sound.
		_ = jsontext.Members(value, func(key string, value []byte) {
			switch key {
			case "code":
				n.code = jsontext.Integer(value)
			case "msg":
				n.msg = jsontext.String(value)
			}
		})
	}
	return n
}

// isReply reports whether the frame is a message in reply to one that was sent.
// (Slack's usual reply to a message has no type.)
func (e *envelope) isReply() bool { return e.typ == "message" && e.replyTo != 0 }

// when is the time of the event as Slack writes it, or "".
func (e *envelope) when() string {
	if e.eventTS != "" {
		return e.eventTS
	}
	return e.ts
}
