package core

import (
	"math"
	"time"
)

// Config configures a Machine. The zero value of every field means its default.
type Config struct {
	// SocketMode has the machine speak Socket Mode, and not RTM.
	SocketMode bool

	// NoReconnect ends the session with its first socket, and makes the first
	// failure of a start final.
	NoReconnect bool

	// Retry is the pause between attempts. If nil, the pause before attempt n is
	// drawn at random between half and all of min(30 s, 1 s x 2^n), n from 0.
	Retry *Retry

	// Method is what log lines and errors call the call for a session.
	// If empty, "rtm.connect", or "apps.connections.open" in Socket Mode.
	Method string

	// CallTimeout bounds a Connect. If zero, 10 seconds. If negative, there is no
	// bound: whoever makes the call waits out rate limits by himself, for instance.
	CallTimeout time.Duration

	// OpenTimeout bounds an Open. If zero, 10 seconds. If negative, there is no bound.
	OpenTimeout time.Duration

	// HelloTimeout bounds the wait for the hello frame of an open socket. If zero,
	// 10 seconds. If negative, there is no bound.
	HelloTimeout time.Duration

	// PingInterval is the time between pings, at least a millisecond. If zero, 6
	// seconds, as in v4.
	PingInterval time.Duration

	// PongTimeout is how long after a ping anything at all must have come in, or the
	// socket is given up. It may be longer than PingInterval: no other ping goes out
	// before one is answered. If zero, 4 seconds, as in v4.
	PongTimeout time.Duration

	// AckTimeout bounds the wait for a reply, from the write on. If zero, 30 seconds.
	// If negative, there is no bound.
	AckTimeout time.Duration

	// ReplayTimeout is how long after a reconnection Slack may still replay the
	// reply to a frame of the socket before. If zero, 2 seconds. If negative, such
	// frames fail at once.
	ReplayTimeout time.Duration

	// QueueLimit is how many frames may wait to be written. If zero, 1000.
	QueueLimit int

	// RateLimit is how many messages a second are written once Burst is used up;
	// Slack documents one a second. If zero, 1. If negative, no limit.
	RateLimit float64

	// Burst is how many messages may be written without a pause. If zero, 5.
	Burst int

	// HadSession says that another machine has had a session from the same address: so
	// HTTP 404 and 410 are not final.
	HadSession bool

	// Backfill says that a Fill may be asked for. If false, gaps are only told.
	Backfill bool

	// Seed is where random numbers come from: two machines with the same seed and
	// the same inputs give the same effects.
	Seed uint64
}

// Defaults that a driver needs before there is a machine.
const (
	DefaultPingInterval = 6 * time.Second
	DefaultPongTimeout  = 4 * time.Second
	DefaultQueueLimit   = 1000
)

// withDefaults checks the configuration and fills in what it leaves open.
func (c Config) withDefaults() (Config, *Error) {
	orDefault(&c.Method, dialectOf(c).method())
	orDefault(&c.CallTimeout, 10*time.Second)
	orDefault(&c.OpenTimeout, 10*time.Second)
	orDefault(&c.HelloTimeout, 10*time.Second)
	orDefault(&c.PingInterval, DefaultPingInterval)
	orDefault(&c.PongTimeout, DefaultPongTimeout)
	orDefault(&c.AckTimeout, 30*time.Second)
	orDefault(&c.ReplayTimeout, 2*time.Second)
	orDefault(&c.QueueLimit, DefaultQueueLimit)
	orDefault(&c.RateLimit, 1)
	orDefault(&c.Burst, 5)
	switch {
	case c.PingInterval < 0 || c.PongTimeout < 0:
		return c, newError(CodeKeepAliveConfig, nil, "the ping interval (", c.PingInterval, ") and the pong timeout (", c.PongTimeout, ") must not be negative")
	case math.IsNaN(c.RateLimit):
		return c, newError(CodeInvalidArgument, nil, "the rate limit is not a number")
	case c.QueueLimit < 0 || c.Burst < 0:
		return c, newError(CodeInvalidArgument, nil, "the send queue's limit (", c.QueueLimit, ") and the burst (", c.Burst, ") must not be negative")
	}
	if r := c.Retry; r != nil && (!(r.Factor >= 0) || r.MinTimeout < 0) {
		return c, newError(CodeInvalidArgument, nil, "the factor and the first pause of Retry must be numbers that are not negative")
	}
	c.PingInterval = max(c.PingInterval, time.Millisecond)
	return c, nil
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
