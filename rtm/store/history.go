package store

import "slices"

// A history is the newest messages of a conversation, each once, as it reads
// now, by their timestamps; and how many were not read.
type history struct {
	messages []*message
	limit    int
	lastRead string // the timestamp up to which everything was read
	unread   int
	dropped  string // the newest timestamp that is not kept any more; "" if none
}

// neverRead is lastRead at first (v3: models/base-channel.js).
const neverRead = "0000000000.000000"

type message struct {
	ts     string
	json   []byte // never changed, only replaced
	hidden bool   // not shown, and so not unread
}

// isTS says whether text is a timestamp as Slack writes them. They are compared
// as text: they are "ASCII-sortable".
func isTS(text string) bool {
	for i := range len(text) {
		if c := text[i]; c != '.' && (c < '0' || '9' < c) {
			return false
		}
	}
	return text != ""
}

func readMessage(data []byte) (*message, error) {
	o, err := readObject(data)
	if err != nil {
		return nil, err
	}
	return asMessage(o)
}

func asMessage(o object) (*message, error) {
	ts := o.text("ts")
	if !isTS(ts) {
		return nil, bad("this message has no timestamp: " + short(string(o.encode())))
	}
	return &message{ts, o.encode(), o.isTrue("hidden")}, nil
}

// find gives the place of a message, or where it would be.
func (h *history) find(ts string) (int, bool) {
	return slices.BinarySearchFunc(h.messages, ts, func(m *message, ts string) int {
		switch {
		case m.ts < ts:
			return -1
		case m.ts > ts:
			return 1
		}
		return 0
	})
}

// add takes a message, in place of the one with its timestamp if it came
// before: nothing grows because something comes twice. v3 counts what is newer
// than all before; here what came late counts too if it was not read.
func (h *history) add(m *message) {
	at, known := h.find(m.ts)
	if known {
		h.swap(at, m)
		return
	}
	if m.ts <= h.dropped {
		return // older than what is kept
	}
	if h.counts(m) {
		h.unread++
	}
	h.messages = slices.Insert(h.messages, at, m)
	if len(h.messages) > h.limit {
		h.dropped = h.messages[0].ts
		h.messages[0] = nil
		h.messages = h.messages[1:]
	}
}

// counts says whether a message is unread.
func (h *history) counts(m *message) bool { return !m.hidden && m.ts > h.lastRead }

// replace takes a message in place of the one with its timestamp, if it is
// kept.
func (h *history) replace(m *message) {
	if at, known := h.find(m.ts); known {
		h.swap(at, m)
	}
}

// swap puts a message in the place of another, which may have been hidden.
func (h *history) swap(at int, m *message) {
	switch was := h.counts(h.messages[at]); {
	case was && !h.counts(m):
		h.unread = max(0, h.unread-1)
	case !was && h.counts(m):
		h.unread++
	}
	h.messages[at] = m
}

// remove forgets a message, if it is kept.
func (h *history) remove(ts string) {
	at, known := h.find(ts)
	if !known {
		return
	}
	if h.counts(h.messages[at]) {
		h.unread = max(0, h.unread-1)
	}
	h.messages = slices.Delete(h.messages, at, at+1)
}

// recount counts what is unread (v3: recalcUnreads). Where the history does not
// reach back to what was read, what was counted before stands, unless there is
// more.
func (h *history) recount() {
	n := 0
	for i := len(h.messages) - 1; i >= 0 && h.messages[i].ts > h.lastRead; i-- {
		if h.counts(h.messages[i]) {
			n++
		}
	}
	oldest := h.dropped
	if len(h.messages) > 0 {
		oldest = h.messages[0].ts
	}
	if h.lastRead < oldest {
		n = max(n, h.unread)
	}
	h.unread = n
}
