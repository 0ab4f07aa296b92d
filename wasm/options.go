//go:build js && wasm

package main

import (
	"cmp"
	"math/rand/v2"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
)

// options are those of JavaScript's constructor, which has checked them. A missing one
// stays zero, which means the default.
type options struct {
	token         string
	asksToken     bool // the page has a function for it
	getConnection bool
	appToken      string
	apiURL        string
	method        string
	machine       core.Config
}

func readOptions(given jsbridge.Value) options {
	ping, pong := pings(given)
	o := options{
		token:         given.Get("token").String(),
		asksToken:     given.Get("asksToken").Bool(),
		appToken:      given.Get("appToken").String(),
		getConnection: !given.Get("getConnection").Missing(),
		apiURL:        given.Get("slackApiUrl").String(),
		method:        given.Get("method").String(),
		machine: core.Config{
			SocketMode:    given.Get("socketMode").Bool(),
			NoReconnect:   isFalse(given.Get("autoReconnect")),
			CallTimeout:   bound(given.Get("connectTimeout")),
			OpenTimeout:   bound(given.Get("connectTimeout")),
			HelloTimeout:  bound(given.Get("helloTimeout")),
			PingInterval:  ping,
			PongTimeout:   pong,
			AckTimeout:    bound(given.Get("ackTimeout")),
			ReplayTimeout: bound(given.Get("replyAckOnReconnectTimeout")),
			QueueLimit:    given.Get("sendQueueLimit").Int(),
			Retry:         retry(given),
			HadSession:    given.Get("hadSession").Bool(),
			Backfill:      !given.Get("backfill").Missing(),
			Seed:          rand.Uint64(),
		},
	}
	if !o.getConnection && !given.Get("webClient").Missing() {
		o.machine.CallTimeout = -1 // it may wait out a rate limit or an outage by itself
	}
	if !o.machine.SocketMode {
		o.machine.Method = o.method
	}
	if limit := given.Get("rateLimit"); !limit.Missing() {
		o.machine.RateLimit, o.machine.Burst = limit.Get("perSecond").Float(), limit.Get("burst").Int()
		if o.machine.RateLimit == 0 { // it is false
			o.machine.RateLimit = -1
		}
	}
	return o
}

// check refuses options that cannot work.
func (o *options) check() error {
	if o.token == "" && !o.asksToken && !o.getConnection && o.appToken == "" {
		return &core.Error{Code: core.CodeInvalidArgument, Message: "the token is empty: give one, a function that returns it, or getConnection"}
	}
	if err := core.CheckAPIURL(o.apiURL); err != nil {
		return err
	}
	return nil
}

// same reports whether these come to the same as others. That there was a session is none of
// the caller's.
func (o options) same(others options) bool {
	retry, other := o.machine.Retry, others.machine.Retry
	if (retry == nil) != (other == nil) || retry != nil && *retry != *other {
		return false
	}
	o.machine.Retry, o.machine.Seed, o.machine.HadSession = other, others.machine.Seed, others.machine.HadSession
	return o == others
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

// retry gives what retryConfig says, or what v3's deprecated options say; nil if there is
// neither. What is left out stays zero, its default; of the values that mean something
// else in Go when they are zero, another is given.
func retry(options jsbridge.Value) *core.Retry {
	config := options.Get("retryConfig")
	if config.Missing() {
		attempts, pause := options.Get("maxReconnectionAttempts").Int(), milliseconds(options.Get("reconnectionBackoff"))
		if attempts == 0 && pause == 0 {
			return nil
		}
		pause = cmp.Or(pause, 3*time.Second)
		return &core.Retry{Retries: attempts, MinTimeout: pause, MaxTimeout: pause}
	}
	r := &core.Retry{
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
