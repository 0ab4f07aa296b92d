package rtm

import (
	"context"
	"time"
)

// backfillTimeout bounds the wait for Config.Backfill: what comes in meanwhile
// is held back.
const backfillTimeout = 30 * time.Second

// maxHeld is how many frames are held back at most.
const maxHeld = 10_000

// A backfill is a gap that Config.Backfill is filling. Frames that come in
// meanwhile are held back, since the missing events happened before them.
type backfill struct {
	gap      Gap
	cancel   context.CancelFunc
	deadline time.Time
	held     []Frame
	keys     []string // of the messages among them, "" for the others
}

// startBackfill has the gap filled.
func (c *Client) startBackfill(g Gap, now time.Time) {
	ctx, cancel := context.WithCancel(context.Background())
	b := &backfill{gap: g, cancel: cancel, deadline: now.Add(backfillTimeout)}
	c.backfill = b
	go func() {
		frames, err := c.config.Backfill(ctx, g)
		c.inbox.put(filled{b, frames, err})
	}()
}

// onFilled delivers what was missed, then what was held back.
func (c *Client) onFilled(in filled) {
	if c.backfill != in.backfill {
		return
	}
	if in.err != nil {
		c.log(LevelWarn, "the gap was not filled: ", in.err)
	}
	c.endBackfill(in.frames, in.err == nil)
}

// endBackfill tells of the gap and lets the frames go.
func (c *Client) endBackfill(frames [][]byte, recovered bool) {
	b := c.backfill
	c.backfill = nil
	b.cancel()
	b.gap.Recovered = recovered
	c.emit(b.gap)
	for _, frame := range frames {
		e, err := readEnvelope(frame)
		if err != nil || e.typ == "" {
			c.log(LevelWarn, "a frame of ", len(frame), " bytes from Config.Backfill was dropped: it is not an event")
			continue
		}
		if c.recent.add(e.key()) {
			c.recent.fill(e.key())
			c.emit(Frame{Type: e.typ, Subtype: e.subtype, JSON: frame})
		}
	}
	for i, f := range b.held {
		if !c.recent.takeFilled(b.keys[i]) && c.recent.add(b.keys[i]) {
			c.emit(f)
		}
	}
}

// deliver emits a frame, or holds it back. While there is a Backfill, messages
// that were delivered already are left out.
func (c *Client) deliver(f Frame, e *envelope) {
	if c.config.Backfill == nil {
		c.emit(f)
		return
	}
	b := c.backfill
	switch {
	case b == nil:
		// A hook may bring what a socket that took its time brings after it.
		if !c.recent.takeFilled(e.key()) {
			c.recent.note(e.key())
			c.emit(f)
		}
	case len(b.held) == maxHeld:
		c.log(LevelWarn, "the gap was not filled: too much came in meanwhile")
		c.endBackfill(nil, false)
		c.emit(f)
	default:
		b.held, b.keys = append(b.held, f), append(b.keys, e.key())
	}
}

// key names a message, by its channel and its timestamp there; "" for anything
// else.
func (e *envelope) key() string {
	if e.typ != "message" || e.channel == "" || e.ts == "" {
		return ""
	}
	return e.channel + " " + e.ts
}

// recent remembers the keys of the newest messages that were delivered, as many
// as a hook may reasonably bring again.
type recent struct {
	keys  map[string]origin
	order [1000]string
	next  int
}

// add notes a key, and reports whether it is new. The empty key always is.
func (r *recent) add(key string) bool {
	if key == "" {
		return true
	}
	if r.keys[key] != 0 {
		return false
	}
	r.note(key)
	return true
}

// An origin is what has brought a message; zero if nothing has.
type origin int

const (
	bySocket origin = iota + 1
	byBackfill
)

// fill notes that a key, which was added, is of a backfill.
func (r *recent) fill(key string) {
	if key != "" {
		r.keys[key] = byBackfill
	}
}

// takeFilled reports whether a backfill has brought this message, the first time
// that a socket does.
func (r *recent) takeFilled(key string) bool {
	if r.keys[key] != byBackfill {
		return false
	}
	r.keys[key] = bySocket
	return true
}

// note is add for a key that is delivered in any case.
func (r *recent) note(key string) {
	if key == "" || r.keys[key] != 0 {
		return
	}
	if r.keys == nil {
		r.keys = map[string]origin{}
	}
	delete(r.keys, r.order[r.next])
	r.order[r.next] = key
	r.keys[key] = bySocket
	r.next = (r.next + 1) % len(r.order)
}
