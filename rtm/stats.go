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
	return Stats{len(c.outbox.queue), len(c.outbox.pending), sockets, runtime.NumGoroutine()}
}
