package rtm

import (
	"strconv"
	"strings"
	"time"
)

// gap notes from when to when the client was deaf.
type gap struct {
	seen  string        // the newest timestamp of an event
	ahead time.Duration // by how much Slack's clock is ahead of ours, at least
	open  bool
	from  string
	cause error
}

// see notes the timestamp of an event; timestamps sort as text.
func (g *gap) see(ts string, now time.Time) {
	if ts <= g.seen {
		return
	}
	if at, ok := instant(ts); ok {
		g.seen = ts
		// A visitor's clock may be minutes behind, and a gap that ended by it
		// would end before it began.
		g.ahead = max(g.ahead, at.Sub(now))
	}
}

// begin notes that the link has gone, and that nothing is certain after from.
func (g *gap) begin(from string, cause error) {
	if g.open {
		return
	}
	g.open, g.from, g.cause = true, from, cause
}

// end gives what to tell when another link has said hello.
func (g *gap) end(now time.Time) (Gap, bool) {
	if !g.open {
		return Gap{}, false
	}
	g.open = false
	return Gap{From: g.from, To: timestamp(now.Add(g.ahead)), Cause: g.cause}, true
}

// handover is what may be missed if the link that another takes over from was
// dead already.
func (g *gap) handover(cause error, now time.Time) Gap {
	return Gap{From: g.seen, To: timestamp(now.Add(g.ahead)), Cause: cause}
}

// forget drops what was noted: the caller wanted to be away.
func (g *gap) forget() { *g = gap{ahead: g.ahead} }

// timestamp writes a time as Slack does: seconds, a point, microseconds.
func timestamp(t time.Time) string {
	micros := strconv.Itoa(t.Nanosecond()/1000 + 1e6)
	return strconv.FormatInt(t.Unix(), 10) + "." + micros[1:]
}

// instant reads a timestamp: up to 12 digits, a point, and 6 more (web/src/passed.js
// has the same rule).
func instant(ts string) (time.Time, bool) {
	seconds, micros, _ := strings.Cut(ts, ".")
	if len(seconds) > 12 || len(micros) != 6 || !isNumber(seconds) || !isNumber(micros) {
		return time.Time{}, false
	}
	s, _ := strconv.ParseInt(seconds, 10, 64)
	us, _ := strconv.ParseInt(micros, 10, 64)
	return time.Unix(s, us*1000), true
}
