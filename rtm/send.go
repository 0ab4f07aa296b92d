package rtm

import (
	"context"
	"encoding/json"
	"strings"

	"rtmwasm/rtm/core"
)

// SendMessage says text in a conversation, and returns what Slack made of it. It
// escapes "&", "<" and ">", which Slack takes for markup: so what a user typed cannot
// mention everybody, for instance. See Raw for text that has markup of its own.
//
// It waits until the connection is ready, for its turn (see Config.RateLimit), and for
// Slack's reply. An *Error says by its Delivered what is known of a message that failed.
func (c *Client) SendMessage(ctx context.Context, channel, text string, options ...SendOption) (Reply, error) {
	m := message{members: map[string]any{"channel": channel}, escape: true}
	for _, option := range options {
		option(&m)
	}
	if m.escape {
		text = escaper.Replace(text)
	}
	m.members["text"] = text
	return c.send(ctx, "message", m.members, true)
}

// escaper writes text as Slack wants it (api.slack.com/reference/surfaces/formatting,
// escaping).
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// A message is one that options make.
type message struct {
	members map[string]any
	escape  bool
}

// A SendOption changes what SendMessage sends.
type SendOption func(*message)

// InThread answers in the thread of the message with this timestamp.
func InThread(ts string) SendOption { return With("thread_ts", ts) }

// With adds a member to the message. The value is written as package encoding/json does.
func With(name string, value any) SendOption {
	return func(m *message) { m.members[name] = value }
}

// Raw sends the text as it is: with "<@U0123456789>", "<!here>" and links.
func Raw() SendOption { return func(m *message) { m.escape = false } }

// SendTyping shows the others in a conversation that something is being typed. Slack
// wants it at most once in three seconds.
func (c *Client) SendTyping(ctx context.Context, channel string) error {
	_, err := c.send(ctx, "typing", map[string]any{"channel": channel}, false)
	return err
}

// SubscribePresence asks for presence_change events of these users and no others. It
// holds for reconnections, until Disconnect.
func (c *Client) SubscribePresence(ctx context.Context, users ...string) error {
	if users == nil {
		users = []string{}
	}
	_, err := c.send(ctx, "presence_sub", map[string]any{"ids": users}, false)
	return err
}

// Send queues a frame of any type with these members, waits until the connection is
// ready, writes it, and waits for Slack's reply. Slack replies to "message" and "ping"
// alone. Frames are written in the order of the calls.
func (c *Client) Send(ctx context.Context, frameType string, members map[string]any) (Reply, error) {
	return c.send(ctx, frameType, members, true)
}

func (c *Client) send(ctx context.Context, frameType string, members map[string]any, awaitReply bool) (Reply, error) {
	body, err := json.Marshal(members)
	if err != nil {
		return Reply{}, &Error{Code: CodeInvalidArgument, Err: err, Message: "rtm: the frame cannot be written as JSON: " + err.Error(), Delivered: DeliveredNo}
	}
	if members == nil {
		body = nil
	}
	o := c.begin(ctx, func(call core.Call) core.Input {
		return core.Send{Call: call, Type: frameType, Body: body, AwaitReply: awaitReply}
	})
	return o.reply, o.err
}
