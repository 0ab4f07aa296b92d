package rtm

import (
	"strconv"

	"rtmwasm/rtm/internal/jsontext"
)

// maxFrame is the size beyond which Slack hangs up: "messages must be less
// than 16 kilobytes" (api.slack.com/rtm, limits).
const maxFrame = 16 << 10

// longText is the length of text beyond which Slack may cut a message short
// (api.slack.com/rtm: 4,000 characters).
const longText = 4000

// An outgoing is a frame on its way.
type outgoing struct {
	id         int // another after each refusal for haste
	order      int // its place among the callers' sends, from 1; 0 for the client's own frames
	typ, text  string
	body       []byte
	frame      []byte // id, type and body together; nil if body is no object
	awaitReply bool
	unqueued   bool
	to         addressee
	socket     int      // the number of the socket it was written to; 0 before
	overdue    deadline // when the wait for the reply ends
	refusals   int      // how often Slack asked to slow down
	withdrawn  bool     // while it was being written, and so settled
}

// message reports whether Slack counts the frame against its limit of messages.
func (o *outgoing) message() bool { return o.typ == "message" }

// build makes the frame, under the id that o has now.
func (o *outgoing) build() {
	frame := strconv.AppendInt([]byte(`{"id":`), int64(o.id), 10)
	frame = jsontext.AppendQuoted(append(frame, `,"type":`...), o.typ)
	o.frame = nil
	if o.body == nil {
		o.frame = append(frame, '}')
		return
	}
	// The members are copied one by one, since a body that had an id or a type
	// of its own would make a frame with two.
	err := jsontext.Members(o.body, func(key string, value []byte) {
		switch key {
		case "id", "type":
			return
		case "text":
			o.text = jsontext.String(value)
		}
		frame = jsontext.AppendQuoted(append(frame, ','), key)
		frame = append(append(frame, ':'), value...)
	})
	if err == nil {
		o.frame = append(frame, '}')
	}
}

// failure makes an error about the frame. delivered says what became of it.
func (o *outgoing) failure(code Code, delivered Delivered, cause error, parts ...any) *Error {
	e := failf(code, cause, parts...)
	e.MessageID, e.Text, e.Delivered = o.id, o.text, delivered
	return e
}
