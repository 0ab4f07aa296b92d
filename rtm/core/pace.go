package core

import "time"

// pace is a token bucket: burst tokens, of which perSecond come back.
type pace struct {
	perSecond    float64 // negative: no limit
	burst        float64
	spent        float64 // tokens missing from the bucket
	at           instant // when spent was right
	blockedUntil instant // nothing before then, whatever the bucket says
}

// use takes a token, even if there is none: some frames do not wait.
func (p *pace) use(now instant) {
	p.refill(now)
	p.spent++
}

// block lets nothing pass until then. It never shortens an earlier block.
func (p *pace) block(until instant) { p.blockedUntil = max(p.blockedUntil, until) }

// nextAt is when there will be a token.
func (p *pace) nextAt(now instant) instant {
	p.refill(now)
	at := now
	if missing := p.spent + 1 - p.burst; p.perSecond > 0 && missing > 0 {
		at += instant(min(missing/p.perSecond*float64(time.Second), float64(longest)))
	}
	return max(at, p.blockedUntil)
}

func (p *pace) refill(now instant) {
	if since := time.Duration(now - p.at); since > 0 {
		p.spent = max(0, p.spent-since.Seconds()*max(p.perSecond, 0))
	}
	p.at = now
}
