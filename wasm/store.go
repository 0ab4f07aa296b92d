//go:build js && wasm

package main

import (
	"errors"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/store"
)

// pageStore is the Go side of a MemoryDataStore of the page's. A call to it is
// answered before it returns, since v3's getters are synchronous.
type pageStore struct {
	*store.Store
	// handler is the event whose handler JavaScript is to call. It has the
	// function, and calls it when Go is not on the stack.
	handler string
}

// openStore makes a store. Less than zero means no history, and zero the
// default, as in store.Options.
func (e *engine) openStore(ticket int, args jsbridge.Args) error {
	limit := args.At(1).Int()
	e.stores[args.At(0).Int()] = &pageStore{Store: store.New(store.Options{HistoryLimit: limit})}
	e.host.Settle(ticket, nil, nil)
	return nil
}

// forgetStore drops a store that the page has dropped.
func (e *engine) forgetStore(ticket int, args jsbridge.Args) error {
	delete(e.stores, args.At(0).Int())
	e.host.Settle(ticket, nil, nil)
	return nil
}

// callStore calls a method of a store by the name that v3 gives it.
func (e *engine) callStore(ticket int, args jsbridge.Args) error {
	s := e.stores[args.At(0).Int()]
	if s == nil {
		return errors.New("wasm: there is no such store")
	}
	value, err := s.call(args.At(1).String(), args[2:])
	if err == nil {
		e.host.Settle(ticket, value, nil)
	}
	return err
}

// call gives what JavaScript gets: nil, a number, a string, or JSON text.
func (s *pageStore) call(name string, args jsbridge.Args) (any, error) {
	first, second := args.At(0).String(), args.At(1).String()
	switch name {
	case "clear":
		s.Clear()
		return nil, nil
	case "cacheRtmStart":
		return nil, s.CacheRTMStart([]byte(first))
	case "handleRtmMessage":
		s.handler = ""
		err := s.HandleRTMMessage(first, second, args.At(2).String(), []byte(args.At(3).String()))
		return s.handler, err
	case "registerMessageHandler":
		s.register(first, args.At(1).Bool())
		return nil, nil
	case "getUnreadCount":
		return s.UnreadCount(), nil
	case "upsertChannelGroupOrDMById":
		return nil, s.UpsertChannelGroupOrDMByID(first, []byte(second))
	}
	if set := find(setters, name); set != nil {
		return nil, set(s.Store, []byte(first))
	}
	if remove := find(removers, name); remove != nil {
		remove(s.Store, first)
		return nil, nil
	}
	if get := find(getters, name); get != nil {
		return get(s.Store, first), nil
	}
	if change := find(changers, name); change != nil {
		return change(s.Store, first, second)
	}
	return nil, errors.New("wasm: a store has no method " + name)
}

// register has JavaScript handle an event, or the store itself.
func (s *pageStore) register(event string, on bool) {
	if !on {
		s.RegisterMessageHandler(event, nil)
		return
	}
	s.RegisterMessageHandler(event, func(_, _ string, _ *store.Store, _ []byte) error {
		s.handler = event
		return nil
	})
}
