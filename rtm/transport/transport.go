// Package transport opens sockets and makes calls of Slack's Web API: all that the
// client has to do with a network. It decides nothing; package core does.
//
// It is the only client use of github.com/coder/websocket.
package transport

import (
	"context"
	"strconv"
	"strings"

	"rtmwasm/rtm/core"
)

// A Dialer opens the WebSocket at url. It is called from a goroutine of its own, and
// ctx ends when the socket is not wanted any more; a socket that opens after that must
// be closed by the Dialer or returned (the caller then closes it).
type Dialer func(ctx context.Context, url string) (Socket, error)

// A Socket is an open WebSocket that carries text messages.
type Socket interface {
	// Read waits for the next message. Once the socket is closed it returns the
	// reason, a *CloseError where there is one. One goroutine calls it, in a loop and
	// without a deadline: only Close ends it.
	Read() ([]byte, error)

	// Write sends one frame. One goroutine calls it; an error means that the frame
	// did not leave.
	Write(frame []byte) error

	// Close gives the socket up. Read returns soon after, whether or not the other
	// side answers. It may be called from any goroutine, and more than once.
	Close(code int, reason string) error
}

// Close codes that a client gives or reads (RFC 6455, section 7.4).
const (
	CloseNormal   = 1000
	CloseAbnormal = 1006 // never sent: the connection went without a close frame
)

// maxReason is how many bytes a close frame has for the reason (RFC 6455, section 5.5). A
// Socket of the caller's own may give more.
const maxReason = 123

// A CloseError says how a socket was closed.
type CloseError struct {
	Code   int    // RFC 6455's; CloseAbnormal when there was no close frame
	Reason string // the other side's words, possibly empty
	Clean  bool   // whether the closing handshake was completed
}

func (e *CloseError) Error() string {
	text := "the WebSocket was closed with code " + strconv.Itoa(e.Code)
	if e.Reason != "" {
		text += ": " + strings.ToValidUTF8(e.Reason[:min(len(e.Reason), maxReason)], "")
	}
	return text
}

// A Caller makes one call to Slack's Web API. It is called from a goroutine of its
// own, and ctx ends when the answer is no longer wanted. An error means that there is
// no answer; a status other than 200 is one.
type Caller func(ctx context.Context, r Request) (Response, error)

// A Request is a POST of a form (application/x-www-form-urlencoded). It has no
// headers of its own and no credentials, so that a page may send it to Slack without
// a preflight: Slack's CORS answer allows neither Authorization nor Content-Type. The
// token is a field of the form.
type Request struct {
	URL  string
	Form map[string]string
}

// A Response is the answer to a Request.
type Response = core.Response
