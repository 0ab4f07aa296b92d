package rtmtest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Server is one fake workspace. Make it with New and end it with Close.
type Server struct {
	// ctx ends with Close; running counts what Close waits for: timers that
	// have not fired and HTTP handlers that hold a WebSocket.
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	// mu guards everything below and every socket's state. Nobody waits for
	// anything else while holding it. Methods without a capital expect it held,
	// unless they say otherwise.
	mu     sync.Mutex
	closed bool
	timers map[*time.Timer]bool

	users      []*user
	channels   []*channel
	channelLog limit // of a channel that is made later
	files      record[file]
	presence   map[string]string
	onlyWith   string // the one token that is valid; empty for any
	lastTS     int64  // in microseconds

	tickets     map[string]*ticket
	minted      int
	sockets     []*socket // open ones, the oldest first
	opened      int
	calls       record[Call]
	received    record[Received]
	sent        record[Sent]
	recordsSent bool
	ears        []chan message // of the simulated people: what the bot writes

	faults faults
	app    socketMode
}

// A Call is a Web API call that the workspace saw.
type Call struct {
	Method string            // "rtm.connect"
	Form   map[string]string // its arguments, the token too
	At     time.Time
}

// A Received is a frame that a client wrote.
type Received struct {
	Socket int    // which socket: 1 is the first that was opened
	Type   string // its type; empty if it is not a JSON object
	ID     int    // its id; 0 without one
	JSON   string // the frame as it came
	At     time.Time
}

// A Sent is a frame that the workspace wrote to a client, whether it arrived or
// not.
type Sent struct {
	Socket int    // which socket: 1 is the first that was opened
	Token  string // of the call that gave this socket its URL; empty if there was none
	JSON   string
	At     time.Time
}

// What a workspace remembers: of calls, of frames received and of frames sent, and
// of each channel's messages.
var (
	maxLog     = limit{items: 100_000, bytes: 256 << 20}
	maxHistory = limit{items: 1000, bytes: 64 << 20}
)

var errClosed = errors.New("the fake workspace is closed")

// New makes a workspace: the team, the bot that clients are, three people,
// two channels and a direct message. See the constants for their ids.
func New() *Server { return newServer(maxLog, maxHistory) }

func newServer(log, history limit) *Server {
	s := &Server{
		timers:     make(map[*time.Timer]bool),
		users:      newUsers(),
		channels:   newChannels(history),
		files:      record[file]{limit: history},
		channelLog: limit{items: history.items, bytes: history.bytes / 16},
		calls:      record[Call]{limit: log},
		received:   record[Received]{limit: log},
		sent:       record[Sent]{limit: log},
		app:        socketMode{acks: record[Ack]{limit: log}},
		presence:   map[string]string{Bot: "active", Anna: "active", Ben: "active", Cleo: "away"},
		tickets:    make(map[string]*ticket),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// Close cuts every socket and ends every goroutine. Afterwards calls and
// openings fail. It may be called more than once.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	for _, k := range slices.Clone(s.sockets) {
		s.cut(k)
	}
	for t := range s.timers {
		if t.Stop() {
			s.running.Done()
		}
	}
	clear(s.timers)
	s.mu.Unlock()

	s.cancel()
	s.running.Wait()
}

// Calls returns every call of the Web API so far, also those that a fault
// answered or that got no answer. Of a very long run it returns the last
// 100,000, or as many as 256 MiB hold.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := slices.Clone(s.calls.kept)
	for i := range calls {
		calls[i].Form = maps.Clone(calls[i].Form)
	}
	return calls
}

// Received returns every frame that clients wrote so far, in the order of
// arrival. What is written to a half-open socket does not arrive. Of a very
// long run it returns the last ones, as Calls does.
func (s *Server) Received() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.received.kept)
}

// RecordSent lets the workspace note every frame that it writes to a client,
// for [Server.Sent]. It begins without.
func (s *Server) RecordSent(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recordsSent = on
}

// Sent returns the frames that were written to clients while RecordSent was on,
// in order. Of a very long run it returns the last ones, as Calls does.
func (s *Server) Sent() []Sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent.kept)
}

// TakeLog returns what Calls, Received and Sent do, and forgets it: a long run
// takes it piece by piece.
func (s *Server) TakeLog() (calls []Call, received []Received, sent []Sent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls.take(), s.received.take(), s.sent.take()
}

// Sockets counts the sockets that are open now. A half-open one counts until
// the client gives it up.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// Opened counts the sockets that were ever opened, those with an expired URL
// too.
func (s *Server) Opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// after runs f, with s.mu held, when d has passed, unless Close comes first.
func (s *Server) after(d time.Duration, f func()) {
	if s.closed {
		return
	}
	s.running.Add(1)
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		defer s.running.Done()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.timers, t)
		if !s.closed {
			f()
		}
	})
	s.timers[t] = true
}
