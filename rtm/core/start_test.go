package core_test

import (
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

func TestStartOpensASession(t *testing.T) {
	run(t, func(s *lab) {
		session := s.ends(s.post(core.Start{Call: s.newCall()})).session
		if session == nil || session.UserID != rtmtest.Bot || session.TeamID != rtmtest.Team {
			s.Fatalf("Start gave %+v", session)
		}
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
		again := s.ends(s.post(core.Start{Call: s.newCall()})).session
		if again == nil || again.URL != session.URL {
			s.Fatalf("Start while connected gave %+v, want the same session", again)
		}
		s.calls(1)
	})
}

func TestStartMayBringATokenAndFields(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.Start{Token: "xoxb-other", Fields: []core.Field{{Name: "batch_presence_aware", Value: "1"}}})
		s.reaches(core.Ready)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(2)
		for _, call := range s.slack.Calls() { // also when it reconnects
			if call.Form["token"] != "xoxb-other" || call.Form["batch_presence_aware"] != "1" {
				s.Fatalf("the form is %v", call.Form)
			}
		}
	})
}

func TestStartWithAURLCallsNobody(t *testing.T) {
	run(t, func(s *lab) {
		started := s.post(core.Start{Call: s.newCall(), URL: s.slack.OfferReconnectURL()})
		if o := s.ends(started); o.session == nil || string(o.session.JSON) != `{"ok":true,"url":"`+o.session.URL+`"}` {
			s.Fatalf("Start gave %+v, %v", o.session, o.err)
		}
		s.reaches(core.Ready)
		s.calls(0)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.calls(1)
	})
}

func TestAURLThatIsNoGoodIsReplacedByACall(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.Start{URL: "wss://nobody.invalid/"})
		s.reaches(core.Ready)
		s.calls(1)
	})
}

func TestAStartEndsThePause(t *testing.T) {
	run(t, func(s *lab) {
		s.slack.FailCalls("rtm.connect", 6)
		s.startsUntil(core.Authenticating)
		s.pause(25 * time.Second) // in the pause of 22.5 s after the sixth failure
		s.calls(6)
		s.seen()
		s.post(core.Start{}) // no time passes
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	}, steadily)
}

func TestAStartContinuesAnEarlierSession(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		last := s.slack.Say(rtmtest.Anna, rtmtest.General, "heard by the earlier machine")
		s.settle()
		if newest := s.m.Stats().Newest; newest != last {
			s.Fatalf("the newest event is %q, want %s", newest, last)
		}
		s.disconnect()
		s.seen()
		// What another machine would do.
		s.post(core.Start{Earlier: &core.Earlier{Newest: last, Presence: []byte(`{"ids":["U0000ANNA"]}`)}})
		g := want(s, "a gap", is[core.Gap])
		if g.From != last || g.Cause == nil || g.Recovered {
			s.Fatalf("the gap is %+v", g)
		}
		s.wantFrame("presence_change")
	})
}

func TestTheGapOfAnEarlierSessionSaysWhyItEnded(t *testing.T) {
	run(t, func(s *lab) {
		s.post(core.Start{Earlier: &core.Earlier{Newest: "1700000000.000100", Cause: "the link was lost"}})
		if g := want(s, "a gap", is[core.Gap]); g.Cause == nil || g.Cause.Error() != "the link was lost" {
			s.Fatalf("the gap is %+v", g)
		}
	})
}

// refused has the session end with a refusal that is final.
func (s *lab) refused() {
	s.start()
	s.sends(core.Send{Type: "presence_sub", Body: []byte(`{"ids":["U0000ANNA"]}`)})
	s.slack.Refuse("rtm.connect", "token_revoked", 1)
	s.slack.Drop()
	s.reaches(core.Disconnected)
}

// inheritsNothing wants the newest session to have taken nothing over: neither presence
// nor a gap.
func (s *lab) inheritsNothing() {
	s.Helper()
	s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "ready")
	for _, r := range s.slack.Received() {
		if r.Socket == s.slack.Opened() && r.Type == "presence_sub" {
			s.Fatalf("the new session was asked for the presence of the last: %s", r.JSON)
		}
	}
}

func TestAStartWithAnotherTokenInheritsNothing(t *testing.T) {
	run(t, func(s *lab) {
		s.refused()
		s.seen()
		s.post(core.Start{Token: "xoxb-other"})
		s.inheritsNothing()
	})
}

func TestAStartWithTheSameTokenGoesOnAfterARefusal(t *testing.T) {
	run(t, func(s *lab) {
		s.refused()
		s.seen()
		s.post(core.Start{})
		s.saw("authenticating", "authenticated", "handshaking", "connected", "<hello>", "gap", "ready", "<presence_change>")
	})
}
