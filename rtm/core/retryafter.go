package core

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Wait gives how long the Retry-After of an answer asks to wait from now on, in whole
// seconds, rounded up, at most MaxRetryAfter; 0 without one. It reports false if it makes
// no sense: it is neither a number of seconds nor a date of HTTP (RFC 9110, section
// 10.2.3).
func (r Response) Wait(now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(r.RetryAfter)
	if text == "" {
		return 0, true
	}
	whole, fraction, hasPoint := strings.Cut(text, ".")
	if isNumber(whole) && (!hasPoint || isNumber(fraction)) {
		seconds, _ := strconv.ParseFloat(text, 64) // beyond its range it is infinite
		return wholeSeconds(seconds - r.Age.Seconds()), true
	}
	if at, ok := httpDate(text); ok {
		return wholeSeconds(at.Sub(now).Seconds()), true
	}
	return 0, false
}

// httpDate reads a date in one of the three formats of HTTP (RFC 9110, section 5.6.7):
// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and
// "Sun Nov  6 08:49:37 1994". (time.Parse would add 11 kB to what a page loads.)
func httpDate(text string) (time.Time, bool) {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '-' })
	var day, month, year, clock string
	switch {
	case len(words) == 6 && words[5] == "GMT":
		day, month, year, clock = words[1], words[2], words[3], words[4]
	case len(words) == 5:
		day, month, year, clock = words[2], words[1], words[4], words[3]
	default:
		return time.Time{}, false
	}
	at := strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", month)
	hms := strings.Split(clock, ":")
	if at%3 != 0 || len(month) != 3 || len(hms) != 3 {
		return time.Time{}, false
	}
	var n [5]int
	for i, digits := range []string{year, day, hms[0], hms[1], hms[2]} {
		if !isNumber(digits) || len(digits) > 4 {
			return time.Time{}, false
		}
		n[i], _ = strconv.Atoi(digits)
	}
	if len(year) == 2 {
		n[0] += 1900
		if n[0] < 1969 { // as in package time
			n[0] += 100
		}
	}
	return time.Date(n[0], time.Month(at/3+1), n[1], n[2], n[3], n[4], 0, time.UTC), true
}

// wholeSeconds rounds up, within what is believed.
func wholeSeconds(seconds float64) time.Duration {
	return time.Duration(math.Ceil(min(max(seconds, 0), MaxRetryAfter.Seconds()))) * time.Second
}
