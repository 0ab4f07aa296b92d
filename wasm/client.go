//go:build js && wasm

package main

import (
	"context"
	"sync"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// A client drives the machine of one RTMClient of the page. One goroutine at a time steps
// it and carries out what comes of it.
//
// There is one thread, but whatever allocates may let another goroutine run, so what two
// goroutines use needs its lock. A lock is not held while JavaScript is waited for: what
// JavaScript calls may wait for a goroutine that can go on, and for no other.
type client struct {
	number  int
	host    *jsbridge.Host
	options options
	api     transport.WebAPI
	machine machine
	calls   calls

	mu      sync.Mutex
	inputs  []input       // that wait for the machine
	running bool          // a goroutine steps the machine
	alarm   time.Duration // what the timer is set to, on the monotonic clock; 0 if it is not
	timer   *time.Timer

	// What follows belongs to the goroutine that steps.

	cancels map[core.Conn]context.CancelFunc // of calls and openings under way
	sockets map[core.Conn]transport.Socket   // that are open
	fill    context.CancelFunc               // of the backfill under way, or nil
	compare bool                             // each frame needs its sum
	held    int                              // how many frames are held back
	ended   []core.Conn                      // of which JavaScript still keeps frames
	run     run

	// And these to what JavaScript calls.

	startToken string      // of the newest start that was called while there was no session
	forgotten  *time.Timer // drops the client, if JavaScript has forgotten it
}

// An input is one of the machine's, with what the machine does not read of it.
type input struct {
	core.Input
	socket transport.Socket // of an Opened
	text   []byte           // of a Received
	frames [][]byte         // of a Filled
}

func newClient(number int, host *jsbridge.Host, given jsbridge.Value) (*client, error) {
	c := &client{
		number:  number,
		host:    host,
		options: readOptions(given),
		cancels: map[core.Conn]context.CancelFunc{},
		sockets: map[core.Conn]transport.Socket{},
		calls:   calls{of: map[int]*call{}},
	}
	c.api = transport.WebAPI{URL: c.options.apiURL, Token: c.options.token, Call: c.fetch, Log: func(text string) { c.tell("log", string(core.LevelWarn), text) }}
	if c.options.asksToken {
		c.api.TokenSource = c.token
	}
	if err := c.options.check(); err != nil {
		return nil, err
	}
	machine, err := core.New(c.options.machine, now())
	c.machine.core = machine
	return c, err
}

// begin is the moment that readings of the monotonic clock count from.
var begin = time.Now()

// now reads both clocks.
func now() core.Time {
	t := time.Now()
	return core.Time{Mono: t.Sub(begin), Wall: time.Duration(t.UnixNano())}
}

// put gives the machine an input, after those that wait for it.
func (c *client) put(in input) {
	c.mu.Lock()
	c.inputs = append(c.inputs, in)
	isFirst := !c.running
	c.running = true
	c.mu.Unlock()
	if isFirst {
		go c.step()
	}
}

// take gives the next input that waits, or ends the stepping if there is none.
func (c *client) take() (in input, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.inputs) == 0 {
		c.inputs, c.running = nil, false
		return input{}, false
	}
	in = c.inputs[0]
	c.inputs = c.inputs[1:]
	return in, true
}

// isIdle reports whether no input waits.
func (c *client) isIdle() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.inputs) == 0
}

// step steps the machine until no input waits.
func (c *client) step() {
	for {
		in, ok := c.take()
		if !ok {
			return
		}
		c.note(&in)
		for _, e := range c.machine.step(in.Input) {
			c.carryOut(e, &in)
		}
		if c.isIdle() {
			c.tellRun()
			c.letGo()
			c.setTimer()
		}
	}
}

// setTimer sets the timer to the machine's deadline. A timer that is too early does no
// harm, and to set it anew for each frame would: Go makes two calls of the page's timers
// of each change.
func (c *client) setTimer() {
	deadline, ok := c.machine.deadline()
	c.mu.Lock()
	defer c.mu.Unlock()
	switch at := now().Mono; {
	case !ok || c.alarm > at && c.alarm <= deadline:
		return
	default:
		c.alarm = max(deadline, at+1)
		if c.timer == nil {
			c.timer = time.AfterFunc(deadline-at, c.tick)
			return
		}
		c.timer.Reset(deadline - at)
	}
}

func (c *client) tick() {
	c.mu.Lock()
	c.alarm = 0
	c.mu.Unlock()
	c.put(input{Input: core.Tick{}})
}

// close lets go of a client that has no session.
func (c *client) close() {
	if c.timer != nil {
		c.timer.Stop()
	}
}
