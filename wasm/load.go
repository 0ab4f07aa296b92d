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
	c, err := e.client(args.At(0).Int())
	if err != nil {
		return err
	}
	s := e.stores[args.At(1).Int()]
	if s == nil {
		return errors.New("wasm: there is no such store")
	}
	ctx := c.calls.begin(ticket, true)
	go func() {
		err := s.Load(ctx, func(ctx context.Context, method string, fields map[string]string) ([]byte, error) {
			return c.api.Invoke(ctx, method, c.machine.token(), fields)
		}, func(p store.Progress) {
			c.tell("event", "load_progress", p.What, p.Count, p.Done)
		})
		c.end(ctx, ticket, nil, err)
	}()
	return nil
}

// withdraw takes back a call.
func (e *engine) withdraw(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	c, err := e.client(number)
	if err != nil {
		return err
	}
	if taken := args.At(1).Int(); !c.calls.withdraw(taken) {
		c.put(c.inputOf(number, core.Cancel{Call: core.Call(taken)}, nil))
	}
	return nil
}
