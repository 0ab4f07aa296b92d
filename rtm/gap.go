package rtm

import (
	"strconv"
	"time"
)

// gap notes from when to when the client was deaf.
type gap struct {
	seen  string // the newest timestamp of an event
	open  bool
	from  string
	cause error
}

// see notes the timestamp of an event; timestamps sort as text.
func (g *gap) see(ts string) {
	if ts > g.seen {
		g.seen = ts
	}
}

// begin notes that the link has gone.
func (g *gap) begin(cause error) {
	if g.open {
		return
	}
	g.open, g.from, g.cause = true, g.seen, cause
}

// end gives what to tell when another link has said hello.
func (g *gap) end() (Gap, bool) {
	if !g.open {
		return Gap{}, false
	}
	g.open = false
	return Gap{From: g.from, To: timestamp(time.Now()), Cause: g.cause}, true
}

// none is the gap of a handover, in which nothing is missed.
func (g *gap) none(cause error) Gap {
	return Gap{From: g.seen, To: timestamp(time.Now()), Cause: cause, Recovered: true}
}

// forget drops what was noted: the caller wanted to be away.
func (g *gap) forget() { *g = gap{} }

// timestamp writes a time as Slack does: seconds, a point, microseconds.
func timestamp(t time.Time) string {
	micros := strconv.Itoa(t.Nanosecond()/1000 + 1e6)
	return strconv.FormatInt(t.Unix(), 10) + "." + micros[1:]
}
