package core

import (
	"bytes"
	"strings"
	"time"

	"rtmwasm/rtm/internal/jsontext"
)

// A Response is what a call of Slack's Web API has brought.
type Response struct {
	Status     int    // the HTTP status
	RetryAfter string // the Retry-After header, as it came; empty without one
	Body       []byte
	TooLarge   bool // the answer has more than MaxAnswer bytes, and Body is not all of it

	// Age is how long ago it came: a number of seconds in RetryAfter counts from then.
	Age time.Duration

	// Err, where it is not nil, is how a caller that is more than HTTP tells a refusal
	// or a status. It is the cause of the error that ReadAnswer makes.
	Err error
}

// MaxAnswer is how many bytes of an answer are read. rtm.start once gave large
// workspaces more than 24 MB.
const MaxAnswer = 32 << 20

// ReadAnswer gives the body of an answer whose "ok" is true. It tells apart the ways in
// which it may be none. One of them may ask to wait, from now on.
func ReadAnswer(method string, r Response, now time.Time) ([]byte, *Error) {
	after, _ := r.Wait(now)
	tooLarge := r.TooLarge || len(r.Body) > MaxAnswer
	body := r.Body
	if tooLarge {
		body = nil
	}
	var ok, fault, needed, provided []byte
	err := jsontext.Members(body, func(key string, value []byte) {
		switch key {
		case "ok":
			ok = value
		case "error":
			fault = value
		case "needed":
			needed = value
		case "provided":
			provided = value
		}
	})
	switch {
	case r.Status == 429:
		e := &Error{Code: CodeRateLimited, Status: r.Status, RetryAfter: after, Name: "ratelimited", Err: r.Err,
			Message: concat(method, " is called too often")}
		if after > 0 {
			e.Message += concat(": Slack asks to wait ", after)
		}
		return nil, e
	case 300 <= r.Status && r.Status < 400:
		return nil, &Error{Code: CodeHTTP, Status: r.Status, RetryAfter: after, Err: r.Err,
			Message: concat(method, " was answered with HTTP status ", r.Status, ", a redirect, which is not followed so that the token reaches one address only: is the API URL right, and is nothing in between?")}
	case r.Status != 200:
		return nil, &Error{Code: CodeHTTP, Status: r.Status, RetryAfter: after, Err: r.Err,
			Message: concat(method, " was answered with HTTP status ", r.Status)}
	case tooLarge:
		return nil, newError(CodeRead, nil, "the answer to ", method, " has more than ", MaxAnswer>>20, " MiB, of which no more is read: ask for less at a time")
	case err != nil:
		return nil, newError(CodeRead, err, "the answer to ", method, " is not a JSON object: is the API URL right, and is nothing in between?")
	case string(ok) != "true":
		name := jsontext.String(fault)
		e := &Error{Code: CodePlatform, RetryAfter: after, Name: name, Data: body, Err: r.Err,
			Message: concat("Slack refused ", method, ": ", short(name))}
		if advice := adviceFor(method, name); advice != "" {
			e.Message += " (" + advice + ")"
		}
		if name == "missing_scope" {
			e.Message += concat(" (needed: ", jsontext.String(needed), "; provided: ", jsontext.String(provided), ")")
		}
		return nil, e
	}
	return body, nil
}

// adviceOn says what to do about errors whose names do not.
var adviceOn = map[string]string{
	"not_authed":    "no token was sent",
	"invalid_auth":  "the token is wrong or was revoked",
	"token_expired": "give a function as the token, which returns a fresh one",
}

// adviceFor gives it. Of a call for a session it knows which token that wants.
func adviceFor(method, name string) string {
	isOfToken := name == "not_allowed_token_type" || name == "missing_scope"
	switch {
	case isOfToken && method == OpenMethod:
		return "it wants the app-level token of an app with Socket Mode, xapp-..., with the scope connections:write"
	case isOfToken && (method == "rtm.connect" || method == "rtm.start"):
		return "RTM wants the token of a classic app with the bot or client scope: use one, or Socket Mode instead of RTM"
	}
	return adviceOn[name]
}

// WithIdentity gives an answer that has the address of a socket, with who the bot is, as an
// answer to rtm.connect has it. It is that of auth.test; nil if nobody knows.
func WithIdentity(answer, authTest []byte) []byte {
	var user, userID, team, teamID, self []byte
	_ = jsontext.Members(answer, func(key string, value []byte) { // both were read before
		if key == "self" {
			self = value
		}
	})
	_ = jsontext.Members(authTest, func(key string, value []byte) {
		switch key {
		case "user":
			user = value
		case "user_id":
			userID = value
		case "team":
			team = value
		case "team_id":
			teamID = value
		}
	})
	if self != nil || userID == nil || teamID == nil {
		return answer
	}
	out := append([]byte{}, answer[:bytes.LastIndexByte(answer, '}')]...)
	out = append(out, `,"self":`...)
	out = appendNamed(out, userID, user)
	out = append(out, `,"team":`...)
	return append(appendNamed(out, teamID, team), '}')
}

// appendNamed appends an object with an id and a name, which are JSON.
func appendNamed(out, id, name []byte) []byte {
	out = append(append(out, `{"id":`...), id...)
	if name != nil {
		out = append(append(out, `,"name":`...), name...)
	}
	return append(out, '}')
}

// ReadSession reads an answer whose "ok" is true.
func ReadSession(method string, answer []byte) (*Session, *Error) {
	session := &Session{JSON: answer}
	isWarned := false
	// The answer was read once, so it is sound.
	_ = jsontext.Members(answer, func(key string, value []byte) {
		switch key {
		case "url":
			session.URL = jsontext.String(value)
		case "self":
			session.UserID = idOf(value)
		case "team":
			session.TeamID = idOf(value)
		case "warning":
			isWarned = true
		}
	})
	// Slack was seen to give an app whose Socket Mode is off an address without a ticket, which
	// opens nothing.
	if isWarned && method == OpenMethod && !strings.Contains(session.URL, "ticket=") {
		return nil, switchedOff()
	}
	if session.URL == "" {
		return nil, newError(CodeRead, nil, "the answer to ", method, " has no URL of a socket")
	}
	return session, nil
}

// idOf gives the "id" of an object.
func idOf(value []byte) string {
	var id string
	if jsontext.IsObject(value) {
		_ = jsontext.Members(value, func(key string, value []byte) {
			if key == "id" {
				id = jsontext.String(value)
			}
		})
	}
	return id
}
