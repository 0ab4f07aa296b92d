//go:build js && wasm

package main

import (
	"context"
	"errors"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// connect asks for the session of an attempt.
func (c *client) connect(e core.Connect) {
	ctx := c.context(e.Conn)
	fields := map[string]string{}
	for _, f := range e.Fields {
		fields[f.Name] = f.Value
	}
	jsbridge.Wake()
	go func() {
		session, err := c.session(ctx, e.Token, fields)
		c.put(input{Input: core.Answered{Conn: e.Conn, Session: session, Err: err}})
	}()
}

// session asks Slack, or the page's function for what Slack would answer.
func (c *client) session(ctx context.Context, token string, fields map[string]string) (*core.Session, error) {
	switch {
	case c.options.machine.SocketMode:
		return c.app.Session(ctx, token)
	case !c.options.getConnection:
		return c.api.Session(ctx, c.options.method, token, fields)
	}
	body, err := c.connection(ctx)
	if err != nil {
		return nil, err
	}
	session, failed := core.ReadSession(c.options.method, body)
	if failed != nil {
		return nil, failed
	}
	return session, nil
}

// connection asks the page's function for what Slack would answer, which has the address of a
// socket.
func (c *client) connection(ctx context.Context) ([]byte, error) {
	method, with := "rtm.connect", "{url, self, team}"
	if c.options.machine.SocketMode {
		method, with = core.OpenMethod, "{url}"
	}
	answer, err := c.host.Ask(ctx, "connection", c.number)
	if err != nil {
		return nil, core.Coded(core.CodeRequest, refusal(method, err))
	}
	body, failed := core.ReadAnswer(method, core.Response{Status: 200, Body: []byte(answer.String())}, time.Now())
	if failed == nil {
		_, failed = core.ReadSession(method, body)
	}
	switch {
	case failed == nil:
		return body, nil
	case failed.Code == core.CodeRead:
		return nil, &core.Error{Code: core.CodeRequest, Message: "getConnection must return what Slack answers to " + method + ", " + with + ", or a promise of it"}
	}
	return nil, failed
}

// postMessage calls the method that sends a message in Socket Mode.
func (c *client) postMessage(e core.Post) {
	ctx, cancel := context.WithCancel(context.Background())
	c.post = cancel
	fields := map[string]string{}
	for _, f := range e.Fields {
		fields[f.Name] = f.Value
	}
	token := c.machine.token()
	jsbridge.Wake()
	go func() {
		defer cancel()
		answer, err := c.api.Invoke(ctx, e.Method, token, fields)
		c.put(input{Input: core.Posted{Post: e.Post, JSON: answer, Err: err}})
	}()
}

func (c *client) stopPost() {
	if c.post != nil {
		c.post()
		jsbridge.Wake()
		c.post = nil
	}
}

// token asks the page's function for the token.
func (c *client) token(ctx context.Context) (string, error) {
	answer, err := c.host.Ask(ctx, "token", c.number)
	return answer.String(), refusal("rtm.connect", err)
}

// refusal gives the refusal of Slack's, of a call of the method, that a function of the page's
// has thrown, or an error with that as a cause; else err.
func refusal(method string, err error) error {
	var thrown *jsbridge.Error
	if !errors.As(err, &thrown) {
		return err
	}
	said := thrown.Object.Get("refusal")
	now := time.Now()
	wait, _ := core.Response{RetryAfter: said.Get("retryAfter").String()}.Wait(now)
	_, e := core.ReadAnswer(method, core.Response{Status: 200, Body: []byte(said.Get("data").String())}, now)
	switch {
	case e != nil && e.Code == core.CodePlatform:
	case wait > 0:
		e = &core.Error{Code: core.CodeRateLimited, Name: "ratelimited", Message: "Slack asks to wait " + wait.String()}
	default:
		return err
	}
	e.RetryAfter, e.Err = wait, thrown
	return e
}

// backfill asks the page's hook for the events of a gap, each as JSON.
func (c *client) backfill(e core.Fill) {
	c.stopBackfill()
	ctx, cancel := context.WithCancel(context.Background())
	c.fill = cancel
	jsbridge.Wake()
	go func() {
		answer, err := c.host.Ask(ctx, "backfill", c.number, e.Gap.From, e.Gap.To, c.errorObject(e.Gap.Cause))
		filled := core.Filled{Fill: e.Fill, Err: err}
		frames := make([][]byte, answer.Len())
		for i := range frames {
			frames[i] = []byte(answer.Index(i).String())
			filled.Frames = append(filled.Frames, core.ReadMembers(frames[i]))
		}
		c.put(input{Input: filled, frames: frames})
	}()
}

func (c *client) stopBackfill() {
	if c.fill != nil {
		c.fill()
		jsbridge.Wake()
		c.fill = nil
	}
}

// callMethod calls a method of the Web API.
func (e *engine) callMethod(ticket int, args jsbridge.Args) error {
	c, err := e.client(args.At(0).Int())
	if err != nil {
		return err
	}
	method, fields := args.At(1).String(), args.At(2).Strings()
	ctx := c.calls.begin(ticket, false)
	go func() {
		answer, err := c.api.Invoke(ctx, method, c.machine.token(), fields)
		c.end(ctx, ticket, string(answer), err)
	}()
	return nil
}

// end settles a call.
func (c *client) end(ctx context.Context, ticket int, value any, err error) {
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		value = nil
	}
	c.calls.end(ticket)
	c.host.Settle(ticket, value, err)
}

// fetch calls the Web API with the page's fetch.
func (c *client) fetch(ctx context.Context, r transport.Request) (transport.Response, error) {
	form := make(map[string]any, len(r.Form))
	for name, value := range r.Form {
		form[name] = value
	}
	answer, err := c.host.Ask(ctx, "call", c.number, r.URL, form)
	if err != nil {
		return transport.Response{}, err
	}
	response := transport.Response{
		Status:     answer.Get("status").Int(),
		RetryAfter: answer.Get("retryAfter").String(),
		Body:       []byte(answer.Get("body").String()),
		TooLarge:   answer.Get("isTooLarge").Bool(),
		Age:        jsbridge.Duration(answer.Get("age").Float()),
	}
	if cause := answer.Get("cause"); !cause.Missing() {
		response.Err = jsbridge.ErrorOf(cause)
	}
	if response.Status == 429 {
		wait, _ := response.Wait(time.Now())
		c.tell("event", "rate_limited", wait.Seconds())
	}
	return response, nil
}
