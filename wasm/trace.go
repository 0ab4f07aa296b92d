//go:build js && wasm

package main

import (
	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
)

// trace has JavaScript take the recording of a client's machines.
func (e *engine) trace(ticket int, args jsbridge.Args) error {
	c, err := e.client(args.At(0).Int())
	if err != nil {
		return err
	}
	c.traced = c.machine.recording()
	e.host.TellNumbers(tellTraced, ticket, jsbridge.Place(&c.traced))
	return nil
}

// recorders are those of clients that were forgotten, since they have no session: why that
// ended may be asked for. There are few, each in the place of its client's number.
type recorders [4]struct {
	client int
	*core.Recorder
}

func (r *recorders) put(client int, recorder *core.Recorder) {
	slot := &r[client%len(r)]
	slot.client, slot.Recorder = client, recorder
}

// take gives the recorder of a client; nil if there is none.
func (r *recorders) take(client int) *core.Recorder {
	slot := &r[client%len(r)]
	if slot.client != client {
		return nil
	}
	recorder := slot.Recorder
	slot.Recorder = nil
	return recorder
}
