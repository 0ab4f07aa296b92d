package core

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

const appHello = `{"type":"hello","num_connections":2,"connection_info":{"app_id":"A1"},"debug_info":{"approximate_connection_time":3600}}`

// inSocketMode begins a script of an app, which is ready.
func inSocketMode(t *testing.T, configure ...func(*Config)) *script {
	s := newScript(t, append(configure, func(c *Config) { c.SocketMode = true })...)
	s.step(Start{Call: s.newCall()})
	s.connectsApp(1)
	s.isIn(Ready)
	s.look()
	return s
}

// connectsApp takes an attempt to its hello.
func (s *script) connectsApp(conn Conn) {
	s.answers(conn)
	s.step(Opened{Conn: conn})
	s.hears(conn, appHello)
}

// brings has a socket bring an envelope with an event.
func (s *script) brings(conn Conn, envelope, event string) {
	s.hears(conn, fmt.Sprintf(`{"envelope_id":%q,"type":"events_api","payload":{"event_id":%q,"event":{"type":"message","channel":"C1","ts":"1767225600.000100"}}}`, envelope, event))
}

func TestAnEnvelopeIsAcknowledgedWhenItWasHeard(t *testing.T) {
	s := inSocketMode(t)
	s.brings(1, "e1", "Ev1")
	s.saw("event 1/1")
	s.step(Ack{Envelope: "e1"})
	s.saw(`write 1 {"envelope_id":"e1"}`)
	s.passes(time.Minute)
	s.saw()
}

