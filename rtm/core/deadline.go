package core

import "time"

// lateness is how long after its time a step may come and still judge. A driver that
// comes later was held up, with its page or its computer: it had no chance to hear
// what came in meanwhile, and that may be waiting.
const lateness = 50 * time.Millisecond

// A deadline is the end of a wait for the other side. Its wait is lost if it passes;
// so it is judged after what has come in only: in the step of a Tick, and it gets grace,
// once, if the driver was held up. (Only once, since the timers of a hidden page are always late.)
//
// Appointments, such as the next ping, are plain instants: to be late for them
// does no harm.
type deadline struct {
	at      instant // zero for none
	excused bool    // it has had grace
}

// A judgement is what has become of a deadline.
type judgement int

const (
	waiting judgement = iota // it has not come
	excused                  // it was missed through no fault of the other side, and is moved
	passed                   // the wait is lost
)

// judge looks at a deadline. One that is excused ends grace from now.
func (d *deadline) judge(c *clock, grace time.Duration) judgement {
	switch {
	case !c.ticks || !c.reached(d.at):
		return waiting
	case c.late && !d.excused:
		*d = deadline{c.after(grace), true}
		return excused
	}
	return passed
}

// grace is how much longer the other side may take after a deadline was missed
// through no fault of its: what it has sent needs to be read only.
const grace = 2 * time.Second
