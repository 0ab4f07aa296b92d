package rtm

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// A Client holds one RTM session at a time. Its methods may be called from any
// goroutine. It must be closed.
type Client struct {
	config        Config
	api           transport.WebAPI
	socketMode    transport.SocketMode // if Config has it
	subscriptions subscriptions

	inputs   chan input    // has no buffer: what the loop does not take is not put
	calls    atomic.Int64  // the last Call that was given out
	closing  chan struct{} // is closed by Close
	closed   chan struct{} // is closed when the loop has ended
	closeOne sync.Once

	driver // belongs to the loop
}

// New makes a Client. It fails with CodeInvalidArgument or CodeKeepAliveConfig if the
// configuration cannot work. It does not connect: see Start.
func New(config Config) (*Client, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	machine, err := core.New(config.forCore(), now())
	if err != nil {
		return nil, withPrefix(err.(*core.Error))
	}
	c := &Client{
		config:  config,
		inputs:  make(chan input),
		closing: make(chan struct{}),
		closed:  make(chan struct{}),
		driver:  newDriver(machine),
	}
	c.api = transport.WebAPI{URL: config.APIURL, Token: config.Token, TokenSource: config.TokenSource, Call: config.Call, Log: func(text string) { c.log(slog.LevelWarn, text) }}
	c.socketMode.API, c.socketMode.Open = &c.api, c.api.OpenWith(config.AppToken)
	go c.loop()
	return c, nil
}

// Start opens a session and keeps one open until Disconnect or Close. It returns once
// Slack has granted one: with an error if Slack refuses for good, if ctx ends, or if
// the client is disconnected meanwhile. What may pass, such as a failing network, is
// retried.
func (c *Client) Start(ctx context.Context) (*Session, error) {
	o := c.begin(ctx, func(call core.Call) core.Input { return core.Start{Call: call} })
	return o.session, o.err
}

// Reconnect gives up the session, or the attempt under way, for an attempt that begins
// at once, and returns as Start does.
func (c *Client) Reconnect(ctx context.Context) (*Session, error) {
	o := c.begin(ctx, func(call core.Call) core.Input { return core.Reconnect{Call: call, Force: true} })
	return o.session, o.err
}

// Disconnect ends the session, or the attempts to get one. It returns once the socket
// is closed, or after a second if the other side does not answer. Frames that were not
// written fail with ErrDisconnected. It may be called in every state, and Start after
// it.
func (c *Client) Disconnect(ctx context.Context) error {
	return c.do(ctx, func(call core.Call) core.Input { return core.Stop{Call: call} }).err
}

// Close disconnects, ends the loops over Events, and lets go of all that the client
// holds. What is called later fails with ErrDisconnected. It always returns nil, within
// a second.
func (c *Client) Close() error {
	c.closeOne.Do(func() { close(c.closing) })
	<-c.closed
	return nil
}

// Call calls a method of the Web API, such as "chat.update", and returns Slack's answer
// as JSON. It needs no session. It fails with CodePlatform if Slack answers with
// "ok":false, and with CodeRateLimited, CodeHTTP, CodeRead or CodeRequest if there is no
// such answer; it is not repeated.
func (c *Client) Call(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
	answer, err := c.api.Invoke(ctx, method, "", fields)
	if e, ok := err.(*core.Error); ok {
		return nil, withPrefix(e)
	}
	return answer, err
}

// Ping measures how long a ping takes to be answered. It fails with
// CodeSendWhileNotReady or CodeSendWhileDisconnected unless the client is Ready.
func (c *Client) Ping(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	o := c.begin(ctx, func(call core.Call) core.Input {
		return core.Send{Call: call, Type: "ping", AwaitReply: true, Unqueued: true}
	})
	return time.Since(began), o.err
}

// An outcome is what a call has come to.
type outcome struct {
	session *Session
	reply   Reply
	err     error
}

// begin does what must not begin once ctx has ended.
func (c *Client) begin(ctx context.Context, of func(core.Call) core.Input) outcome {
	if ctx.Err() != nil {
		return outcome{err: &Error{Code: CodeAbort, Message: "rtm: the context had ended before the call", Err: context.Cause(ctx), Delivered: DeliveredNo}}
	}
	return c.do(ctx, of)
}

// do gives the machine an input that settles, and waits for its outcome. If ctx ends
// first, it takes the input back. An input that the loop has taken always gets its
// outcome, from the machine or from the end of the loop.
func (c *Client) do(ctx context.Context, of func(core.Call) core.Input) outcome {
	call := core.Call(c.calls.Add(1))
	wait := make(chan outcome, 1)
	if !c.put(input{Input: of(call), call: call, wait: wait}) {
		return outcome{err: ErrDisconnected}
	}
	select {
	case o := <-wait:
		return o
	case <-ctx.Done():
	}
	c.put(input{Input: core.Cancel{Call: call}})
	o := <-wait
	if e, ok := o.err.(*Error); ok && e.Code == CodeAbort {
		e.Err = context.Cause(ctx)
	}
	return o
}
