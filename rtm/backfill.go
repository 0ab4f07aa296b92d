package rtm

import (
	"context"
	"time"
)

// backfillTimeout bounds the wait for Config.Backfill: what comes in meanwhile
// is held back.
const backfillTimeout = 30 * time.Second

// maxHeld and maxHeldBytes are how many frames are held back at most, and of what size.
const (
	maxHeld      = 10_000
	maxHeldBytes = 64 << 20
)

// A backfill is a gap that Config.Backfill is filling. Frames that come in
// meanwhile are held back, since the missing events happened before them.
type backfill struct {
	gap      Gap
	cancel   context.CancelFunc
	deadline deadline
	held     []Frame
	bytes    int      // of them
	keys     []string // of the messages among them, "" for the others
}

// startBackfill has the gap filled.
func (c *Client) startBackfill(g Gap, now time.Time) {
	ctx, cancel := context.WithCancel(context.Background())
	b := &backfill{gap: g, cancel: cancel, deadline: after(now, backfillTimeout)}
	c.backfill = b
	go func() {
		outcome := filled{backfill: b, err: errEnded("Config.Backfill")}
		defer func() { c.inbox.put(outcome) }()
		outcome.frames, outcome.err = c.config.Backfill(ctx, g)
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
		e.replay = e.isReply() // a hook's answer is no socket's
		key := e.key()
		if key != "" && e.ts <= c.recent.before {
			continue
		}
		if c.recent.add(key, true) {
			c.emit(Frame{Type: e.typ, Subtype: e.subtype, JSON: frame, Replay: e.replay})
		}
	}
	for i, f := range b.held {
		if c.recent.add(b.keys[i], false) {
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
		// A hook may have brought what the socket brings only now.
		if !c.recent.filled(e.key()) {
			c.recent.add(e.key(), false)
			c.emit(f)
		}
	case len(b.held) == maxHeld || b.bytes+len(f.JSON) > maxHeldBytes:
		c.log(LevelWarn, "the gap was not filled: too much came in meanwhile")
		c.endBackfill(nil, false)
		c.emit(f)
	default:
		b.bytes += len(f.JSON)
		b.held, b.keys = append(b.held, f), append(b.keys, e.key())
	}
}

// maxKey is how long the name of a message may be. Slack's have about 30 bytes, and
// they are remembered.
const maxKey = 200

// key names a message, by its channel and its timestamp there; "" for anything
// else, a replay among that: a hook may still bring the message itself.
func (e *envelope) key() string {
	if e.typ != "message" || e.replay || e.channel == "" || e.ts == "" || len(e.channel)+len(e.ts) > maxKey {
		return ""
	}
	return e.channel + " " + e.ts
}

// recent remembers the keys of the newest messages that were delivered, as many
// as a hook may reasonably bring again.
type recent struct {
	keys   map[string]bool // whether a backfill has brought it
	order  [1000]string
	next   int
	before string // an Earlier client has delivered all messages up to this timestamp
}

// add notes a key, and whether a backfill has brought it. It reports whether the
// key is new; the empty one always is.
func (r *recent) add(key string, filled bool) bool {
	if key == "" {
		return true
	}
	if _, known := r.keys[key]; known {
		return false
	}
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	delete(r.keys, r.order[r.next])
	r.order[r.next] = key
	r.keys[key] = filled
	r.next = (r.next + 1) % len(r.order)
	return true
}

// filled reports whether a backfill has brought this message.
func (r *recent) filled(key string) bool { return r.keys[key] }
