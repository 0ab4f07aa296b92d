package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"rtmwasm/rtm"
	"rtmwasm/rtm/transport"
)

// An address of a socket is a secret until it is used, and whatever a Dialer says of it
// goes to events and to the log.
func TestTheAddressOfASocketIsInNoErrorAndNoLineOfTheLog(t *testing.T) {
	const ticket = "AbCdEfGhIjKlMnOpQr0123456789"
	const url = "wss://127.0.0.1:1/websocket/" + ticket
	broken := errors.New("it broke")
	run(t, func(s *script) {
		if _, err := s.client.Start(s.Context()); err != nil { // the session is granted
			s.Fatal(err)
		}
		cause := s.reaches(rtm.Disconnected).Cause
		if codeOf(cause) != rtm.CodeWebSocket {
			s.Fatalf("the cause is %v", cause)
		}
		for err := cause; err != nil; err = errors.Unwrap(err) {
			if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, ticket) {
				s.Errorf("the error shows the address: %s", text)
			}
		}
		if !errors.Is(cause, broken) {
			s.Errorf("what was the cause is lost: %v", cause)
		}
		synctest.Wait()
		if strings.Contains(s.log.String(), ticket) || !strings.Contains(s.log.String(), broken.Error()) {
			s.Errorf("the log is:\n%s", s.log)
		}
	}, func(c *rtm.Config) {
		c.NoReconnect = true
		c.Connect = func(context.Context) (*rtm.Session, error) { return &rtm.Session{URL: url}, nil }
		c.Dial = func(_ context.Context, url string) (transport.Socket, error) {
			return nil, fmt.Errorf("opening %s: %w", url, broken)
		}
	})
}
