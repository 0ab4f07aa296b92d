package rtm

import (
	"context"
	"math"
	"math/rand/v2"
	"time"
)

// Config configures a Client. The zero value of every field means its default;
// only one of Token, TokenSource and Connect must be given.
type Config struct {
	// Token opens the session. It is sent in the body of the call, and never
	// appears in a URL, a log line or an error.
	Token string

	// TokenSource is asked for the token before each call, if it is set. An
	// error from it is retried like a failing network, unless it is or wraps an
	// *Error with a refusal of Slack's that is final.
	TokenSource func(context.Context) (string, error)

	// Connect is asked for a session instead of Slack, if it is set: a backend
	// of one's own that calls rtm.connect, so that no token reaches the page.
	// Its errors are taken like those of TokenSource: see ReadSession.
	Connect func(context.Context) (Session, error)

	// APIURL is the address of Slack's Web API: https, or http on a loopback
	// address. If empty, https://slack.com/api/ is used.
	APIURL string

	// HadSession says that another Client has had a session from this address. With
	// the first session of a Client it makes no difference any more: until then
	// HTTP status 404 or 410, of an address where there is nothing, is final.
	HadSession bool

	// Method is the Web API method that opens a session.
	// If empty, rtm.connect is used.
	Method string

	// NoReconnect ends the session with its first socket, and lets the first
	// failure of Start be final.
	NoReconnect bool

	// Retry is the pause between attempts. If nil, attempts go on for ever, and
	// the pause before attempt n is drawn at random between half and all of
	// min(30 s, 1 s x 2^n), n from 0. No pause ends before Slack wants to be
	// called again (Retry-After), which also binds the Starts to come, with the
	// same token; a wait of more than a day is taken for a day.
	Retry *Retry

	// ConnectTimeout bounds the call and the opening of the socket, each.
	// If zero, 10 seconds. If negative, there is no bound.
	ConnectTimeout time.Duration

	// CallTimeout bounds the call instead. If zero, it is ConnectTimeout. If
	// negative, there is no bound: for a Call or a Connect that ends by itself, and
	// may wait long before, such as one that waits out Slack's rate limits.
	CallTimeout time.Duration

	// HelloTimeout bounds the wait for the hello frame of an open socket.
	// If zero, 10 seconds. If negative, there is no bound.
	HelloTimeout time.Duration

	// PingInterval is the time between pings, at least a millisecond.
	// If zero, 6 seconds, as in v4.
	PingInterval time.Duration

	// PongTimeout is how long after a ping anything at all must have come in,
	// or the socket is given up, whyever it was pinged: in its turn, on a Wake,
	// or for the last time in a handover. It may be longer than PingInterval: no
	// other ping goes out before one is answered. If zero, 4 seconds, as in v4.
	PongTimeout time.Duration

	// AckTimeout bounds the wait for a reply, from the write on. When another
	// socket takes over, the old one is kept as long for the replies that it
	// owes. If zero, 30 seconds. If negative, there is no bound, but such a
	// socket is kept for half a minute.
	AckTimeout time.Duration

	// ReplayTimeout is how long after a reconnection Slack may still replay
	// the reply to a frame of the socket before. If zero, 2 seconds. If
	// negative, such frames fail at once.
	ReplayTimeout time.Duration

	// SendQueueLimit is how many frames may wait to be written.
	// If zero, 1000.
	SendQueueLimit int

	// RateLimit is how many messages a second are written once Burst is used
	// up; Slack documents one a second. If zero, 1. If negative, no limit.
	RateLimit float64

	// Burst is how many messages may be written without a pause.
	// If zero, 5.
	Burst int

	// Backfill is asked for the frames that were missed in a Gap, if it is set:
	// it may read them from conversations.history. They are delivered in order
	// before the frames that have come in meanwhile, without those that were
	// delivered before (by channel and timestamp), and the Gap says Recovered.
	// It has 30 seconds.
	Backfill func(context.Context, Gap) ([][]byte, error)

	// Handler is told everything that happens, in order, from one goroutine,
	// which it may hold up: what comes meanwhile waits. What it panics with is
	// logged. If it ends its goroutine (runtime.Goexit), another goes on with the
	// next event. If nil, events are dropped.
	Handler func(Event)

	// Inline has the goroutine that owns the connection call Handler and the
	// Write of sockets, and wait for them, instead of one each: neither may wait
	// then. It is for a page, where nothing can wait, and where to change
	// between goroutines costs as much as the work itself. Handler gets Grants
	// then, which it may use.
	Inline bool

	// Log is given each line of the log. It is called from one goroutine at a
	// time, on which the connection waits: it must not wait itself. If nil,
	// nothing is logged.
	Log func(Level, string)

	// Dial opens sockets. If nil, DialWebSocket is used.
	Dial Dialer

	// Call calls the Web API. If nil, net/http is used; in the js build, where
	// net/http's client would double the binary, it must be given.
	Call Caller

	// Random gives numbers in [0, 1). If nil, math/rand is used. It is called
	// from one goroutine.
	Random func() float64
}

