//go:build !js

package rtmtest

import (
	"cmp"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"path"
	"time"
)

// Control lets HTTP requests script a workspace: POST /control/{verb} with the
// fields of a form, and GET /control/log for what the workspace saw. GET /control/
// lists the verbs, with their fields and what these are if left out. The verbs are
// named after the methods of Server, such as half-open; durations are in seconds. A
// field that the verb does not take is refused, and a channel that is not there.
//
// It has no password and is made for tests and demos on the loopback
// interface: do not serve it to a network. It refuses pages of other origins,
// which a browser would otherwise let send such a request.
func Control(s *Server) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		verb, known := verbs[name]
		switch {
		case foreign(r):
			http.Error(w, "only a page of this host may script the workspace", http.StatusForbidden)
		case name == "control" && r.Method == http.MethodGet:
			writeJSON(w, listVerbs())
		case name == "log" && r.Method == http.MethodGet:
			writeJSON(w, s.log())
		case !known:
			http.Error(w, "no such verb: "+name+" (GET /control/ lists them)", http.StatusNotFound)
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST a verb", http.StatusMethodNotAllowed)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, maxBody)
			r.ParseMultipartForm(maxBody) // reads a form of either kind
			defer answerBadField(w)
			f, err := verb.fields.fill(s, r.PostForm)
			if err != nil {
				panic(badField{err})
			}
			writeJSON(w, object{"ok": true, "result": verb.run(s, f)})
		}
	})
}

// listVerbs is what GET /control/ answers: each verb, with its fields and their
// defaults.
func listVerbs() map[string]defaults {
	list := make(map[string]defaults)
	for name, verb := range verbs {
		list[name] = defaults{}
		maps.Copy(list[name], verb.fields)
	}
	return list
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

// tellAcks says which envelopes were acknowledged, and what is not.
func (s *Server) tellAcks() object {
	acks := []object{}
	for _, a := range s.Acks() {
		acks = append(acks, object{"socket": a.Socket, "type": a.Type, "event_id": a.EventID, "attempt": a.Attempt, "payload": json.RawMessage(cmp.Or(a.Payload, "null")), "took": a.Took.Seconds() * 1000})
	}
	return object{"acks": acks, "waiting": s.Unacknowledged(), "undelivered": s.Undelivered(), "deafest": s.Deafest().Seconds() * 1000}
}
