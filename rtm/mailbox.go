package rtm

import "sync"

// A mailbox hands values from any goroutine to one worker, in order and
// without a limit. The worker's goroutine lives only while there is work, or
// while it is held: it is started by the first value and ends by calling rest. So
// an idle Client holds no goroutine, and needs no closing.
//
// This lock is the only one of the package: everything behind a mailbox
// belongs to its worker.
type mailbox[T any] struct {
	work func() // the worker; must not return before rest says so

	mu      sync.Mutex
	values  []T
	working bool
	holds   int           // how many want the worker to wait for more
	wake    chan struct{} // holds one token: "there is something new"
}

func newMailbox[T any](work func()) *mailbox[T] {
	return &mailbox[T]{work: work, wake: make(chan struct{}, 1)}
}

// put adds a value, from any goroutine.
func (m *mailbox[T]) put(v T) {
	m.mu.Lock()
	m.values = append(m.values, v)
	begin := !m.working
	m.working = true
	m.mu.Unlock()
	if begin {
		go m.work()
		return
	}
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// take gives the worker all that has come, possibly nothing.
func (m *mailbox[T]) take() []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	values := m.values
	m.values = nil
	return values
}

// hold keeps the worker from resting until it is let go: a goroutine that is made
// anew for each burst grows its stack anew, which in WebAssembly is most of the
// work of a message.
func (m *mailbox[T]) hold() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.holds++
}

// letGo undoes hold.
func (m *mailbox[T]) letGo() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.holds--
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// rest lets the worker end: if it reports true, the worker must return, and
// otherwise wait for wake.
func (m *mailbox[T]) rest() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.holds > 0 || len(m.values) > 0 {
		return false
	}
	m.working = false
	return true
}
