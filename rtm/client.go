package rtm

import (
	"context"
	"sync/atomic"
	"time"

	"rtmwasm/rtm/internal/jsontext"
)

// A Client holds one RTM session at a time. Its methods may be called from any
// goroutine, also from the Handler. It needs no closing: without a session it
// holds no goroutine.
//
// All fields below tickets belong to the goroutine that runs loop, and untold to
// the one that runs dispatch.
type Client struct {
	config  Config
	inbox   *mailbox[input] // what the loop has to deal with
	outlet  *mailbox[Event] // what the Handler has to be told, unless it is Inline
	untold  []Event         // what the dispatcher has taken of it
	tickets atomic.Int64    // the last Ticket that do gave out; they count down

	granted  int  // the socket of the Grant that the caller has; 0 for none
	passing  int  // the socket of the Pass that the caller has; 0 for none
	told     bool // whether an Inline Handler was told something since the last Idle
	clock    clock
	alarm    time.Time // when the timer of the loop fires; zero if it is not set
	state    State
	epoch    int           // the number of the newest attempt
	attempt  *attempt      // under way, or nil
	link     *link         // carries the session, from hello on; else nil
	retiring *link         // was replaced, and still owes replies; or nil
	retireBy deadline      // when it need not be waited for any longer
	handover Gap           // what may be missed if it was dead
	overlap  *overlap      // of two links, or nil
	offer    offer         // of a socket, by Slack
	closing  map[int]*link // given up, but not gone yet
	closeBy  time.Time     // when Disconnecting stops waiting for them
	began    time.Time     // when the newest attempt began
	retryAt  time.Time     // when the next one begins; zero for never
	limits   limits        // none begins before: Slack has said so
	asleep   bool          // none begins before Wake
	starters []addressee   // who waits for a session
	held     bool          // a start was granted the session, which is its until the end
	stoppers []addressee   // who waits for Disconnected
	answered bool          // whether a call for a session has ever given one
	fields   map[string]string
	token    string // given to Start; else empty

	calls map[*methodCall]bool // under way

	backoff   backoff
	keepalive keepalive
	outbox    outbox
	gap       gap
	backfill  *backfill // under way, or nil
	recent    recent    // messages that were delivered, if there may be backfills
	presence  []byte    // the body of the last presence_sub, to be sent anew
}

// New makes a Client. It fails with CodeInvalidArgument or CodeKeepAliveConfig
// if the configuration cannot work. It does not connect: see Start.
func New(config Config) (*Client, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	c := &Client{
		config:    config,
		answered:  config.HadSession,
		state:     Disconnected,
		closing:   map[int]*link{},
		limits:    limits{},
		calls:     map[*methodCall]bool{},
		backoff:   backoff{policy: config.Retry, random: config.Random},
		keepalive: keepalive{interval: config.PingInterval, patience: config.PongTimeout},
		outbox:    newOutbox(config),
	}
	c.inbox = newMailbox[input](c.loop)
	c.outlet = newMailbox[Event](c.dispatch)
	return c, nil
}

// Start opens a session and keeps one open until Disconnect. It returns once
// Slack has granted one: with an error if Slack refuses for good, if ctx ends,
// or if Disconnect is called. What may pass, such as a failing network, is
// retried. When ctx ends, so does the session that is being made, but only if no
// other Start waits for it and none was granted one since the last Disconnect.
func (c *Client) Start(ctx context.Context) (*Session, error) {
	result, err := c.do(ctx, Start{})
	session, _ := result.(*Session)
	return session, err
}

// Disconnect ends the session, or the attempts to get one. It returns once the
// socket is closed, or after a second if the other side does not answer. Frames
// that were not written fail with CodeDisconnected. It may be called in every
// state. What happened before is told to the Handler, possibly a little later.
func (c *Client) Disconnect(ctx context.Context) error {
	_, err := c.do(ctx, Stop{})
	return err
}

// Send queues a frame, waits until the connection is ready, writes it, and,
// if s.AwaitReply, waits for Slack's reply. An error says by its Delivered
// what is known of the frame. Frames are written in the order of the calls.
func (c *Client) Send(ctx context.Context, s Send) (Reply, error) {
	result, err := c.do(ctx, s)
	reply, _ := result.(Reply)
	return reply, err
}

