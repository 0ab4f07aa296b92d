//go:build js && wasm

package main

import (
	"math/rand/v2"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
	"rtmwasm/rtm/members"
)

// join has a client be shared by another member, whose calls bear the member's number.
func (e *engine) join(ticket int, args jsbridge.Args) error {
	member := args.At(0).Int()
	c, err := e.client(args.At(1).Int())
	if err != nil {
		e.refused[member] = err // as open does
		return err
	}
	if c.shared == nil {
		c.shared = members.New(rand.Uint64())
	}
	e.mu.Lock()
	e.seats[member] = c
	e.mu.Unlock()
	c.put(input{member: members.Join{Member: members.Member(member)}})
	e.host.TellNumbers(tellKept, member, jsbridge.Place(c.machine.recorder.Kept()))
	e.host.Settle(ticket, nil, nil)
	return nil
}

// leave lets a member go.
func (e *engine) leave(ticket int, args jsbridge.Args) error {
	member := args.At(0).Int()
	c, err := e.client(member)
	delete(e.refused, member)
	if err == nil {
		c.put(input{member: members.Leave{Member: members.Member(member)}})
	}
	e.mu.Lock()
	delete(e.seats, member)
	e.mu.Unlock()
	e.host.Settle(ticket, nil, nil)
	return nil
}

// inputOf gives an input that a call of JavaScript makes as the client takes it: a member's
// goes by way of those who share the session. What else the call has is behind its own
// arguments.
func (c *client) inputOf(number int, in core.Input, rest jsbridge.Args) input {
	m := members.Member(number)
	if number == c.number {
		return input{Input: in}
	}
	switch in := in.(type) {
	case core.Start:
		return input{member: members.Start{Member: m, Start: in, Epoch: rest.At(6).Int(), User: rest.At(7).String(), State: core.State(rest.At(8).String())}}
	case core.Reconnect:
		return input{member: members.Reconnect{Member: m, Reconnect: in, Epoch: rest.At(1).Int()}}
	case core.Stop:
		return input{member: members.Stop{Member: m, Call: in.Call, Epoch: rest.At(0).Int()}}
	case core.Send:
		return input{member: members.Send{Member: m, Send: in}}
	case core.Cancel:
		return input{member: members.Cancel{Member: m, Call: in.Call}}
	}
	return input{Input: in}
}

// behind says that a page does not keep up. Of a session that nobody else has the socket is
// given up, so that no more comes in.
func (e *engine) behind(ticket int, args jsbridge.Args) error {
	return e.pace(ticket, args, core.PutAway{Reason: "the page did not keep up"}, func(c *client, m members.Member) members.Input {
		return members.Behind{Member: m, Newest: c.shared.Newest(m, c.machine.stats().Newest)}
	})
}

// caughtUp ends that.
func (e *engine) caughtUp(ticket int, args jsbridge.Args) error {
	return e.pace(ticket, args, core.Back{}, func(_ *client, m members.Member) members.Input {
		return members.CaughtUp{Member: m}
	})
}

func (e *engine) pace(ticket int, args jsbridge.Args, own core.Input, shared func(*client, members.Member) members.Input) error {
	number := args.At(0).Int()
	c, err := e.client(number)
	if err != nil {
		return err
	}
	if number == c.number {
		c.put(input{Input: own})
	} else {
		c.put(input{member: shared(c, members.Member(number))})
	}
	e.host.Settle(ticket, nil, nil)
	return nil
}

// stepMembers takes what a member wants, or what becomes of it.
func (c *client) stepMembers(in *input) {
	for _, e := range c.shared.Step(in.member) {
		if do, ok := e.(members.Do); ok {
			c.stepMachine(&input{Input: do.Input})
		} else {
			c.tellMember(e, in)
		}
	}
}

// tellMembers carries out an effect of the machine's. If the session is shared, who hears of
// it is not the machine's affair. It gives what the members want of the machine then.
func (c *client) tellMembers(e core.Effect, in *input) (wanted []core.Input) {
	if c.shared == nil {
		c.carryOut(e, in)
		return nil
	}
	switch e.(type) {
	case core.StateChanged, core.Gap, core.Fill, core.Settle:
	default:
		c.carryOut(e, in) // who hears the session hears of it
		return nil
	}
	for _, e := range c.shared.Step(members.Told{Effect: e}) {
		if do, ok := e.(members.Do); ok {
			wanted = append(wanted, do.Input)
		} else {
			c.tellMember(e, in)
		}
	}
	return wanted
}

// tellMember carries out what members decide, but for what the machine is to do.
func (c *client) tellMember(e members.Effect, in *input) {
	switch e := e.(type) {
	case members.Hears:
		on := 0
		if e.On {
			on = 1
		}
		c.host.TellNumbers(tellHears, c.number, int(e.Member), e.Epoch, on)
	case members.TellAll:
		c.carryOut(e.Effect, in)
	case members.TellMissed:
		c.tellGap(int(e.Member), c.machine.gapSince(e.From))
	case members.Tell:
		switch told := e.Effect.(type) {
		case core.StateChanged:
			c.enter(int(e.Member), told)
		case core.Gap:
			c.tellGap(int(e.Member), told)
		}
	}
}
