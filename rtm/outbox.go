package rtm

import (
	"slices"
	"time"
)

// outbox keeps the frames that wait to be written, and those that wait for a
// reply. Each is in one of the two, and leaves it once. The frame that is being
// written belongs to its link.
type outbox struct {
	limit   int
	queue   []*outgoing
	pending map[int]*outgoing
	soonest time.Time // no reply is overdue before then; zero for never
	pace    pace
	nextID  int
	sends   int // how many callers have made so far
}

// firstOwnID is the first id that the client itself gives out. Callers who
// choose their own ids (a page does: its nextMessageId answers at once) count
// up from 1, so that the two never meet.
const firstOwnID = 1 << 30

func newOutbox(c Config) outbox {
	return outbox{
		limit:   c.SendQueueLimit,
		pending: map[int]*outgoing{},
		pace:    pace{perSecond: c.RateLimit, burst: float64(c.Burst)},
		nextID:  firstOwnID,
	}
}

func (b *outbox) newID() int {
	for b.has(b.nextID) { // a caller has taken it
		b.nextID++
	}
	b.nextID++
	return b.nextID - 1
}

// has reports whether a frame with this id waits to be written, is being
// written, or waits for its reply.
func (b *outbox) has(id int) bool {
	return b.pending[id] != nil ||
		slices.ContainsFunc(b.queue, func(o *outgoing) bool { return o.id == id })
}

// add queues a frame, and reports whether there was room.
func (b *outbox) add(o *outgoing) bool {
	if len(b.queue) >= b.limit {
		return false
	}
	b.queue = append(b.queue, o)
	return true
}

// first puts a frame in front of the queue, which may grow beyond its limit.
func (b *outbox) first(o *outgoing) { b.queue = slices.Insert(b.queue, 0, o) }

// overtake puts a frame in front of those that wait in the queue, after those
// that have overtaken them before.
func (b *outbox) overtake(o *outgoing) {
	i := slices.IndexFunc(b.queue, func(o *outgoing) bool { return !o.unqueued })
	if i < 0 {
		i = len(b.queue)
	}
	b.queue = slices.Insert(b.queue, i, o)
}

// putBack queues a frame that was taken for a write and has to be written once
// more. Frames that callers sent after it, and that were not written yet, stay
// behind it; what overtakes the queue stays in front.
func (b *outbox) putBack(o *outgoing) {
	i := slices.IndexFunc(b.queue, func(other *outgoing) bool { return o.unqueued || !other.unqueued && other.order > o.order })
	if i < 0 {
		i = len(b.queue)
	}
	b.queue = slices.Insert(b.queue, i, o)
}

// next takes the frame that may be written now, or nil.
func (b *outbox) next(now time.Time) *outgoing {
	if len(b.queue) == 0 {
		return nil
	}
	o := b.queue[0]
	if o.message() {
		if !o.unqueued && now.Before(b.pace.free(now)) {
			return nil
		}
		b.pace.use(now)
	}
	b.queue[0] = nil
	b.queue = b.queue[1:]
	return o
}

// await has a frame wait for its reply, if it is to.
func (b *outbox) await(o *outgoing, socket int, overdue deadline) {
	o.socket, o.overdue = socket, overdue
	if o.awaitReply {
		b.pending[o.id] = o
		b.soonest = earliest(b.soonest, overdue.at)
	}
}

// takeBack takes a frame that could not be written from those that wait for their
// reply, and reports whether it still has to be written.
func (b *outbox) takeBack(o *outgoing) bool {
	if o.withdrawn || o.awaitReply && b.reply(o.id) != o {
		return false // it is settled
	}
	o.socket, o.overdue = 0, deadline{}
	return true
}

// awaits reports whether a frame waits for this reply.
func (b *outbox) awaits(id int) bool { return b.pending[id] != nil }

// reply takes the frame that waits for this reply, or nil.
func (b *outbox) reply(id int) *outgoing {
	o := b.pending[id]
	delete(b.pending, id)
	return o
}

// again has a frame that was refused for haste written again, under a new id.
func (b *outbox) again(o *outgoing, now time.Time) {
	o.socket, o.overdue = 0, deadline{}
	o.refusals++
	o.id = b.newID()
	o.build()
	b.putBack(o)
	b.pace.hold(now.Add(time.Second << min(o.refusals-1, 5)))
}

// owes reports whether a frame that was written to this socket is unanswered.
func (b *outbox) owes(socket int) bool {
	for _, o := range b.pending {
		if o.socket == socket {
			return true
		}
	}
	return false
}

// expectReplays shortens the wait for the replies to frames of sockets before
// this one: Slack replays the last of them soon after hello, or never.
func (b *outbox) expectReplays(socket int, until deadline) {
	for _, o := range b.pending {
		if o.socket != socket && !due(o.overdue.at, until.at) {
			o.overdue = until
			b.soonest = earliest(b.soonest, until.at)
		}
	}
}

// takeOverdue takes those whose reply is overdue (see deadline.passed). To look at
// each of them is put off until one may be.
func (b *outbox) takeOverdue(now time.Time, patience time.Duration) []*outgoing {
	if !due(b.soonest, now) {
		return nil
	}
	all := b.takePending(func(o *outgoing) bool { return o.overdue.passed(now, patience) })
	b.soonest = time.Time{}
	for _, o := range b.pending {
		b.soonest = earliest(b.soonest, o.overdue.at)
	}
	return all
}

// withdraw takes the frame of this ticket out, wherever it is; nil if it is
// nowhere.
func (b *outbox) withdraw(t Ticket) *outgoing {
	if i := slices.IndexFunc(b.queue, func(o *outgoing) bool { return o.to.ticket == t }); i >= 0 {
		o := b.queue[i]
		b.queue = slices.Delete(b.queue, i, i+1)
		return o
	}
	for id, o := range b.pending {
		if o.to.ticket == t {
			delete(b.pending, id)
			return o
		}
	}
	return nil
}

// takeUnqueued takes those that may be written to the connection of now alone.
func (b *outbox) takeUnqueued() []*outgoing {
	var all []*outgoing
	b.queue = slices.DeleteFunc(b.queue, func(o *outgoing) bool {
		if o.unqueued {
			all = append(all, o)
		}
		return o.unqueued
	})
	return all
}

// takeQueued takes all that was not written.
func (b *outbox) takeQueued() []*outgoing {
	all := b.queue
	b.queue = nil
	return all
}

// takePending takes those that were written and are chosen, in the order of
// the calls.
func (b *outbox) takePending(chosen func(*outgoing) bool) []*outgoing {
	var all []*outgoing
	for id, o := range b.pending {
		if chosen(o) {
			all = append(all, o)
			delete(b.pending, id)
		}
	}
	slices.SortFunc(all, func(a, b *outgoing) int { return a.order - b.order })
	return all
}

// deadline is when something is due: a frame may be written, or a reply is
// overdue. Zero for never.
func (b *outbox) deadline(mayWrite bool, now time.Time) time.Time {
	var first time.Time
	if len(b.pending) > 0 {
		first = b.soonest
	}
	if mayWrite && len(b.queue) > 0 {
		first = earliest(first, b.pace.free(now))
	}
	return first
}
