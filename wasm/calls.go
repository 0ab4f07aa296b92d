//go:build js && wasm

package main

import (
	"context"
	"sync"

	"rtmwasm/rtm/core"
)

// calls are what a client has under way beside its session: calls of the Web API, and
// loads of a store, which are many such calls. Each ends by its outcome, or is ended.
type calls struct {
	mu sync.Mutex
	of map[int]*call // by their tickets
}

type call struct {
	cancel context.CancelCauseFunc
	isLoad bool
}

// begin notes a call, and gives the context that ends with it.
func (c *calls) begin(ticket int, isLoad bool) context.Context {
	ctx, cancel := context.WithCancelCause(context.Background())
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of[ticket] = &call{cancel, isLoad}
	return ctx
}

// end forgets a call that has its outcome.
func (c *calls) end(ticket int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of[ticket].cancel(nil)
	delete(c.of, ticket)
}

// withdraw ends a call, and reports whether there is one of this ticket.
func (c *calls) withdraw(ticket int) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	call := c.of[ticket]
	if call == nil {
		return false
	}
	message := "the wait for the answer of the Web API was given up"
	if call.isLoad {
		message = "the load of the data store was given up: what was loaded stays"
	}
	call.cancel(&core.Error{Code: core.CodeAbort, Message: message})
	return true
}

// endLoads ends the loads.
func (c *calls) endLoads(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range c.of {
		if call.isLoad {
			call.cancel(&core.Error{Code: core.CodeDisconnected, Message: why + " during the load of the data store: what was loaded stays"})
		}
	}
}
