//go:build js && wasm

package main

import (
	"cmp"
	"context"
	"errors"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
)

// config makes the configuration of a client from the options of JavaScript's
// constructor, which has checked them. A missing option stays zero, which means
// the default.
func (c *client) config(options jsbridge.Value) rtm.Config {
	ping, pong := pings(options)
	config := rtm.Config{
		Token:          options.Get("token").String(),
		APIURL:         either(options, "slackApiUrl", "slackAPIUrl").String(),
		HadSession:     options.Get("hadSession").Bool(),
		NoReconnect:    isFalse(options.Get("autoReconnect")),
		ConnectTimeout: bound(options.Get("connectTimeout")),
		HelloTimeout:   bound(options.Get("helloTimeout")),
		PingInterval:   ping,
		PongTimeout:    pong,
		AckTimeout:     bound(options.Get("ackTimeout")),
		ReplayTimeout:  bound(options.Get("replyAckOnReconnectTimeout")),
		SendQueueLimit: options.Get("sendQueueLimit").Int(),
		Retry:          retry(options),
		Handler:        c.handle,
		Inline:         true, // a write that fails waits, but not for long: for the socket's close
		Log:            c.log,
		Dial:           c.dial,
		Call:           c.call,
	}
	if isFalse(options.Get("useRtmConnect")) {
		config.Method = "rtm.start"
	}
	if limit := options.Get("rateLimit"); !limit.Missing() {
		config.RateLimit, config.Burst = limit.Get("perSecond").Float(), limit.Get("burst").Int()
		if config.RateLimit == 0 { // it is false
			config.RateLimit = -1
		}
	}
	if options.Get("asksToken").Bool() {
		config.TokenSource = c.token
	}
	if !options.Get("backfill").Missing() {
		config.Backfill = c.backfill
	}
	if !options.Get("getConnection").Missing() {
		config.Connect = c.connection
	} else if !options.Get("webClient").Missing() {
		config.CallTimeout = -1 // it may wait out a rate limit or an outage by itself
	}
	return config
}

// pings gives the ping interval and the pong timeout, by v4's names or v3's.
// With one of v3's two the other has v3's default.
func pings(options jsbridge.Value) (ping, pong time.Duration) {
	ping = milliseconds(either(options, "clientPingTimeout", "wsPingInterval"))
	pong = milliseconds(either(options, "serverPongTimeout", "maxPongInterval"))
	if ping == 0 && !options.Get("maxPongInterval").Missing() {
		ping = 5 * time.Second
	}
	if pong == 0 && !options.Get("wsPingInterval").Missing() {
		pong = 20 * time.Second
	}
	return ping, pong
}

// retry gives what retryConfig says, or what v3's deprecated options say; nil
// if there is neither. What is left out stays zero, its default; of the values
// that mean something else in Go when they are zero, another is given.
func retry(options jsbridge.Value) *rtm.Retry {
	config := options.Get("retryConfig")
	if config.Missing() {
		attempts, pause := options.Get("maxReconnectionAttempts").Int(), milliseconds(options.Get("reconnectionBackoff"))
		if attempts == 0 && pause == 0 {
			return nil
		}
		pause = cmp.Or(pause, 3*time.Second)
		return &rtm.Retry{Retries: attempts, MinTimeout: pause, MaxTimeout: pause}
	}
	r := &rtm.Retry{
		Retries:    config.Get("retries").Int(),
		MinTimeout: milliseconds(config.Get("minTimeout")),
		Factor:     config.Get("factor").Float(),
		Randomize:  config.Get("randomize").Bool(),
		Forever:    config.Get("forever").Bool(),
	}
	if most := config.Get("maxTimeout"); !most.Missing() {
		r.MaxTimeout = max(milliseconds(most), time.Millisecond)
	}
	if retries := config.Get("retries"); r.Retries == 0 && !retries.Missing() {
		r.Retries = -1
	} else if retries.Missing() && isFalse(config.Get("forever")) {
		r.Retries = 10 // node-retry's
	}
	if r.MinTimeout == 0 && !config.Get("minTimeout").Missing() {
		r.MinTimeout = time.Millisecond // as node-retry takes it
	}
	return r
}

// either gives the option that is there, of two names for one.
func either(options jsbridge.Value, name, other string) jsbridge.Value {
	if value := options.Get(name); !value.Missing() {
		return value
	}
	return options.Get(other)
}

// isFalse reports whether a boolean is there, and false.
func isFalse(v jsbridge.Value) bool { return !v.Missing() && !v.Bool() }

// milliseconds gives a time; zero if it is missing or 0.
func milliseconds(v jsbridge.Value) time.Duration { return jsbridge.Duration(v.Float()) }

// bound gives a time limit, of which 0 and Infinity mean that there is none.
func bound(v jsbridge.Value) time.Duration {
	if d := milliseconds(v); d > 0 && d < jsbridge.Longest || v.Missing() {
		return d
	}
	return -1
}

// token asks the page's function for the token.
func (c *client) token(ctx context.Context) (string, error) {
	answer, err := c.host.Ask(ctx, "token", c.number)
	return answer.String(), refusal(err)
}

// connection asks the page's function for what Slack would answer to rtm.connect.
func (c *client) connection(ctx context.Context) (rtm.Session, error) {
	answer, err := c.host.Ask(ctx, "connection", c.number)
	if err != nil {
		return rtm.Session{}, refusal(err)
	}
	session, err := rtm.ReadSession([]byte(answer.String()))
	if rtm.CodeOf(err) == rtm.CodeRead {
		err = errors.New("getConnection must return what Slack answers to rtm.connect, {url, self, team}, or a promise of it")
	}
	return session, err
}

// refusal gives the refusal of Slack's that a function of the page's has thrown, or
// an error with that as a cause; else err.
func refusal(err error) error {
	var thrown *jsbridge.Error
	if !errors.As(err, &thrown) {
		return err
	}
	said := thrown.Object.Get("refusal")
	wait, _ := rtm.Response{RetryAfter: said.Get("retryAfter").String()}.Wait(time.Now())
	_, answer := rtm.ReadSession([]byte(said.Get("data").String()))
	var e *rtm.Error
	switch {
	case rtm.CodeOf(answer) == rtm.CodePlatform && errors.As(answer, &e):
	case wait > 0:
		e = &rtm.Error{Code: rtm.CodeRateLimited, Name: "ratelimited", Message: "Slack asks to wait " + wait.String()}
	default:
		return err
	}
	e.RetryAfter, e.Err = wait, thrown
	return e
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
	response := rtm.Response{
		Status:     answer.Get("status").Int(),
		RetryAfter: answer.Get("retryAfter").String(),
		Body:       []byte(answer.Get("body").String()),
		TooLarge:   answer.Get("isTooLarge").Bool(),
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
