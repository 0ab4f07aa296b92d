package core

import (
	"cmp"
	"slices"
)

// A queue keeps the frames that wait to be written, in the order in which they will
// be: by class, and within a class by the order of the calls. So a frame that comes
// back, since Slack refused it for haste or its write failed, takes its old place.
type queue struct {
	limit  int
	frames []*frame
	nextID int
	calls  int // how many frames have been numbered
}

// firstOwnID is the first id that the machine itself gives out. Callers who choose
// ids (a page does: its nextMessageId answers at once) count up from 1, so that the
// two never meet.
const firstOwnID = 1 << 30

func newQueue(limit int) queue { return queue{limit: limit, nextID: firstOwnID} }

func (q *queue) newID() int {
	q.nextID++
	return q.nextID - 1
}

func (q *queue) len() int { return len(q.frames) }

// isFull reports whether the caller may not add another frame.
func (q *queue) isFull() bool { return len(q.frames) >= q.limit }

// add puts a frame in its place. One that was never in the queue is the last of its
// class.
func (q *queue) add(f *frame) {
	if f.order == 0 {
		q.calls++
		f.order = q.calls
	}
	at, _ := slices.BinarySearchFunc(q.frames, f, func(a, b *frame) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.order, b.order))
	})
	q.frames = slices.Insert(q.frames, at, f)
}

// ready is when the first frame may be written.
func (q *queue) ready(p *pace, now instant) instant {
	if f := q.frames[0]; f.isMessage() && f.class == ordinary {
		return p.nextAt(now)
	}
	return now
}

// next takes the frame that may be written now, or nil.
func (q *queue) next(p *pace, now instant) *frame {
	if len(q.frames) == 0 || q.ready(p, now) > now {
		return nil
	}
	f := q.frames[0]
	q.frames[0] = nil
	q.frames = q.frames[1:]
	if f.isMessage() {
		p.use(now)
	}
	return f
}

// byID gives the frame with this id, or nil.
func (q *queue) byID(id int) *frame {
	if i := slices.IndexFunc(q.frames, func(f *frame) bool { return f.id == id }); i >= 0 {
		return q.frames[i]
	}
	return nil
}

// cancel takes the frame of a call out, or gives nil.
func (q *queue) cancel(call Call) *frame {
	i := slices.IndexFunc(q.frames, func(f *frame) bool { return f.call == call })
	if i < 0 {
		return nil
	}
	f := q.frames[i]
	q.frames = slices.Delete(q.frames, i, i+1)
	return f
}

// takeUrgent takes the frames that were not to wait.
func (q *queue) takeUrgent() []*frame {
	var all []*frame
	q.frames = slices.DeleteFunc(q.frames, func(f *frame) bool {
		if f.class == urgent {
			all = append(all, f)
		}
		return f.class == urgent
	})
	return all
}

// empty takes all frames.
func (q *queue) empty() []*frame {
	all := q.frames
	q.frames = nil
	return all
}
