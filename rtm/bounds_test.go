package rtm

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAMessageWithAHugeNameIsNotRemembered(t *testing.T) {
	huge := strings.Repeat("C", 1<<20)
	for _, frame := range []string{`{"type":"message","channel":"` + huge + `","ts":"1.2"}`, `{"type":"message","channel":"C1","ts":"` + huge + `"}`} {
		if e, err := readEnvelope([]byte(frame)); err != nil || e.key() != "" {
			t.Errorf("a key of %d bytes is remembered (%v)", len(e.key()), err)
		}
	}
}

func TestAHandoverRemembersAHundredThousandFramesAtMost(t *testing.T) {
	o := newOverlap()
	for i := range 250_000 {
		o.repeats(1, []byte(strconv.Itoa(i)))
	}
	if len(o.told) > 100_000 || len(o.seen[1]) > 100_000 {
		t.Errorf("%d and %d frames are remembered", len(o.told), len(o.seen[1]))
	}
	if !o.repeats(2, []byte("249999")) {
		t.Error("a recent frame counts as new")
	}
}

func TestAHugeTimestampIsNoTimestamp(t *testing.T) {
	var g gap
	for _, ts := range []string{"1700000000.000100", strings.Repeat("9", 1<<20) + ".000100", "9999999999999.000100"} {
		g.see(ts, time.Unix(1700000000, 0))
	}
	if g.seen != "1700000000.000100" {
		t.Errorf("a timestamp of %d bytes is kept", len(g.seen))
	}
}

func TestWhatAServerSaysIsCutInMessages(t *testing.T) {
	long := strings.Repeat("é", 1<<20)
	_, err := readResponse("chat.update", Response{Status: 200, Body: []byte(`{"ok":false,"error":"` + long + `"}`)}, 0)
	if e := err.(*Error); len(e.Message) > 300 || e.Name != long || len(e.Data) < len(long) {
		t.Errorf("the message has %d bytes, the name %d, the data %d", len(e.Message), len(e.Name), len(e.Data))
	}
	if text := short(long); len(text) > maxWords+3 || !strings.HasSuffix(text, "é...") {
		t.Errorf("it is cut to %q", text)
	}
	if text := (&CloseError{Code: 4000, Reason: long}).Error(); len(text) > 300 {
		t.Errorf("the words for a close have %d bytes", len(text))
	}
}

func TestAnAnswerOfMoreThan32MiBIsNotRead(t *testing.T) {
	for _, r := range []Response{{Status: 200, Body: make([]byte, MaxAnswer+1)}, {Status: 200, TooLarge: true}} {
		_, err := readResponse("conversations.list", r, 0)
		if CodeOf(err) != CodeRead || !strings.Contains(err.Error(), "conversations.list has more than 32 MiB") {
			t.Errorf("the error is %v", err)
		}
	}
}
