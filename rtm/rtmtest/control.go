//go:build !js

package rtmtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// A verb scripts a workspace with the fields of a form. What it returns is the
// answer's "result".
type verb func(s *Server, f fields) any

// verbs are what POST /control/{verb} can do; see the methods of Server. A
// field that is left out has the value given here.
var verbs = map[string]verb{
	"say": func(s *Server, f fields) any {
		return s.Say(f.text("user", Anna), f.text("channel", General), f.text("text", "hello"))
	},
	"reply": func(s *Server, f fields) any {
		return s.Reply(f.text("user", Anna), f.text("channel", General), f.text("thread_ts", ""), f.text("text", "hello"))
	},
	"join": func(s *Server, f fields) any { return s.Join(f.text("user", Anna), f.text("channel", General)) },
	"share": func(s *Server, f fields) any {
		return s.Share(f.text("user", Anna), f.text("channel", General), f.text("text", ""), f.text("name", "notes.pdf"), f.number("size", 1000))
	},
	"edit":   does(func(s *Server, f fields) { s.Edit(f.text("channel", General), f.text("ts", ""), f.text("text", "")) }),
	"delete": does(func(s *Server, f fields) { s.Delete(f.text("channel", General), f.text("ts", "")) }),
	"react": does(func(s *Server, f fields) {
		s.React(f.text("user", Anna), f.text("name", "wave"), f.text("channel", General), f.text("ts", ""))
	}),
	"typing":   does(func(s *Server, f fields) { s.Typing(f.text("user", Anna), f.text("channel", General)) }),
	"presence": does(func(s *Server, f fields) { s.SetPresence(f.text("user", Anna), f.text("presence", "away")) }),
	"send":     does(func(s *Server, f fields) { s.Send(f.text("frame", `{"type":"test"}`)) }),
	"repeat": does(func(s *Server, f fields) {
		s.Repeat(f.text("frame", `{"type":"test","n":"{n}"}`), f.number("count", 1000))
	}),
	"send-binary": does(func(s *Server, f fields) { s.SendBinary([]byte(f.text("data", ""))) }),
	"flood":       does(flood),

	"refuse": does(func(s *Server, f fields) {
		s.Refuse(f.text("method", "rtm.connect"), f.text("code", "fatal_error"), f.number("n", 1))
	}),
	"rate-limit": does(func(s *Server, f fields) {
		s.RateLimit(f.text("method", "rtm.connect"), f.seconds("after", 1), f.number("n", 1))
	}),
	"answer-status": does(func(s *Server, f fields) {
		s.AnswerStatus(f.text("method", "rtm.connect"), f.status("status", 500), strings.Repeat(f.text("body", ""), max(0, f.number("times", 1))), f.number("n", 1))
	}),
	"fail-calls":  does(func(s *Server, f fields) { s.FailCalls(f.text("method", "rtm.connect"), f.number("n", 1)) }),
	"accept-only": does(func(s *Server, f fields) { s.AcceptOnly(f.text("token", "")) }),
	"stall-calls": does(func(s *Server, f fields) { s.StallCalls(f.flag("on", true)) }),

	"stall-opens":  does(func(s *Server, f fields) { s.StallOpens(f.flag("on", true)) }),
	"refuse-opens": does(func(s *Server, f fields) { s.RefuseOpens(f.number("n", 1)) }),
	"stall-hello":  does(func(s *Server, f fields) { s.StallHello(f.flag("on", true)) }),
	"expire-url":   does(func(s *Server, f fields) { s.ExpireURL(f.number("n", 1)) }),

	"drop":          does(func(s *Server, f fields) { s.Drop() }),
	"half-open":     does(func(s *Server, f fields) { s.HalfOpen(f.flag("on", true)) }),
	"close":         does(func(s *Server, f fields) { s.CloseAll(f.number("code", 1000), f.text("reason", "")) }),
	"goodbye":       does(func(s *Server, f fields) { s.Goodbye() }),
	"reconnect-url": func(s *Server, f fields) any { return s.OfferReconnectURL() },
	"migrate-team":  does(func(s *Server, f fields) { s.MigrateTeam(f.number("n", 1)) }),

	"hold-acks":     does(func(s *Server, f fields) { s.HoldAcks(f.flag("on", true)) }),
	"delay-acks":    does(func(s *Server, f fields) { s.DelayAcks(f.seconds("delay", 1)) }),
	"lose-pongs":    does(func(s *Server, f fields) { s.LosePongs(f.flag("on", true)) }),
	"lose-last-ack": does(func(s *Server, f fields) { s.LoseLastAck(f.flag("on", true)) }),
	"nack": does(func(s *Server, f fields) {
		s.Nack(f.number("code", codeSlowDown), f.text("msg", "slow down, too many messages..."), f.number("n", 1))
	}),
	"record-sent": does(func(s *Server, f fields) { s.RecordSent(f.flag("on", true)) }),
	"take-log":    func(s *Server, f fields) any { return s.tell(s.TakeLog()) },

	"connection-time": does(func(s *Server, f fields) { s.SetConnectionTime(f.seconds("time", 3600)) }),
	"warn":            does(func(s *Server, f fields) { s.Warn() }),
	"refresh":         does(func(s *Server, f fields) { s.Refresh() }),
	"switch-off":      does(func(s *Server, f fields) { s.SwitchOff(f.flag("off", true)) }),
	"hasten-retries":  does(func(s *Server, f fields) { s.HastenRetries(f.decimal("times", 100)) }),
	"press": does(func(s *Server, f fields) {
		s.Press(f.text("user", Anna), f.text("channel", General), f.text("action", "approve"), f.text("value", "yes"))
	}),
	"command": does(func(s *Server, f fields) {
		s.Command(f.text("user", Anna), f.text("channel", General), f.text("command", "/fake"), f.text("text", ""))
	}),
	"limit-events": does(func(s *Server, f fields) { s.LimitEvents() }),
	"acks":         func(s *Server, f fields) any { return s.tellAcks() },

	"enforce-rate": does(func(s *Server, f fields) { s.EnforceRate(f.decimal("per_second", 1), f.number("burst", 5)) }),
}

