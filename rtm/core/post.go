package core

import "rtmwasm/rtm/internal/jsontext"

// In Socket Mode a message is posted by a call of the Web API, one at a time, so that they
// arrive in the order of the calls.

// postMethod is the method.
const postMethod = "chat.postMessage"

// post has a message posted.
func (m *Machine) post(f *frame) {
	m.posts++
	m.posting = f.id
	f.conn, f.ack = 0, deadline{at: m.clock.after(m.config.AckTimeout)}
	m.pending.add(f)
	m.do(Post{m.posts, postMethod, fieldsOf(f.body)})
}

// endPost gives up the call for a message that nobody waits for any more.
func (m *Machine) endPost() {
	if m.posting != 0 && m.pending.frames[m.posting] == nil {
		m.posting = 0
		m.do(StopPost{m.posts})
	}
}

// posted takes the outcome of the call.
func (m *Machine) posted(in Posted) {
	if m.posting == 0 || in.Post != m.posts {
		return // it was given up
	}
	f := m.pending.take(m.posting)
	m.posting = 0
	if f == nil {
		return
	}
	if in.Err == nil {
		m.settle(Settle{Call: f.call, Reply: &Reply{ID: f.id, JSON: replyOf(in.JSON)}})
		return
	}
	err := asError(in.Err)
	tooSoon := err.Code == CodeRateLimited || err.Code == CodePlatform && isTooSoon[err.Name]
	code, delivered, what := CodeNoReply, DeliveredUnknown, " got no answer of Slack's, so look whether it arrived before sending it again: "
	switch {
	case tooSoon && f.class == ordinary:
		m.log(LevelWarn, "Slack asks to send more slowly: message ", f.id, " is repeated later")
		m.repeat(f)
		m.pace.block(m.clock.after(min(err.RetryAfter, MaxRetryAfter)))
		return
	case err.Code == CodePlatform && !isUncertain[err.Name]:
		code, delivered, what = CodeSendRefused, DeliveredNo, " was not taken: "
	case err.Code == CodeRateLimited, err.Code == CodeHTTP && err.Status >= 300 && err.Status < 500:
		code, delivered, what = err.Code, DeliveredNo, " was not taken: "
	}
	failed := f.failure(code, delivered, err, "message ", f.id, what, err)
	failed.Name, failed.Data, failed.Status, failed.RetryAfter = err.Name, err.Data, err.Status, err.RetryAfter
	m.fail(f.call, failed)
}

// isTooSoon are Slack's words for a status of 429, of which a webClient may tell the word alone
// (docs.slack.dev, chat.postMessage, errors).
var isTooSoon = map[string]bool{"ratelimited": true, "rate_limited": true}

// isUncertain are the errors of which Slack says that some of the call may have succeeded
// (docs.slack.dev, chat.postMessage, errors).
var isUncertain = map[string]bool{"fatal_error": true, "internal_error": true}

// fieldsOf makes the fields of a form of the members of a message, as Slack reads them: a
// boolean is 1 or 0, what is no scalar is JSON.
func fieldsOf(body []byte) []Field {
	var fields []Field
	_ = jsontext.Members(body, func(name string, value []byte) { // it was read before
		text := string(value)
		switch {
		case name == "id" || name == "type" || text == "null":
			return
		case value[0] == '"':
			text = jsontext.String(value)
		case text == "true":
			text = "1"
		case text == "false":
			text = "0"
		}
		fields = append(fields, Field{name, text})
	})
	return fields
}

// replyOf makes of the answer to chat.postMessage what RTM's reply to a message is, with the
// rest of the answer: the text stands in the message there.
func replyOf(answer []byte) []byte {
	reply := []byte(`{"ok":true`)
	add := func(name string, value []byte) {
		reply = jsontext.AppendQuoted(append(reply, ','), name)
		reply = append(append(reply, ':'), value...)
	}
	_ = jsontext.Members(answer, func(name string, value []byte) { // it was read before
		switch {
		case name == "ok" || name == "text" || name == "reply_to":
			return
		case name == "message" && jsontext.IsObject(value):
			_ = jsontext.Members(value, func(name string, value []byte) {
				if name == "text" {
					add(name, value)
				}
			})
		}
		add(name, value)
	})
	return append(reply, '}')
}
