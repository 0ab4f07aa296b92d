//go:build js && wasm

package main

import (
	"cmp"
	"errors"
	"runtime"
	"sync"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/members"
)

// engine is the Go side of all the clients and data stores of a page, each of
// which has a number that JavaScript gives.
type engine struct {
	host    *jsbridge.Host
	mu      sync.Mutex // guards clients, which a timer drops, too
	clients map[int]*client
	seats   map[int]*client // of the members that share a client, by their numbers
	refused map[int]error   // why there is no client of this number
	stores  map[int]*pageStore

	recorders recorders // of clients that were forgotten
}

// newEngine makes an engine without a host, which comes to be by serving.
func newEngine() *engine {
	return &engine{clients: map[int]*client{}, seats: map[int]*client{}, refused: map[int]error{}, stores: map[int]*pageStore{}}
}

// serve serves the page.
func (e *engine) serve() error {
	begin = time.Now()
	host, err := jsbridge.Serve("bridge", jsbridge.Service{Table: e.table(), Words: words, Enter: e.enter, Facts: facts(), Describe: describe})
	e.host = host
	return err
}

// table is what JavaScript can call. After the ticket and the name, the first
// argument is always the number of a client, or of a store.
func (e *engine) table() jsbridge.Table {
	return jsbridge.Table{
		"open":      e.open,               // options, number of a client of the same workspace that it follows
		"suits":     e.suits,              // options; answered before the call returns
		"forget":    e.forget,             //
		"start":     e.start,              // token, [[field, value]], URL of a socket or "", and of an earlier session: newest, body of presence_sub, why it ended; epoch, whose it was, and the state that the member takes it to be in
		"reconnect": e.command(reconnect), // force, epoch
		"stop":      e.stop,               // epoch
		"withdraw":  e.withdraw,           // ticket
		"sleep":     e.command(putAway),   //
		"wake":      e.command(back),      //
		"hear":      e.command(alive),     //
		"ack":       e.command(ackOf),     // envelope_id, payload as JSON or null
		"parted":    e.parted,             // socket
		"report":    e.report,             // settled before the call returns
		"trace":     e.trace,              //
		"join":      e.join,               // number of the client
		"leave":     e.leave,              //
		"behind":    e.behind,             //
		"caughtUp":  e.caughtUp,           //
		"call":      e.callMethod,         // method, [[field, value]]
		"load":      e.load,               // number of a store

		"openStore":   e.openStore,   // how many messages of each conversation to keep
		"forgetStore": e.forgetStore, //
		"store":       e.callStore,   // name of a method, arguments; answered before the call returns
	}
}

// open makes a client, or takes up one that was forgotten and is not gone yet.
func (e *engine) open(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	c := e.takeUp(number)
	if c == nil {
		e.mu.Lock()
		recorder := e.recorders.take(number)
		e.mu.Unlock()
		var err error
		c, err = newClient(number, e.host, args.At(1), recorder)
		if err != nil {
			e.refused[number] = err // nobody waits for the outcome: the calls tell of it
			return err
		}
		if earlier, err := e.client(args.At(2).Int()); err == nil {
			c.heed(earlier)
		}
		e.mu.Lock()
		e.clients[number] = c
		e.mu.Unlock()
	}
	e.host.TellNumbers(tellKept, number, jsbridge.Place(c.machine.recorder.Kept()))
	e.host.Settle(ticket, nil, nil)
	return nil
}

// suits reports whether a client is as options want it.
func (e *engine) suits(ticket int, args jsbridge.Args) error {
	c, err := e.client(args.At(0).Int())
	e.host.Settle(ticket, err == nil && c.options.same(readOptions(args.At(1))), nil)
	return nil
}

// takeUp keeps a client that was forgotten; nil if there is none.
func (e *engine) takeUp(number int) *client {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.clients[number]
	if c == nil || c.forgotten == nil {
		return nil
	}
	c.forgotten.Stop()
	c.forgotten = nil
	return c
}

// forget drops a client that has no session: at once, or, since its next start is to know
// it, when the time is over that Slack has asked it to wait, or sends again what it has had.
func (e *engine) forget(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	delete(e.refused, number)
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.clients[number]; c != nil {
		if wait := c.machine.worthKeeping(); wait > 0 {
			c.forgotten = time.AfterFunc(wait, func() { e.drop(number) })
			c.alarm = 0 // JavaScript has forgotten it
		} else {
			e.remove(c)
		}
	}
	e.host.Settle(ticket, nil, nil)
	return nil
}

// drop drops a client whose time is over, unless it was taken up.
func (e *engine) drop(number int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.clients[number]; c != nil && c.forgotten != nil {
		e.remove(c)
	}
}

