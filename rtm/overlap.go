package rtm

import (
	"hash/maphash"
	"time"
)

// overlap recognises events that come twice while two sockets carry one
// session: what happens after the call for the second is sent on both. Slack
// numbers no frames, so two are the same event if they are identical and came
// through different sockets. Outside an overlap nothing is compared: two
// identical frames of one socket are two events.
type overlap struct {
	seed  maphash.Seed
	seen  map[int]map[uint64]int // by socket: the frames that the other has not repeated yet
	until time.Time              // zero while it lasts without an end in sight
}

func newOverlap() *overlap {
	return &overlap{seed: maphash.MakeSeed(), seen: map[int]map[uint64]int{}}
}

// repeats notes an event, and reports whether it came through another socket
// before.
func (o *overlap) repeats(socket int, frame []byte) bool {
	sum := maphash.Bytes(o.seed, frame)
	for other, frames := range o.seen {
		if other != socket && frames[sum] > 0 {
			frames[sum]--
			return true
		}
	}
	if o.seen[socket] == nil {
		o.seen[socket] = map[uint64]int{}
	}
	o.seen[socket][sum]++
	return false
}
