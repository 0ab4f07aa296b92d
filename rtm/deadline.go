package rtm

import "time"

// A deadline is when a wait ends. The zero value means never.
type deadline struct {
	at      time.Time
	excused bool // it was put off
}

// after is a deadline; never, if d is negative.
func after(now time.Time, d time.Duration) deadline {
	if d < 0 {
		return deadline{}
	}
	return deadline{at: now.Add(d)}
}

// lateness is how late a deadline may be noticed and still say something. One that
// is noticed later was held up with the whole page or machine (a busy thread, a
// throttled timer, sleep), which then had no chance to read anything either.
const lateness = 50 * time.Millisecond

// passed reports whether the wait is over. A deadline that is noticed late is put
// off, once, so that what has come in meanwhile is read before it is judged: by as
// long as it is late, but by patience at most.
func (d *deadline) passed(now time.Time, patience time.Duration) bool {
	if !due(d.at, now) {
		return false
	}
	late := now.Sub(d.at)
	if late <= lateness || d.excused {
		return true
	}
	d.at, d.excused = now.Add(max(min(late, patience), lateness)), true
	return false
}

// due reports whether a time has come; the zero time never does.
func due(at, now time.Time) bool { return !at.IsZero() && !now.Before(at) }
