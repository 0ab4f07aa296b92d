package rtmtest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// app opens a socket of Socket Mode and takes its hello.
func (s script) app() *peer {
	s.Helper()
	p := s.opensURL(s.appURL())
	p.gets(`{"type":"hello","connection_info":"map[app_id:A00000BOT]"}`)
	return p
}

func (s script) appURL() string {
	s.Helper()
	return s.succeeds("apps.connections.open", "token", "xapp-test")["url"].(string)
}

// acknowledges reads an envelope of this type, acknowledges it, and gives it.
func (p *peer) acknowledges(kind string, payload ...string) map[string]any {
	p.Helper()
	e := p.gets(`{"type":"` + kind + `"}`)
	p.writes(fmt.Sprintf(`{"envelope_id":%q%s}`, e["envelope_id"], strings.Join(payload, "")))
	return e
}

// eventIn gives the event in an envelope.
func eventIn(e map[string]any) map[string]any {
	event, _ := e["payload"].(map[string]any)["event"].(map[string]any)
	return event
}

func TestAnAppHearsEventsInEnvelopes(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.app()
		s.Say(Anna, General, "hello")
		e := a.acknowledges("events_api")
		if event := eventIn(e); event["type"] != "message" || event["text"] != "hello" || e["payload"].(map[string]any)["event_id"] == "" {
			t.Fatalf("got %v", e)
		}
		s.settles(func() bool { return len(s.Acks()) == 1 })
		if got := s.Acks()[0]; got.Type != "events_api" || got.Attempt != 0 || s.Unacknowledged()+s.Undelivered() != 0 {
			t.Errorf("the acknowledgement is %+v", got)
		}
		s.Typing(Anna, General) // which the Events API does not have
		s.Press(Anna, General, "approve", "yes")
		a.acknowledges("interactive")
		s.Command(Ben, General, "/deploy", "now")
		a.acknowledges("slash_commands", `,"payload":{"text":"deploying"}`)
		s.settles(func() bool { return len(s.Acks()) == 3 })
		if got := s.Acks()[2].Payload; got != `{"text":"deploying"}` {
			t.Errorf("the payload of the answer is %s", got)
		}
		s.LimitEvents()
		if e := a.acknowledges("events_api"); eventIn(e) != nil {
			t.Errorf("app_rate_limited has an event: %v", e)
		}
		a.isIdle()
	})
}

func TestAnAppDoesNotHearWhatRTMAloneHas(t *testing.T) {
	inMemory(t, func(s script) {
		bot, app := s.connects(), s.app()
		s.succeeds("conversations.mark", "channel", General, "ts", "1700000000.000100")
		s.Join(Bot, General)
		for _, event := range []string{"channel_marked", "channel_joined", "member_joined_channel"} {
			bot.gets(`{"type":"` + event + `"}`)
		}
		if event := eventIn(app.acknowledges("events_api")); event["type"] != "member_joined_channel" {
			t.Errorf("the first event is %v", event)
		}
	})
}

func TestOnlyAnAppLevelTokenOpensSocketMode(t *testing.T) {
	inMemory(t, func(s script) {
		s.isRefused("not_allowed_token_type", "apps.connections.open")
		s.isRefused("not_authed", "apps.connections.open", "token", "")
		url := s.appURL()
		s.opensURL(url).gets(`{"type":"hello","num_connections":1}`)
		s.opensURL(url).gets(`{"type":"error"}`) // it serves once
	})
}

func TestASocketOfRTMHearsNoEnvelopes(t *testing.T) {
	inMemory(t, func(s script) {
		bot, app := s.connects(), s.app()
		s.Say(Anna, General, "hello")
		bot.gets(`{"type":"message"}`)
		app.gets(`{"type":"events_api"}`)
		bot.isIdle()
	})
}

func TestAnEventThatIsNotAcknowledgedComesAgain(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.app()
		began := time.Now()
		s.Say(Anna, General, "hello")
		first := a.gets(`{"type":"events_api","retry_attempt":0}`)
		for attempt, after := range []time.Duration{3 * time.Second, 63 * time.Second, 303 * time.Second} {
			if n := s.Undelivered(); n != 1 {
				t.Errorf("%d events are undelivered before attempt %d, want 1", n, attempt+1)
			}
			again := a.gets(fmt.Sprintf(`{"type":"events_api","retry_attempt":%d,"retry_reason":"timeout"}`, attempt+1))
			if took := time.Since(began); took != after {
				t.Errorf("attempt %d came after %v, want %v", attempt+1, took, after)
			}
			if again["envelope_id"] == first["envelope_id"] || again["payload"].(map[string]any)["event_id"] != first["payload"].(map[string]any)["event_id"] {
				t.Errorf("got %v after %v", again, first)
			}
		}
		time.Sleep(10 * time.Minute)
		a.isIdle()
		if n := s.Unacknowledged() + s.Undelivered(); n != 0 {
			t.Errorf("%d envelopes wait for ever", n)
		}
	})
}

