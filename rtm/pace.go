package rtm

import "time"

// pace is a token bucket: burst tokens, of which perSecond come back.
type pace struct {
	perSecond float64 // negative: no limit
	burst     float64
	spent     float64   // tokens missing from the bucket
	at        time.Time // when spent was right
	held      time.Time // nothing before then, whatever the bucket says
}

// use takes a token, even if there is none: some frames do not wait.
func (p *pace) use(now time.Time) {
	p.refill(now)
	p.spent++
}

// hold lets nothing pass until then. It never shortens an earlier hold.
func (p *pace) hold(until time.Time) { p.held = later(p.held, until) }

// free is when there will be a token.
func (p *pace) free(now time.Time) time.Time {
	p.refill(now)
	at := now
	if missing := p.spent + 1 - p.burst; p.perSecond > 0 && missing > 0 {
		at = now.Add(time.Duration(missing / p.perSecond * float64(time.Second)))
	}
	if at.Before(p.held) {
		return p.held
	}
	return at
}

// room is how many may pass now.
func (p *pace) room(now time.Time) int {
	p.refill(now)
	switch {
	case now.Before(p.held):
		return 0
	case p.perSecond <= 0:
		return Unlimited
	}
	return int(max(0, p.burst-p.spent))
}

func (p *pace) refill(now time.Time) {
	if since := now.Sub(p.at); since > 0 {
		p.spent = max(0, p.spent-since.Seconds()*max(p.perSecond, 0))
	}
	p.at = now
}