func TestAnEnvelopeThatNobodyHasTimeForIsAcknowledgedAfterTwoSeconds(t *testing.T) {
	s := inSocketMode(t)
	s.brings(1, "e1", "Ev1")
	s.passes(time.Second)
	s.brings(1, "e2", "Ev2")
	s.look()
	s.passes(time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw(`write 1 {"envelope_id":"e1"}`)
	s.passes(time.Second)
	s.saw(`write 1 {"envelope_id":"e2"}`)
}

func TestAnEnvelopeIsAnswered(t *testing.T) {
	s := inSocketMode(t)
	s.hears(1, `{"envelope_id":"e1","type":"slash_commands","payload":{"command":"/x"},"accepts_response_payload":true}`)
	s.look()
	s.step(Ack{Call: 7, Envelope: "e1", Payload: []byte(`{"text":"done"}`)})
	s.saw(`write 1 {"envelope_id":"e1","payload":{"text":"done"}}`, "call 7 is done")
	s.step(Ack{Call: 8, Envelope: "e1"})
	s.saw("call 8 fails: invalid_argument")
	s.hears(1, `{"envelope_id":"e2","type":"slash_commands","payload":{"command":"/x"}}`)
	s.look()
	s.step(Ack{Call: 9, Envelope: "e2", Payload: []byte(`"` + strings.Repeat("x", maxAck) + `"`)})
	s.saw("call 9 fails: frame_too_large")
	s.passes(ackAfter)
	s.saw(`write 1 {"envelope_id":"e2"}`)
}

func TestAcknowledgementsAreWrittenOneByOne(t *testing.T) {
	s := inSocketMode(t)
	s.holdsWrites = true
	for _, n := range []string{"1", "2", "3"} {
		s.brings(1, "e"+n, "Ev"+n)
		s.step(Ack{Call: s.newCall(), Envelope: "e" + n})
	}
	s.saw("event 1/1", `write 1 {"envelope_id":"e1"}`, "event 1/2", "event 1/3")
	s.step(Written{Conn: 1})
	s.saw("call 2 is done", `write 1 {"envelope_id":"e2"}`)
	s.step(Written{Conn: 1, Err: errors.New("gone")})
	if got := s.look(); !slices.Contains(got, "call 3 fails: send_while_disconnected no") || !slices.Contains(got, "call 4 fails: send_while_disconnected no") {
		t.Fatalf("saw %q", got)
	}
}

func TestWhatSlackSendsTwiceIsDeliveredOnce(t *testing.T) {
	s := inSocketMode(t)
	s.brings(1, "e1", "Ev1")
	s.saw("event 1/1")
	s.brings(1, "e2", "Ev1") // another envelope
	s.saw(`write 1 {"envelope_id":"e2"}`)
	s.step(Ack{Envelope: "e1"})
	s.saw(`write 1 {"envelope_id":"e1"}`)
	s.passes(6 * time.Minute / 2) // and the same after the socket was replaced
	s.hears(1, `{"type":"disconnect","reason":"warning"}`)
	s.connectsApp(2)
	s.look()
	s.brings(2, "e3", "Ev1")
	s.saw(`write 2 {"envelope_id":"e3"}`)
	// What has no event_id is told apart by its envelope.
	for range 2 {
		s.hears(2, `{"envelope_id":"e4","type":"interactive","payload":{}}`)
	}
	s.saw("event 2/2", `write 2 {"envelope_id":"e4"}`)
}

func TestAMachineIsWorthKeepingAsLongAsAnEnvelopeMayComeAgain(t *testing.T) {
	s := inSocketMode(t)
	if d := s.m.WorthKeeping(); d != 0 {
		t.Fatalf("it is worth keeping for %v, though nothing has come", d)
	}
	s.brings(1, "e1", "Ev1")
	s.step(Stop{})
	s.step(Closed{Conn: 1, Clean: true})
	s.passes(lastRetry)
	s.step(Tick{})
	if d := s.m.WorthKeeping(); d <= 0 {
		t.Fatal("it is not worth keeping, though the envelope may come again")
	}
	s.look()
	s.step(Start{})
	s.connectsApp(2)
	s.look()
	s.brings(2, "e2", "Ev1")
	s.saw(`write 2 {"envelope_id":"e2"}`)
	s.step(Stop{})
	s.passes(2 * seenLife)
	s.step(Tick{})
	if d := s.m.WorthKeeping(); d != 0 {
		t.Fatalf("it is worth keeping for %v", d)
	}
}

func TestWhatHasComeIsForgottenInTime(t *testing.T) {
	s := inSocketMode(t)
	for i := range 5 * maxSeen {
		s.brings(1, fmt.Sprint("e", i), fmt.Sprint("Ev", i))
		s.step(Ack{Envelope: fmt.Sprint("e", i)})
	}
	if e := &s.m.envelopes; len(e.seen)+len(e.seenBefore) > 2*maxSeen || len(e.waiting) > 0 {
		t.Fatalf("%d are remembered, %d wait", len(e.seen)+len(e.seenBefore), len(e.waiting))
	}
}

func TestAnOldSocketIsAcknowledgedByItself(t *testing.T) {
	s := inSocketMode(t)
	s.passes(time.Minute)
	s.hears(1, `{"type":"disconnect","reason":"warning"}`)
	s.brings(1, "e1", "Ev1")
	s.connectsApp(2)
	s.brings(1, "e2", "Ev2")
	s.look()
	s.step(Ack{Envelope: "e1"})
	s.saw(`write 1 {"envelope_id":"e1"}`)
	s.passes(ackAfter)
	s.saw(`write 1 {"envelope_id":"e2"}`)
	s.passes(linger - ackAfter)
	s.saw("close 1")
}

// What a person waits for is not sent again.
func TestAnOldSocketStaysForTheAnswersOfItsEnvelopes(t *testing.T) {
	s := inSocketMode(t)
	s.passes(time.Minute)
	s.hears(1, `{"type":"disconnect","reason":"warning"}`)
	s.connectsApp(2)
	s.passes(linger - 1)
	s.hears(1, `{"envelope_id":"e1","type":"slash_commands","payload":{"command":"/x"}}`)
	s.look()
	s.passes(ackAfter - 1)
	s.saw()
	s.step(Ack{Envelope: "e1", Payload: []byte(`{"text":"done"}`)})
	s.saw(`write 1 {"envelope_id":"e1","payload":{"text":"done"}}`, "close 1")
	s.passes(handshakeTime - 1)
	s.step(Closed{Conn: 1, Clean: true})
	s.passes(time.Minute)
	s.saw() // it was alive
}

func TestAnOldSocketDoesNotStayForEver(t *testing.T) {
	for name, writesHang := range map[string]bool{"a write hangs": true, "there is always one more": false} {
		t.Run(name, func(t *testing.T) {
			s := inSocketMode(t)
			s.holdsWrites = writesHang
			s.passes(time.Minute)
			s.hears(1, `{"type":"disconnect","reason":"warning"}`)
			s.connectsApp(2)
			for i := range 9 {
				s.brings(1, fmt.Sprint("e", i), fmt.Sprint("Ev", i))
				s.passes(time.Second)
			}
			if got := s.look(); slices.Contains(got, "close 1") {
				t.Fatalf("saw %q", got)
			}
			s.passes(time.Second)
			if got := s.look(); !slices.Contains(got, "close 1") {
				t.Fatalf("saw %q", got)
			}
		})
	}
}

// replaced wants the session to have moved to a second socket, and closes the first one.
func (s *script) replaced() {
	s.Helper()
	s.saw("connect 2")
	s.connectsApp(2)
	s.look()
	s.passes(linger)
	s.saw("close 1")
}

func TestASocketIsReplacedBeforeItsTimeIsOver(t *testing.T) {
	for seed := range uint64(20) {
		s := inSocketMode(t, func(c *Config) { c.Seed = seed })
		for range 47 {
			s.passes(time.Minute)
			s.hears(1, `{"type":"anything"}`)
		}
		s.look()
		for i := 0; len(s.got) == 0; i++ {
			if i%20 == 0 {
				s.hears(1, `{"type":"anything"}`)
				s.look()
			}
			s.passes(time.Second)
		}
		if at := s.at.Mono - time.Hour; at > 55*time.Minute || at < 48*time.Minute {
			t.Fatalf("it was replaced after %v", at)
		}
		s.replaced()
		s.step(Closed{Conn: 1, Clean: true})
		s.passes(time.Minute)
		s.saw() // and nobody has missed anything
	}
}

func TestASocketThatIsSilentIsReplaced(t *testing.T) {
	s := inSocketMode(t)
	s.passes(longestQuiet - 1)
	s.saw()
	s.passes(1)
	s.replaced()
	s.step(Closed{Conn: 1, Clean: true})
	s.passes(time.Minute)
	s.saw()
}

func TestSilenceIsNoticedSoonerWhereFramesComeOften(t *testing.T) {
	s := inSocketMode(t)
	for range 100 {
		s.passes(time.Second)
		s.hears(1, `{"type":"anything"}`)
	}
	s.look()
	s.passes(shortestQuiet - 1)
	s.saw()
	s.passes(1)
	s.replaced()
}

func TestASocketThatDoesNotEndAsOneThatIsAliveWasDead(t *testing.T) {
	s := inSocketMode(t)
	s.brings(1, "e1", "Ev1")
	s.step(Ack{Envelope: "e1"})
	s.look()
	s.passes(longestQuiet)
	s.replaced()
	if newest := s.m.Stats().Newest; newest != "1767225600.000100" {
		t.Fatalf("the newest is %q", newest)
	}
	s.brings(2, "e2", "Ev2")
	s.step(Ack{Envelope: "e2"})
	s.look()
	s.passes(handshakeTime)
	s.saw("recovered gap: 1767225600.000100 to 1767225840.000100") // Slack sends again what it got
}

func TestASocketIsReplacedWhenAPageComesBack(t *testing.T) {
	s := inSocketMode(t)
	s.passes(wakeQuiet - 1)
	s.step(Back{})
	s.saw() // it was heard just now
	s.passes(time.Second)
	s.step(Back{})
	s.passes(0)
	s.replaced()
}

// When the computer has slept for longer than Slack sends again, events are missed.
func TestASleepMayBeTooLong(t *testing.T) {
	for slept, want := range map[time.Duration]string{
		4 * time.Minute: "recovered gap:  to 1767225870.000000",
		time.Hour:       "gap:  to 1767229230.000000",
	} {
		s := inSocketMode(t)
		s.passes(30 * time.Second)
		s.sleeps(slept)
		s.step(Tick{})
		s.passes(0)
		s.replaced()
		s.step(Closed{Conn: 1})
		s.passes(handshakeTime)
		s.saw(want)
	}
}

func TestAWarningMovesTheSessionOver(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested"} {
		s := inSocketMode(t)
		s.passes(time.Minute)
		s.hears(1, `{"type":"disconnect","reason":"`+reason+`"}`)
		s.passes(0)
		s.saw("event 1/1", "connect 2")
		s.connectsApp(2)
		s.look()
		s.step(Closed{Conn: 1, Clean: true})
		s.passes(time.Minute)
		s.saw()
		s.isIn(Ready)
	}
}

