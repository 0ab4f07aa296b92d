package core_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
)

func TestFinalErrorsEndTheStart(t *testing.T) {
	for _, name := range []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "missing_scope", "not_allowed_token_type", "invalid_arguments"} {
		subtest(t, name, func(s *lab) {
			s.slack.Refuse("rtm.connect", name, -1)
			queued := s.says("hello")
			started := s.post(core.Start{Call: s.newCall()})
			e := s.fails(started, core.CodePlatform, "")
			if e.Name != name || !strings.Contains(e.Error(), name) {
				s.Fatalf("the error is %v", e)
			}
			s.saw("authenticating", "connect failed", "disconnected")
			s.fails(queued, core.CodeDisconnected, core.DeliveredNo)
			s.calls(1)
		})
	}
}

func TestAFinalErrorSaysWhatToDo(t *testing.T) {
	run(t, func(s *lab) {
		for name, words := range map[string][]string{
			"not_allowed_token_type": {"classic app"},
			"missing_scope":          {"needed: ", "provided: "},
		} {
			s.slack.Refuse("rtm.connect", name, 1)
			e := s.fails(s.post(core.Start{Call: s.newCall()}), core.CodePlatform, "")
			for _, word := range words {
				if !strings.Contains(e.Error(), word) {
					s.Errorf("the error is %v", e)
				}
			}
		}
	})
}

func TestAnAddressWhereNothingIsIsFinalBeforeTheFirstSessionOnly(t *testing.T) {
	for _, status := range []int{404, 410} {
		run(t, func(s *lab) {
			s.slack.AnswerStatus("rtm.connect", status, "nothing here", 1)
			e := s.fails(s.post(core.Start{Call: s.newCall()}), core.CodeHTTP, "")
			if e.Status != status {
				s.Fatalf("the error is %+v", e)
			}
			s.reaches(core.Disconnected)
			s.start()
			s.slack.AnswerStatus("rtm.connect", status, "nothing here", 2)
			s.slack.Drop()
			s.reaches(core.Reconnecting)
			s.reaches(core.Ready)
			s.calls(5)
			s.disconnect()
			s.slack.AnswerStatus("rtm.connect", status, "nothing here", 1)
			s.start() // there was a session once
		})
	}
}

func TestAnAddressWhereNothingIsIsNotFinalInAHandover(t *testing.T) {
	for _, status := range []int{404, 410} {
		run(t, func(s *lab) {
			s.start()
			s.lasts()
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.slack.Goodbye()
			s.wantFrame("hello")
			s.calls(5)
		})
	}
}

func TestAnAddressWhereAnotherMachineHadASessionIsNotFinal(t *testing.T) {
	for _, status := range []int{404, 410} {
		run(t, func(s *lab) {
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.start()
			s.calls(4)
		}, configured(func(c *core.Config) { c.HadSession = true }))
		run(t, func(s *lab) {
			s.slack.AnswerStatus("rtm.connect", status, "", 3)
			s.post(core.Start{Earlier: &core.Earlier{}})
			s.reaches(core.Ready)
			s.calls(4)
		})
	}
}

func TestARefusalThatIsWrappedIsAsFinalAsABareOne(t *testing.T) {
	wrapped := func(name string) error {
		refusal := &core.Error{Code: core.CodePlatform, Name: name, Message: "refused"}
		return fmt.Errorf("the backend: %w", fmt.Errorf("the call: %w", refusal))
	}
	for name, final := range map[string]bool{"token_revoked": true, "fatal_error": false} {
		run(t, func(s *lab) {
			started := s.post(core.Start{Call: s.newCall()})
			if !final {
				s.pause(time.Minute)
				s.isPending(started)
				return
			}
			s.fails(started, core.CodePlatform, "")
			s.saw("authenticating", "connect failed", "disconnected")
		}, func(_ *core.Config, h *hooks) {
			h.connect = func(context.Context) (*core.Session, error) { return nil, wrapped(name) }
		})
	}
}
