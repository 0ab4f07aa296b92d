package rtm

import (
	"context"
	"iter"
	"sync"
)

// Events gives what happens from now on, in order, for one loop:
//
//	for event, err := range client.Events(ctx) {
//		if err != nil { return err }
//		switch e := event.(type) { case rtm.Frame: ... case rtm.Gap: ... }
//	}
//
// Each call of Events has a queue of its own, of Config.EventLimit events. A loop that
// lets more wait gets those, then ErrOverflow, and ends; other loops, and the
// connection, are not held up. The loop also ends with the context's cause, and without
// an error when the client is closed.
func (c *Client) Events(ctx context.Context) iter.Seq2[Event, error] {
	s := &subscription{events: make(chan Event, c.config.EventLimit)}
	c.subscribe(s)
	stop := context.AfterFunc(ctx, func() { c.unsubscribe(s) })
	return func(yield func(Event, error) bool) {
		defer stop()
		defer c.unsubscribe(s)
		for {
			select {
			case event, open := <-s.events:
				switch {
				case open:
					if !yield(event, nil) {
						return
					}
				case s.overflowed:
					yield(nil, ErrOverflow)
					return
				default:
					if err := context.Cause(ctx); err != nil {
						yield(nil, err)
					}
					return
				}
			case <-ctx.Done():
				yield(nil, context.Cause(ctx))
				return
			}
		}
	}
}

// A subscription is the queue of one loop over Events. Its channel is closed when
// nothing more comes.
type subscription struct {
	events     chan Event
	overflowed bool // set before the channel is closed
}

// subscriptions are those of a client.
type subscriptions struct {
	mu  sync.Mutex
	all []*subscription // without those that have ended
	end bool
}

func (c *Client) subscribe(s *subscription) {
	c.subscriptions.mu.Lock()
	defer c.subscriptions.mu.Unlock()
	if c.subscriptions.end {
		close(s.events)
		return
	}
	c.subscriptions.all = append(c.subscriptions.all, s)
}

func (c *Client) unsubscribe(s *subscription) {
	c.subscriptions.mu.Lock()
	defer c.subscriptions.mu.Unlock()
	for i, other := range c.subscriptions.all {
		if other == s {
			c.subscriptions.all = append(c.subscriptions.all[:i:i], c.subscriptions.all[i+1:]...)
			close(s.events)
			return
		}
	}
}

// publish tells every loop of an event.
func (c *Client) publish(e Event) {
	c.subscriptions.mu.Lock()
	defer c.subscriptions.mu.Unlock()
	kept := c.subscriptions.all[:0]
	for _, s := range c.subscriptions.all {
		select {
		case s.events <- e:
			kept = append(kept, s)
		default:
			s.overflowed = true
			close(s.events)
		}
	}
	clear(c.subscriptions.all[len(kept):])
	c.subscriptions.all = kept
}

// endSubscriptions ends every loop, after what waits for it.
func (c *Client) endSubscriptions() {
	c.subscriptions.mu.Lock()
	defer c.subscriptions.mu.Unlock()
	for _, s := range c.subscriptions.all {
		close(s.events)
	}
	c.subscriptions.all, c.subscriptions.end = nil, true
}
