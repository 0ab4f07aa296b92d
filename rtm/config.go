package rtm

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// Config configures a Client. The zero value of every field means its default; only
// one of Token, TokenSource and Connect must be given.
type Config struct {
	// Token opens the session. It is sent in the body of the call, and never appears
	// in a URL, a log line or an error.
	Token string

	// TokenSource is asked for the token before each call, if Token is empty. An error
	// from it is retried like a failing network.
	TokenSource func(context.Context) (string, error)

	// Connect is asked for a session instead of Slack, if it is set: a backend of
	// one's own that calls rtm.connect, for instance, or apps.connections.open.
	// ReadSession reads its answer.
	Connect func(context.Context) (*Session, error)

	// SocketMode has the client speak Socket Mode, which is what Slack gives to new apps, in
	// place of RTM. It needs AppToken or Connect; Token or TokenSource are the bot's, and say
	// who that is and send messages. See the package comment for what is different.
	SocketMode bool

	// AppToken is the app-level token, xapp-..., that Socket Mode asks for a socket with. It
	// appears nowhere else, as Token.
	AppToken string

	// APIURL is the address of Slack's Web API: https, or http on a loopback address.
	// If empty, DefaultAPIURL.
	APIURL string

	// HTTPClient calls the Web API. If nil, one that follows no redirects, so that
	// the token reaches one address; Client.CheckRedirect is yours to set otherwise.
	HTTPClient *http.Client

	// NoReconnect ends the session with its first socket, and lets the first failure
	// of Start be final.
	NoReconnect bool

	// Retry is the pause between attempts. If nil, the pause before attempt n is drawn
	// at random between half and all of min(30 s, 1 s x 2^n), n from 0.
	Retry *Retry

	// ConnectTimeout bounds the call and the opening of the socket, each. If zero, 10
	// seconds. If negative, there is no bound.
	ConnectTimeout time.Duration

	// HelloTimeout bounds the wait for the hello frame of an open socket. If zero, 10
	// seconds. If negative, there is no bound.
	HelloTimeout time.Duration

	// PingInterval is the time between pings, at least a millisecond. If zero, 6
	// seconds.
	PingInterval time.Duration

	// PongTimeout is how long after a ping anything at all must have come in, or the
	// socket is given up. If zero, 4 seconds.
	PongTimeout time.Duration

	// AckTimeout bounds the wait for a reply, from the write on. If zero, 30 seconds.
	// If negative, there is no bound.
	AckTimeout time.Duration

	// ReplayTimeout is how long after a reconnection Slack may still replay the reply
	// to a frame of the socket before. If zero, 2 seconds. If negative, such frames
	// fail at once.
	ReplayTimeout time.Duration

	// SendQueueLimit is how many frames may wait to be written. If zero, 1000.
	SendQueueLimit int

	// RateLimit is how many messages a second are written once Burst is used up;
	// Slack documents one a second. If zero, 1. If negative, no limit.
	RateLimit float64

	// Burst is how many messages may be written without a pause. If zero, 5.
	Burst int

	// EventLimit is how many events may wait for a loop over Events. If zero, 10,000.
	EventLimit int

	// Backfill is asked for the frames that were missed in a Gap, if it is set: it may
	// read them from conversations.history. They are delivered in order before those
	// that have come in meanwhile, without those that were delivered before (by
	// channel and timestamp), and the Gap says Recovered. It has 30 seconds.
	Backfill func(context.Context, Gap) ([][]byte, error)

	// Logger is given each line of the log. If nil, nothing is logged. The client waits
	// for its handler, which must not call the client.
	Logger *slog.Logger

	// Dial opens sockets. If nil, transport.DialWebSocket.
	Dial transport.Dialer

	// Call calls the Web API in place of HTTPClient, if it is set.
	Call transport.Caller

	// Seed is where random pauses come from. If zero, it is drawn at random.
	Seed uint64
}

// DefaultAPIURL is where Slack serves its Web API.
const DefaultAPIURL = "https://slack.com/api/"

// Retry says how long to pause between attempts, in the terms of node-retry.
type Retry = core.Retry

// withDefaults checks what is the client's own and fills in what it leaves open.
func (c Config) withDefaults() (Config, error) {
	if c.SocketMode && c.AppToken == "" && c.Connect == nil {
		return c, withPrefix(&Error{Code: CodeInvalidArgument, Message: "nobody can be asked for a socket: give Config the AppToken (xapp-...), or Connect"})
	}
	if !c.SocketMode && c.AppToken != "" {
		return c, withPrefix(&Error{Code: CodeInvalidArgument, Message: "an AppToken is for SocketMode: set that, too"})
	}
	if !c.SocketMode && c.Token == "" && c.TokenSource == nil && c.Connect == nil {
		return c, withPrefix(&Error{Code: CodeInvalidArgument, Message: "the token is empty: give Config a Token, a TokenSource or Connect"})
	}
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if err := core.CheckAPIURL(c.APIURL); err != nil {
		return c, withPrefix(err)
	}
	if c.APIURL[len(c.APIURL)-1] != '/' {
		c.APIURL += "/"
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	if c.Call == nil {
		c.Call = overHTTP(c.HTTPClient)
	}
	if c.Dial == nil {
		c.Dial = func(ctx context.Context, url string) (transport.Socket, error) {
			return transport.DialWebSocket(ctx, url)
		}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.EventLimit < 0 {
		return c, withPrefix(&Error{Code: CodeInvalidArgument, Message: "EventLimit must not be negative"})
	}
	if c.EventLimit == 0 {
		c.EventLimit = 10_000
	}
	if c.Seed == 0 {
		c.Seed = rand.Uint64()
	}
	return c, nil
}

// forCore gives what the machine is configured with.
func (c Config) forCore() core.Config {
	return core.Config{
		SocketMode:    c.SocketMode,
		NoReconnect:   c.NoReconnect,
		Retry:         c.Retry,
		CallTimeout:   c.ConnectTimeout,
		OpenTimeout:   c.ConnectTimeout,
		HelloTimeout:  c.HelloTimeout,
		PingInterval:  c.PingInterval,
		PongTimeout:   c.PongTimeout,
		AckTimeout:    c.AckTimeout,
		ReplayTimeout: c.ReplayTimeout,
		QueueLimit:    c.SendQueueLimit,
		RateLimit:     c.RateLimit,
		Burst:         c.Burst,
		Backfill:      c.Backfill != nil,
		Seed:          c.Seed,
	}
}