func TestLinkDisabledIsFinal(t *testing.T) {
	s := inSocketMode(t)
	s.passes(time.Minute)
	s.hears(1, `{"type":"disconnect","reason":"warning"}`)
	s.passes(0)
	s.look()
	s.hears(1, `{"type":"disconnect","reason":"link_disabled"}`)
	s.saw("event 1/2", "abandon 2", "close 1", "socket failed: platform", "disconnected")
	s.step(Closed{Conn: 1, Clean: true})
	s.passes(time.Hour)
	s.saw()

	s = newScript(t, func(c *Config) { c.SocketMode = true })
	s.step(Start{Call: 1})
	s.answers(1)
	s.step(Opened{Conn: 1})
	s.look()
	s.hears(1, `{"type":"disconnect","reason":"link_disabled"}`)
	s.saw("event 1/0", "close 1", "socket failed: platform", "disconnected")
}

func TestWhereThereAreTooManyWebSocketsItWaits(t *testing.T) {
	s := inSocketMode(t)
	s.passes(time.Minute)
	s.hears(1, `{"type":"disconnect","reason":"warning"}`)
	s.passes(0)
	s.answers(2)
	s.step(Opened{Conn: 2})
	s.look()
	s.hears(2, `{"type":"disconnect","reason":"too_many_websockets"}`)
	s.saw("event 2/0", "close 2")
	s.isIn(Ready) // as long as the old one lives
	s.passes(2 * time.Second)
	s.saw("connect 3")
}

