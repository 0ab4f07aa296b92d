//go:build !js

package rtmtest

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/coder/websocket"

	"rtmwasm/rtm/transport"
)

// maxMessage is the largest message that is read at all. It is far over
// maxFrame so that the workspace, and not the WebSocket library, answers a
// frame that is too big.
const maxMessage = 1 << 20

// serveSocket turns the request into a socket and stays with it to its end.
// Every origin may connect: Slack documents no check.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request, ticket string) {
	if !s.enter() {
		panic(http.ErrAbortHandler)
	}
	defer s.running.Done()
	switch err := s.knock(r.Context()); err {
	case nil:
	case errRefused:
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	default:
		panic(http.ErrAbortHandler)
	}

	k := s.newSocket(locator(r))
	hijack := &hijacker{ResponseWriter: w, dead: k.dead}
	conn, err := websocket.Accept(hijack, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered
	}
	defer conn.CloseNow()
	defer context.AfterFunc(s.ctx, func() { hijack.conn.Close() })()
	conn.SetReadLimit(maxMessage)
	if s.open(k, ticket) != nil {
		return
	}

	gone := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() { k.deliver(conn, gone) })
	if k.envelopes {
		writer.Go(func() { k.ping(conn, gone) })
	}
	writer.Go(func() {
		select {
		case <-k.out.over: // a frame is being written that the client does not read
			hijack.conn.Close()
		case <-gone:
		}
	})
	for {
		_, frame, err := conn.Read(s.ctx)
		if err != nil {
			break
		}
		s.accept(k, frame)
	}
	s.mu.Lock()
	s.forget(k)
	s.mu.Unlock()
	close(gone)
	conn.CloseNow()
	writer.Wait()
}

// enter counts a handler that Close must wait for.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.running.Add(1)
	}
	return !s.closed
}

// deliver writes what is in the outbox until the socket ends.
func (k *socket) deliver(conn *websocket.Conn, gone <-chan struct{}) {
	for {
		next, ok := k.out.take()
		switch {
		case !ok:
			select {
			case <-k.out.wake:
			case <-gone:
				return
			}
		case next.end == nil:
			kind := websocket.MessageText
			if next.binary {
				kind = websocket.MessageBinary
			}
			if conn.Write(k.server.ctx, kind, next.data) != nil {
				return
			}
		case next.end.code == transport.CloseAbnormal:
			conn.CloseNow()
			return
		default:
			// It waits for the client's part of the handshake. A code that no
			// close frame may carry is an error; then the connection is cut.
			if conn.Close(websocket.StatusCode(next.end.code), next.end.reason) != nil {
				conn.CloseNow()
			}
			return
		}
	}
}

// pingPause is the time between the pings that Slack sends on the level of the WebSocket,
// about.
const pingPause = 10 * time.Second

// ping pings the client of an app's socket, which may count on it. A client that does not
// answer stays: that its socket is dead is not Slack's to find out here.
func (k *socket) ping(conn *websocket.Conn, gone <-chan struct{}) {
	ticks := time.NewTicker(pingPause)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			ctx, cancel := context.WithTimeout(k.server.ctx, pingPause)
			_ = conn.Ping(ctx)
			cancel()
		case <-gone:
			return
		}
	}
}

// A hijacker gives the WebSocket library a connection that can go deaf.
type hijacker struct {
	http.ResponseWriter
	dead <-chan struct{}
	conn *deafConn
}

func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	h.conn = &deafConn{Conn: conn, dead: h.dead, closed: make(chan struct{})}
	return h.conn, rw, nil
}

// A deafConn loses what it reads once its socket is half-open, and after
// halfOpenBuffer bytes reads no more. So not even a ping of the WebSocket
// protocol is answered, while the TCP connection stays open.
type deafConn struct {
	net.Conn
	dead   <-chan struct{}
	sunk   int
	once   sync.Once
	closed chan struct{}
}

func (c *deafConn) Read(b []byte) (int, error) {
	for {
		n, err := c.Conn.Read(b)
		select {
		case <-c.dead:
		default:
			return n, err
		}
		if err != nil {
			return 0, err
		}
		if c.sunk += n; c.sunk > halfOpenBuffer {
			<-c.closed
			return 0, net.ErrClosed
		}
	}
}

func (c *deafConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Conn.Close()
}
