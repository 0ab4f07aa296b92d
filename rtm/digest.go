package rtm

import (
	"bytes"
	"strconv"
	"time"
)

// A digest stands for a row of frames of a Keeper that are events and nothing
// else: no replies, and none that are about the socket or the session (those
// that onSignal looks at, and hello). It is an equals sign, which no JSON text
// begins with, their number, a space, and the newest of their timestamps, which
// may be missing: "=57 1700000000.000100".
type digest struct {
	frames int
	newest string
}

// readDigest reads a digest, and reports whether the text is one.
func readDigest(text []byte) (digest, bool) {
	text, ok := bytes.CutPrefix(text, []byte{'='})
	number, newest, found := bytes.Cut(text, []byte{' '})
	n, err := strconv.Atoi(string(number))
	return digest{n, string(newest)}, ok && found && err == nil && n > 0
}

// onDigest deals with a row of frames at once, as onFrame would with each. Only
// where events have to be told from one another are they looked at.
func (c *Client) onDigest(l *link, d digest, keeper Keeper, now time.Time) {
	from, to := l.frames, l.frames+d.frames
	if c.overlap == nil && c.config.Backfill == nil {
		l.frames = to
		c.emit(Frames{Socket: l.epoch, From: from, To: to})
		c.gap.see(d.newest, now)
		return
	}
	for frame := range bytes.SplitSeq(keeper.Kept(from, to), []byte{FrameSeparator}) {
		c.onFrame(l, frame, now)
	}
	l.frames = to
}
