package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

func TestEventsComeInOrder(t *testing.T) {
	run(t, func(s *script) {
		if _, err := s.client.Start(s.Context()); err != nil {
			s.Fatal(err)
		}
		var states []rtm.State
		for len(states) == 0 || states[len(states)-1] != rtm.Ready {
			states = append(states, want(s, is[rtm.StateChanged]).State)
		}
		if want := []rtm.State{rtm.Authenticating, rtm.Authenticated, rtm.Handshaking, rtm.Connected, rtm.Ready}; !slices.Equal(states, want) {
			s.Fatalf("the states are %v", states)
		}
		s.slack.Repeat(`{"type":"message","subtype":"bot_message","n":"{n}"}`, 2000)
		for i := range 2000 {
			f := s.hears("message")
			if !strings.Contains(string(f.JSON), fmt.Sprintf(`"n":"%06d"`, i+1)) || f.Subtype != "bot_message" || f.Replayed {
				s.Fatalf("frame %d is %+v", i+1, f)
			}
		}
		s.slack.Send(`{"type":"message","reply_to":99,"text":"an earlier one"}`)
		if f := s.hears("message"); !f.Replayed {
			s.Fatalf("the replay is %+v", f)
		}
	})
}

func TestEachLoopGetsAllEvents(t *testing.T) {
	run(t, func(s *script) {
		var all []func() (rtm.Event, error, bool)
		for range 3 {
			next, stop := iter.Pull2(s.client.Events(s.Context()))
			defer stop()
			all = append(all, next)
		}
		s.start()
		for _, next := range all {
			if event, err, _ := next(); event.(rtm.StateChanged).State != rtm.Authenticating || err != nil {
				s.Fatalf("the first event is %v, %v", event, err)
			}
		}
	})
}

// A loop that is too slow gets what fits, and then an error; the others go on.
func TestALoopThatIsTooSlowEnds(t *testing.T) {
	run(t, func(s *script) {
		slow := s.client.Events(s.Context())
		s.start()
		for i := range 20 {
			s.slack.Say(rtmtest.Anna, rtmtest.General, fmt.Sprint(i))
			s.hears("message")
		}
		n, last := 0, error(nil)
		for _, err := range slow {
			if last = err; err == nil {
				n++
			}
		}
		if n != 10 || !errors.Is(last, rtm.ErrOverflow) {
			s.Fatalf("it got %d events, and then %v", n, last)
		}
	}, func(c *rtm.Config) { c.EventLimit = 10 })
}

func TestALoopEndsWithItsContext(t *testing.T) {
	run(t, func(s *script) {
		reason := errors.New("seen enough")
		ctx, cancel := context.WithCancelCause(s.Context())
		ended := make(chan error, 1)
		go func() {
			var last error
			for _, err := range s.client.Events(ctx) {
				last = err
			}
			ended <- last
		}()
		s.start()
		cancel(reason)
		if err := <-ended; !errors.Is(err, reason) {
			s.Fatalf("the loop ended with %v", err)
		}
	})
}

func TestALoopMayBeLeft(t *testing.T) {
	run(t, func(s *script) {
		left := s.client.Events(s.Context())
		s.start()
		for range left {
			break
		}
		s.client.Events(s.Context()) // one that nobody ranges over holds nobody up
		s.slack.Flood(200, 100)
		for range 200 {
			s.hears("message")
		}
	}, func(c *rtm.Config) { c.EventLimit = 300 })
}

// A loop may call the client, also for what it must wait for.
func TestALoopMaySendAndWait(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.Say(rtmtest.Anna, rtmtest.General, "ping")
		s.hears("message")
		if _, err := s.client.SendMessage(s.Context(), rtmtest.General, "pong"); err != nil {
			s.Fatal(err)
		}
		if err := s.client.Close(); err != nil {
			s.Fatal(err)
		}
	})
}

func TestABackfillComesBeforeWhatCameMeanwhile(t *testing.T) {
	history := make(chan [][]byte, 1)
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.slack.Say(rtmtest.Anna, rtmtest.General, "live")
		synctest.Wait()
		history <- [][]byte{[]byte(`{"type":"message","channel":"C0GENERAL","ts":"1.000001","text":"missed"}`)}
		if g := want(s, is[rtm.Gap]); !g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		for _, text := range []string{"missed", "live"} {
			if f := s.hears("message"); !strings.Contains(string(f.JSON), text) {
				s.Fatalf("%s comes before %q", f.JSON, text)
			}
		}
	}, func(c *rtm.Config) {
		history = make(chan [][]byte, 1) // of the bubble
		c.Backfill = func(_ context.Context, g rtm.Gap) ([][]byte, error) {
			if g.To == "" || g.Recovered {
				t.Errorf("the gap is %+v", g)
			}
			return <-history, nil
		}
	})
}

func TestABackfillIsGivenUpAfter30Seconds(t *testing.T) {
	var ended chan error
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		before := time.Now()
		if g := want(s, is[rtm.Gap]); g.Recovered || time.Since(before) != 30*time.Second {
			s.Fatalf("after %v the gap is %+v", time.Since(before), g)
		}
		if err := <-ended; !errors.Is(err, context.Canceled) {
			s.Fatalf("the context ended with %v", err)
		}
	}, func(c *rtm.Config) {
		ended = make(chan error, 1) // of the bubble
		c.Backfill = func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		}
	})
}
