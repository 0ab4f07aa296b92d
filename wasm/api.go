//go:build js && wasm

package main

import (
	"context"
	"errors"
	"runtime"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
)

// engine is the Go side of all the clients and data stores of a page, each of
// which has a number that JavaScript gives.
type engine struct {
	host    *jsbridge.Host
	clients map[int]*client
	stores  map[int]*pageStore
}

// newEngine makes an engine without a host, which comes to be by serving its
// table.
func newEngine() *engine {
	return &engine{clients: map[int]*client{}, stores: map[int]*pageStore{}}
}

// table is what JavaScript can call. After the ticket and the name, the first
// argument is always the number of a client, or of a store.
func (e *engine) table() jsbridge.Table {
	return jsbridge.Table{
		"open":      e.open,                // options
		"forget":    e.forget,              //
		"start":     e.start,               // token, [[field, value]], URL of a socket or "", and of an earlier session: newest, body of presence_sub, why it ended
		"reconnect": e.command(reconnect),  // force
		"stop":      e.stop,                //
		"send":      e.command(send),       // id, type, body as JSON or null, awaitReply, unqueued, number of the socket it was written to or 0
		"passed":    e.command(passed),     // number of a socket, how many frames, the newest timestamp, the ids that were answered
		"withdraw":  e.withdraw,            // ticket
		"sleep":     e.command(sleep),      // reason, if it is not that the page is put away
		"wake":      e.command(wake),       //
		"hear":      e.command(hear),       //
		"report":    e.command(report),     // settled before the call returns
		"call":      e.command(callMethod), // method, [[field, value]]
		"collect":   e.collect,             // for no client: web/src/collection.js
		"load":      e.load,                // number of a store

		"openStore":   e.openStore,   // how many messages of each conversation to keep
		"forgetStore": e.forgetStore, //
		"store":       e.callStore,   // name of a method, arguments; answered before the call returns
	}
}

// open makes a client, or takes up one that was forgotten and is not gone yet.
func (e *engine) open(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	if c := e.clients[number]; c != nil && c.forgotten != nil {
		c.forgotten.Stop()
		c.forgotten = nil
		e.host.Settle(ticket, nil, nil)
		return nil
	}
	c := &client{number: number, host: e.host, isDown: true, loads: map[int]context.CancelCauseFunc{}}
	var err error
	if c.rtm, err = rtm.New(c.config(args.At(1))); err != nil {
		return err
	}
	e.clients[number] = c
	e.host.Settle(ticket, nil, nil)
	return nil
}

// forget drops a client that has no session: at once, or, since its next start is
// to know it, when the time is over that Slack has asked it to wait.
func (e *engine) forget(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	if c := e.clients[number]; c != nil && c.retryAfter > 0 {
		c.forgotten = time.AfterFunc(c.retryAfter, func() { delete(e.clients, number) })
	} else {
		delete(e.clients, number)
	}
	e.host.Settle(ticket, nil, nil)
	return nil
}

// collect collects garbage, and with it what Go refers to in JavaScript.
func (e *engine) collect(ticket int, _ jsbridge.Args) error {
	go func() {
		runtime.GC()
		runtime.Gosched() // to the finalizers, which let the references go
		e.host.Settle(ticket, nil, nil)
	}()
	return nil
}

// command posts what its argument makes of a call. The ticket is settled by
// the Settled event.
func (e *engine) command(of func(jsbridge.Args) rtm.Command) func(int, jsbridge.Args) error {
	return func(ticket int, args jsbridge.Args) error {
		c := e.clients[args.At(0).Int()]
		if c == nil {
			return errors.New("wasm: there is no such client")
		}
		c.rtm.Post(rtm.Ticket(ticket), of(args[1:]))
		return nil
	}
}

// start ends the loads that go with another token.
func (e *engine) start(ticket int, args jsbridge.Args) error {
	if c := e.clients[args.At(0).Int()]; c != nil && c.isDown {
		token := args.At(1).String()
		if token != c.startToken {
			c.endLoads("start was called with another token")
		}
		c.startToken = token
	}
	return e.command(startOf)(ticket, args)
}

// stop ends the loads, too, which need no session.
func (e *engine) stop(ticket int, args jsbridge.Args) error {
	if c := e.clients[args.At(0).Int()]; c != nil {
		c.endLoads("disconnect was called")
	}
	return e.command(stopOf)(ticket, args)
}

func startOf(args jsbridge.Args) rtm.Command {
	s := rtm.Start{Token: args.At(0).String(), Fields: args.At(1).Strings(), URL: args.At(2).String()}
	if newest := args.At(3); !newest.Missing() {
		s.Earlier = &rtm.Earlier{Newest: newest.String(), Cause: args.At(5).String()}
		if presence := args.At(4); !presence.Missing() {
			s.Earlier.Presence = []byte(presence.String())
		}
	}
	return s
}

func reconnect(args jsbridge.Args) rtm.Command { return rtm.Reconnect{Force: args.At(0).Bool()} }

func stopOf(jsbridge.Args) rtm.Command { return rtm.Stop{} }

func send(args jsbridge.Args) rtm.Command {
	s := rtm.Send{
		ID:         args.At(0).Int(),
		Type:       args.At(1).String(),
		AwaitReply: args.At(3).Bool(),
		Unqueued:   args.At(4).Bool(),
		Socket:     args.At(5).Int(),
	}
	if body := args.At(2); !body.Missing() {
		s.Body = []byte(body.String())
	}
	return s
}

func passed(args jsbridge.Args) rtm.Command {
	p := rtm.Passed{Socket: args.At(0).Int(), Frames: args.At(1).Int(), Newest: args.At(2).String()}
	for _, id := range args[min(3, len(args)):] {
		p.Answered = append(p.Answered, id.Int())
	}
	return p
}

func withdraw(args jsbridge.Args) rtm.Command {
	return rtm.Withdraw{Ticket: rtm.Ticket(args.At(0).Int())}
}

func sleep(args jsbridge.Args) rtm.Command { return rtm.Sleep{Reason: args.At(0).String()} }

func report(jsbridge.Args) rtm.Command { return rtm.Report{} }

func wake(jsbridge.Args) rtm.Command { return rtm.Wake{} }

func hear(jsbridge.Args) rtm.Command { return rtm.Hear{} }

func callMethod(args jsbridge.Args) rtm.Command {
	return rtm.CallMethod{Method: args.At(0).String(), Fields: args.At(1).Strings()}
}
