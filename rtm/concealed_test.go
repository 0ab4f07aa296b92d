package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
)

const (
	ticket       = "AbCdEfGhIjKlMnOpQr0123456789"
	ticketedPath = "/websocket/" + ticket + "?a=b"
	ticketedURL  = "wss://127.0.0.1:1" + ticketedPath
)

// chain prints an error in every way, with all that it wraps.
func chain(err error) string {
	if err == nil {
		return ""
	}
	text := fmt.Sprintf("%T %v %+v %#v\n", err, err, err, err)
	switch wrapper := err.(type) {
	case interface{ Unwrap() error }:
		text += chain(wrapper.Unwrap())
	case interface{ Unwrap() []error }:
		for _, cause := range wrapper.Unwrap() {
			text += chain(cause)
		}
	}
	return text
}

func TestTheAddressOfASocketIsInNoErrorAndNoLineOfTheLog(t *testing.T) {
	var inner = errors.New("it broke")
	for name, failure := range map[string]error{
		"a bare error":      errors.New("cannot open " + ticketedURL),
		"the ticket alone":  errors.New("the ticket " + ticket + " is used"),
		"a wrapper":         fmt.Errorf("opening %s: %w", ticketedURL, inner),
		"two wrappers":      fmt.Errorf("dial: %w", fmt.Errorf("opening %q: %w", ticketedURL, inner)),
		"a hidden wrapper":  quiet{fmt.Errorf("opening %s: %w", ticketedURL, inner)},
		"several errors":    fmt.Errorf("%w and %w", inner, errors.New("cannot open "+ticketedURL)),
		"the end of a wait": fmt.Errorf("opening %s: %w", ticketedURL, context.DeadlineExceeded),
		"an innocent error": fmt.Errorf("opening: %w", inner),
		"the path alone":    fmt.Errorf("GET %s HTTP/1.1: %w", ticketedPath, inner),
	} {
		subtest(t, name, func(s *script) {
			s.client.Post(0, rtm.Start{})
			failed := want(s, "the failure of a socket", is[rtm.SocketFailed])
			over := s.reaches(rtm.Disconnected)
			for _, err := range []error{failed.Err, over.Cause} {
				if text := chain(err); strings.Contains(text, ticket) || strings.Contains(text, ticketedPath) {
					s.Errorf("the error shows the address: %s", text)
				}
				if errors.Is(failure, inner) && !errors.Is(err, inner) {
					s.Errorf("what was the cause is lost: %v", err)
				}
				if errors.Is(failure, context.DeadlineExceeded) && !errors.Is(err, context.DeadlineExceeded) {
					s.Errorf("that time was over is lost: %v", err)
				}
			}
			for len(s.logged) > 0 {
				if line := <-s.logged; strings.Contains(line, ticket) {
					s.Errorf("logged: %s", line)
				}
			}
		}, func(c *rtm.Config) {
			c.NoReconnect = true
			c.Connect = func(context.Context) (rtm.Session, error) { return rtm.Session{URL: ticketedURL}, nil }
			c.Dial = func(context.Context, string) (rtm.Socket, error) {
				time.Sleep(time.Second)
				return nil, failure
			}
		})
	}
}

// quiet is an error whose text does not tell what it wraps.
type quiet struct{ error }

func (q quiet) Error() string { return "it failed" }
func (q quiet) Unwrap() error { return q.error }
