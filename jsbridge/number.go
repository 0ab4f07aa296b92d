package jsbridge

import (
	"math"
	"time"
)

// Longest is what a Duration is cut to: about 31 years, more than anybody waits
// for and less than a time.Duration can hold.
const Longest = 1e12 * time.Millisecond

// Duration makes a time.Duration of a number of milliseconds: 0 of 0 and of
// what is no time (NaN, or less), and at least a microsecond of anything else,
// since 0 often stands for a default.
func Duration(milliseconds float64) time.Duration {
	if !(milliseconds > 0) {
		return 0
	}
	if milliseconds >= float64(Longest/time.Millisecond) {
		return Longest
	}
	return max(time.Duration(milliseconds*float64(time.Millisecond)), time.Microsecond)
}

// Whole cuts a number to an int, at most 2^53 and at least -2^53, between which
// JavaScript has all of them; NaN is 0. What Go makes of larger numbers differs
// between platforms.
func Whole(number float64) int {
	if math.IsNaN(number) {
		return 0
	}
	return int(min(max(number, -1<<53), 1<<53))
}
