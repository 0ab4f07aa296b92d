package rtm

import (
	"context"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// connect asks for the session of an attempt.
func (c *Client) connect(e core.Connect) {
	ctx := c.context(e.Conn)
	fields := map[string]string{}
	for _, f := range e.Fields {
		fields[f.Name] = f.Value
	}
	go func() {
		answered := core.Answered{Conn: e.Conn, Err: errEnded("what asks for a session")}
		defer func() { c.put(input{Input: answered}) }()
		answered.Session, answered.Err = c.session(ctx, e.Token, fields)
	}()
}

// session asks Config.Connect, or Slack.
func (c *Client) session(ctx context.Context, token string, fields map[string]string) (*Session, error) {
	switch {
	case c.config.Connect == nil && c.config.SocketMode:
		return c.socketMode.Session(ctx, token)
	case c.config.Connect == nil:
		return c.api.Session(ctx, "rtm.connect", token, fields)
	}
	session, err := c.config.Connect(ctx)
	switch {
	case err != nil:
		return nil, core.Coded(CodeRequest, err)
	case session == nil || session.URL == "":
		return nil, &Error{Code: CodeRead, Message: "Config.Connect gave no URL of a socket"}
	}
	return session, nil
}

// open opens the socket of an attempt.
func (c *Client) open(e core.Open) {
	c.cancel(e.Conn)
	ctx := c.context(e.Conn)
	go func() {
		opened, socket := core.Opened{Conn: e.Conn, Err: errEnded("Config.Dial")}, transport.Socket(nil)
		defer func() {
			if !c.put(input{Input: opened, socket: socket}) && socket != nil {
				_ = socket.Close(transport.CloseNormal, "") // the client is closed: how it ends is of no interest
			}
		}()
		var err error
		socket, err = c.config.Dial(ctx, e.URL)
		opened.Err = core.Conceal(err, e.URL)
	}()
}

// context gives one that ends when the attempt is given up.
func (c *Client) context(conn core.Conn) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	c.cancels[conn] = cancel
	return ctx
}

// cancel ends what an attempt has under way.
func (c *Client) cancel(conn core.Conn) {
	if cancel := c.cancels[conn]; cancel != nil {
		cancel()
		delete(c.cancels, conn)
	}
}

// errEnded is what a function of the caller's comes to that has ended its goroutine, as
// t.FailNow does.
func errEnded(what string) error {
	return &Error{Code: CodeRequest, Message: what + " ended its goroutine (runtime.Goexit) before it returned"}
}
