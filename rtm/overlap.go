package rtm

import "hash/maphash"

// overlap recognises events that come twice while two sockets carry one
// session: what happens after the call for the second is sent on both. Slack
// numbers no frames, so two are the same event if they are identical and came
// through different sockets. Outside an overlap nothing is compared: two
// identical frames of one socket are two events.
type overlap struct {
	seed  maphash.Seed
	seen  map[int]map[uint64]int // by socket: how often it has brought a frame
	told  map[uint64]int         // how often the frame was an event
	until deadline               // none while no end is in sight
}

// maxOverlap is how many different frames are remembered. A server that sends more
// while a session moves is not to fill the memory: its events may come twice.
const maxOverlap = 100_000

func newOverlap() *overlap {
	return &overlap{seed: maphash.MakeSeed(), seen: map[int]map[uint64]int{}, told: map[uint64]int{}}
}

// repeats notes an event, and reports whether it came through another socket
// before. There may be three: one that is read to its end, the one that carries
// the session, and its successor.
func (o *overlap) repeats(socket int, frame []byte) bool {
	sum := maphash.Bytes(o.seed, frame)
	if o.seen[socket] == nil {
		o.seen[socket] = map[uint64]int{}
	}
	o.seen[socket][sum]++
	if o.seen[socket][sum] <= o.told[sum] {
		return true
	}
	if o.told[sum]++; len(o.told) > maxOverlap {
		clear(o.told)
		clear(o.seen)
	}
	return false
}
