package core

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// actions are what may happen in a schedule, by name: first the caller's, then Slack's,
// then the network's and the computer's. The number makes each several things.
var actions = map[string]func(w *world, n int){
	"start": func(w *world, n int) {
		start := Start{Call: w.newCall()}
		switch n {
		case 6:
			start.URL = "wss://slack.test/nowhere"
		case 7:
			start.URL = "http://not.a.socket" // is refused, unless there is a session
		}
		if n != 7 {
			w.wish = up
		}
		w.post(start)
	},
	"reconnect": func(w *world, n int) {
		w.wish = up
		w.post(Reconnect{Call: w.newCall(), Force: n%2 == 1})
	},
	"stop": func(w *world, n int) {
		w.wish = down
		w.post(Stop{Call: w.newCall()})
	},
	"send": func(w *world, n int) { w.send("send", Send{Type: "message", AwaitReply: true}) },
	"send many": func(w *world, n int) {
		for range n {
			w.send("send", Send{Type: "message", AwaitReply: true})
		}
	},
	"send and go on": func(w *world, n int) {
		w.send("unordered", Send{Type: "message", AwaitReply: n%2 == 0, Unqueued: n >= 4})
	},
	"type": func(w *world, n int) {
		w.post(Send{Call: w.newCall(), Type: "typing", Body: []byte(`{"channel":"C1"}`)})
	},
	"send nonsense": func(w *world, n int) {
		bodies := []string{`[]`, `{"text":`, `{"text":"` + strings.Repeat("x", 17_000) + `"}`, `null`}
		w.post(Send{Call: w.newCall(), Type: "message", Body: []byte(bodies[n%len(bodies)]), AwaitReply: true})
	},
	"subscribe": func(w *world, n int) {
		w.post(Send{Call: w.newCall(), Type: "presence_sub", Body: []byte(`{"ids":["anna"]}`)})
	},
	"cancel": func(w *world, n int) { w.cancel(max(w.call-Call(n), 1)) },
	"acknowledge": func(w *world, n int) {
		w.post(Ack{Call: w.newCall(), Envelope: fmt.Sprint("envelope ", w.app.numbered-n), Payload: [][]byte{nil, []byte(`{"text":"ok"}`)}[n%2]})
	},
	"put away": func(w *world, n int) { w.step(PutAway{}) },
	"back":     func(w *world, n int) { w.step(Back{}) },
	"alive":    func(w *world, n int) { w.step(Alive{}) },

	"say": func(w *world, n int) {
		for range n + 1 {
			w.say()
		}
	},
	"bring nonsense": func(w *world, n int) {
		w.toAll(func(p *peer) {
			p.greeted = p.greeted || n == 4
			w.bring(p, []string{
				``, `[]`, `{"type":5}`, `{"reply_to":987654,"ok":true}`, `{"type":"hello"}`, `{"type":"reconnect_url","url":"wss://slack.test/none"}`,
				`{"ok":true,"reply_to":{"toString":0}}`, `{"type":"pong","reply_to":-1}`,
			}[n])
			w.bring(p, []string{
				`{"envelope_id":"","type":"events_api"}`, `{"envelope_id":"e","payload":5}`, `{"envelope_id":[],"type":"events_api"}`, `{"type":"disconnect","reason":{}}`,
				`{"envelope_id":"e","type":"interactive","payload":{"event":{"ts":[]}}}`, `{"envelope_id":"e","type":"events_api","payload":{"event_id":{}}}`,
				`{"type":"disconnect","reason":"too_many_websockets"}`, `{"envelope_id":"e","type":"new","payload":{"event_id":"E"}}`,
			}[n])
		})
	},
	"bring an error": func(w *world, n int) {
		w.toAll(func(p *peer) { w.bring(p, `{"type":"error","error":{"code":1,"msg":"made up"}}`) })
	},
	"say goodbye": func(w *world, n int) {
		w.toAll(func(p *peer) {
			w.bring(p, `{"type":"goodbye"}`)
			w.bring(p, []string{`{"type":"disconnect","reason":"warning"}`, `{"type":"disconnect","reason":"refresh_requested"}`}[n%2])
		})
	},
	"migrate": func(w *world, n int) {
		w.toAll(func(p *peer) { w.bring(p, `{"type":"team_migration_started"}`) })
	},
	"close": func(w *world, n int) { w.toAll(func(p *peer) { w.end(p, n%2 == 0) }) },
	"release": func(w *world, n int) {
		w.weather.stallCall, w.weather.stallOpen, w.weather.noHello, w.weather.holdAcks = false, false, false, false
		w.releaseAll()
	},
	"fail calls":  func(w *world, n int) { w.weather.calls, w.weather.callFails = callFault(n%4), 1+n/4*5 },
	"fail opens":  func(w *world, n int) { w.weather.openFails = n },
	"stall calls": func(w *world, n int) { w.weather.stallCall = true },
	"stall opens": func(w *world, n int) { w.weather.stallOpen = true },
	"stall hello": func(w *world, n int) { w.weather.noHello = true },
	"hold acks":   func(w *world, n int) { w.weather.holdAcks = true },
	"delay acks":  func(w *world, n int) { w.weather.ackDelay = time.Duration(n) * time.Second },
	"lose pongs":  func(w *world, n int) { w.weather.noPongs = n%2 == 0 },
	"nack":        func(w *world, n int) { w.weather.nacks, w.weather.nackCode = 1+n/2, []int{slowDown, 4}[n%2] },

	"go half-open":  func(w *world, n int) { w.toAll(func(p *peer) { p.dead = true }) },
	"fail writes":   func(w *world, n int) { w.weather.badWrites, w.everSpoilt = n, true },
	"hang writes":   func(w *world, n int) { w.weather.hangs, w.everSpoilt = n%2 == 0, true },
	"stubborn ends": func(w *world, n int) { w.weather.stubborn = n%2 == 0 },
	"spoil fills":   func(w *world, n int) { w.weather.fill = n % 4 },

	// The computer sleeps: what has come in is read after the timer has fired late.
	"sleep": func(w *world, n int) {
		d := time.Duration(n*n) * 3 * time.Second
		w.at.Wall += d
		w.real += d
		if n%2 == 0 {
			w.at.Mono += d
		}
		// Else nothing can have come in, or what is late now may have been excused already.
		w.late = w.m.current != nil && (n%2 == 1 || !w.slept)
		w.slept = true
		w.step(Tick{})
		w.late = false
	},
	"set the clock": func(w *world, n int) {
		d := time.Duration(n-4) * 700 * time.Millisecond
		w.at.Wall += d
		w.step(Tick{})
	},
}

var actionNames = drawn()

// drawn gives the names to draw from: what makes schedules interesting is there more
// than once.
func drawn() []string {
	names := slices.Sorted(maps.Keys(actions))
	for range 6 {
		names = append(names, "start", "send", "say")
	}
	for range 2 {
		names = append(names, "say goodbye", "go half-open", "close", "stop", "cancel", "put away", "back", "sleep", "release")
	}
	return names
}

// send sends a message with a text of its own.
func (w *world) send(prefix string, s Send) {
	s.Call = w.newCall()
	s.ID = int(s.Call)
	w.sent[s.Call] = prefix
	s.Body = fmt.Appendf(nil, `{"channel":"C1","text":"%s %d"}`, prefix, s.ID)
	w.post(s)
}

// toAll does something with each open socket, the oldest first.
func (w *world) toAll(do func(*peer)) {
	for conn := Conn(1); int(conn) <= w.newestConn; conn++ {
		if p := w.peers[conn]; p != nil && !p.over {
			do(p)
		}
	}
}
