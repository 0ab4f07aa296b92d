package core

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// An app is what Slack knows of one in Socket Mode.
type app struct {
	numbered int // of envelopes
}

// An appEvent is one that Slack sends until it is acknowledged.
type appEvent struct {
	id, inner string
	attempt   int
}

// connectionTime is how long a socket of an app lives here: short, so that schedules see its
// end.
const connectionTime = 100 * time.Second

// comesAgain are the times after which Slack sends an event again, from the first failure on.
var comesAgain = []time.Duration{0, time.Minute, 5 * time.Minute}

// greetApp says hello to a socket of Socket Mode, and ends it in its time.
func (w *world) greetApp(p *peer) {
	w.after(connectionTime-10*time.Second, func() { w.bring(p, `{"type":"disconnect","reason":"warning"}`) })
	w.after(connectionTime, func() {
		w.bring(p, `{"type":"disconnect","reason":"refresh_requested"}`)
		if !p.dead {
			w.end(p, true)
		}
	})
	w.bring(p, fmt.Sprintf(`{"type":"hello","num_connections":%d,"debug_info":{"approximate_connection_time":%d}}`, w.openPeers(), int(connectionTime.Seconds())))
}

// openPeers counts the sockets that Slack has.
func (w *world) openPeers() int {
	n := 0
	for _, p := range w.peers {
		if !p.over {
			n++
		}
	}
	return n
}

// dispatch sends an event to one of the sockets, in turn, be it half-open.
func (w *world) dispatch(e *appEvent) {
	var open []*peer
	w.toAll(func(p *peer) {
		if p.greeted {
			open = append(open, p)
		}
	})
	if len(open) == 0 {
		w.again(e, 0)
		return
	}
	w.app.numbered++
	id := fmt.Sprint("envelope ", w.app.numbered)
	p := open[w.app.numbered%len(open)]
	w.after(3*time.Second, func() {
		if !w.acked[id] {
			w.rule(p.over || p.dead || w.slept || w.everSpoilt, "the envelope of %q was not acknowledged in time", e.id)
			w.again(e, 3*time.Second)
		}
	})
	w.bring(p, fmt.Sprintf(`{"envelope_id":%q,"type":"events_api","payload":{"event":%s,"event_id":%q},"retry_attempt":%d}`, id, e.inner, "Ev"+e.id, e.attempt))
}

// again sends an event again in its time, after this one has taken so long to fail.
func (w *world) again(e *appEvent, took time.Duration) {
	if e.attempt == len(comesAgain) {
		return
	}
	pause := comesAgain[e.attempt]
	if e.attempt > 0 {
		pause -= comesAgain[e.attempt-1] + took
	}
	e.attempt++
	w.after(pause, func() { w.dispatch(e) })
}

// mayComeAgain is how long it may take until all that Slack sends again has come, and a dead
// socket was replaced.
func (w *world) mayComeAgain() time.Duration {
	if !w.setting.SocketMode {
		return 0
	}
	return longestQuiet + comesAgain[len(comesAgain)-1] + time.Minute
}

// certain is the timestamp up to which all was heard that will be, when a session ends: what
// Slack would have sent again is missed, of an interruption and of one right before it.
func (w *world) certain() string {
	if !w.setting.SocketMode {
		return w.since
	}
	return min(w.since, formatTimestamp(w.real-2*comesAgain[len(comesAgain)-1]-time.Minute))
}

// takeItsTime acknowledges an envelope as a caller does: at once, late, or not at all.
func (w *world) takeItsTime(id string) {
	if id == "" {
		return
	}
	ack := func() {
		if w.state != Disconnected {
			w.step(Ack{Envelope: id})
		}
	}
	switch len(w.said) % 4 {
	case 0:
	case 1:
		w.after(time.Duration(len(w.said)%5)*time.Second, ack)
	default:
		w.after(0, ack)
	}
}

// takePost is the Web API, which is asked to post a message.
func (w *world) takePost(e Post) {
	text := ""
	for _, f := range e.Fields {
		if f.Name == "text" {
			text = f.Value
		}
	}
	answer := func(err error) {
		w.step(Posted{Post: e.Post, JSON: []byte(fmt.Sprintf(`{"ok":true,"channel":"C1","ts":%q,"message":{"text":%q}}`, w.timestamp(), text)), Err: err})
	}
	switch {
	case w.weather.nacks > 0 && w.weather.nackCode == slowDown:
		w.weather.nacks--
		if _, isOpen := w.open[Call(callIn(text))]; isOpen && strings.HasPrefix(text, "send ") {
			w.waiting[text] = callIn(text)
		}
		w.after(time.Millisecond, func() {
			answer(&Error{Code: CodeRateLimited, Status: 429, RetryAfter: 3 * time.Second, Message: "too often"})
		})
	case w.weather.nacks > 0:
		w.weather.nacks--
		w.after(time.Millisecond, func() { answer(&Error{Code: CodePlatform, Name: "channel_not_found", Message: "refused"}) })
	case w.weather.badWrites > 0:
		w.weather.badWrites--
		if w.weather.badWrites%2 == 0 {
			w.arrived[text]++
		}
		w.after(time.Millisecond, func() { answer(errors.New("the network failed")) })
	default:
		w.arrived[text]++
		w.clock++
		ack := func() { answer(nil) }
		if w.weather.holdAcks {
			w.stalled = append(w.stalled, ack)
			return
		}
		w.after(time.Millisecond+w.weather.ackDelay, ack)
	}
}

func (w *world) watchPost(e Post) {
	for _, f := range e.Fields {
		if f.Name == "text" && strings.HasPrefix(f.Value, "send ") {
			w.watchOrder(f.Value)
		}
	}
}