// does makes a verb of what has no result.
func does(run func(s *Server, f fields)) verb {
	return func(s *Server, f fields) any { run(s, f); return nil }
}

// flood ends, if code is given, with a close right behind the last message.
func flood(s *Server, f fields) {
	code := f.number("code", 0)
	s.Flood(f.number("count", 1000), f.number("size", 200))
	if code != 0 {
		s.CloseAll(code, f.text("reason", ""))
	}
}

// Control lets HTTP requests script a workspace: POST /control/{verb} with the
// fields of a form, and GET /control/log for what the workspace saw. The verbs
// are named after the methods of Server, such as half-open; n, on, code and so
// on are fields, durations are in seconds.
//
// It has no password and is made for tests and demos on the loopback
// interface: do not serve it to a network. It refuses pages of other origins,
// which a browser would otherwise let send such a request.
func Control(s *Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		run, known := verbs[name]
		switch {
		case foreign(r):
			http.Error(w, "only a page of this host may script the workspace", http.StatusForbidden)
		case name == "log" && r.Method == http.MethodGet:
			writeJSON(w, s.log())
		case !known:
			http.Error(w, "no such verb: "+name, http.StatusNotFound)
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST a verb", http.StatusMethodNotAllowed)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			r.ParseMultipartForm(maxBody) // reads a form of either kind
			defer answerBadField(w)
			writeJSON(w, object{"ok": true, "result": run(s, fields{r.PostForm})})
		}
	})
}

// answerBadField is deferred around a verb.
func answerBadField(w http.ResponseWriter) {
	switch bad := recover().(type) {
	case nil:
	case badField:
		http.Error(w, bad.Error(), http.StatusBadRequest)
	default:
		panic(bad)
	}
}

// foreign says whether a page of another origin sent r. Programs that are not
// browsers send neither header.
func foreign(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || u.Host != r.Host
}

// log is what GET /control/log answers.
func (s *Server) log() object {
	return s.tell(s.Calls(), s.Received(), s.Sent())
}

// tell says what was seen. Times are in milliseconds, with a fraction.
func (s *Server) tell(calls []Call, received []Received, sent []Sent) object {
	milliseconds := func(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
	l, m, n := []object{}, []object{}, []object{}
	for _, c := range calls {
		l = append(l, object{"method": c.Method, "form": c.Form, "at": milliseconds(c.At)})
	}
	for _, r := range received {
		m = append(m, object{"socket": r.Socket, "type": r.Type, "id": r.ID, "json": r.JSON, "at": milliseconds(r.At)})
	}
	for _, w := range sent {
		n = append(n, object{"socket": w.Socket, "token": w.Token, "json": w.JSON, "at": milliseconds(w.At)})
	}
	return object{"calls": l, "received": m, "sent": n, "sockets": s.Sockets(), "opened": s.Opened()}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	json.NewEncoder(w).Encode(v)
}

// tellAcks says which envelopes were acknowledged, and how many are not.
func (s *Server) tellAcks() object {
	acks := []object{}
	for _, a := range s.Acks() {
		acks = append(acks, object{"socket": a.Socket, "type": a.Type, "event_id": a.EventID, "attempt": a.Attempt, "payload": json.RawMessage(cmp.Or(a.Payload, "null")), "took": a.Took.Seconds() * 1000})
	}
	return object{"acks": acks, "waiting": s.Unacknowledged(), "deafest": s.Deafest().Seconds() * 1000}
}