// DefaultAPIURL is where Slack serves its Web API.
const DefaultAPIURL = "https://slack.com/api/"

// A Level says how grave a line of the log is.
type Level string

// The levels, with v4's words.
const (
	LevelDebug Level = "debug"
	LevelInfo  Level = "info"
	LevelWarn  Level = "warn"
	LevelError Level = "error"
)

// withDefaults checks the configuration and fills in what it leaves open.
func (c Config) withDefaults() (Config, error) {
	if c.Token == "" && c.TokenSource == nil && c.Connect == nil {
		return c, failf(CodeInvalidArgument, nil, "the token is empty: give Config a Token, a TokenSource or Connect")
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if err := checkAPIURL(c.APIURL); err != nil {
		return c, err
	}
	if c.APIURL[len(c.APIURL)-1] != '/' {
		c.APIURL += "/"
	}
	if c.Method == "" {
		c.Method = "rtm.connect"
	}
	orDefault(&c.ConnectTimeout, 10*time.Second)
	orDefault(&c.CallTimeout, c.ConnectTimeout)
	orDefault(&c.HelloTimeout, 10*time.Second)
	orDefault(&c.PingInterval, 6*time.Second)
	orDefault(&c.PongTimeout, 4*time.Second)
	orDefault(&c.AckTimeout, 30*time.Second)
	orDefault(&c.ReplayTimeout, 2*time.Second)
	orDefault(&c.SendQueueLimit, 1000)
	orDefault(&c.RateLimit, 1)
	orDefault(&c.Burst, 5)
	if c.PingInterval < 0 || c.PongTimeout < 0 {
		return c, failf(CodeKeepAliveConfig, nil, "the ping interval (", c.PingInterval, ") and the pong timeout (", c.PongTimeout, ") must not be negative")
	}
	c.PingInterval = max(c.PingInterval, time.Millisecond)
	if math.IsNaN(c.RateLimit) {
		return c, failf(CodeInvalidArgument, nil, "the rate limit is not a number")
	}
	if c.SendQueueLimit < 0 || c.Burst < 0 {
		return c, failf(CodeInvalidArgument, nil, "the send queue's limit (", c.SendQueueLimit, ") and the burst (", c.Burst, ") must not be negative")
	}
	if r := c.Retry; r != nil && (!(r.Factor >= 0) || r.MinTimeout < 0) {
		return c, failf(CodeInvalidArgument, nil, "the factor and the first timeout of Retry must be numbers that are not negative")
	}
	if c.Handler == nil {
		c.Handler = func(Event) {}
	}
	if c.Log == nil {
		c.Log = func(Level, string) {}
	}
	if c.Dial == nil {
		c.Dial = func(ctx context.Context, url string) (Socket, error) { return DialWebSocket(ctx, url) }
	}
	if c.Call == nil {
		c.Call = defaultCall
	}
	if c.Call == nil {
		return c, failf(CodeInvalidArgument, nil, "Config.Call is nil: this platform has no default, give one")
	}
	if c.Random == nil {
		c.Random = rand.Float64
	}
	return c, nil
}

func orDefault[T int | float64 | time.Duration](field *T, value T) {
	if *field == 0 {
		*field = value
	}
}
