package rtmtest

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// ticketLife is how long the URL of rtm.connect is valid (Slack's page on
// rtm.connect).
const ticketLife = 30 * time.Second

// maxTickets is how many there are at a time. The oldest goes as if it had expired.
const maxTickets = 1000

// A ticket is the last part of a socket URL. It opens one socket.
type ticket struct {
	number    int
	made      time.Time
	token     string // of who asked for it
	batch     bool
	offered   bool     // by reconnect_url: it does not expire
	envelopes bool     // it opens a socket of Socket Mode
	missed    [][]byte // events since the call that gave it
}

func (t *ticket) expired() bool {
	return !t.offered && time.Since(t.made) >= ticketLife
}

// mint keeps t and returns its name.
func (s *Server) mint(t *ticket) string {
	oldest := ""
	for id, old := range s.tickets {
		switch {
		case old.expired():
			delete(s.tickets, id)
		case oldest == "" || old.number < s.tickets[oldest].number:
			oldest = id
		}
	}
	if len(s.tickets) >= maxTickets {
		delete(s.tickets, oldest)
	}
	s.minted++
	id := fmt.Sprintf("ticket%d", s.minted)
	t.number, t.made = s.minted, time.Now()
	s.tickets[id] = t
	return id
}

// redeem returns the ticket and makes it invalid; nil if it was not valid.
func (s *Server) redeem(id string) *ticket {
	t := s.tickets[id]
	delete(s.tickets, id)
	if t == nil || t.expired() {
		return nil
	}
	return t
}

// ticketIn finds the ticket in a socket URL.
func ticketIn(url string) string {
	url, _, _ = strings.Cut(url, "?")
	return path.Base(url)
}
