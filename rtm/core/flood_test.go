package core_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// asApp has the machine speak Socket Mode.
func asApp(c *core.Config, h *hooks) {
	api := &transport.WebAPI{URL: "https://slack.com/api/", Token: token, Call: h.call, Log: func(string) {}}
	app := &transport.SocketMode{API: api, Open: api.OpenWith("xapp-secret")}
	c.SocketMode = true
	h.connect = func(ctx context.Context) (*core.Session, error) { return app.Session(ctx, "") }
}

// listens plays a page for so long whose listeners take 50 ms with each event. It gives the
// events that they have heard.
func (s *lab) listens(d time.Duration) (events []string) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		s.pause(50 * time.Millisecond)
		for heard := false; !heard && len(s.told) > 0; s.told = s.told[1:] {
			m := core.ReadMembers(s.told[0].text)
			if event := m.Values[core.EventID].Text; event != "" {
				heard, events = true, append(events, event)
				s.post(core.Ack{Envelope: m.Values[core.EnvelopeID].Text})
			}
		}
	}
	return events
}

// Two thousand events come within a second, and in the middle of them the session moves to
// another socket. The listeners are at it for a minute and a half after that.
func TestAFloodOfEnvelopesIsAcknowledgedInTime(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.lasts()
		var heard []string
		for i := range 20 {
			if i == 10 {
				s.slack.Warn()
			}
			s.slack.Flood(100, 500)
			heard = append(heard, s.listens(50*time.Millisecond)...)
		}
		heard = append(heard, s.listens(20*time.Second)...)
		if n := s.slack.Opened(); n != 2 { // the next one is for the silence behind the flood
			t.Fatalf("%d sockets were opened, want 2", n)
		}
		heard = append(heard, s.listens(100*time.Second)...)

		times := map[string]int{}
		for _, event := range heard {
			times[event]++
		}
		acks := s.slack.Acks()
		if len(heard) != 2000 || len(times) != 2000 || len(acks) != 2000 {
			t.Fatalf("%d events were heard, %d different ones, and %d acknowledged; want 2000", len(heard), len(times), len(acks))
		}
		for _, ack := range acks {
			if ack.Attempt > 0 || ack.Took > 2*time.Second {
				t.Fatalf("%s was acknowledged after %v, and sent again %d times", ack.EventID, ack.Took, ack.Attempt)
			}
		}
	}, asApp)
}
