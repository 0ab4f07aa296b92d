package rtmtest

import (
	"slices"
	"strings"
)

// Limits of conversations.history (Slack's page on it).
const (
	defaultPage = 100
	maxPage     = 999
)

// history answers with messages of the channel, the newest first, those in
// threads left out. If there are more than fit, they are the ones closest to
// latest; with oldest alone, the ones closest to it, which lets a caller page
// forward (earlier editions of Slack's page on the method).
func (s *Server) history(a ask) object {
	c, refused := s.joined(a)
	if refused != nil {
		return refused
	}
	var found []message
	for _, m := range c.log.kept {
		if !m.isReply() && a.spans(m.TS) {
			found = append(found, m)
		}
	}
	forward := a.form["oldest"] != "" && a.form["latest"] == ""
	return a.page(found, forward)
}

// replies answers with a message and its thread, the oldest first.
func (s *Server) replies(a ask) object {
	c, refused := s.joined(a)
	if refused != nil {
		return refused
	}
	thread := a.form["ts"]
	var found []message
	for _, m := range c.log.kept {
		if m.TS == thread || m.ThreadTS == thread && a.spans(m.TS) {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return refusal("thread_not_found")
	}
	r := a.page(found, true)
	if messages, ok := r["messages"].([]message); ok {
		slices.Reverse(messages)
	}
	return r
}

// spans says whether ts lies between oldest and latest. Timestamps of equal
// length compare as text.
func (a ask) spans(ts string) bool {
	oldest, latest := a.form["oldest"], a.form["latest"]
	switch {
	case a.yes("inclusive") && (ts == oldest || ts == latest):
		return true
	case oldest != "" && !earlier(oldest, ts):
		return false
	case latest != "" && !earlier(ts, latest):
		return false
	}
	return true
}

// earlier compares timestamps that callers may have shortened: "0",
// "1700000000", "1700000000.1".
func earlier(a, b string) bool {
	aSec, aMicro, _ := strings.Cut(a, ".")
	bSec, bMicro, _ := strings.Cut(b, ".")
	if len(aSec) != len(bSec) {
		return len(aSec) < len(bSec)
	}
	if aSec != bSec {
		return aSec < bSec
	}
	return strings.TrimRight(aMicro, "0") < strings.TrimRight(bMicro, "0")
}

// page answers with the part of found, which is ordered from old to new, that
// limit and cursor ask for: the newest messages first, or, forward, the
// oldest. The cursor names the last message that was given.
func (a ask) page(found []message, forward bool) object {
	if cursor := a.form["cursor"]; cursor != "" {
		last, ok := strings.CutPrefix(cursor, "next:")
		if !ok {
			return refusal("invalid_cursor")
		}
		found = slices.DeleteFunc(found, func(m message) bool {
			return m.TS == last || earlier(m.TS, last) == forward
		})
	}
	messages, next := found, ""
	if limit := min(a.limit(defaultPage), maxPage); limit < len(found) {
		if forward {
			messages = found[:limit]
			next = "next:" + messages[limit-1].TS
		} else {
			messages = found[len(found)-limit:]
			next = "next:" + messages[0].TS
		}
	}
	messages = append([]message{}, messages...)
	slices.Reverse(messages)
	r := object{"ok": true, "messages": messages, "has_more": next != ""}
	if next != "" {
		r["response_metadata"] = object{"next_cursor": next}
	}
	return r
}
