package core

import (
	"strconv"
	"strings"
	"time"
)

// gap notes from when to when the machine was deaf.
type gap struct {
	seen  string        // the newest timestamp of an event
	ahead time.Duration // by how much Slack's clock is ahead of ours, at least
	open  bool
	from  string
	cause error `rec:"-"`
}

// see notes the timestamp of an event; timestamps sort as text.
func (g *gap) see(ts string, wall time.Duration) {
	if ts <= g.seen {
		return
	}
	if at, ok := parseTimestamp(ts); ok {
		g.seen = ts
		// A visitor's clock may be minutes behind, and a gap that ended by it would
		// end before it began.
		g.ahead = max(g.ahead, at-wall)
	}
}

// begin notes that the socket has gone, and that nothing is certain after from.
func (g *gap) begin(from string, cause error) {
	if !g.open {
		g.open, g.from, g.cause = true, from, cause
	}
}

// end gives what to tell when another socket has said hello.
func (g *gap) end(wall time.Duration) (Gap, bool) {
	if !g.open {
		return Gap{}, false
	}
	g.open = false
	return g.between(g.from, g.cause, wall), true
}

// between is the gap from a timestamp until now.
func (g *gap) between(from string, cause error, wall time.Duration) Gap {
	return Gap{From: from, To: formatTimestamp(wall + g.ahead), Cause: cause}
}

// GapSince is the gap of somebody who has not heard the session since the event with this
// timestamp, and hears it from now on.
func (m *Machine) GapSince(from string) Gap {
	return m.gap.between(from, newError(CodeWebSocket, nil, "the session was not heard meanwhile"), m.clock.wall)
}

// forget drops what was noted: the caller wanted to be away.
func (g *gap) forget() { *g = gap{ahead: g.ahead} }

// tellGap tells of a gap, or has it filled first.
func (m *Machine) tellGap(g Gap) {
	if !m.config.Backfill || g.Recovered || m.backfill != nil {
		m.do(g)
		return
	}
	m.beginBackfill(g)
}

// formatTimestamp writes a time as Slack does: seconds, a point, microseconds.
func formatTimestamp(t time.Duration) string {
	micros := strconv.Itoa(int(t%time.Second/time.Microsecond) + 1e6)
	return strconv.FormatInt(int64(t/time.Second), 10) + "." + micros[1:]
}

// maxSeconds is in the year 2242, beyond which nothing is a timestamp. (A Duration ends
// in 2262.)
const maxSeconds = 1 << 33

// parseTimestamp reads one.
func parseTimestamp(ts string) (time.Duration, bool) {
	seconds, micros, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseUint(seconds, 10, 64)
	us, errMicros := strconv.ParseUint(micros, 10, 64)
	if err != nil || errMicros != nil || len(micros) != 6 || s > maxSeconds {
		return 0, false
	}
	return time.Duration(s)*time.Second + time.Duration(us)*time.Microsecond, true
}
