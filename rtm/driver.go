package rtm

import (
	"context"
	"encoding/json"
	"hash/maphash"
	"log/slog"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// A driver carries out what the machine wants. All of it belongs to the loop.
type driver struct {
	machine *core.Machine
	waits   map[core.Call]chan<- outcome
	cancels map[core.Conn]context.CancelFunc // of calls and openings under way
	sockets map[core.Conn]*socket            // that are open
	held    map[core.FrameID][]byte
	fill    context.CancelFunc // of the backfill under way, or nil
	compare bool               // each frame needs its sum
	post    context.CancelFunc // of the message that is being posted, or nil
	heard   []string           // the envelopes that were published in this step
	seed    maphash.Seed
}

func newDriver(machine *core.Machine) driver {
	return driver{
		machine: machine,
		waits:   map[core.Call]chan<- outcome{},
		cancels: map[core.Conn]context.CancelFunc{},
		sockets: map[core.Conn]*socket{},
		held:    map[core.FrameID][]byte{},
		seed:    maphash.MakeSeed(),
	}
}

// An input is one of the machine's, with what the machine does not read of it.
type input struct {
	core.Input
	call   core.Call           // if somebody waits for its outcome
	wait   chan<- outcome      // who; has room for the one value
	socket transport.Socket    // of an Opened
	text   []byte              // of a Received
	frames [][]byte            // of a Filled
	look   func(*core.Machine) // in place of an Input
}

// begin is the moment that readings of the monotonic clock count from.
var begin = time.Now()

// now reads both clocks.
func now() core.Time {
	t := time.Now()
	return core.Time{Mono: t.Sub(begin), Wall: time.Duration(t.UnixNano())}
}

// put gives the loop an input, and returns once the loop has taken it. It reports false
// if the client is closed.
func (c *Client) put(in input) bool {
	select {
	case c.inputs <- in:
		return true
	case <-c.closed:
		return false
	}
}

// loop is the goroutine that owns the machine, and its one timer.
func (c *Client) loop() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	closing := c.closing
	last := make(chan outcome, 1) // of the Stop that Close gives
	for {
		select {
		case in := <-c.inputs:
			c.step(in)
		case <-timer.C:
			c.takeWaiting() // what has come in is read before time judges it
			c.step(input{Input: core.Tick{}})
		case <-closing:
			closing = nil
			call := core.Call(c.calls.Add(1))
			c.step(input{Input: core.Stop{Call: call}, call: call, wait: last})
		case <-last:
			c.end()
			return
		}
		timer.Stop()
		if mono, ok := c.machine.Deadline(); ok {
			timer.Reset(mono - now().Mono)
		}
	}
}

// takeWaiting steps the inputs that wait.
func (c *Client) takeWaiting() {
	for {
		select {
		case in := <-c.inputs:
			c.step(in)
		default:
			return
		}
	}
}

// end lets go of everything. A socket may be open whose other side does not answer, and
// a Start that came after the Stop may have begun an attempt.
func (c *Client) end() {
	close(c.closed)
	c.endSubscriptions()
	for _, cancel := range c.cancels {
		cancel()
	}
	c.stopBackfill()
	if c.post != nil {
		c.post()
	}
	for _, wait := range c.waits {
		wait <- outcome{err: ErrDisconnected}
	}
}

// step steps the machine and carries out the effects.
func (c *Client) step(in input) {
	if in.look != nil {
		in.look(c.machine)
		return
	}
	if in.wait != nil {
		c.waits[in.call] = in.wait
	}
	switch received := in.Input.(type) {
	case core.Opened:
		c.noteOpened(received.Conn, in.socket)
	case core.Received:
		if c.compare {
			received.Sum = maphash.Bytes(c.seed, in.text)
			in.Input = received
		}
	case core.Closed:
		if s := c.sockets[received.Conn]; s != nil {
			s.close()
			delete(c.sockets, received.Conn)
		}
	}
	for _, e := range c.machine.Step(now(), in.Input) {
		c.carryOut(e, &in)
	}
	for len(c.heard) > 0 {
		envelope := c.heard[0]
		c.heard = c.heard[1:]
		c.step(input{Input: core.Ack{Envelope: envelope}})
	}
}

