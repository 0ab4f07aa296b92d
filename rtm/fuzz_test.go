package rtm_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// FuzzSocket lets Slack send anything at all. What is not an event is dropped,
// and what is none of the few that end a socket leaves the session alone.
func FuzzSocket(f *testing.F) {
	for _, seed := range []string{
		`{"type":"message","channel":"C1","ts":"1.2"}`, `{"type":"hello"}`, `{"type":"goodbye"}`, `{"type":"pong","reply_to":1}`, `[]`, ``, `null`,
		"{\"type\":\"a\"}\x1e\x1e{}\x1e{\"type\":\"b\"}", `{"type":"error","error":{"code":1,"msg":"x"}}`, `{"reply_to":1}`, `{"reply_to":1,"ok":false}`,
		`{"type":"reconnect_url","url":"wss://fake.test/ws/none"}`, `{"type":"team_migration_started"}`, `{"__proto__":{"type":"hello"}}`,
		`{"type":"message","channel":"C1","ts":"99999999999999999999.1"}`, "\xff", `{"type":"\ud800"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, message string) {
		run(t, func(s *script) {
			s.start()
			s.seen()
			waits := s.says("is answered, if by rubbish")
			s.seen()
			s.slack.Send(message)
			s.settle()
			for len(s.events) > 0 {
				if frame, ok := (<-s.events).(rtm.Frame); ok && !json.Valid(frame.JSON) {
					s.Fatalf("the frame %q was delivered", frame.JSON)
				}
			}
			s.ends(waits)
			s.slack.Drop() // whatever was said about it
			s.slack.Say(rtmtest.Anna, rtmtest.General, "later")
			s.pause(time.Minute)
			s.arrives(s.says("and life goes on"))
		}, unpaced)
	})
}

// FuzzConfig makes clients of any numbers. Those that New takes connect and
// disconnect, and do not ask for sessions without a pause.
func FuzzConfig(f *testing.F) {
	second := int64(time.Second)
	f.Add(int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), 0, 0, 0.0, 0, int64(0), int64(0), 0.0, false, false)
	f.Add(10*second, -second, second, second, 30*second, -second, 1, 1, -1.0, 3, second, 10*second, 2.0, true, true)
	f.Add(int64(1), int64(1), int64(1), int64(1), int64(1), int64(1), 1, 1, math.Inf(1), -1, int64(1), int64(1), math.NaN(), true, true)
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64),
		math.MaxInt, math.MaxInt, math.NaN(), math.MaxInt, int64(math.MaxInt64), int64(math.MaxInt64), math.Inf(1), true, true)
	f.Fuzz(func(t *testing.T, connect, hello, ping, pong, ack, replay int64, limit, burst int, rate float64,
		retries int, least, most int64, factor float64, randomize, forever bool) {
		configure := func(c *rtm.Config) {
			c.ConnectTimeout, c.HelloTimeout = time.Duration(connect), time.Duration(hello)
			c.PingInterval, c.PongTimeout = time.Duration(ping), time.Duration(pong)
			c.AckTimeout, c.ReplayTimeout = time.Duration(ack), time.Duration(replay)
			c.SendQueueLimit, c.Burst, c.RateLimit = limit, burst, rate
			c.Retry = &rtm.Retry{Retries: retries, MinTimeout: time.Duration(least), MaxTimeout: time.Duration(most), Factor: factor, Randomize: randomize, Forever: forever}
		}
		config := rtm.Config{Token: "xoxb-secret", Call: rtmtest.New().Call}
		configure(&config)
		if _, err := rtm.New(config); err != nil {
			if rtm.CodeOf(err) == "" || strings.Contains(err.Error(), "secret") {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		run(t, func(s *script) {
			s.client.Post(0, rtm.Start{})
			s.client.Post(1, rtm.Send{Type: "message", Body: []byte(`{"channel":"C0GENERAL","text":"hello"}`), AwaitReply: true})
			s.settle()
			s.slack.FailCalls("rtm.connect", -1)
			s.slack.Drop()
			s.pause(20 * time.Millisecond)
			if n := len(s.slack.Calls()); n > 30 {
				s.Fatalf("rtm.connect was called %d times in 20 ms", n)
			}
		}, configure)
	})
}
