//go:build js && wasm

package main

import (
	"context"
	"errors"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm"
	"rtmwasm/rtm/store"
)

// load fills a store through a client's calls, and tells how far it is by the
// client's event load_progress. It ends early with the client's disconnect, or
// when it is withdrawn.
func (e *engine) load(ticket int, args jsbridge.Args) error {
	c, s := e.clients[args.At(0).Int()], e.stores[args.At(1).Int()]
	if c == nil || s == nil {
		return errors.New("wasm: there is no such client or store")
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	c.loads[ticket] = cancel
	go func() {
		err := s.Load(ctx, c.rtm.CallMethod, func(p store.Progress) {
			c.tell("event", "load_progress", p.What, p.Count, p.Done)
		})
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		cancel(nil)
		delete(c.loads, ticket)
		e.host.Settle(ticket, nil, err)
	}()
	return nil
}

// withdraw takes back a call: a load, or a command.
func (e *engine) withdraw(ticket int, args jsbridge.Args) error {
	if c := e.clients[args.At(0).Int()]; c != nil {
		if cancel := c.loads[args.At(1).Int()]; cancel != nil {
			cancel(&rtm.Error{Code: rtm.CodeAbort, Message: "the load of the data store was given up: what was loaded stays"})
			return nil
		}
	}
	return e.command(withdraw)(ticket, args)
}

// endLoads ends the loads that go through a client's calls.
func (c *client) endLoads(why string) {
	for _, cancel := range c.loads {
		cancel(&rtm.Error{Code: rtm.CodeDisconnected, Message: why + " during the load of the data store: what was loaded stays"})
	}
}
