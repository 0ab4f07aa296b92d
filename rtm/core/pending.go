package core

import "slices"

// pending keeps the frames that were written and wait for a reply, by their ids.
type pending struct {
	frames  map[int]*frame
	soonest instant // no reply is overdue before then; zero for never
}

func newPending() pending { return pending{frames: map[int]*frame{}} }

func (p *pending) add(f *frame) {
	p.frames[f.id] = f
	p.soonest = sooner(p.soonest, f.ack.at)
}

// next is when a reply may be overdue; zero for never.
func (p *pending) next() instant {
	if len(p.frames) == 0 {
		return 0
	}
	return p.soonest
}

// take takes the frame with this id, or nil.
func (p *pending) take(id int) *frame {
	f := p.frames[id]
	delete(p.frames, id)
	return f
}

// owes reports whether a frame that was written to this socket is unanswered.
func (p *pending) owes(conn Conn) bool {
	for _, f := range p.frames {
		if f.conn == conn {
			return true
		}
	}
	return false
}

// expectReplays shortens the wait for the replies to frames of earlier sockets than
// this one: Slack replays the last of them soon after hello, or never.
func (p *pending) expectReplays(current Conn, until instant) {
	for _, f := range p.frames {
		if f.conn != current && (f.ack.at == 0 || f.ack.at > until) {
			f.ack = deadline{at: until}
			p.soonest = sooner(p.soonest, until)
		}
	}
}

// cancel takes the frame of a call out, or gives nil.
func (p *pending) cancel(call Call) *frame {
	for id, f := range p.frames {
		if f.call == call {
			delete(p.frames, id)
			return f
		}
	}
	return nil
}

// empty takes all frames.
func (p *pending) empty() []*frame {
	return p.takeIf(func(*frame) bool { return true })
}

// overdue takes those whose reply is overdue. To look at each is put off until one
// may be.
func (p *pending) overdue(c *clock) []*frame {
	if !c.reached(p.next()) {
		return nil
	}
	late := p.takeIf(func(f *frame) bool { return f.ack.judge(c, grace) == passed })
	p.soonest = 0
	for _, f := range p.frames {
		p.soonest = sooner(p.soonest, f.ack.at)
	}
	return late
}

// takeIf takes the frames that are chosen, in the order of their calls.
func (p *pending) takeIf(chosen func(*frame) bool) []*frame {
	var all []*frame
	for id, f := range p.frames {
		if chosen(f) {
			all = append(all, f)
			delete(p.frames, id)
		}
	}
	slices.SortFunc(all, func(a, b *frame) int { return a.order - b.order })
	return all
}
