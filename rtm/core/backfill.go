package core

import (
	"errors"
	"time"
)

// backfillTimeout bounds the wait for a Fill: what comes in meanwhile is held back.
const backfillTimeout = 30 * time.Second

// maxHeld and maxHeldBytes are how many frames are held back at most, and of what size.
const (
	maxHeld      = 10_000
	maxHeldBytes = 32 << 20
)

// A backfill is a gap that is being filled. Frames that come in meanwhile are held
// back, since the missing events happened before them.
type backfill struct {
	number   int
	gap      Gap
	deadline deadline
	held     []heldFrame
	bytes    int // of those
}

// A heldFrame is one that waits for the gap to be filled.
type heldFrame struct {
	frame FrameID
	role  Role
	key   string // of the message that it is, or ""
}

// beginBackfill has a gap filled.
func (m *Machine) beginBackfill(g Gap) {
	m.fills++
	m.backfill = &backfill{number: m.fills, gap: g, deadline: deadline{at: m.clock.after(backfillTimeout)}}
	m.do(Fill{m.fills, g})
}

// filled delivers what was missed, then what was held back.
func (m *Machine) filled(in Filled) {
	if m.backfill == nil || m.backfill.number != in.Fill {
		return
	}
	if in.Err != nil {
		m.log(LevelWarn, "the gap was not filled: ", in.Err)
	}
	m.endBackfill(in.Frames, in.Err == nil)
}

// errTooMuch is why a backfill ends without its answer.
var errTooMuch = errors.New("too much came in meanwhile")

// judgeBackfill gives up a backfill that takes too long.
func (m *Machine) judgeBackfill() {
	if b := m.backfill; b != nil && b.deadline.judge(&m.clock, grace) == passed {
		m.log(LevelWarn, "the gap was not filled within ", backfillTimeout)
		m.do(StopFill{b.number})
		m.endBackfill(nil, false)
	}
}

// stopBackfill gives a backfill up, if there is one.
func (m *Machine) stopBackfill() {
	if m.backfill != nil {
		m.do(StopFill{m.backfill.number})
		m.endBackfill(nil, false)
	}
}

// endBackfill tells of the gap and lets the frames go.
func (m *Machine) endBackfill(frames []Members, recovered bool) {
	b := m.backfill
	m.backfill = nil
	b.gap.Recovered = recovered
	m.do(b.gap)
	for i := range frames {
		f := &frames[i]
		if f.Malformed || f.text(Type) == "" {
			m.log(LevelWarn, "a frame that was to fill the gap was dropped: it is not an event")
			continue
		}
		key := f.key()
		if key != "" && f.text(TS) <= m.recent.before || !m.recent.add(key, true) {
			continue
		}
		role := Event
		if f.isMessageReply() { // what it answers was no socket's of ours
			role = Replayed
		}
		if ts := f.when(); ts <= b.gap.To { // what comes after the gap, no backfill can know
			m.gap.see(ts, m.clock.wall)
		}
		m.tell(FrameID{Index: i}, role)
	}
	for _, h := range b.held {
		if m.recent.add(h.key, false) {
			m.tell(h.frame, h.role)
		} else {
			m.do(Discard{h.frame})
		}
	}
}

// deliver tells the caller of a frame, or holds it back. Messages that the caller knows
// already are left out: those that a backfill has brought, and, while there may be two
// sockets, its own that were answered.
func (m *Machine) deliver(in *Received, role Role) {
	if role != Replayed { // which is as old as may be
		m.gap.see(in.when(), m.clock.wall)
	}
	if !m.mayComeTwice() {
		m.tell(in.id(), role)
		return
	}
	if b := m.backfill; b != nil && (len(b.held) == maxHeld || b.bytes+in.Size > maxHeldBytes) {
		m.log(LevelWarn, "the gap was not filled: ", errTooMuch)
		m.stopBackfill()
	}
	switch b, key := m.backfill, in.key(); {
	case b != nil:
		b.held = append(b.held, heldFrame{in.id(), role, key})
		b.bytes += in.Size
		m.do(Hold{in.id()})
	case !m.recent.isAhead(key):
		m.recent.add(key, false)
		m.tell(in.id(), role)
	}
}

// mayComeTwice reports whether something else than the session's socket may bring messages.
func (m *Machine) mayComeTwice() bool { return m.config.Backfill || m.dedup != nil }

// key names a message, by its channel and its timestamp there; "" for anything else,
// replays among that: a Fill may still bring the message itself.
func (m *Members) key() string {
	typ, channel, ts := m.text(Type), m.text(Channel), m.text(TS)
	if m.isEnvelope() {
		typ, channel, ts = m.text(InnerType), m.text(InnerChannel), m.text(InnerTS)
	}
	if typ != "message" || m.isMessageReply() {
		return ""
	}
	return messageKey(channel, ts)
}

func messageKey(channel, ts string) string {
	if channel == "" || ts == "" || len(channel)+len(ts) > maxKey {
		return ""
	}
	return channel + " " + ts
}

// maxKey is how long a key may be: Slack's are a third of it.
const maxKey = 100

// recent remembers the keys of the newest messages that were delivered, as many as
// a hook may reasonably bring again.
type recent struct {
	before string          // the timestamp up to which another machine has delivered all
	keys   map[string]bool // whether it was told ahead of a socket's event
	order  []string        // the oldest at next, once it is full
	next   int
}

// maxRecent is how many keys are remembered.
const maxRecent = 1000

// add notes a key, and whether the message is told ahead of a socket's event. It reports
// whether the key is new; the empty one always is.
func (r *recent) add(key string, isAhead bool) bool {
	if key == "" {
		return true
	}
	if r.has(key) {
		return false
	}
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	r.keys[key] = isAhead
	if len(r.order) < maxRecent {
		r.order = append(r.order, key)
		return true
	}
	delete(r.keys, r.order[r.next])
	r.order[r.next] = key
	r.next = (r.next + 1) % maxRecent
	return true
}

// has reports whether a key was added.
func (r *recent) has(key string) bool {
	_, known := r.keys[key]
	return known
}

// isAhead reports whether this message was told ahead of a socket's event.
func (r *recent) isAhead(key string) bool { return r.keys[key] }