// remove removes a client, with the lock held. What it has done may still be asked for.
func (e *engine) remove(c *client) {
	delete(e.clients, c.number)
	e.recorders.put(c.number, c.machine.recorder)
}

var errNoClient = errors.New("wasm: there is no such client")

// client gives the client of a number, which may be a member's, or why there is none.
func (e *engine) client(number int) (*client, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := cmp.Or(e.clients[number], e.seats[number]); c != nil {
		return c, nil
	}
	return nil, cmp.Or(e.refused[number], errNoClient)
}

// command gives a client's machine the input that its argument makes of a call. The
// ticket is settled by an effect.
func (e *engine) command(of func(core.Call, jsbridge.Args) core.Input) func(int, jsbridge.Args) error {
	return func(ticket int, args jsbridge.Args) error {
		number := args.At(0).Int()
		c, err := e.client(number)
		if err != nil {
			return err
		}
		c.put(c.inputOf(number, of(core.Call(ticket), args[1:]), args[1:]))
		return nil
	}
}

// start ends the loads that go with another token.
func (e *engine) start(ticket int, args jsbridge.Args) error {
	if c, err := e.client(args.At(0).Int()); err == nil && c.machine.isDown() {
		token := args.At(1).String()
		if token != c.startToken {
			c.calls.endLoads("start was called with another token")
		}
		c.startToken = token
	}
	return e.command(startOf)(ticket, args)
}

// stop ends the loads, too, which need no session.
func (e *engine) stop(ticket int, args jsbridge.Args) error {
	if c, err := e.client(args.At(0).Int()); err == nil {
		c.calls.endLoads("disconnect was called")
	}
	return e.command(stopOf)(ticket, args)
}

func startOf(call core.Call, args jsbridge.Args) core.Input {
	s := core.Start{Call: call, Token: args.At(0).String(), Fields: fieldsOf(args.At(1)), URL: args.At(2).String()}
	if newest := args.At(3); !newest.Missing() {
		s.Earlier = &core.Earlier{Newest: newest.String(), Cause: args.At(5).String()}
		if presence := args.At(4); !presence.Missing() {
			s.Earlier.Presence = []byte(presence.String())
		}
	}
	return s
}

func reconnect(call core.Call, args jsbridge.Args) core.Input {
	return core.Reconnect{Call: call, Force: args.At(0).Bool()}
}

func stopOf(call core.Call, _ jsbridge.Args) core.Input { return core.Stop{Call: call} }

func putAway(core.Call, jsbridge.Args) core.Input { return core.PutAway{} }

func back(core.Call, jsbridge.Args) core.Input { return core.Back{} }

func alive(core.Call, jsbridge.Args) core.Input { return core.Alive{} }

func ackOf(call core.Call, args jsbridge.Args) core.Input {
	ack := core.Ack{Call: call, Envelope: args.At(0).String()}
	if payload := args.At(1); !payload.Missing() {
		ack.Payload = []byte(payload.String())
	}
	return ack
}

// parted says that a socket, which was given up, has completed its closing handshake: it was
// alive.
func (e *engine) parted(ticket int, args jsbridge.Args) error {
	c, err := e.client(args.At(0).Int())
	if err != nil {
		return err
	}
	c.put(input{Input: core.Closed{Conn: core.Conn(args.At(1).Int()), Clean: true}, isProof: true})
	return nil
}

// fieldsOf reads an array of [name, value] pairs of strings.
func fieldsOf(pairs jsbridge.Value) []core.Field {
	var fields []core.Field
	for i := range pairs.Len() {
		pair := pairs.Index(i)
		fields = append(fields, core.Field{Name: pair.Index(0).String(), Value: pair.Index(1).String()})
	}
	return fields
}

// report gives the figures of a client.
func (e *engine) report(ticket int, args jsbridge.Args) error {
	number := args.At(0).Int()
	c, err := e.client(number)
	if err != nil {
		return err
	}
	s := c.machine.stats()
	if number != c.number {
		s.Newest = c.shared.Newest(members.Member(number), s.Newest)
	}
	figures := map[string]any{"queued": s.Queued, "pending": s.Pending, "sockets": s.Sockets, "goroutines": runtime.NumGoroutine(), "newest": s.Newest}
	if s.NextAttempt != 0 {
		figures["nextAttempt"] = float64(s.NextAttempt.Milliseconds())
	}
	if s.Connections > 0 {
		figures["connections"], figures["connectionTime"] = s.Connections, int(s.Lasts.Milliseconds())
	}
	e.host.Settle(ticket, figures, nil)
	return nil
}
