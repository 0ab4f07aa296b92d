package rtmtest

import (
	"slices"
	"time"

	"rtmwasm/rtm/transport"
)

// A socket is a connected client, whichever door it came through.
type socket struct {
	server *Server
	out    *outbox
	dead   chan struct{} // closed when the socket becomes half-open

	// Guarded by server.mu.
	number    int
	over      bool // closed by either side
	greeted   bool
	envelopes bool     // it is one of Socket Mode
	backlog   [][]byte // events that wait for hello
	token     string   // of who asked for its URL
	batch     bool     // wants presence_change with users[]
	watched   map[string]bool
	locate    func(ticket string) string // the URL for a ticket at its door
	bucket    float64                    // messages that it may send now
	bucketAt  time.Time
}

func (s *Server) newSocket(locate func(ticket string) string) *socket {
	return &socket{server: s, out: newOutbox(), dead: make(chan struct{}), locate: locate}
}

// open lets k in with a ticket. It locks s.mu itself.
//
// A URL that is used, expired or unknown still opens: Slack then says so in a
// frame and closes.
func (s *Server) open(k *socket, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	s.opened++
	k.number = s.opened
	s.sockets = append(s.sockets, k)

	t := s.redeem(id)
	if t != nil {
		k.token = t.token
	}
	if s.faults.expired.spend() || t == nil {
		k.write(encode(object{"type": "error", "error": object{"code": codeURLExpired, "msg": "Socket URL has expired"}}))
		s.end(k, closeExpired, "")
		return nil
	}
	k.batch, k.backlog, k.envelopes = t.batch, t.missed, t.envelopes
	if k.envelopes && !s.admit(k) {
		return nil
	}
	if !s.faults.helloStalled {
		s.greet(k)
	}
	return nil
}

// greet sends hello and what had to wait for it. If the ack of the last
// message of the previous socket was lost, Slack repeats it now
// (slack-api-docs, RTM, "connecting").
func (s *Server) greet(k *socket) {
	k.greeted = true
	if k.envelopes {
		k.write(encode(s.greeting(k)))
		return
	}
	k.write(encode(object{"type": "hello"}))
	if s.faults.lostReply != nil {
		k.write(s.faults.lostReply)
		s.faults.lostReply = nil
	}
	for _, frame := range k.backlog {
		k.write(frame)
	}
	k.backlog = nil
}

// write sends a frame now: a reply, or what a test wants sent.
func (k *socket) write(frame []byte) {
	k.put(parcel{data: frame})
}

func (k *socket) put(p parcel) {
	if s := k.server; k.out.put(p) && s.recordsSent {
		s.sent.add(Sent{Socket: k.number, Token: k.token, JSON: string(p.data), At: time.Now()})
	}
}

// tell sends an event, which comes after hello.
func (k *socket) tell(frame []byte) {
	if k.greeted {
		k.write(frame)
	} else {
		k.backlog = append(k.backlog, frame)
	}
}

// broadcast sends an event to every socket but one, and to those that called
// rtm.connect and have not opened their socket yet: events since the call
// belong to it. An app in Socket Mode gets it in an envelope.
func (s *Server) broadcast(event any, but *socket) {
	frame := encode(event)
	for _, k := range s.sockets {
		if k != but && !k.envelopes {
			k.tell(frame)
		}
	}
	s.tellApp(frame)
	for id, t := range s.tickets {
		switch {
		case t.expired():
			delete(s.tickets, id)
		case !t.offered && !t.envelopes:
			t.missed = append(t.missed, frame)
		}
	}
}

// end closes k from the server's side, after what is on its way.
func (s *Server) end(k *socket, code int, reason string) {
	if k.over || k.isDead() {
		return
	}
	s.forget(k)
	k.out.put(parcel{end: &ending{code, reason}})
}

// cut ends k without a close frame.
func (s *Server) cut(k *socket) {
	s.end(k, transport.CloseAbnormal, "")
}

// forget takes k off the list of open sockets.
func (s *Server) forget(k *socket) {
	k.over = true
	s.sockets = slices.DeleteFunc(s.sockets, func(other *socket) bool { return other == k })
	if k.envelopes && k.greeted && len(s.connections()) == 0 && s.app.deafSince.IsZero() {
		s.app.deafSince = time.Now()
	}
}

func (k *socket) isDead() bool {
	select {
	case <-k.dead:
		return true
	default:
		return false
	}
}
