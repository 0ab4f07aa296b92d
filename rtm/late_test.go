package rtm

import (
	"context"
	"testing"
	"time"
)

// A machine that sleeps, or a page that is throttled, lets timers fire late.
// A bubble cannot do that to its clock, so here the parts are handed the time.
func TestALateDeadlineOfAnAttemptIsExtendedOnce(t *testing.T) {
	c := attempting(t)

	c.tick(at(500))
	if c.state != Authenticating {
		t.Fatalf("the state is %s: the attempt was given up, though nobody could wait for it", c.state)
	}
	c.tick(at(503.9))
	if c.state != Authenticating {
		t.Fatalf("the state is %s before the extension is over", c.state)
	}
	c.tick(at(600))
	if c.state != Reconnecting {
		t.Fatalf("the state is %s after a second late deadline", c.state)
	}
}

func TestADeadlineInTimeIsNotExtended(t *testing.T) {
	c := attempting(t)
	c.tick(at(9.999))
	if c.state != Authenticating {
		t.Fatalf("the state is %s too early", c.state)
	}
	c.tick(at(10).Add(time.Millisecond))
	if c.state != Reconnecting {
		t.Fatalf("the state is %s", c.state)
	}
}

// attempting gives a client whose call hangs since second 0, and whose loop is
// the test.
func attempting(t *testing.T) *Client {
	c, err := New(Config{Token: "xoxb-secret", Call: func(ctx context.Context, _ Request) (Response, error) {
		<-ctx.Done()
		return Response{}, ctx.Err()
	}})
	if err != nil {
		t.Fatal(err)
	}
	c.inbox.working = true
	c.move(start, nil)
	c.begin(zero)
	t.Cleanup(c.abandonAttempt)
	return c
}
