package rtm

import (
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// A socket is an open one with its two goroutines: one reads, one writes. Both report
// to the loop.
type socket struct {
	transport.Socket
	writes chan []byte // the next frame; closed when the socket is given up
	given  bool        // up
}

// noteOpened takes a socket that has been opened, unless its attempt was given up: a
// browser or a Dialer may finish an opening all the same.
func (c *Client) noteOpened(conn core.Conn, opened transport.Socket) {
	wanted := c.cancels[conn] != nil
	c.cancel(conn) // what is open does not end with it
	switch {
	case opened == nil:
	case !wanted:
		go opened.Close(transport.CloseNormal, "")
	default:
		s := &socket{Socket: opened, writes: make(chan []byte, 1)}
		c.sockets[conn] = s
		go c.read(conn, s)
		go c.write(conn, s)
	}
}

func (c *Client) read(conn core.Conn, s *socket) {
	closed := core.Closed{Conn: conn, Err: errEnded("Socket.Read")}
	defer func() { c.put(input{Input: closed}) }()
	for index := 0; ; index++ {
		text, err := s.Read()
		if err != nil {
			end, ok := err.(*transport.CloseError)
			closed.Clean, closed.Err = ok && end.Clean, err
			return
		}
		received := core.Received{Conn: conn, Index: index, Size: len(text), Members: core.ReadMembers(text)}
		c.put(input{Input: received, text: text})
	}
}

func (c *Client) write(conn core.Conn, s *socket) {
	for frame := range s.writes {
		func() {
			written := core.Written{Conn: conn, Err: errEnded("Socket.Write")}
			defer func() { c.put(input{Input: written}) }()
			written.Err = s.Write(frame)
		}()
	}
}

// close gives the socket up. It does not wait: on a dead link a closing handshake takes
// minutes.
func (s *socket) close() {
	if s.given {
		return
	}
	s.given = true
	close(s.writes)
	go func() {
		_ = s.Close(transport.CloseNormal, "") // Read tells of the end
	}()
}
