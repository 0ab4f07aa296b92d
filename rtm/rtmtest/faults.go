package rtmtest

import (
	"context"
	"errors"
	"slices"
	"time"

	"rtmwasm/rtm/transport"
)

// faults is what is scripted to go wrong.
type faults struct {
	calls        []*callFault
	callsGate    gate
	opensGate    gate
	refusals     quota
	expired      quota
	helloStalled bool

	acksHeld bool
	held     []pendingAck
	ackDelay time.Duration
	delayed  []pendingAck

	nacks    quota
	nackCode int
	nackMsg  string

	pongsLost bool
	lostAcks  bool
	lostReply []byte

	rate  float64
	burst int
}

var errRefused = errors.New("the fake workspace refused the WebSocket: status 403")

// knock waits until sockets may open, and says if this one may not. It locks
// s.mu itself.
func (s *Server) knock(ctx context.Context) error {
	if err := s.pass(ctx, &s.faults.opensGate); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.faults.refusals.spend() {
		return errRefused
	}
	return nil
}

// StallOpens lets sockets hang while they open: the client's attempt ends only
// by its own patience, or when StallOpens(false) lets it through.
func (s *Server) StallOpens(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.opensGate.shut(on)
}

// RefuseOpens makes the next n openings fail, over HTTP with status 403. Their
// URLs remain unused.
func (s *Server) RefuseOpens(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.refusals = quota(n)
}

// StallHello lets sockets open without a hello. StallHello(false) says it to
// those that wait for it. Events wait with it; frames of [Server.Send] and
// replies do not.
func (s *Server) StallHello(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.helloStalled = on
	if on {
		return
	}
	for _, k := range s.sockets {
		if !k.greeted {
			s.greet(k)
		}
	}
}

// ExpireURL treats the URLs of the next n sockets as expired: the socket
// opens, gets an error frame with code 1 in place of hello, and is closed.
func (s *Server) ExpireURL(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.expired = quota(n)
}

// Drop cuts every socket without a close frame. Clients first read what was
// sent before and then see the code 1006.
func (s *Server) Drop() {
	s.CloseAll(transport.CloseAbnormal, "")
}

// CloseAll closes every socket with this code and reason. Clients first read
// what was sent before. 1006 means no close frame, 1005 one without a code.
func (s *Server) CloseAll(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range slices.Clone(s.sockets) {
		s.end(k, code, reason)
	}
}

// HalfOpen makes the sockets that are open now deaf and dumb: they stay open,
// but nothing more comes out of them, and what clients write vanishes; after
// 64 KiB, which stand for the network's buffers, writes hang. With on false it
// does nothing, since such a socket never recovers; sockets opened later are
// not affected in any case.
func (s *Server) HalfOpen(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !on {
		return
	}
	for _, k := range s.sockets {
		if !k.isDead() {
			close(k.dead)
			k.out.silence()
		}
	}
}

// halfOpenBuffer is how much a half-open socket swallows.
const halfOpenBuffer = 64 << 10

// Goodbye announces to every socket that Slack will close it soon. To do so,
// call CloseAll.
func (s *Server) Goodbye() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.announce(object{"type": "goodbye"})
}

// announce tells the open sockets something about their connections. Unlike
// an event it does not concern those that open later.
func (s *Server) announce(frame object) {
	for _, k := range s.sockets {
		if !k.envelopes {
			k.tell(encode(frame))
		}
	}
}

// OfferReconnectURL sends every socket a reconnect_url and returns the newest
// one's. Each opens one socket; Slack does not say how long it is valid, here
// it does not expire. Events from before that socket opens are missed.
func (s *Server) OfferReconnectURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	url := memoryURL(s.mint(&ticket{offered: true}))
	for _, k := range s.sockets {
		if k.envelopes {
			continue
		}
		url = k.locate(s.mint(&ticket{offered: true, token: k.token, batch: k.batch}))
		k.tell(encode(object{"type": "reconnect_url", "url": url}))
	}
	return url
}

// MigrateTeam moves the workspace to another server: team_migration_started,
// every socket closed, and the next n calls of rtm.connect answered with
// migration_in_progress (Slack's page on the event).
func (s *Server) MigrateTeam(n int) {
	s.Refuse("rtm.connect", "migration_in_progress", n)
	s.mu.Lock()
	s.announce(object{"type": "team_migration_started"})
	s.mu.Unlock()
	s.CloseAll(closeMigrated, "")
}
