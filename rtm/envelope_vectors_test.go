package rtm

import (
	_ "embed"
	"encoding/json"
	"testing"
	"time"
)

// The frames, and what is read of each: "when" is the time that is noted, "plain" an
// event and nothing else, "accepted" a reply that says ok. web/test/envelope.test.js
// reads the same file, so that Go and JavaScript agree.
//
//go:embed testdata/envelopes.json
var envelopes []byte

func TestFramesAreReadAsJavaScriptReadsThem(t *testing.T) {
	var cases []struct {
		Frame, Type, Subtype, Channel, When string
		ReplyTo                             int
		Refused                             bool
	}
	if err := json.Unmarshal(envelopes, &cases); err != nil {
		t.Fatal(err)
	}
	for _, want := range cases {
		e, err := readEnvelope([]byte(want.Frame))
		if err != nil {
			t.Errorf("%s is refused: %v", want.Frame, err)
			continue
		}
		if e.typ != want.Type || e.replyTo != want.ReplyTo || e.refused != want.Refused || e.subtype != want.Subtype || e.channel != want.Channel {
			t.Errorf("%s is read as %+v", want.Frame, e)
		}
		var g gap
		g.see(e.when(), time.Now())
		if g.seen != want.When {
			t.Errorf("of %s the time %q is noted, want %q", want.Frame, g.seen, want.When)
		}
	}
}
