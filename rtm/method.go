package rtm

import "context"

// A methodCall is a CallMethod under way.
type methodCall struct {
	method string
	to     addressee
	cancel context.CancelFunc
}

// onCallMethod carries out CallMethod.
func (c *Client) onCallMethod(m CallMethod, to addressee) {
	ctx, cancel := context.WithCancel(context.Background())
	call := &methodCall{m.Method, to, cancel}
	c.calls[call] = true
	token := c.token
	go func() {
		outcome := invoked{call: call, err: errEnded("a function of Config that was asked for " + m.Method)}
		defer func() { c.inbox.put(outcome) }()
		outcome.answer, outcome.err = c.invoke(ctx, m.Method, token, m.Fields)
	}()
}

// onInvoked settles a call, unless it was given up.
func (c *Client) onInvoked(in invoked) {
	if !c.calls[in.call] {
		return
	}
	delete(c.calls, in.call)
	in.call.cancel()
	c.settle(in.call.to, in.answer, in.err)
}

// giveUpCall ends a call before its answer.
func (c *Client) giveUpCall(call *methodCall, err error) {
	delete(c.calls, call)
	call.cancel()
	c.settle(call.to, nil, err)
}
