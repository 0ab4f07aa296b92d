package rtm

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestTheClockIsNeverBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c clock
		began := c.look()
		time.Sleep(time.Second)
		if passed := c.look().Sub(began); passed != time.Second {
			t.Fatalf("%v passed, want a second", passed)
		}
		// The wall clock is set back by an hour: as if the last look had been
		// at a later wall time, with the monotonic clock as it was.
		set := func(by time.Duration) { c.read = c.read.Round(0).Add(-by) }
		set(-time.Hour)
		if passed := c.look().Sub(began); passed != time.Second {
			t.Fatalf("%v passed after the clock was set back", passed)
		}
		time.Sleep(time.Second)
		if passed := c.look().Sub(began); passed != 2*time.Second {
			t.Fatalf("%v passed, want two seconds", passed)
		}
		set(time.Hour) // the machine slept
		if passed := c.look().Sub(began); passed != time.Hour+2*time.Second {
			t.Fatalf("%v passed in an hour of sleep", passed)
		}
	})
}