// SendMessage says text in a conversation, and returns what Slack made of it.
// In text, "&", "<" and ">" must be written "&amp;", "&lt;" and "&gt;".
func (c *Client) SendMessage(ctx context.Context, text, channel string) (Reply, error) {
	body := append([]byte(`{"channel":`), jsontext.AppendQuoted(nil, channel)...)
	body = append(body, `,"text":`...)
	body = append(jsontext.AppendQuoted(body, text), '}')
	return c.Send(ctx, Send{Type: "message", Body: body, AwaitReply: true})
}

// SendTyping shows the others in a conversation that something is being typed.
// Slack wants it at most once in three seconds.
func (c *Client) SendTyping(ctx context.Context, channel string) error {
	body := append([]byte(`{"channel":`), jsontext.AppendQuoted(nil, channel)...)
	_, err := c.Send(ctx, Send{Type: "typing", Body: append(body, '}')})
	return err
}

// SubscribePresence asks for presence_change events of these users and no
// others. It holds until Disconnect, also for the sockets to come.
func (c *Client) SubscribePresence(ctx context.Context, users []string) error {
	body := []byte(`{"ids":[`)
	for i, user := range users {
		if i > 0 {
			body = append(body, ',')
		}
		body = jsontext.AppendQuoted(body, user)
	}
	_, err := c.Send(ctx, Send{Type: "presence_sub", Body: append(body, "]}"...)})
	return err
}

// CallMethod calls a method of the Web API, such as chat.update, and returns
// Slack's answer as JSON. It needs no session. It fails with CodePlatform if
// Slack answers with "ok":false, and with CodeRateLimited, CodeHTTP, CodeRead
// or CodeRequest if there is no such answer; it is not repeated.
func (c *Client) CallMethod(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
	result, err := c.do(ctx, CallMethod{method, fields})
	answer, _ := result.([]byte)
	return answer, err
}

// Post gives a command without waiting. Its outcome reaches the Handler as a
// Settled event with this ticket, which must be positive, or nowhere if it is
// zero.
func (c *Client) Post(t Ticket, command Command) {
	c.inbox.put(posted{command, addressee{ticket: t}})
}

// do gives a command and waits for its outcome. If ctx ends first, it takes
// the command back.
func (c *Client) do(ctx context.Context, command Command) (any, error) {
	to := addressee{ticket: Ticket(c.tickets.Add(-1)), outcome: make(chan Settled, 1)}
	c.inbox.put(posted{command, to})
	select {
	case s := <-to.outcome:
		return s.Result, s.Err
	case <-ctx.Done():
		c.inbox.put(posted{Withdraw{to.ticket, context.Cause(ctx)}, addressee{}})
		s := <-to.outcome
		return s.Result, s.Err
	}
}

// An addressee is who wants to know the outcome of a command: a goroutine that
// waits in do, the Handler, or nobody.
type addressee struct {
	ticket  Ticket
	outcome chan Settled // of do; has room for the one value
}

// settle tells the outcome of a command. The loop calls it once for each.
func (c *Client) settle(to addressee, result any, err error) {
	s := Settled{to.ticket, result, err}
	switch {
	case to.outcome != nil:
		to.outcome <- s
	case to.ticket != 0:
		c.emit(s)
	}
}

// emit tells the Handler something, after all that it has been told before.
func (c *Client) emit(e Event) {
	if !c.config.Inline {
		c.outlet.put(e)
		return
	}
	c.told = true
	aside(func() { c.call(e) })
}

// rest tells a Handler that is Inline that this was all for now.
func (c *Client) rest() {
	if c.told {
		c.told = false
		aside(func() { c.call(Idle{}) })
	}
}

// dispatch is the goroutine that calls the Handler. If the Handler ends it,
// another goes on with the next event.
func (c *Client) dispatch() {
	isOver := false
	defer func() {
		if !isOver {
			go c.dispatch()
		}
	}()
	for {
		for len(c.untold) > 0 {
			e := c.untold[0]
			c.untold[0] = nil
			c.untold = c.untold[1:]
			c.call(e)
		}
		if c.untold = c.outlet.take(); len(c.untold) > 0 {
			c.untold = append(c.untold, Idle{})
			continue
		}
		if c.outlet.rest() {
			isOver = true
			return
		}
		<-c.outlet.wake
	}
}

// call calls the Handler and stops its panics.
func (c *Client) call(e Event) {
	defer func() {
		if r := recover(); r != nil {
			text := "a value that is no error"
			switch r := r.(type) {
			case error:
				text = r.Error()
			case string:
				text = r
			}
			c.logLater(LevelError, "Config.Handler panicked: ", text)
		}
	}()
	c.config.Handler(e)
}
