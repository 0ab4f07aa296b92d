package rtmtest

import (
	"slices"
	"strings"
	"time"
)

// Socket Mode is the other way to hear of a workspace: apps.connections.open in place of
// rtm.connect, and each event to one of the app's sockets, in an envelope that it
// acknowledges (docs.slack.dev, Using Socket Mode).

// appToken begins a token that apps.connections.open takes.
const appToken = "xapp-"

// maxConnections is how many sockets an app may have (Using Socket Mode, "multiple
// connections").
const maxConnections = 10

// warnedAhead is how long before its end a socket is warned of it.
const warnedAhead = 10 * time.Second

// socketMode is what a workspace knows of its app.
type socketMode struct {
	on             bool          // somebody has asked for a connection: events go out in envelopes, too
	off            bool          // by SwitchOff
	connectionTime time.Duration // how long a connection lives; 0 for an hour
	hastened       float64       // how much faster envelopes are sent again; 0 for not
	turn           int           // counts the ids that were made
	sent           int           // counts the envelopes that were sent: each goes to the next socket
	envelopes      map[string]*envelope
	acks           record[Ack]
	undelivered    int           // events that are neither acknowledged nor given up
	deafSince      time.Time     // when the last of its sockets ended; zero if there is one, or was none
	deafest        time.Duration // how long it has been without one at most
}

// openConnection is apps.connections.open. With Socket Mode switched off Slack was seen to
// answer with a URL that opens nothing.
func (s *Server) openConnection(a ask) object {
	if !strings.HasPrefix(a.form["token"], appToken) {
		return refusal("not_allowed_token_type")
	}
	if s.app.off {
		return object{"ok": true, "url": a.locate("none"), "warning": "socket_mode_disabled"}
	}
	s.app.on = true
	return object{"ok": true, "url": a.locate(s.mint(&ticket{token: a.form["token"], envelopes: true}))}
}

// connections are the app's sockets that have had their hello.
func (s *Server) connections() []*socket {
	var open []*socket
	for _, k := range s.sockets {
		if k.envelopes && k.greeted {
			open = append(open, k)
		}
	}
	return open
}

// admit lets another socket of the app in, unless there are too many.
func (s *Server) admit(k *socket) bool {
	if len(s.connections()) < maxConnections {
		return true
	}
	// Slack documents the limit and not the frame, which clients have seen.
	k.write(disconnect("too_many_websockets"))
	s.end(k, closeTooMany, "")
	return false
}

// greeting is the hello of a socket of the app.
func (s *Server) greeting(k *socket) object {
	s.deafest()
	s.app.deafSince = time.Time{}
	life := s.connectionTime()
	s.after(max(0, life-warnedAhead), func() { s.announceEnd(k, "warning") })
	s.after(life, func() {
		s.announceEnd(k, "refresh_requested")
		s.end(k, closeRefreshed, "")
	})
	return object{
		"type": "hello", "num_connections": len(s.connections()), "connection_info": object{"app_id": appID},
		"debug_info": object{"host": "applink-1", "started": time.Now().UTC().Format("2006-01-02 15:04:05.000"), "build_number": 1, "approximate_connection_time": int(life.Seconds())},
	}
}

// deafest gives how long the app has been without a socket at most, since its first hello.
func (s *Server) deafest() time.Duration {
	if !s.app.deafSince.IsZero() {
		s.app.deafest = max(s.app.deafest, time.Since(s.app.deafSince))
	}
	return s.app.deafest
}

// Deafest returns how long the app has been without a socket at most, since its first hello.
func (s *Server) Deafest() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deafest()
}

func (s *Server) connectionTime() time.Duration {
	if s.app.connectionTime > 0 {
		return s.app.connectionTime
	}
	return time.Hour
}

func (s *Server) announceEnd(k *socket, reason string) {
	if !k.over && !k.isDead() {
		k.write(disconnect(reason))
	}
}

func disconnect(reason string) []byte {
	return encode(object{"type": "disconnect", "reason": reason, "debug_info": object{"host": "applink-1"}})
}

// SetConnectionTime sets how long the sockets that open from now on live: their hello says
// so, a warning comes 10 seconds before, and in the end refresh_requested and a close. It
// is an hour in the beginning.
func (s *Server) SetConnectionTime(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.connectionTime = d
}

// Warn announces to the app's sockets that they are about to end. [Server.Refresh] ends
// them.
func (s *Server) Warn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.connections() {
		k.write(disconnect("warning"))
	}
}

// Refresh asks the app to open its sockets anew, and closes those that there are.
func (s *Server) Refresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.connections() {
		k.write(disconnect("refresh_requested"))
		s.end(k, closeRefreshed, "")
	}
}

// SwitchOff switches the app's Socket Mode off: its sockets get link_disabled and end, and
// others do not open. SwitchOff(false) switches it on again.
func (s *Server) SwitchOff(off bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.off = off
	if !off {
		return
	}
	for _, k := range slices.Clone(s.sockets) {
		if k.envelopes {
			k.write(disconnect("link_disabled"))
			s.end(k, closeDisabled, "")
		}
	}
}
