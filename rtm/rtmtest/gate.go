package rtmtest

import "context"

// A quota is how often something still happens; negative for ever.
type quota int

func (q *quota) spend() bool {
	if *q == 0 {
		return false
	}
	if *q > 0 {
		*q--
	}
	return true
}

// A gate is open, or shut: then those who come wait until it opens.
type gate struct {
	opening chan struct{} // nil while open
}

func (g *gate) shut(on bool) {
	switch {
	case on && g.opening == nil:
		g.opening = make(chan struct{})
	case !on && g.opening != nil:
		close(g.opening)
		g.opening = nil
	}
}

// pass waits until g is open. It locks s.mu itself.
func (s *Server) pass(ctx context.Context, g *gate) error {
	for {
		s.mu.Lock()
		opening, closed := g.opening, s.closed
		s.mu.Unlock()
		switch {
		case closed:
			return errClosed
		case opening == nil:
			return ctx.Err()
		}
		select {
		case <-opening:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return errClosed
		}
	}
}