func TestAShortInterruptionIsMadeGood(t *testing.T) {
	s := inSocketMode(t, func(c *Config) {
		c.Retry, c.CallTimeout = &Retry{MinTimeout: time.Minute, Factor: 1, MaxTimeout: -1}, -1
	})
	s.brings(1, "e1", "Ev1")
	s.step(Ack{Envelope: "e1"})
	s.step(Closed{Conn: 1, Err: errors.New("gone")})
	s.passes(time.Minute)
	s.look()
	s.connectsApp(2)
	s.saw("authenticated", "open 2", "handshaking", "connected", "event 2/0", "recovered gap: 1767225600.000100 to 1767225660.000100", "ready")
	if newest := s.m.Stats().Newest; newest != "1767225600.000100" {
		t.Fatalf("the newest is %q, though older ones may come", newest)
	}
	// One right after it may be the last time that something could have come.
	s.passes(time.Minute)
	s.step(Closed{Conn: 2, Err: errors.New("gone")})
	s.passes(2*time.Minute + 50*time.Second)
	s.look()
	s.step(Answered{Conn: 3, Err: newError(CodeRequest, nil, "no network")})
	s.passes(time.Minute)
	s.look()
	s.connectsApp(4)
	if got := s.look(); !slices.ContainsFunc(got, func(w string) bool { return strings.HasPrefix(w, "gap: 1767225600.000100 to ") }) {
		t.Fatalf("saw %q", got)
	}
}

