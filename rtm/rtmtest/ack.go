package rtmtest

import "time"

// A pendingAck is a reply that a fault keeps back.
type pendingAck struct {
	socket *socket
	frame  []byte
	due    time.Time
}

// ack confirms the message m, which came with this id, or does what a fault
// says instead. An ack has no type.
func (s *Server) ack(k *socket, id int, m message) {
	frame := encode(object{"ok": true, "reply_to": id, "ts": m.TS, "text": m.Text})
	f := &s.faults
	switch {
	case f.lostAcks:
		f.lostReply = encode(object{
			"type": "message", "reply_to": id, "ts": m.TS, "text": m.Text, "channel": m.Channel, "user": m.User,
		})
		s.cut(k)
	case f.acksHeld:
		f.held = append(f.held, pendingAck{socket: k, frame: frame})
	case f.ackDelay > 0:
		f.delayed = append(f.delayed, pendingAck{k, frame, time.Now().Add(f.ackDelay)})
		s.after(f.ackDelay, s.sendDelayed)
	default:
		k.write(frame)
	}
}

// sendDelayed sends the acks whose time has come. Those of one moment go out
// in the order of their messages, whichever timer fires first.
func (s *Server) sendDelayed() {
	var rest []pendingAck
	for _, a := range s.faults.delayed {
		if a.due.After(time.Now()) {
			rest = append(rest, a)
		} else {
			a.socket.write(a.frame)
		}
	}
	s.faults.delayed = rest
}

// HoldAcks keeps the acks of messages back: the client sees no reply, while
// the messages themselves are posted. HoldAcks(false) sends the acks held, in
// order, on those sockets that are still open.
func (s *Server) HoldAcks(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.acksHeld = on
	if on {
		return
	}
	for _, a := range s.faults.held {
		a.socket.write(a.frame)
	}
	s.faults.held = nil
}

// DelayAcks lets each ack of a message come d later. None waits for another.
// With d 0 acks come at once again.
func (s *Server) DelayAcks(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.ackDelay = d
}

// LosePongs leaves pings without an answer, while all else works: the pongs of
// a busy Slack may be late.
func (s *Server) LosePongs(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.pongsLost = on
}

// Nack refuses the next n messages with this code and text; they are not
// posted. The client sees a reply with ok false.
func (s *Server) Nack(code int, msg string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.nackCode, s.faults.nackMsg, s.faults.nacks = code, msg, quota(n)
}

// LoseLastAck makes every message end its connection: it is posted, but its
// ack is lost and the socket is cut. The next socket gets the reply after
// hello, as Slack gives it then: not an ack but the message with a reply_to.
func (s *Server) LoseLastAck(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.lostAcks = on
}

// EnforceRate refuses messages of a socket beyond perSecond, with bursts of up
// to burst, the way slack-go saw it: code -1 and no word on when to go on.
// With perSecond 0 there is no limit, which is how a workspace starts.
func (s *Server) EnforceRate(perSecond float64, burst int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.rate, s.faults.burst = perSecond, max(1, burst)
	for _, k := range s.sockets {
		k.bucketAt = time.Time{}
	}
}

// withinRate takes one message from the socket's bucket if there is one.
func (s *Server) withinRate(k *socket) bool {
	f := &s.faults
	if f.rate <= 0 {
		return true
	}
	now := time.Now()
	if k.bucketAt.IsZero() {
		k.bucket = float64(f.burst)
	} else {
		k.bucket = min(float64(f.burst), k.bucket+f.rate*now.Sub(k.bucketAt).Seconds())
	}
	k.bucketAt = now
	if k.bucket < 1 {
		return false
	}
	k.bucket--
	return true
}
