package transport_test

import (
	"strings"
	"testing"

	"rtmwasm/rtm/transport"
)

func TestTheReasonOfACloseIsCut(t *testing.T) {
	for reason, want := range map[string]string{
		"":                               "the WebSocket was closed with code 4000",
		"enough":                         "the WebSocket was closed with code 4000: enough",
		"a" + strings.Repeat("é", 1<<20): "the WebSocket was closed with code 4000: a" + strings.Repeat("é", 61),
	} {
		if text := (&transport.CloseError{Code: 4000, Reason: reason}).Error(); text != want {
			t.Errorf("the error says %q, want %q", text, want)
		}
	}
}
