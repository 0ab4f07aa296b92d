package rtmtest

import (
	"encoding/json"
	"fmt"
	"time"
)

// An envelope carries a payload to the app, to one socket at a time, until it is
// acknowledged or has been sent often enough.
type envelope struct {
	id      string
	kind    string // "events_api", "interactive" or "slash_commands"
	eventID string // of an events_api
	payload object
	attempt int    // how often it was sent again
	reason  string // why
	sentAt  time.Time
}

// An Ack is an envelope that the app has acknowledged.
type Ack struct {
	Socket  int    // which socket: 1 is the first that was opened
	Type    string // of the envelope
	EventID string // of an event; else empty
	Attempt int    // how often Slack had sent it again
	Payload string // what the app answered, as JSON; empty if it did not
	Took    time.Duration
	At      time.Time
}

func (a Ack) bytes() int { return overhead + len(a.Type) + len(a.EventID) + len(a.Payload) }

// ackTime is how long the app may take to acknowledge (Using Socket Mode, "acknowledging
// events").
const ackTime = 3 * time.Second

// retryPauses are how long after the first failure an event is sent again: "nearly
// immediately", "after 1 minute", "after 5 minutes" (The Events API, "error handling").
var retryPauses = []time.Duration{0, time.Minute, 5 * time.Minute}

// maxAck is the size of an acknowledgement that is not taken here: Slack documents none, and
// slack-go sends none as long.
const maxAck = 20 << 10

// notInEventsAPI are the events of RTM that this workspace knows and the Events API does not
// (Slack's pages on the events, "works with").
var notInEventsAPI = map[string]bool{
	"user_typing": true, "presence_change": true, "manual_presence_change": true,
	"channel_marked": true, "group_marked": true, "im_marked": true,
	"channel_joined": true, "group_joined": true, "mpim_joined": true, "mpim_open": true, "mpim_close": true,
}

// tellApp hands an event to the app, if it is in Socket Mode.
func (s *Server) tellApp(frame []byte) {
	if !s.app.on || s.app.off {
		return
	}
	var event struct{ Type string }
	if json.Unmarshal(frame, &event) != nil || notInEventsAPI[event.Type] {
		return
	}
	id := "Ev" + s.nextNumber()
	s.app.undelivered++
	s.dispatch(&envelope{kind: "events_api", eventID: id, payload: object{
		"type": "event_callback", "event": json.RawMessage(frame), "event_id": id, "event_time": time.Now().Unix(),
		"team_id": Team, "api_app_id": appID, "token": "verification", "is_ext_shared_channel": false,
		"authorizations": []object{{"team_id": Team, "user_id": Bot, "is_bot": true}},
	}})
}

// nextNumber makes the ids of events, envelopes and triggers differ.
func (s *Server) nextNumber() string {
	s.app.turn++
	return fmt.Sprintf("%08d", s.app.turn)
}

// dispatch sends an envelope to one of the app's sockets, and again if it is not
// acknowledged. What people wait for, which is all but events, is sent once: the person
// sees that it failed.
func (s *Server) dispatch(e *envelope) {
	if e.id == "" || e.kind == "events_api" { // an event that comes again is another envelope
		e.id = "envelope-" + s.nextNumber()
	}
	if s.app.envelopes == nil {
		s.app.envelopes = map[string]*envelope{}
	}
	e.sentAt = time.Now()
	open := s.connections()
	if len(open) == 0 {
		s.failed(e, 0)
		return
	}
	frame := object{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.kind != "events_api"}
	if e.kind == "events_api" {
		frame["retry_attempt"], frame["retry_reason"] = e.attempt, e.reason
	}
	id := e.id
	s.app.envelopes[id] = e
	s.app.sent++
	open[s.app.sent%len(open)].write(encode(frame))
	s.after(s.hasten(ackTime), func() {
		if s.app.envelopes[id] == e && e.id == id {
			delete(s.app.envelopes, id)
			s.failed(e, ackTime)
		}
	})
}

// failed sends an envelope again, in its time, which nobody has acknowledged.
func (s *Server) failed(e *envelope, waited time.Duration) {
	if e.kind != "events_api" {
		return
	}
	if e.attempt >= len(retryPauses) {
		s.app.undelivered--
		return
	}
	pause := retryPauses[e.attempt]
	if e.attempt > 0 {
		pause -= retryPauses[e.attempt-1] + waited
	}
	e.attempt++
	e.reason = "timeout"
	s.after(s.hasten(pause), func() { s.dispatch(e) })
}

func (s *Server) hasten(d time.Duration) time.Duration {
	if s.app.hastened > 0 {
		return time.Duration(float64(d) / s.app.hastened)
	}
	return d
}

// HastenRetries makes the time that the app has to acknowledge, and those after which an
// event is sent again, so many times shorter.
func (s *Server) HastenRetries(times float64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.hastened = times
}

// takeAck takes what a socket of the app has written, all of which is acknowledgements. One
// that comes too late, or again, changes nothing.
func (s *Server) takeAck(k *socket, w written, size int) {
	e := s.app.envelopes[w.text("envelope_id")]
	if e == nil || size >= maxAck {
		return
	}
	delete(s.app.envelopes, e.id)
	if e.kind == "events_api" {
		s.app.undelivered--
	}
	now := time.Now()
	s.app.acks.add(Ack{k.number, e.kind, e.eventID, e.attempt, string(w["payload"]), now.Sub(e.sentAt), now})
}

// Acks returns the envelopes that were acknowledged so far, in order. Of a very long run it
// returns the last ones, as Calls does.
func (s *Server) Acks() []Ack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Ack{}, s.app.acks.kept...)
}

// Unacknowledged counts the envelopes that wait for their acknowledgement.
func (s *Server) Unacknowledged() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.app.envelopes)
}

// Undelivered counts the events that nobody has acknowledged, and that Slack has not given up:
// they will come again.
func (s *Server) Undelivered() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.app.undelivered
}

// Press lets a person press a button of a message of the app's: an interactive envelope.
func (s *Server) Press(user, channel, action, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.on = true
	s.dispatch(&envelope{kind: "interactive", payload: object{
		"type": "block_actions", "user": object{"id": user, "team_id": Team}, "team": object{"id": Team, "domain": domain},
		"channel": object{"id": channel}, "api_app_id": appID, "trigger_id": s.nextNumber(), "response_url": "https://fake.test/actions",
		"actions": []object{{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": s.nextTS()}},
	}})
}

// Command lets a person give a slash command, such as "/deploy".
func (s *Server) Command(user, channel, command, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.on = true
	s.dispatch(&envelope{kind: "slash_commands", payload: object{
		"command": command, "text": text, "user_id": user, "channel_id": channel, "team_id": Team, "team_domain": domain,
		"api_app_id": appID, "trigger_id": s.nextNumber(), "response_url": "https://fake.test/commands",
	}})
}

// LimitEvents tells the app that there were more than 30,000 events in an hour, of which it
// gets no more for a minute (The Events API, "rate limiting"). The events go on here.
func (s *Server) LimitEvents() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app.undelivered++
	s.dispatch(&envelope{kind: "events_api", payload: object{
		"type": "app_rate_limited", "team_id": Team, "api_app_id": appID, "minute_rate_limited": time.Now().Unix() / 60 * 60,
	}})
}
