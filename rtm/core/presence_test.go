package core_test

import (
	"slices"
	"testing"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
)

// subscribes asks for the presence of people.
func (s *lab) subscribes(ids string) {
	s.Helper()
	s.arrives(s.sends(core.Send{Type: "presence_sub", Body: []byte(`{"ids":[` + ids + `]}`)}))
}

func TestPresenceSubscriptionsAreRenewedAfterALoss(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.subscribes(`"` + rtmtest.Ben + `","` + rtmtest.Anna + `"`)
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Anna, "away")
		s.wantFrame("presence_change")
	})
}

func TestPresenceSubscriptionsAreRenewedByAHandover(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.subscribes(`"` + rtmtest.Ben + `"`)
		s.lasts()
		s.slack.Goodbye()
		s.wantFrame("hello")
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.wantFrame("presence_change")
	})
}

func TestTheLastSubscriptionIsTheOneThatIsRenewed(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.subscribes(`"` + rtmtest.Ben + `"`)
		s.subscribes(`"` + rtmtest.Anna + `"`)
		if got := string(s.m.Presence()); got != `{"ids":["U0000ANNA"]}` {
			s.Fatalf("the subscription is %s", got)
		}
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.saw()
		s.slack.SetPresence(rtmtest.Anna, "away")
		s.saw("<presence_change>")
	})
}

func TestASubscriptionOfAnotherTokenIsNotRenewed(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.subscribes(`"` + rtmtest.Ben + `"`)
		s.slack.Refuse("rtm.connect", "token_revoked", 1)
		s.slack.Drop()
		s.reaches(core.Disconnected)
		s.post(core.Start{Token: "xoxb-other"})
		s.reaches(core.Ready)
		s.settle()
		s.seen()
		s.slack.SetPresence(rtmtest.Ben, "away")
		s.saw()
	})
}

func TestBodiesOfPresenceSub(t *testing.T) {
	for body, want := range map[string][]string{
		`{"ids":["U1","U\u00e4"]}`:                 {"U1", "Uä"},
		`{"ids":[]}`:                               {},
		`{"other":1,"ids":["U1"]}`:                 {"U1"},
		string(core.PresenceBody(nil)):             {},
		`{"ids":["U\"1"]}`:                         {`U"1`},
		string(core.PresenceBody([]string{`a"b`})): {`a"b`},
	} {
		if ids, ok := core.PresenceIDs([]byte(body)); !ok || !slices.Equal(ids, want) {
			t.Errorf("%s asks for %q (%v), want %q", body, ids, ok, want)
		}
	}
	for _, body := range []string{"", "[]", `{}`, `{"ids":"U1"}`, `{"ids":[}`} {
		if ids, ok := core.PresenceIDs([]byte(body)); ok {
			t.Errorf("%s asks for %q", body, ids)
		}
	}
}
