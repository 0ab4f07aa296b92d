//go:build js && wasm

package main

import (
	"context"
	"errors"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/store"
)

// load fills a store through a client's calls, and tells how far it is by the client's
// event load_progress. It ends early with the client's disconnect, or when it is
// withdrawn.
func (e *engine) load(ticket int, args jsbridge.Args) error {
	c, err := e.client(args)
	if err != nil {
		return err
	}
	s := e.stores[args.At(1).Int()]
	if s == nil {
		return errors.New("wasm: there is no such store")
	}
	ctx := c.begin(ticket)
	c.loads[ticket] = true
	go func() {
		err := s.Load(ctx, func(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
			return c.api.Invoke(ctx, method, c.machine.Token(), fields)
		}, func(p store.Progress) {
			c.tell("event", "load_progress", p.What, p.Count, p.Done)
		})
		delete(c.loads, ticket)
		c.end(ctx, ticket, nil, err)
	}()
	return nil
}

// withdraw takes back a call.
func (e *engine) withdraw(ticket int, args jsbridge.Args) error {
	c, err := e.client(args)
	if err != nil {
		return err
	}
	taken := args.At(1).Int()
	switch cancel := c.calls[taken]; {
	case cancel == nil:
		c.put(input{Input: core.Cancel{Call: core.Call(taken)}})
	case c.loads[taken]:
		cancel(&core.Error{Code: core.CodeAbort, Message: "the load of the data store was given up: what was loaded stays"})
	default:
		cancel(&core.Error{Code: core.CodeAbort, Message: "the wait for the answer of the Web API was given up"})
	}
	return nil
}

// endLoads ends the loads that go through a client's calls.
func (c *client) endLoads(why string) {
	for ticket := range c.loads {
		c.calls[ticket](&core.Error{Code: core.CodeDisconnected, Message: why + " during the load of the data store: what was loaded stays"})
	}
}
