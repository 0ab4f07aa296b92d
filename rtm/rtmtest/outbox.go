package rtmtest

import "sync"

// A parcel is what goes out on a socket: a message, or the end.
type parcel struct {
	data   []byte
	binary bool
	end    *ending
}

// An ending says how the server closes a socket. With rtm.CloseAbnormal it
// goes without a close frame.
type ending struct {
	code   int
	reason string
}

// An outbox holds in order what a socket has yet to deliver. It has no bound,
// so that the workspace never waits for a client.
type outbox struct {
	wake chan struct{} // holds a token when there may be something to take

	mu      sync.Mutex
	parcels []parcel
	sealed  bool // nothing more is taken in
}

func newOutbox() *outbox {
	return &outbox{wake: make(chan struct{}, 1)}
}

// put adds p. What comes after the end, or after silence, is dropped: then it
// returns false.
func (o *outbox) put(p parcel) (taken bool) {
	o.mu.Lock()
	if taken = !o.sealed; taken {
		o.parcels = append(o.parcels, p)
		o.sealed = p.end != nil
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
	return p, true
}

// silence drops what waits and all that will come.
func (o *outbox) silence() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.parcels, o.sealed = nil, true
}
