//go:build js && wasm

package main

import (
	"sync"
	"time"

	"rtmwasm/rtm/core"
)

// A machine is the core's, with a lock: one goroutine steps it, and others look at it.
type machine struct {
	mu       sync.Mutex
	core     *core.Machine
	recorder *core.Recorder
}

// step gives the machine an input, and gives what follows and the next deadline, if there is
// one. Only the goroutine that steps may use the effects.
func (m *machine) step(at core.Time, in *input) (effects []core.Effect, deadline time.Duration, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if in.frame != nil {
		effects = m.core.Receive(at, in.frame)
	} else {
		effects = m.core.Step(at, in.Input)
	}
	deadline, ok = m.core.Deadline()
	return effects, deadline, ok
}

func (m *machine) recording() []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.recorder.Recording()
}

func (m *machine) stats() core.Stats {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.core.Stats()
}

func (m *machine) gapSince(newest string) core.Gap {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.core.GapSince(newest)
}

func (m *machine) token() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.core.Token()
}

// limited gives how long Slack has asked to wait yet.
func (m *machine) worthKeeping() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.core.WorthKeeping()
}

// limits gives how long Slack has asked each customer to wait yet.
func (m *machine) limits() map[string]time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.core.Limits(now())
}

// isDown reports whether there is no session, or none is wanted any more.
func (m *machine) isDown() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	state := m.core.State()
	return state == core.Disconnected || state == core.Disconnecting
}
