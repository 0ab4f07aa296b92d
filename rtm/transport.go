package rtm

import "context"

// A Dialer opens the WebSocket at url. The client calls it from a goroutine of
// its own, one call at a time for each attempt, and cancels ctx when it gives
// the attempt up; a socket that opens after that must be closed by the Dialer
// or returned (the client then closes it).
type Dialer func(ctx context.Context, url string) (Socket, error)

// SocketNumber tells a Dialer the number of the socket that it is to open: the
// one that Frame.Socket gives.
func SocketNumber(ctx context.Context) int {
	n, _ := ctx.Value(socketNumber{}).(int)
	return n
}

type socketNumber struct{}

// A Socket is an open WebSocket that carries text messages.
type Socket interface {
	// Read waits for the next message. It may hold several frames, joined by
	// FrameSeparator. Once the socket is closed it returns the reason, a
	// *CloseError where there is one. One goroutine calls it, in a loop and
	// without a deadline: only Close ends it.
	Read() ([]byte, error)

	// Write sends one frame. One goroutine calls it; an error means that the
	// frame did not leave.
	Write(frame []byte) error

	// Close gives the socket up. Read returns soon after, whether or not the
	// peer answers. It may be called from any goroutine, and more than once.
	Close(code int, reason string) error
}

// FrameSeparator stands between frames that a Socket hands over together. No
// JSON text contains it raw (RFC 8259, section 7).
const FrameSeparator = '\x1e'

// Close codes that the client gives or reads (RFC 6455, section 7.4).
const (
	CloseNormal   = 1000
	CloseAbnormal = 1006 // never sent: the connection went without a close frame
)

// A CloseError says how a socket was closed.
type CloseError struct {
	Code   int    // RFC 6455's; CloseAbnormal when there was no close frame
	Reason string // the peer's words, possibly empty
	Clean  bool   // whether the closing handshake was completed
}

func (e *CloseError) Error() string {
	if e.Reason == "" {
		return concat("the WebSocket was closed with code ", e.Code)
	}
	return concat("the WebSocket was closed with code ", e.Code, ": ", short(e.Reason))
}

// A Caller makes one call to Slack's Web API. The client calls it from a
// goroutine of its own and cancels ctx when the answer is no longer wanted.
// An error means that there is no answer; a status other than 200 is one.
type Caller func(ctx context.Context, r Request) (Response, error)

// A Request is a POST of a form (application/x-www-form-urlencoded). It has no
// headers of its own and no credentials, so that a page may send it to Slack
// without a preflight: Slack's CORS answer allows neither Authorization nor
// Content-Type. The token is a field of the form.
type Request struct {
	URL  string
	Form map[string]string
}

// A Response is the answer to a Request.
type Response struct {
	Status     int    // the HTTP status
	RetryAfter string // the Retry-After header, as it came; empty without one
	Body       []byte
	TooLarge   bool // the answer has more than MaxAnswer bytes, and Body is not all of it

	// Err, where it is not nil, is how a Caller that is more than HTTP tells a
	// refusal or a status. It is the cause of the error that the client makes.
	Err error
}

// MaxAnswer is how many bytes of an answer the client takes, which a Caller need not
// exceed. rtm.start once gave large workspaces more than 24 MB.
const MaxAnswer = 32 << 20