func TestAMessageIsPosted(t *testing.T) {
	s := inSocketMode(t, func(c *Config) { c.RateLimit = -1 })
	s.step(Send{Call: 2, ID: 5, Type: "message", Body: []byte(`{"channel":"C1","text":"a \"b\"","reply_broadcast":true,"mrkdwn":false,"blocks":[{"type":"x"}],"n":1.5,"none":null,"type":"no"}`), AwaitReply: true})
	s.saw(`post 1 chat.postMessage [{channel C1} {text a "b"} {reply_broadcast 1} {mrkdwn 0} {blocks [{"type":"x"}]} {n 1.5}]`)
	s.step(Send{Call: 3, Type: "message", Body: []byte(`{"text":"next"}`), AwaitReply: true})
	s.saw() // one at a time, so that they arrive in their order
	var reply *Reply
	for _, e := range s.m.Step(s.at, Posted{Post: 1, JSON: []byte(`{"ok":true,"channel":"C1","ts":"1.2","text":"no","message":{"text":"a","user":"U1"}}`)}) {
		if settled, ok := e.(Settle); ok {
			reply = settled.Reply
		}
	}
	if reply == nil || reply.ID != 5 || string(reply.JSON) != `{"ok":true,"channel":"C1","ts":"1.2","text":"a","message":{"text":"a","user":"U1"}}` {
		t.Fatalf("the reply is %+v", reply)
	}
	if s.m.Stats().Pending != 1 {
		t.Fatal("the next is not on its way")
	}
}

func TestWhatBecomesOfAMessage(t *testing.T) {
	for want, answer := range map[string]error{
		"call 2 fails: send_message_platform no":     &Error{Code: CodePlatform, Name: "channel_not_found"},
		"call 2 fails: no_reply_received unknown":    &Error{Code: CodePlatform, Name: "fatal_error"},
		"call 2 fails: http no":                      &Error{Code: CodeHTTP, Status: 404},
		"call 2 fails: no_reply_received unknown ":   &Error{Code: CodeHTTP, Status: 502},
		"call 2 fails: no_reply_received unknown  ":  errors.New("the network failed"),
		"call 2 fails: no_reply_received unknown   ": &Error{Code: CodeRead},
	} {
		s := inSocketMode(t)
		s.says("hello")
		s.look()
		s.step(Posted{Post: 1, Err: answer})
		s.saw(strings.TrimSpace(want))
	}
}

func TestAMessageThatCameTooSoonIsRepeatedInItsTime(t *testing.T) {
	for _, refusal := range []Error{{Code: CodeRateLimited}, {Code: CodePlatform, Name: "ratelimited"}, {Code: CodePlatform, Name: "rate_limited"}} {
		s := inSocketMode(t)
		s.says("first")
		s.says("second")
		s.look()
		refusal.RetryAfter = 30 * time.Second
		s.step(Posted{Post: 1, Err: &refusal})
		s.passes(30*time.Second - 1)
		s.saw()
		s.passes(1)
		s.saw("post 2 chat.postMessage [{channel C1} {text first}]")
		s.step(Posted{Post: 2, JSON: []byte(`{"ok":true}`)})
		s.passes(time.Second)
		s.saw("call 2 is done", "post 3 chat.postMessage [{channel C1} {text second}]")
	}
}

func TestThePostOfAMessageEndsWithTheWaitForIt(t *testing.T) {
	s := inSocketMode(t)
	call := s.says("hello")
	s.look()
	s.step(Cancel{Call: call})
	s.saw("call 2 fails: abort unknown", "stop post 1")
	s.says("slow")
	s.look()
	for range 20 { // the socket goes on meanwhile
		s.passes(time.Second)
		s.hears(1, `{"type":"anything"}`)
	}
	s.look()
	s.passes(10 * time.Second)
	s.saw("call 3 fails: ack_timeout unknown", "stop post 2")
	s.says("uncertain")
	s.look()
	s.step(Stop{Call: 9})
	s.saw("disconnecting", "call 4 fails: no_reply_received unknown", "close 1", "stop post 3")
}

