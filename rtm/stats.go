package rtm

import (
	"context"
	"runtime"
)

// Stats are figures of a client, for those who look for leaks or delays.
type Stats struct {
	Queued     int // frames that wait to be written
	Pending    int // frames that wait for a reply
	Sockets    int // that are open, opening or being closed
	Goroutines int // of the whole program

	Newest string // timestamp of the newest event before which none is missing; empty before the first, and after a Stop
}

// Report asks for Stats, and settles with them.
type Report struct{}

func (Report) command() {}

// Stats gives the figures of now.
func (c *Client) Stats(ctx context.Context) (Stats, error) {
	result, err := c.do(ctx, Report{})
	stats, _ := result.(Stats)
	return stats, err
}

// stats gathers the figures.
func (c *Client) stats() Stats {
	sockets := len(c.closing)
	for _, l := range []*link{c.link, c.retiring} {
		if l != nil {
			sockets++
		}
	}
	if c.attempt != nil && c.attempt.session.URL != "" {
		sockets++
	}
	newest := c.gap.seen
	if l := c.retiring; l != nil && !l.drained {
		newest = c.handover.From // the old socket may still have some
	}
	if c.backfill != nil {
		newest = c.backfill.gap.From // later ones are held back
	}
	return Stats{len(c.outbox.queue), len(c.outbox.pending), sockets, runtime.NumGoroutine(), newest}
}
