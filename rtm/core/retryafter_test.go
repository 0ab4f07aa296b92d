package core

import (
	"testing"
	"time"
)

// newYear is a Saturday.
var newYear = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func TestAllFormsOfRetryAfterAreRead(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"":                                 0,
		"0":                                0,
		"90":                               90 * time.Second,
		" 90 ":                             90 * time.Second,
		"89.2":                             90 * time.Second,
		"Sat, 01 Jan 2000 00:01:30 GMT":    90 * time.Second,
		"Saturday, 01-Jan-00 00:01:30 GMT": 90 * time.Second,
		"Sat Jan  1 00:01:30 2000":         90 * time.Second,
		"Fri, 31 Dec 1999 23:59:59 GMT":    0, // it has passed, which is no nonsense
		"Friday, 31-Dec-99 23:59:59 GMT":   0,
		"99999999999999999999":             24 * time.Hour,
		"Thu, 01 Jan 2099 00:00:00 GMT":    24 * time.Hour,
	} {
		if got, ok := (Response{RetryAfter: header}).Wait(newYear); !ok || got != want {
			t.Errorf("%q asks to wait for %v, %v; want %v", header, got, ok, want)
		}
	}
}

func TestASpanOfTimeCountsFromWhenTheAnswerCame(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"90":                            60 * time.Second,
		"30":                            0,
		"10":                            0,
		"Sat, 01 Jan 2000 00:01:30 GMT": 90 * time.Second,
	} {
		if got, ok := (Response{RetryAfter: header, Age: 30 * time.Second}).Wait(newYear); !ok || got != want {
			t.Errorf("%q asks to wait for %v, %v; want %v", header, got, ok, want)
		}
	}
}

func TestARetryAfterThatMakesNoSenseIsNone(t *testing.T) {
	for _, header := range []string{
		"-5", "soon", "1e3", "5 s", "2.5.1", ".", "1.", ".5", "Inf", "NaN", "0x10", "Sat, 01 Foo 2000 00:01:30 GMT", "Sat, 01 anF 2000 00:01:30 GMT",
		"Sat, 01 Jan 2000 00:01:30", "Sat, 01 Jan 2000 00:01:30 CET", "Sat, 01 Jan 2000 00:01 GMT", "Sat, 01 Jan 99999 00:01:30 GMT",
	} {
		if got, ok := (Response{RetryAfter: header}).Wait(newYear); ok || got != 0 {
			t.Errorf("%q asks to wait for %v", header, got)
		}
	}
}
