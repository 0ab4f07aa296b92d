package rtm

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestTheClockGoesOnWithTheTimersWhateverTheWallClockDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c clock
		c.look()
		look := func(passed, onWall time.Duration, jumped bool) {
			t.Helper()
			before, wall := c.now, c.wall
			now, hasJumped := c.look()
			if now.Sub(before) != passed || c.wall.Sub(wall) != onWall || hasJumped != jumped {
				t.Fatalf("%v passed, %v on the wall, jumped: %v; want %v, %v, %v", now.Sub(before), c.wall.Sub(wall), hasJumped, passed, onWall, jumped)
			}
		}
		time.Sleep(time.Second)
		look(time.Second, time.Second, false)
		c.set(-time.Hour)
		look(0, 0, false)
		time.Sleep(time.Second)
		look(time.Second, time.Second, false)
		c.set(3 * time.Hour) // or the machine slept
		look(0, 2*time.Hour, true)
		time.Sleep(time.Second)
		look(time.Second, time.Second, false)
		c.set(time.Second) // a small step says nothing
		look(0, time.Second, false)
	})
}
