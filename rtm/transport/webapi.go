package transport

import (
	"cmp"
	"context"
	"maps"
	"time"

	"rtmwasm/rtm/core"
)

// A WebAPI is Slack's Web API at an address.
type WebAPI struct {
	URL         string // ends in a slash
	Token       string
	TokenSource func(context.Context) (string, error) // is asked if Token is empty, unless nil
	Call        Caller
	Log         func(warning string)
}

// Invoke calls a method and gives its answer, whose "ok" is true. A "token" among
// the fields, or else token, takes the place of the WebAPI's own. Errors are of type
// *core.Error.
func (w *WebAPI) Invoke(ctx context.Context, method, token string, fields map[string]string) ([]byte, error) {
	token = cmp.Or(fields["token"], token, w.Token)
	if token == "" && w.TokenSource != nil {
		var err error
		if token, err = w.TokenSource(ctx); err != nil {
			return nil, core.Coded(core.CodeRequest, err)
		}
	}
	form := map[string]string{}
	maps.Copy(form, fields)
	form["token"] = token
	response, err := w.Call(ctx, Request{w.URL + method, form})
	if err != nil {
		return nil, &core.Error{Code: core.CodeRequest, Err: err, Message: method + " could not be called: " + err.Error()}
	}
	now := time.Now()
	if _, ok := response.Wait(now); !ok {
		w.Log("the Retry-After of the answer to " + method + " is ignored: it is neither a number of seconds nor a date")
	}
	answer, failed := core.ReadAnswer(method, response, now)
	if failed != nil {
		return nil, failed
	}
	return answer, nil
}

// Session asks for a session.
func (w *WebAPI) Session(ctx context.Context, method, token string, fields map[string]string) (*core.Session, error) {
	answer, err := w.Invoke(ctx, method, token, fields)
	if err != nil {
		return nil, err
	}
	session, failed := core.ReadSession(method, answer)
	if failed != nil {
		return nil, failed
	}
	return session, nil
}
