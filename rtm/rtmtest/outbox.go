package rtmtest

import (
	"sync"

	"rtmwasm/rtm/transport"
)

// A parcel is what goes out on a socket: a message, or the end.
type parcel struct {
	data   []byte
	binary bool
	end    *ending
}

// An ending says how the server closes a socket. With transport.CloseAbnormal it
// goes without a close frame.
type ending struct {
	code   int
	reason string
}

// An outbox holds in order what a socket has yet to deliver. The workspace never
// waits for a client: one for which too much is waiting is cut off.
type outbox struct {
	wake chan struct{} // holds a token when there may be something to take
	over chan struct{} // closed when too much has waited

	mu      sync.Mutex
	parcels []parcel
	waiting int  // bytes in them
	sealed  bool // nothing more is taken in
}

// maxOutbox is how many bytes may wait for a client.
const maxOutbox = 256 << 20

func newOutbox() *outbox {
	return &outbox{wake: make(chan struct{}, 1), over: make(chan struct{})}
}

// put adds p. What comes after the end, or after silence, is dropped: then it
// returns false.
func (o *outbox) put(p parcel) (taken bool) {
	o.mu.Lock()
	if taken = !o.sealed; taken {
		o.parcels = append(o.parcels, p)
		o.waiting += len(p.data)
		o.sealed = p.end != nil
	}
	if o.waiting > maxOutbox {
		o.parcels, o.waiting, o.sealed = []parcel{{end: &ending{code: transport.CloseAbnormal}}}, 0, true
		close(o.over)
	}
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
	return taken
}

// take removes the first parcel. If there is none, wait for wake and try
// again. One goroutine takes.
func (o *outbox) take() (p parcel, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.parcels) == 0 {
		return parcel{}, false
	}
	p = o.parcels[0]
	o.parcels[0] = parcel{}
	o.parcels = o.parcels[1:]
	o.waiting -= len(p.data)
	return p, true
}

// silence drops what waits and all that will come.
func (o *outbox) silence() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parcels, o.waiting, o.sealed = nil, 0, true
}
