package rtm

import (
	"cmp"
	"context"
	"encoding/json"

	"rtmwasm/rtm/core"
)

// An Envelope is what Slack sends in Socket Mode, until it is acknowledged. The client does so:
// with an event once the loops over Events have it, and with all else after 2 seconds, unless
// Acknowledge has been called. What Slack sends twice is delivered once.
type Envelope struct {
	ID   string
	Type string // "events_api", "interactive" or "slash_commands"
	JSON []byte // all of it

	// AcceptsPayload says that Acknowledge may have a payload.
	AcceptsPayload bool

	// Attempt is how often Slack had sent it before, and Reason why it does again.
	Attempt int
	Reason  string
}

const eventsAPI = "events_api"

// Acknowledge answers an envelope of a type other than "events_api", within 2 seconds, and
// once. A payload that is not nil is written as package encoding/json does. It fails with
// CodeInvalidArgument if the envelope is acknowledged already, and with CodeFrameTooLarge.
func (c *Client) Acknowledge(ctx context.Context, e *Envelope, payload any) error {
	ack := core.Ack{Envelope: e.ID}
	if payload != nil {
		var err error
		if ack.Payload, err = json.Marshal(payload); err != nil {
			return &Error{Code: CodeInvalidArgument, Err: err, Message: "rtm: the payload cannot be written as JSON: " + err.Error()}
		}
	}
	return c.begin(ctx, func(call core.Call) core.Input {
		ack.Call = call
		return ack
	}).err
}

// frameIn reads the frame that is an envelope.
func frameIn(text []byte) Frame {
	var read struct {
		EnvelopeID string `json:"envelope_id"`
		Type       string
		Payload    json.RawMessage
		Accepts    bool   `json:"accepts_response_payload"`
		Attempt    int    `json:"retry_attempt"`
		Reason     string `json:"retry_reason"`
	}
	var inner struct {
		Type  string
		Event json.RawMessage
	}
	_ = json.Unmarshal(text, &read) // the machine has found it sound; what is of another kind stays empty
	_ = json.Unmarshal(read.Payload, &inner)
	f := Frame{Type: read.Type, JSON: read.Payload, Envelope: &Envelope{read.EnvelopeID, read.Type, text, read.Accepts, read.Attempt, read.Reason}}
	if read.Type != eventsAPI {
		return f
	}
	f.Type = cmp.Or(inner.Type, read.Type) // "app_rate_limited" has no event
	if m := core.ReadMembers(inner.Event); !m.Malformed {
		f.Type, f.Subtype, f.JSON = m.Values[core.Type].Text, m.Values[core.Subtype].Text, inner.Event
	}
	return f
}

// postMessage calls the method that sends a message in Socket Mode.
func (c *Client) postMessage(e core.Post) {
	ctx, cancel := context.WithCancel(context.Background())
	c.post = cancel
	fields := map[string]string{}
	for _, f := range e.Fields {
		fields[f.Name] = f.Value
	}
	go func() {
		posted := core.Posted{Post: e.Post, Err: errEnded("Config.Call")}
		defer func() { c.put(input{Input: posted}) }()
		defer cancel()
		posted.JSON, posted.Err = c.api.Invoke(ctx, e.Method, "", fields)
	}()
}