// carryOut does, or tells, one thing.
func (c *Client) carryOut(e core.Effect, in *input) {
	switch e := e.(type) {
	case core.Connect:
		c.connect(e)
	case core.Open:
		c.open(e)
	case core.Abandon:
		c.cancel(e.Conn)
	case core.Write:
		if s := c.sockets[e.Conn]; s != nil {
			s.writes <- e.Text
		}
	case core.Post:
		c.postMessage(e)
	case core.StopPost:
		c.post()
	case core.Close:
		if s := c.sockets[e.Conn]; s != nil {
			s.close()
		}
	case *core.Deliver:
		frame := c.frame(e, in)
		c.publish(frame)
		if e := frame.Envelope; e != nil && e.Type == eventsAPI {
			c.heard = append(c.heard, e.ID)
		}
	case core.Hold:
		c.held[e.Frame] = in.text
	case core.Discard:
		delete(c.held, e.Frame)
	case core.Compare:
		c.compare = e.On
	case core.Fill:
		c.backfill(e)
	case core.StopFill:
		c.stopBackfill()
	case core.Settle:
		c.settle(e, in)
	case core.StateChanged:
		c.publish(StateChanged{e.State, e.Previous, e.Cause, e.Session})
	case core.Gap:
		c.publish(Gap(e))
	case core.Log:
		c.log(levels[e.Level], e.Text)
	}
}

// log writes a line, in a goroutine of its own: a handler may end that, as t.FailNow does.
func (c *Client) log(level slog.Level, text string) {
	ctx := context.Background()
	if !c.config.Logger.Enabled(ctx, level) {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.config.Logger.Log(ctx, level, text)
	}()
	<-done
}

// levels are slog's.
var levels = map[core.Level]slog.Level{
	core.LevelDebug: slog.LevelDebug, core.LevelInfo: slog.LevelInfo, core.LevelWarn: slog.LevelWarn, core.LevelError: slog.LevelError,
}

// frame gives the frame that is to be delivered.
func (c *Client) frame(e *core.Deliver, in *input) Frame {
	text := in.text
	if received, ok := in.Input.(core.Received); !ok || e.Frame != (core.FrameID{Conn: received.Conn, Index: received.Index}) {
		if e.Frame.Conn == 0 {
			text = in.frames[e.Frame.Index]
		} else {
			text = c.held[e.Frame]
			delete(c.held, e.Frame)
		}
	}
	m := core.ReadMembers(text)
	if c.config.SocketMode && m.Values[core.EnvelopeID].Text != "" {
		return frameIn(text)
	}
	return Frame{Type: m.Values[core.Type].Text, Subtype: m.Values[core.Subtype].Text, JSON: text, Replayed: e.As == core.Replayed}
}

// settle tells a waiting call its outcome.
func (c *Client) settle(e core.Settle, in *input) {
	wait := c.waits[e.Call]
	if wait == nil {
		return
	}
	delete(c.waits, e.Call)
	o := outcome{session: e.Session}
	switch {
	case e.Err != nil:
		err := withPrefix(e.Err)
		if e.Reason.Conn != 0 {
			err.Data = in.text
		}
		o.err = err
	case e.Reply != nil:
		o.reply = Reply{ID: e.Reply.ID}
		switch {
		case e.Reply.JSON != nil:
			o.reply = readReply(e.Reply.ID, e.Reply.JSON)
		case e.Reply.Frame.Conn != 0:
			o.reply = readReply(e.Reply.ID, in.text)
		}
	}
	wait <- o
}

// readReply reads Slack's answer to a frame.
func readReply(id int, text []byte) Reply {
	var reply struct{ TS, Text any }
	_ = json.Unmarshal(text, &reply) // the machine has found it sound
	ts, _ := reply.TS.(string)
	say, _ := reply.Text.(string)
	return Reply{ID: id, TS: ts, Text: say, JSON: text}
}
