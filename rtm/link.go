package rtm

import "time"

// A link is an open socket with its two goroutines: one reads, one writes
// (unless Config.Inline lets the loop do that). Both report to the inbox,
// stamped with the epoch of the attempt that opened the socket.
type link struct {
	epoch     int
	socket    Socket
	session   Session
	writes    chan []byte // the next frame; closed when the link is given up
	writing   *outgoing   // handed to the socket, which has not confirmed it yet; or nil
	confirmed bool        // what is being written was, as its reply shows
	frames    int         // how many have come in
	since     time.Time   // when hello came
	probe     int         // the id of its last ping, once another link has taken over
	movedAt   time.Time   // when that was
	heard     bool        // something has come in since that ping
	indebted  bool        // it lives without that ping's pong, and is kept for the replies that it owes
	drained   bool        // all that was sent through it before another took over has come in
}

func (c *Client) newLink(epoch int, socket Socket) *link {
	l := &link{epoch: epoch, socket: socket, writes: make(chan []byte, 1)}
	go func() {
		end := gone{epoch, errEnded("Socket.Read")}
		defer func() { c.inbox.put(end) }()
		for {
			data, err := socket.Read()
			if err != nil {
				end.err = err
				return
			}
			c.inbox.put(received{epoch, data})
		}
	}()
	if !c.config.Inline {
		go func() {
			outcome := written{epoch, errEnded("Socket.Write")}
			isOver := false
			defer func() {
				if !isOver {
					c.inbox.put(outcome)
				}
			}()
			for frame := range l.writes {
				c.inbox.put(written{epoch, socket.Write(frame)})
			}
			isOver = true
		}()
	}
	return l
}

// isIdle reports whether a frame may be written to the link.
func (l *link) isIdle() bool { return l.writing == nil }

// writeTo gives a frame to the goroutine that writes, or with Config.Inline to the
// socket itself. The link must be idle.
func (c *Client) writeTo(l *link, o *outgoing, now time.Time) {
	l.writing, l.confirmed = o, false
	if c.config.Inline {
		outcome := written{l.epoch, errEnded("Socket.Write")}
		aside(func() { outcome.err = l.socket.Write(o.frame) })
		c.onWritten(outcome, now)
		return
	}
	l.writes <- o.frame // there is room: the goroutine has taken the last
}

// drop gives a link up. It does not wait: on a dead link a closing handshake
// takes minutes.
func (c *Client) drop(l *link) {
	close(l.writes)
	c.closing[l.epoch] = l
	go func() {
		// How a socket fails to close is of no interest: Read has ended.
		_ = l.socket.Close(CloseNormal, "")
	}()
}
