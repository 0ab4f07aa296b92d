package rtm

import (
	"bytes"
	"strconv"
	"time"
)

// A digest stands for a row of frames of a Keeper of which the loop need not know
// more. They are events and nothing else (none that are about the socket or the
// session: those that onSignal looks at, and hello), and replies whose callers
// have been told. It is an equals sign, which no JSON text begins with, their
// number, the newest of their timestamps, which may be missing, and the ids of the
// frames that the replies are to, with spaces between: "=57 1700000000.000100 5 6".
type digest struct {
	frames   int
	newest   string
	answered []int
}

// readDigest reads a digest, and reports whether the text is one.
func readDigest(text []byte) (digest, bool) {
	text, ok := bytes.CutPrefix(text, []byte{'='})
	number, rest, found := bytes.Cut(text, []byte{' '})
	if !ok || !found {
		return digest{}, false
	}
	newest, ids, _ := bytes.Cut(rest, []byte{' '})
	n, err := strconv.Atoi(string(number))
	d := digest{frames: n, newest: string(newest)}
	for len(ids) > 0 && err == nil {
		var id []byte
		id, ids, _ = bytes.Cut(ids, []byte{' '})
		n, err = strconv.Atoi(string(id))
		d.answered = append(d.answered, n)
	}
	return d, err == nil && d.frames > 0 && len(d.answered) <= d.frames
}

// onDigest deals with a row of frames at once, as onFrame would with each. Only
// where events have to be told from one another are they looked at.
func (c *Client) onDigest(l *link, d digest, keeper Keeper, now time.Time) {
	from, to := l.frames, l.frames+d.frames
	if c.overlap == nil && c.config.Backfill == nil {
		l.frames = to
		c.emit(Frames{Socket: l.epoch, From: from, To: to})
		c.gap.see(d.newest, now)
		for _, id := range d.answered {
			c.outbox.reply(id)
		}
		return
	}
	for frame := range bytes.SplitSeq(keeper.Kept(from, to), []byte{FrameSeparator}) {
		c.onFrame(l, frame, now)
	}
	l.frames = to
}
