package rtmtest

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"rtmwasm/rtm/transport"
)

// A callFault answers some calls in place of the workspace.
type callFault struct {
	method string // empty for every method
	left   quota
	answer func() (transport.Response, error)
}

// misbehave scripts a fault for the next n calls of method. Those with a
// number happen in the order in which they were scripted; one for ever comes
// after them, and the newest of these counts. With n 0 whatever was scripted
// for the method is withdrawn.
func (s *Server) misbehave(method string, n int, answer func() (transport.Response, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := &s.faults.calls
	*calls = slices.DeleteFunc(*calls, func(f *callFault) bool {
		return f.method == method && (n == 0 || n < 0 && f.left < 0)
	})
	if n != 0 {
		*calls = append(*calls, &callFault{method, quota(n), answer})
	}
}

// callFault returns what strikes this call; nil if nothing does.
func (s *Server) callFault(method string) *callFault {
	var lasting *callFault
	for i, f := range s.faults.calls {
		switch {
		case f.method != "" && f.method != method:
		case f.left < 0:
			lasting = f
		default:
			f.left.spend()
			if f.left == 0 {
				s.faults.calls = slices.Delete(s.faults.calls, i, i+1)
			}
			return f
		}
	}
	return lasting
}

// Refuse lets the next n calls of method answer ok false with this error; an
// empty method means any. missing_scope says what is needed and what the token
// has, as Slack does. With n 0 all that was scripted for the method is
// withdrawn, whichever fault it is; so it is with the other faults of calls.
func (s *Server) Refuse(method, code string, n int) {
	body := refusal(code)
	if code == "missing_scope" {
		body["needed"], body["provided"] = "rtm:stream", "identify,chat:write,users:read"
	}
	s.misbehave(method, n, func() (transport.Response, error) { return answered(body), nil })
}

// RateLimit lets the next n calls of method answer with status 429 and a
// Retry-After of this many seconds, rounded up.
func (s *Server) RateLimit(method string, after time.Duration, n int) {
	seconds := int64((after + time.Second - 1) / time.Second)
	s.misbehave(method, n, func() (transport.Response, error) {
		r := answered(refusal("ratelimited"))
		r.Status, r.RetryAfter = 429, strconv.FormatInt(seconds, 10)
		return r, nil
	})
}

// AnswerStatus lets the next n calls of method answer with this status and
// body, which need not be JSON.
func (s *Server) AnswerStatus(method string, status int, body string, n int) {
	s.misbehave(method, n, func() (transport.Response, error) {
		return transport.Response{Status: status, Body: []byte(body)}, nil
	})
}

var errNetwork = errors.New("the fake network failed")

// FailCalls lets the next n calls of method fail on their way: an error in
// memory, over HTTP a connection that is cut before the answer.
func (s *Server) FailCalls(method string, n int) {
	s.misbehave(method, n, func() (transport.Response, error) { return transport.Response{}, errNetwork })
}

// StallCalls lets calls hang until the client cancels them. StallCalls(false)
// answers those that still wait.
func (s *Server) StallCalls(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.callsGate.shut(on)
}
