package core

import (
	"maps"
	"time"
)

// A dedup recognises events that come twice while two sockets carry one session:
// what happens after the call for the second is sent on both. Slack numbers no
// frames, so two are the same event if their sums are equal and they came through
// different sockets. Without a second socket nothing is compared: two equal frames
// of one socket are two events.
type dedup struct {
	seen  map[Conn]map[uint64]int // by socket: how often it has brought a text
	told  map[uint64]int          // how often the text was an event
	until deadline                // none while no end is in sight
}

// dedupTime is how long after the end of one socket another may still repeat its events.
const dedupTime = 2 * time.Second

// maxDedup is how many texts are remembered. A server that sends more meanwhile is not to
// fill the memory: its events may come twice.
const maxDedup = 100_000

// beginDedup has events compared from now on, also those of the socket that is being
// asked for: it will not repeat what has come before.
func (m *Machine) beginDedup(next Conn) {
	if m.dedup == nil {
		m.dedup = &dedup{seen: map[Conn]map[uint64]int{}, told: map[uint64]int{}}
		m.do(Compare{true})
	}
	m.dedup.seen[next] = maps.Clone(m.dedup.told)
	m.dedup.until = deadline{}
}

// endDedupSoon has events compared a little longer, if they are.
func (m *Machine) endDedupSoon() {
	if m.dedup != nil && m.dedup.until.at == 0 {
		m.dedup.until = deadline{at: m.clock.after(dedupTime)}
	}
}

func (m *Machine) endDedup() {
	if m.dedup != nil {
		m.dedup = nil
		m.do(Compare{false})
	}
}

// isDuplicate notes an event, and reports whether another socket brought it before.
// There may be three: one that is drained, the one that carries the session, and its
// successor.
func (d *dedup) isDuplicate(in *Received) bool {
	seen := d.seen[in.Conn]
	if seen == nil {
		seen = map[uint64]int{}
		d.seen[in.Conn] = seen
	}
	seen[in.Sum]++
	if seen[in.Sum] <= d.told[in.Sum] {
		return true
	}
	if d.told[in.Sum]++; len(d.told) > maxDedup {
		clear(d.told)
		clear(d.seen)
	}
	return false
}
