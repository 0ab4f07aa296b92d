//go:build js && wasm

package main

import (
	"context"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
)

// config makes the configuration of a client from what JavaScript's
// constructor has checked. A missing option stays zero, which means the default.
func (c *client) config(options jsbridge.Value) rtm.Config {
	config := rtm.Config{
		Token:          options.Get("token").String(),
		APIURL:         options.Get("slackApiUrl").String(),
		Method:         options.Get("method").String(),
		NoReconnect:    options.Get("noReconnect").Bool(),
		ConnectTimeout: milliseconds(options.Get("connectTimeout")),
		HelloTimeout:   milliseconds(options.Get("helloTimeout")),
		PingInterval:   milliseconds(options.Get("clientPingTimeout")),
		PongTimeout:    milliseconds(options.Get("serverPongTimeout")),
		AckTimeout:     milliseconds(options.Get("ackTimeout")),
		ReplayTimeout:  milliseconds(options.Get("replyAckOnReconnectTimeout")),
		SendQueueLimit: options.Get("sendQueueLimit").Int(),
		RateLimit:      options.Get("perSecond").Float(),
		Burst:          options.Get("burst").Int(),
		Handler:        c.handle,
		Log:            c.log,
		Dial:           c.dial,
		Call:           c.call,
	}
	if retry := options.Get("retryConfig"); !retry.Missing() {
		config.Retry = &rtm.Retry{
			Retries:    retry.Get("retries").Int(),
			MinTimeout: milliseconds(retry.Get("minTimeout")),
			MaxTimeout: milliseconds(retry.Get("maxTimeout")),
			Factor:     retry.Get("factor").Float(),
			Randomize:  retry.Get("randomize").Bool(),
			Forever:    retry.Get("forever").Bool(),
		}
	}
	if options.Get("asksToken").Bool() {
		config.TokenSource = c.token
	}
	if options.Get("asksBackfill").Bool() {
		config.Backfill = c.backfill
	}
	if options.Get("asksConnection").Bool() {
		config.Connect = c.connection
	}
	return config
}

func milliseconds(v jsbridge.Value) time.Duration {
	return time.Duration(v.Float() * float64(time.Millisecond))
}

// token asks the page's function for the token.
func (c *client) token(ctx context.Context) (string, error) {
	answer, err := c.host.Ask(ctx, "token", c.number)
	return answer.String(), err
}

// connection asks the page's function for a session.
func (c *client) connection(ctx context.Context) (rtm.Session, error) {
	answer, err := c.host.Ask(ctx, "connection", c.number)
	if err != nil {
		return rtm.Session{}, err
	}
	return rtm.Session{
		URL:    answer.Get("url").String(),
		UserID: answer.Get("user").String(),
		TeamID: answer.Get("team").String(),
		JSON:   []byte(answer.Get("json").String()),
	}, nil
}

// backfill asks the page's hook for the events of a gap, each as JSON.
func (c *client) backfill(ctx context.Context, g rtm.Gap) ([][]byte, error) {
	answer, err := c.host.Ask(ctx, "backfill", c.number, g.From, g.To, c.errorObject(g.Cause))
	frames := make([][]byte, answer.Len())
	for i := range frames {
		frames[i] = []byte(answer.Index(i).String())
	}
	return frames, err
}

// call calls the Web API with the page's fetch.
func (c *client) call(ctx context.Context, r rtm.Request) (rtm.Response, error) {
	form := make(map[string]any, len(r.Form))
	for name, value := range r.Form {
		form[name] = value
	}
	answer, err := c.host.Ask(ctx, "call", c.number, r.URL, form)
	if err != nil {
		return rtm.Response{}, err
	}
	return rtm.Response{
		Status:     answer.Get("status").Int(),
		RetryAfter: answer.Get("retryAfter").String(),
		Body:       []byte(answer.Get("body").String()),
	}, nil
}
