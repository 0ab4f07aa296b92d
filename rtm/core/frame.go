package core

import (
	"strconv"

	"rtmwasm/rtm/internal/jsontext"
)

// maxFrame is the size beyond which Slack hangs up: "messages must be less than 16
// kilobytes" (api.slack.com/rtm, limits).
const maxFrame = 16 << 10

// longText is the length of text beyond which Slack may cut a message short
// (api.slack.com/rtm: 4,000 characters).
const longText = 4000

// A frame is one on its way to Slack. It is in the queue, being written, or
// pending; each leaves these once.
type frame struct {
	id         int
	order      int // of the calls: frames of one class are written in this order
	class      class
	typ        string
	envelope   string // that it acknowledges, in Socket Mode, with body as the payload; else empty
	body       []byte
	text       []byte `rec:"-"` // id, type and body together; nil if body is no object
	say        string `rec:"-"` // the text of a message
	channel    string `rec:"-"` // the ID of the one that it goes to, or ""
	awaitReply bool
	call       Call
	conn       Conn     // the socket that it was written to; 0 before
	ack        deadline // of the wait for the reply
	refusals   int      // how often Slack has asked to slow down
	cancelled  bool     // while it was being written, and so settled
}

// A class says which frames are written first.
type class int

const (
	control  class = iota // pings, and what belongs to a new socket
	urgent                // sent Unqueued
	ordinary              // all else
)

// isMessage reports whether Slack counts the frame against its limit of messages.
func (f *frame) isMessage() bool { return f.typ == "message" }

// build makes the text, under the id that the frame has now.
func (f *frame) build() {
	if f.envelope != "" {
		f.buildAck()
		return
	}
	text := strconv.AppendInt([]byte(`{"id":`), int64(f.id), 10)
	text = jsontext.AppendQuoted(append(text, `,"type":`...), f.typ)
	f.text = nil
	if f.body == nil {
		f.text = append(text, '}')
		return
	}
	// The members are copied one by one, since a body that had an id or a type of
	// its own would make a frame with two.
	err := jsontext.Members(f.body, func(key string, value []byte) {
		switch key {
		case "id", "type":
			return
		case "text":
			f.say = jsontext.String(value)
		case "channel":
			if id := jsontext.String(value); isID(id) {
				f.channel = id
			}
		}
		text = jsontext.AppendQuoted(append(text, ','), key)
		text = append(append(text, ':'), value...)
	})
	if err == nil {
		f.text = append(text, '}')
	}
}

// isID reports whether a text may be an ID of Slack's: "C0123ABCD".
func isID(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (f *frame) buildAck() {
	f.text = jsontext.AppendQuoted([]byte(`{"envelope_id":`), f.envelope)
	if f.body != nil {
		f.text = append(append(f.text, `,"payload":`...), f.body...)
	}
	f.text = append(f.text, '}')
}

// failure makes an error about the frame. delivered says what became of it.
func (f *frame) failure(code Code, delivered Delivered, cause error, parts ...any) *Error {
	e := newError(code, cause, parts...)
	e.MessageID, e.Text, e.Delivered = f.id, f.say, delivered
	return e
}