func TestAnEventWaitsForAnApp(t *testing.T) {
	inMemory(t, func(s script) {
		s.app().Close(1000, "")
		s.Say(Anna, General, "hello")
		s.Press(Anna, General, "approve", "yes") // which fails for her
		time.Sleep(30 * time.Second)
		a := s.app()
		a.acknowledges("events_api")
		time.Sleep(10 * time.Minute)
		a.isIdle()
		if n := s.Undelivered(); n != 0 {
			t.Errorf("%d events are undelivered", n)
		}
	})
}

func TestRetriesAreHastened(t *testing.T) {
	inMemory(t, func(s script) {
		s.HastenRetries(100)
		a := s.app()
		began := time.Now()
		s.Say(Anna, General, "hello")
		for range 4 {
			a.gets(`{"type":"events_api"}`)
		}
		if took := time.Since(began); took != 3030*time.Millisecond {
			t.Errorf("it took %v", took)
		}
	})
}

func TestEachEnvelopeGoesToOneSocket(t *testing.T) {
	inMemory(t, func(s script) {
		a, b := s.app(), s.app()
		for range 4 {
			s.Say(Anna, General, "hello")
		}
		heard := 0
		for _, p := range []*peer{a, b} {
			p.acknowledges("events_api")
			p.acknowledges("events_api")
			heard += 2
		}
		if got := len(s.Acks()); got != heard {
			t.Errorf("%d acknowledgements, want %d", got, heard)
		}
		for _, ack := range s.Acks() {
			if ack.Attempt != 0 {
				t.Errorf("a socket was left out, until %+v", ack)
			}
		}
	})
}

func TestAnAppHasTenSockets(t *testing.T) {
	inMemory(t, func(s script) {
		for range 9 {
			s.app()
		}
		s.opensURL(s.appURL()).gets(`{"type":"hello","num_connections":10}`)
		p := s.opensURL(s.appURL())
		p.gets(`{"type":"disconnect","reason":"too_many_websockets"}`)
		p.isClosed(closeTooMany, "")
	})
}

func TestASocketOfAnAppLivesAsLongAsItsHelloSays(t *testing.T) {
	inMemory(t, func(s script) {
		s.SetConnectionTime(6 * time.Minute)
		began := time.Now()
		p := s.opensURL(s.appURL())
		p.gets(`{"type":"hello","debug_info":"map[approximate_connection_time:360 build_number:1 host:applink-1 started:` + began.UTC().Format("2006-01-02 15:04:05.000") + `]"}`)
		p.gets(`{"type":"disconnect","reason":"warning"}`)
		if took := time.Since(began); took != 350*time.Second {
			t.Errorf("the warning came after %v", took)
		}
		p.gets(`{"type":"disconnect","reason":"refresh_requested"}`)
		p.isClosed(closeRefreshed, "")
		if took := time.Since(began); took != 6*time.Minute {
			t.Errorf("the end came after %v", took)
		}
	})
}

func TestAnAppIsToldOfTheEndOfItsSockets(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.app()
		s.Warn()
		a.gets(`{"type":"disconnect","reason":"warning"}`)
		s.Refresh()
		a.gets(`{"type":"disconnect","reason":"refresh_requested"}`)
		a.isClosed(closeRefreshed, "")
		b := s.app()
		s.SwitchOff(true)
		b.gets(`{"type":"disconnect","reason":"link_disabled"}`)
		b.isClosed(closeDisabled, "")
		s.opensURL(s.appURL()).gets(`{"type":"error"}`)
		s.SwitchOff(false)
		s.app()
	})
}

func TestAnAckThatIsTooLongIsNotTaken(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.app()
		s.Command(Anna, General, "/fake", "")
		a.acknowledges("slash_commands", `,"payload":{"text":"`+strings.Repeat("x", maxAck)+`"}`)
		if len(s.Acks()) != 0 || s.Unacknowledged() != 1 {
			t.Errorf("it was taken: %+v", s.Acks())
		}
	})
}

func TestHowLongAnAppWasDeafIsMeasured(t *testing.T) {
	inMemory(t, func(s script) {
		time.Sleep(time.Minute)
		a := s.app()
		b := s.app()
		a.Close(1000, "")
		time.Sleep(time.Minute) // b is there
		b.Close(1000, "")
		time.Sleep(5 * time.Second)
		c := s.app()
		s.Refresh()
		c.gets(`{"type":"disconnect"}`)
		time.Sleep(3 * time.Second)
		if got := s.Deafest(); got != 5*time.Second {
			t.Errorf("it is said to have been deaf for %v", got)
		}
	})
}
