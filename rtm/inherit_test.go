package rtm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// subscribes follows Ben's presence.
func (s *script) subscribes() {
	s.Helper()
	if err := s.client.SubscribePresence(s.Context(), []string{rtmtest.Ben}); err != nil {
		s.Fatal(err)
	}
}

// inheritsNothing wants the newest session to have taken nothing over: neither
// presence nor a gap.
func (s *script) inheritsNothing() {
	s.Helper()
	s.reaches(rtm.Connected)
	s.saw("<hello>", "ready")
	for _, r := range s.slack.Received() {
		if r.Socket == s.slack.Opened() && r.Type == "presence_sub" {
			s.Fatalf("the new session was asked for the presence of the last: %s", r.JSON)
		}
	}
}

func TestADisconnectEndsWhatBelongedToTheSession(t *testing.T) {
	for name, start := range map[string]rtm.Start{"the same token": {}, "another token": {Token: "xoxb-other"}} {
		subtest(t, name, func(s *script) {
			s.start()
			s.subscribes()
			s.slack.Say(rtmtest.Anna, rtmtest.General, "before")
			s.pause(untold)
			if err := s.client.Disconnect(s.Context()); err != nil {
				s.Fatal(err)
			}
			s.client.Post(0, start)
			s.inheritsNothing()
			if newest := s.stats().Newest; newest != "" {
				s.Fatalf("the new session knows of an event at %s", newest)
			}
		})
	}
}

func TestADisconnectEndsAGapThatIsOpen(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.subscribes()
		s.slack.FailCalls("rtm.connect", -1)
		s.slack.Drop()
		s.reaches(rtm.Reconnecting)
		s.client.Disconnect(s.Context())
		s.slack.FailCalls("rtm.connect", 0)
		s.client.Post(0, rtm.Start{})
		s.inheritsNothing()
	})
}

func TestAfterARefusalForGood(t *testing.T) {
	refused := func(s *script) {
		s.start()
		s.subscribes()
		s.slack.Refuse("rtm.connect", "token_revoked", 1)
		s.slack.Drop()
		s.reaches(rtm.Disconnected)
	}
	subtest(t, "another token inherits nothing", func(s *script) {
		refused(s)
		s.client.Post(0, rtm.Start{Token: "xoxb-other"})
		s.inheritsNothing()
	})
	subtest(t, "a disconnect ends what was left", func(s *script) {
		refused(s)
		s.client.Disconnect(s.Context())
		s.client.Post(0, rtm.Start{})
		s.inheritsNothing()
	})
	subtest(t, "the same token goes on, with a gap", func(s *script) {
		refused(s)
		s.client.Post(0, rtm.Start{})
		s.reaches(rtm.Connected)
		s.saw("<hello>", "gap", "ready", "<presence_change>")
	})
}

func TestADisconnectEndsABackfill(t *testing.T) {
	var ended error
	run(t, func(s *script) {
		s.start()
		s.slack.Drop()
		s.reaches(rtm.Ready)
		s.client.Disconnect(s.Context())
		s.settle()
		if !errors.Is(ended, context.Canceled) {
			s.Fatalf("the hook's context ended with %v", ended)
		}
		s.client.Post(0, rtm.Start{Token: "xoxb-other"})
		s.inheritsNothing()
		s.pause(time.Minute)
		if n := count(s.seen(), "gap"); n > 0 {
			s.Fatal("the gap of the last session was told in the new one")
		}
	}, func(c *rtm.Config) {
		ended = nil
		c.Backfill = func(ctx context.Context, _ rtm.Gap) ([][]byte, error) {
			<-ctx.Done()
			ended = ctx.Err()
			return nil, ended
		}
	})
}
