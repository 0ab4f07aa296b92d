package rtm

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"rtmwasm/rtm/internal/jsontext"
)

// opening is what it takes to ask for a session.
type opening struct {
	client *Client
	token  string // instead of the configuration's, if not empty
	fields map[string]string
}

// call asks for a session. It runs in a goroutine of its own.
func (o opening) call(ctx context.Context) (Session, error) {
	config := &o.client.config
	if config.Connect != nil {
		session, err := config.Connect(ctx)
		if err == nil && session.URL == "" {
			err = failf(CodeRead, nil, "Config.Connect gave no URL of a socket")
		}
		return session, coded(CodeRequest, err)
	}
	answer, err := o.client.invoke(ctx, config.Method, o.token, o.fields)
	if err != nil {
		return Session{}, err
	}
	return sessionOf(config.Method, answer)
}

// ReadSession reads what Slack has answered to rtm.connect, for a Config.Connect
// that has it from elsewhere. A refusal is an error with CodePlatform, which ends
// the session if it is final, as if Slack had been asked by the client.
func ReadSession(answer []byte) (Session, error) {
	answer, err := readResponse("rtm.connect", Response{Status: 200, Body: answer}, 0)
	if err != nil {
		return Session{}, err
	}
	return sessionOf("rtm.connect", answer)
}

// sessionOf reads an answer whose "ok" is true.
func sessionOf(method string, answer []byte) (Session, error) {
	session := Session{JSON: answer}
	// The answer was read once, so it is sound.
	_ = jsontext.Members(answer, func(key string, value []byte) {
		switch key {
		case "url":
			session.URL = jsontext.String(value)
		case "self":
			session.UserID = idOf(value)
		case "team":
			session.TeamID = idOf(value)
		}
	})
	if session.URL == "" {
		return Session{}, failf(CodeRead, nil, "the answer to ", method, " has no URL of a socket")
	}
	return session, nil
}

// invoke calls a method of the Web API and gives its answer, whose "ok" is true.
// It runs in a goroutine of its own.
func (c *Client) invoke(ctx context.Context, method, token string, fields map[string]string) ([]byte, error) {
	config, form := &c.config, map[string]string{}
	maps.Copy(form, fields)
	token = cmp.Or(fields["token"], token, config.Token)
	if token == "" && config.TokenSource != nil {
		var err error
		if token, err = config.TokenSource(ctx); err != nil {
			return nil, coded(CodeRequest, err)
		}
	}
	form["token"] = token
	response, err := config.Call(ctx, Request{config.APIURL + method, form})
	if err != nil {
		return nil, failf(CodeRequest, err, method, " could not be called: ", err)
	}
	after, ok := response.Wait(time.Now())
	if !ok {
		c.logLater(LevelWarn, "the Retry-After of the answer to ", method, " is ignored: it is neither a number of seconds nor a date")
	}
	return readResponse(method, response, after)
}

// coded gives err a code if it has none; nil stays nil.
func coded(code Code, err error) error {
	if err == nil || CodeOf(err) != "" {
		return err
	}
	return failf(code, err, err)
}

// readResponse tells an answer from the ways in which it may be none, one of
// which may ask to wait for so long.
func readResponse(method string, r Response, after time.Duration) ([]byte, error) {
	tooLarge := r.TooLarge || len(r.Body) > MaxAnswer
	if tooLarge {
		r.Body = nil
	}
	var ok, fault, needed, provided []byte
	err := jsontext.Members(r.Body, func(key string, value []byte) {
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
		return nil, failf(CodeRead, nil, "the answer to ", method, " has more than ", MaxAnswer>>20, " MiB, of which no more is read: ask for less at a time")
	case err != nil:
		return nil, failf(CodeRead, err, "the answer to ", method, " is not a JSON object: is the API URL right, and is nothing in between?")
	case string(ok) != "true":
		name := jsontext.String(fault)
		e := &Error{Code: CodePlatform, RetryAfter: after, Name: name, Data: r.Body, Err: r.Err,
			Message: concat("Slack refused ", method, ": ", short(name))}
		if advice := adviceOn[name]; advice != "" {
			e.Message += " (" + advice + ")"
		}
		if name == "missing_scope" {
			e.Message += concat(" (needed: ", short(jsontext.String(needed)), "; provided: ", short(jsontext.String(provided)), ")")
		}
		return nil, e
	}
	return r.Body, nil
}

// adviceOn says what to do about errors whose names do not.
var adviceOn = map[string]string{
	"not_allowed_token_type": "RTM wants the token of a classic app: use one, or Socket Mode instead of RTM",
	"missing_scope":          "RTM wants the token of a classic app with the bot or client scope",
	"not_authed":             "no token was sent",
	"invalid_auth":           "the token is wrong or was revoked",
	"token_expired":          "give a function as the token, which returns a fresh one",
}

// finalErrors are the answers after which another attempt is no use. The first
// five are those of v3 and v4 (UNRECOVERABLE_RTM_START_ERRORS); the others are
// final by their documentation (api.slack.com/methods/rtm.connect, errors).
// What is in no list is retried.
var finalErrors = map[string]bool{
	"not_authed":                true,
	"invalid_auth":              true,
	"account_inactive":          true,
	"user_removed_from_team":    true,
	"team_disabled":             true,
	"token_revoked":             true,
	"token_expired":             true,
	"missing_scope":             true,
	"not_allowed_token_type":    true,
	"no_permission":             true,
	"access_denied":             true,
	"accesslimited":             true,
	"is_bot":                    true,
	"enterprise_is_restricted":  true,
	"ekm_access_denied":         true,
	"two_factor_setup_required": true,
	"method_deprecated":         true,
	"deprecated_endpoint":       true,
	"unknown_method":            true,
}

// isFinal reports whether another attempt is no use. Where there has been a session
// there may be one again: an address at which nothing is any more is being moved or
// restarted.
func (c *Client) isFinal(err error) bool {
	if e := (*Error)(nil); c.answered && errors.As(err, &e) && e.Code == CodeHTTP {
		return false
	}
	return isFinal(err)
}

// isFinal reports whether another attempt is no use, for a client that has never had
// a session.
func isFinal(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case CodeInvalidArgument:
		return true
	case CodePlatform:
		return finalErrors[e.Name] || strings.HasPrefix(e.Name, "invalid_")
	case CodeHTTP:
		return e.Status == 404 || e.Status == 410 // there is nothing at this address
	}
	return false
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
