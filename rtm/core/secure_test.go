package core

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Addresses of sockets: what goes through those that are not safe can be read, or a browser
// takes them for others than they seem. Some a page opens by itself, while the program
// loads: web/test/address.test.js reads the same file.
//
//go:embed testdata/sockets.json
var sockets []byte

func TestASafeSocketIsOpenedAndAnUnsafeOneIsNot(t *testing.T) {
	var all []struct {
		URL         string
		Safe, Early bool
	}
	if err := json.Unmarshal(sockets, &all); err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		t.Run(a.URL, func(t *testing.T) {
			s := newScript(t)
			s.step(Start{Call: 7})
			s.look()
			if a.Safe {
				opened := ""
				for _, e := range s.m.Step(s.at, Answered{Conn: 1, Session: &Session{URL: a.URL}}) {
					if e, ok := e.(Open); ok {
						opened = e.URL
					}
				}
				if opened != a.URL {
					t.Fatalf("%q was opened", opened)
				}
				return
			}
			if a.Early {
				t.Fatal("a page opens it by itself")
			}
			s.step(Answered{Conn: 1, Session: &Session{URL: a.URL}})
			s.saw("connect failed: invalid_argument", "disconnected", "call 7 fails: invalid_argument")
			if err := CheckSocketURL(a.URL); strings.Contains(err.Error(), "slack.test") {
				t.Fatalf("the error shows the address: %v", err)
			}
		})
	}
}

func TestAnUnsafeAddressOfTheCallersIsRefused(t *testing.T) {
	s := newScript(t)
	s.step(Start{Call: 7, URL: "ws://slack.test/x"})
	s.saw("call 7 fails: invalid_argument")
	s.isIn(Disconnected)
}

func TestAnUnsafeReconnectURLIsNotUsed(t *testing.T) {
	s := newScript(t)
	s.begin()
	s.hears(1, `{"type":"reconnect_url","url":"ws://slack.test/x"}`)
	s.step(Reconnect{})
	s.saw("event 1/1", "close 1", "reconnecting", "authenticating", "connect 2")
}

// What a page makes of an address is tested with the same file: web/test/input.test.js.
//
//go:embed testdata/addresses.json
var addresses []byte

func TestEveryAddressThatAPageTakesIsTakenAndWhatItRefusesIsRefused(t *testing.T) {
	var all []struct {
		Given string
		Is    *string
	}
	if err := json.Unmarshal(addresses, &all); err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		url := a.Given
		if a.Is != nil {
			url = *a.Is
		}
		err := CheckAPIURL(url)
		if (err == nil) != (a.Is != nil) || err != nil && err.Code != CodeInvalidArgument {
			t.Errorf("%q gives %v", url, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows the address: %v", err)
		}
	}
}

func TestAnUnsafeAddressOfTheWebAPIIsRefused(t *testing.T) {
	for url, safe := range map[string]bool{
		"http://slack.test/api/":    false,
		"slack.test/api":            false,
		"wss://slack.test/api/":     false,
		"http://[::1]:8080/api/":    true,
		"http://127.0.0.1:8080/api": true,
		"https://slack.test/api":    true,
	} {
		if err := CheckAPIURL(url); (err == nil) != safe || err != nil && err.Code != CodeInvalidArgument {
			t.Errorf("%s gives %v", url, err)
		}
	}
}

const (
	ticket       = "AbCdEfGhIjKlMnOpQr0123456789"
	ticketedPath = "/websocket/" + ticket + "?a=b"
	ticketedURL  = "wss://127.0.0.1:1" + ticketedPath
)

// A quietError is one whose text does not tell what it wraps.
type quietError struct{ error }

func (quietError) Error() string   { return "it failed" }
func (q quietError) Unwrap() error { return q.error }

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

func TestTheAddressOfASocketIsConcealedAndTheCauseIsKept(t *testing.T) {
	inner := errors.New("it broke")
	for name, failure := range map[string]error{
		"a bare error":      errors.New("cannot open " + ticketedURL),
		"the ticket alone":  errors.New("the ticket " + ticket + " is used"),
		"the path alone":    fmt.Errorf("GET %s HTTP/1.1: %w", ticketedPath, inner),
		"a wrapper":         fmt.Errorf("opening %s: %w", ticketedURL, inner),
		"two wrappers":      fmt.Errorf("dial: %w", fmt.Errorf("opening %q: %w", ticketedURL, inner)),
		"a quiet wrapper":   quietError{fmt.Errorf("opening %s: %w", ticketedURL, inner)},
		"several errors":    fmt.Errorf("%w and %w", inner, errors.New("cannot open "+ticketedURL)),
		"the end of a wait": fmt.Errorf("opening %s: %w", ticketedURL, context.DeadlineExceeded),
	} {
		err := Conceal(failure, ticketedURL)
		if text := chain(err); strings.Contains(text, ticket) || strings.Contains(text, ticketedPath) {
			t.Errorf("%s: the error shows the address: %s", name, text)
		}
		for _, cause := range []error{inner, context.DeadlineExceeded} {
			if errors.Is(failure, cause) != errors.Is(err, cause) {
				t.Errorf("%s: of the cause only this is left: %v", name, err)
			}
		}
		if err == nil || err.Error() == "" {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

func TestAnErrorThatShowsNoAddressIsLeftAlone(t *testing.T) {
	innocent := fmt.Errorf("opening: %w", errors.New("it broke"))
	for _, address := range []string{ticketedURL, "wss://127.0.0.1:1", "wss://127.0.0.1:1/", "no address"} {
		if err := Conceal(innocent, address); err != innocent {
			t.Errorf("with %q it became %v", address, err)
		}
	}
	if err := Conceal(nil, ticketedURL); err != nil {
		t.Errorf("of no error %v was made", err)
	}
}