// A message goes on when the socket is lost, which has nothing to do with it.
func TestAPostOutlivesTheSocket(t *testing.T) {
	s := inSocketMode(t)
	s.says("hello")
	s.step(Closed{Conn: 1, Err: errors.New("gone")})
	s.passes(time.Second)
	s.connectsApp(2)
	s.passes(5 * time.Second)
	s.look()
	s.step(Posted{Post: 1, JSON: []byte(`{"ok":true}`)})
	s.saw("call 2 is done")
}

func TestFramesOfRTMAreRefused(t *testing.T) {
	s := inSocketMode(t)
	for typ, instead := range map[string]string{"typing": "nothing shows there", "presence_sub": "users.getPresence", "presence_query": "users.getPresence", "ping": "stats", "other": "call"} {
		var err *Error
		for _, e := range s.m.Step(s.at, Send{Call: 2, Type: typ, Unqueued: true}) {
			if settled, ok := e.(Settle); ok {
				err = settled.Err
			}
		}
		if err == nil || err.Code != CodeNotInSocketMode || err.Delivered != DeliveredNo || !strings.Contains(err.Message, instead) {
			t.Errorf("a frame of type %s fails with %v", typ, err)
		}
	}
	s.step(PutAway{}) // nor what an earlier machine has had
	s.step(Stop{})
	s.step(Start{Earlier: &Earlier{Newest: "1767225600.000100", Presence: []byte(`{"ids":[]}`)}})
	s.connectsApp(2)
	if got := s.look(); slices.ContainsFunc(got, func(w string) bool { return strings.HasPrefix(w, "write") || strings.HasPrefix(w, "post") }) {
		t.Fatalf("saw %q", got)
	}
}

func TestStatsTellWhatHelloSays(t *testing.T) {
	s := inSocketMode(t)
	if got := s.m.Stats(); got.Connections != 2 || got.Lasts != time.Hour {
		t.Fatalf("the stats are %+v", got)
	}
}

// FuzzEnvelopes brings a session whatever frames: none makes it panic, and what is written is
// an acknowledgement of what has come.
func FuzzEnvelopes(f *testing.F) {
	for _, seed := range []string{
		`{"envelope_id":"e1","type":"events_api","payload":{"event_id":"Ev1","event":{"type":"message","channel":"C1","ts":"1.000100"}}}`,
		`{"envelope_id":"e2","type":"slash_commands","payload":{},"accepts_response_payload":true}`,
		`{"envelope_id":"\u0022","type":"interactive"}`, `{"envelope_id":5,"payload":[]}`, appHello,
		`{"type":"disconnect","reason":"warning"}`, `{"type":"disconnect","reason":"link_disabled"}`, `{"type":"disconnect"}`, `{"type":"error"}`, `{"reply_to":1}`,
		`{"type":"hello","num_connections":1e300,"debug_info":{"approximate_connection_time":-1}}`,
	} {
		f.Add(seed, seed, uint8(1))
	}
	f.Fuzz(func(t *testing.T, first, second string, seconds uint8) {
		s := inSocketMode(t)
		for _, text := range []string{first, second, first} {
			s.hears(1, text)
			s.passes(time.Duration(seconds) * time.Second)
		}
		for _, did := range s.look() {
			frame, ok := strings.CutPrefix(did, "write 1 ")
			if !ok {
				continue
			}
			if m := ReadMembers([]byte(frame)); m.Malformed || m.text(EnvelopeID) == "" {
				t.Fatalf("%q was written after %q and %q", frame, first, second)
			}
		}
	})
}
