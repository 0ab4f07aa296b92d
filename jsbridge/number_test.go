package jsbridge

import (
	"math"
	"testing"
	"time"
)

// What a page may give as a number.
var numbers = []float64{
	0, math.Copysign(0, -1), 1e-9, 0.001, 0.4, 1, 1.5, 250, 1e12 - 1, 1e12, 1e300, -1, -1e300, 1 << 53, 1<<53 - 1, -1 << 53,
	math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, math.SmallestNonzeroFloat64,
}

func FuzzNumbers(f *testing.F) {
	for _, number := range numbers {
		f.Add(number)
	}
	f.Fuzz(func(t *testing.T, number float64) {
		checkDuration(t, number)
		checkWhole(t, number)
	})
}

func checkDuration(t *testing.T, ms float64) {
	d := Duration(ms)
	switch {
	case ms > 0 && d < time.Microsecond, !(ms > 0) && d != 0, d > Longest:
		t.Fatalf("%v ms became %v", ms, d)
	case ms >= 0.001 && ms < 1e12 && math.Abs(float64(d)-ms*1e6) > 1+ms*1e-6:
		t.Fatalf("%v ms became %v", ms, d)
	case Duration(ms*2) < d:
		t.Fatalf("twice %v ms became %v, less than %v", ms, Duration(ms*2), d)
	}
}

func checkWhole(t *testing.T, number float64) {
	n := Whole(number)
	switch {
	case math.IsNaN(number):
		if n != 0 {
			t.Fatalf("NaN became %d", n)
		}
	case math.Abs(number) <= 1<<53:
		if float64(n) != math.Trunc(number) {
			t.Fatalf("%v became %d", number, n)
		}
	case n != 1<<53 && number > 0, n != -1<<53 && number < 0:
		t.Fatalf("%v became %d", number, n)
	}
}
