package rtmtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"

	"rtmwasm/rtm/transport"
)

var (
	_ transport.Socket = (*pipe)(nil)
	_ transport.Dialer = (*Server)(nil).Dial
	_ transport.Caller = (*Server)(nil).Call
)

var errSocketClosed = errors.New("the socket is closed")

// memoryURL is the URL of a ticket at the door in memory.
func memoryURL(ticket string) string {
	return "wss://fake.test/ws/" + ticket
}

// Call makes a Web API call in memory. It is an transport.Caller. Of the URL only
// the last part counts, the method.
func (s *Server) Call(ctx context.Context, r transport.Request) (transport.Response, error) {
	return s.answer(ctx, ask{method: ticketIn(r.URL), form: r.Form, locate: memoryURL})
}

// Dial opens a socket in memory. It is an transport.Dialer. Of the URL only the last
// part counts, the ticket.
//
// A write never waits for anything, unless the socket is half-open. Reads and
// such writes wait on channels only, which synctest knows to be idle.
func (s *Server) Dial(ctx context.Context, url string) (transport.Socket, error) {
	if err := s.knock(ctx); err != nil {
		return nil, fmt.Errorf("open %s: %w", url, err)
	}
	p := &pipe{socket: s.newSocket(memoryURL), gone: make(chan struct{})}
	if err := s.open(p.socket, ticketIn(url)); err != nil {
		return nil, fmt.Errorf("open %s: %w", url, err)
	}
	return p, nil
}

// A pipe is the client's end of a socket in memory.
type pipe struct {
	*socket

	once     sync.Once
	gone     chan struct{}         // closed when the client gave the socket up
	farewell *transport.CloseError // what Read says then; set before gone is closed

	ended *transport.CloseError // by the server; Read's alone
	sunk  int                   // bytes written to a half-open socket; Write's alone
}

func (p *pipe) Read() ([]byte, error) {
	for {
		select {
		case <-p.gone:
			return nil, p.farewell
		default:
		}
		if p.ended != nil {
			return nil, p.ended
		}
		// Looked at first: what was queued before the end is delivered before it.
		over := p.server.ctx.Err() != nil
		next, ok := p.out.take()
		switch {
		case ok && next.end == nil:
			return bytes.Clone(next.data), nil
		case ok:
			p.ended = next.end.seen()
		case over:
			p.ended = &transport.CloseError{Code: transport.CloseAbnormal}
		default:
			select {
			case <-p.out.wake:
			case <-p.gone:
			case <-p.server.ctx.Done():
			}
		}
	}
}

// seen is what the client sees of an ending.
func (e *ending) seen() *transport.CloseError {
	return &transport.CloseError{Code: e.code, Reason: e.reason, Clean: e.code != transport.CloseAbnormal}
}

func (p *pipe) Write(frame []byte) error {
	select {
	case <-p.gone:
		return errSocketClosed
	default:
	}
	if p.isDead() {
		return p.sink(len(frame))
	}
	p.server.mu.Lock()
	over := p.over
	p.server.mu.Unlock()
	if over {
		return errSocketClosed
	}
	p.server.accept(p.socket, frame)
	return nil
}

// sink loses n bytes, or hangs when the buffers are full.
func (p *pipe) sink(n int) error {
	if p.sunk+n <= halfOpenBuffer {
		p.sunk += n
		return nil
	}
	select {
	case <-p.gone:
	case <-p.server.ctx.Done():
	}
	return errSocketClosed
}

// Close ends the socket. Read then says how: with the code given here, or 1006
// if the socket was half-open and no handshake possible.
func (p *pipe) Close(code int, reason string) error {
	p.once.Do(func() {
		p.server.mu.Lock()
		defer p.server.mu.Unlock()
		p.farewell = &transport.CloseError{Code: code, Reason: reason, Clean: true}
		if p.isDead() {
			p.farewell = &transport.CloseError{Code: transport.CloseAbnormal}
		}
		p.server.forget(p.socket)
		close(p.gone)
	})
	return nil
}
