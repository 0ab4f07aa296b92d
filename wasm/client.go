//go:build js && wasm

package main

import (
	"context"
	"sync"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/members"
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
	app     transport.SocketMode // in Socket Mode
	machine machine
	calls   calls

	mu      sync.Mutex
	inputs  []input // that wait for the machine
	taken   int     // how many of those have been stepped
	stepped bool    // a goroutine steps the machine

	// What follows belongs to the goroutine that steps.

	cancels   map[core.Conn]context.CancelFunc // of calls and openings under way
	sockets   map[core.Conn]transport.Socket   // that are open
	fill      context.CancelFunc               // of the backfill under way, or nil
	post      context.CancelFunc               // of the message that is being posted, or nil
	held      map[core.FrameID]bool            // the frames that are held back
	shared    *members.Session                 // who has the session together, or nil
	ended     []core.Conn                      // of which JavaScript may keep frames yet
	unwritten error                            // why a socket did not take what it was just given
	alarm     time.Duration                    // what JavaScript's timer is set to, on the monotonic clock; 0 if it is not

	// And these to what JavaScript calls.

	received   core.Received // the frame that enters
	traced     []byte        // the recording that was asked for last
	startToken string        // of the newest start that was called while there was no session
	forgotten  *time.Timer   // drops the client, if JavaScript has forgotten it
}

// An input is one of the machine's, with what the machine does not read of it. A frame that
// was received is apart, since to make an Input of it takes longer than all else.
type input struct {
	core.Input
	at      core.Time     // when it entered; zero if it did not enter by the door
	member  members.Input // of a member, in place of the above
	frame   *core.Received
	socket  transport.Socket // of an Opened
	frames  [][]byte         // of a Filled
	isProof bool             // of a Closed: the other side has completed the closing handshake of a socket that was given up
	isDone  bool             // nothing is left to tell of the frame: it was delivered, or is held back
	waited  bool             // JavaScript waits for it to be stepped, and hears isEvent
	isEvent bool             // the frame is to be delivered as an event, and before all that is told
}

// brought reports whether a frame is the one of this input.
func (in *input) brought(f core.FrameID) bool {
	return in.frame != nil && f == core.FrameID{Conn: in.frame.Conn, Index: in.frame.Index}
}

func newClient(number int, host *jsbridge.Host, given jsbridge.Value, recorder *core.Recorder) (*client, error) {
	c := &client{
		number:  number,
		host:    host,
		options: readOptions(given),
		cancels: map[core.Conn]context.CancelFunc{},
		sockets: map[core.Conn]transport.Socket{},
		held:    map[core.FrameID]bool{},
		calls:   calls{of: map[int]*call{}},
	}
	c.api = transport.WebAPI{URL: c.options.apiURL, Token: c.options.token, Call: c.fetch, Log: func(text string) { c.tell("log", string(core.LevelWarn), text) }}
	if c.options.asksToken {
		c.api.TokenSource = c.token
	}
	c.app.API, c.app.Open = &c.api, c.api.OpenWith(c.options.appToken)
	if c.options.getConnection {
		c.app.Open = c.connection
	}
	if err := c.options.check(); err != nil {
		return nil, err
	}
	machine, err := core.New(c.options.machine, now())
	if err != nil {
		return nil, err
	}
	if recorder == nil {
		recorder = core.NewRecorder(c.options.token, c.options.appToken)
	}
	machine.RecordTo(recorder)
	c.machine.core, c.machine.recorder = machine, recorder
	return c, nil
}

// heed has a client that has not begun wait where Slack has asked an earlier one of the same
// workspace to: what is asked of a token binds whoever comes with it, and one that is not
// known may be any.
func (c *client) heed(earlier *client) {
	waits := earlier.machine.limits()
	before, own := earlier.options.token, c.options.token
	if before != "" && own != "" && before != own {
		waits[before], waits[""] = waits[""], waits[own]
	}
	c.machine.core.Heed(waits)
}

// begin is the moment that readings of the monotonic clock count from, as those of a
// jsbridge.Moment do: that of Serve.
var begin time.Time

// now reads both clocks.
func now() core.Time {
	t := time.Now()
	return core.Time{Mono: t.Sub(begin), Wall: time.Duration(t.UnixNano())}
}

// put gives the machine an input, after those that wait for it. It gives true for a frame that
// is to be delivered at once, as an event, and before all that is told.
func (c *client) put(in input) (isEvent bool) {
	if c.queue(in) {
		jsbridge.Wake() // the goroutine that steps it may be waiting for its turn
		return false
	}
	isDone := false
	defer func() {
		if !isDone {
			c.stepped = false // after a panic, which jsbridge recovers where a call of its table has led here
		}
	}()
	c.step(&in)
	isEvent = in.isEvent
	for c.next(&in) {
		c.step(&in)
	}
	isDone = true
	return isEvent
}

// follow gives the machine an input, after those that wait for it. The goroutine that steps
// calls it.
func (c *client) follow(in input) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inputs = append(c.inputs, in)
}

// queue has an input wait, if a goroutine steps the machine. Else the caller is to do it.
func (c *client) queue(in input) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.stepped {
		c.stepped = true
		return false
	}
	if in.frame == &c.received { // which is for the next frame
		frame := c.received
		in.frame = &frame
	}
	in.waited = false
	c.inputs = append(c.inputs, in)
	return true
}

// next takes the next input that waits, or ends the stepping if there is none.
func (c *client) next(in *input) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken == len(c.inputs) {
		clear(c.inputs)
		c.inputs, c.taken, c.stepped = c.inputs[:0], 0, false
		return false
	}
	*in = c.inputs[c.taken]
	c.taken++
	return true
}

// step takes an input.
func (c *client) step(in *input) {
	if in.member != nil {
		c.stepMembers(in)
	} else {
		c.stepMachine(in)
	}
}

// stepMachine steps the machine.
func (c *client) stepMachine(in *input) {
	c.note(in)
	at := in.at
	if at == (core.Time{}) {
		at = now()
	}
	effects, deadline, hasDeadline := c.machine.step(at, in)
	var wanted []core.Input
	for _, e := range effects {
		wanted = append(wanted, c.tellMembers(e, in)...)
	}
	c.forgetFrame(in)
	c.letGo()
	if hasDeadline {
		c.setAlarm(at.Mono, deadline)
	}
	for _, want := range wanted {
		c.stepMachine(&input{Input: want})
	}
}

// longestAlarm is the longest time that a page's timer takes.
const longestAlarm = (1<<31 - 1) * time.Millisecond

// setAlarm has JavaScript set its timer to the deadline, counted from at. A timer that is too
// early does no harm, so it is not set anew for each frame.
func (c *client) setAlarm(at, deadline time.Duration) {
	if c.alarm > at && c.alarm <= deadline {
		return
	}
	wait := min(max(deadline-at, 0), longestAlarm)
	c.alarm = at + wait
	c.host.TellNumbers(tellAlarm, c.number, int((wait+time.Millisecond-1)/time.Millisecond))
}
