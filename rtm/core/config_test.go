package core

import (
	"math"
	"testing"
	"time"
)

func TestConfigurationsThatCannotWork(t *testing.T) {
	for name, c := range map[string]struct {
		config Config
		code   Code
	}{
		"negative pong":      {Config{PongTimeout: -1}, CodeKeepAliveConfig},
		"negative intervals": {Config{PingInterval: -1, PongTimeout: -2}, CodeKeepAliveConfig},
		"negative limit":     {Config{QueueLimit: -1}, CodeInvalidArgument},
		"negative burst":     {Config{Burst: -1}, CodeInvalidArgument},
		"negative factor":    {Config{Retry: &Retry{Factor: -1}}, CodeInvalidArgument},
		"negative pause":     {Config{Retry: &Retry{MinTimeout: -1}}, CodeInvalidArgument},
		"no factor":          {Config{Retry: &Retry{Factor: math.NaN()}}, CodeInvalidArgument},
		"no rate":            {Config{RateLimit: math.NaN()}, CodeInvalidArgument},
	} {
		if _, err := New(c.config, Time{}); CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want the code %s", name, err, c.code)
		}
	}
	if _, err := New(Config{}, Time{}); err != nil {
		t.Errorf("the zero Config gives %v", err)
	}
}

// FuzzConfig makes machines of any numbers. Those that New takes connect and disconnect,
// and do not ask for sessions without a pause.
func FuzzConfig(f *testing.F) {
	second := int64(time.Second)
	f.Add(int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), 0, 0, 0.0, 0, int64(0), int64(0), 0.0, false, false)
	f.Add(10*second, -second, second, second, 30*second, -second, 1, 1, -1.0, 3, second, 10*second, 2.0, true, true)
	f.Add(int64(1), int64(1), int64(1), int64(1), int64(1), int64(1), 1, 1, math.Inf(1), -1, int64(1), int64(1), math.NaN(), true, true)
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64),
		math.MaxInt, math.MaxInt, math.NaN(), math.MaxInt, int64(math.MaxInt64), int64(math.MaxInt64), math.Inf(1), true, true)
	f.Add(int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64), int64(math.MaxInt64),
		math.MaxInt, math.MaxInt, math.Inf(1), math.MaxInt, int64(math.MaxInt64), int64(math.MaxInt64), math.Inf(1), true, true)
	f.Add(int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), 0, 1, 1e-300, 0, int64(0), int64(0), 0.0, false, false)
	f.Fuzz(func(t *testing.T, connect, hello, ping, pong, ack, replay int64, limit, burst int, rate float64,
		retries int, least, most int64, factor float64, randomize, forever bool) {
		config := Config{
			CallTimeout: time.Duration(connect), OpenTimeout: time.Duration(connect), HelloTimeout: time.Duration(hello),
			PingInterval: time.Duration(ping), PongTimeout: time.Duration(pong),
			AckTimeout: time.Duration(ack), ReplayTimeout: time.Duration(replay),
			QueueLimit: limit, Burst: burst, RateLimit: rate,
			Retry: &Retry{Retries: retries, MinTimeout: time.Duration(least), MaxTimeout: time.Duration(most), Factor: factor, Randomize: randomize, Forever: forever},
		}
		if _, err := New(config, Time{}); err != nil {
			if CodeOf(err) == "" {
				t.Fatalf("the error is %v", err)
			}
			return
		}
		s := newScript(t, func(c *Config) { *c = config })
		s.begin()
		s.says("hello")
		s.hears(1, `{"ok":true,"reply_to":2,"ts":"1.000001"}`)
		if got := s.look(); got[len(got)-1] != "call 2 is done" {
			t.Fatalf("saw %q", got)
		}
		s.passes(time.Millisecond)
		s.step(Closed{Conn: 1, Err: errBroken})
		connects := 0
		for range 20 {
			for conn := s.m.lastConn; s.m.State() == Authenticating && s.m.lastConn == conn; {
				connects++
				s.step(Answered{Conn: conn, Err: errBroken})
			}
			s.passes(time.Millisecond)
		}
		if connects > 30 {
			t.Fatalf("rtm.connect was called %d times in 20 ms", connects)
		}
		s.step(Stop{})
		s.passes(2 * time.Second)
		s.isIn(Disconnected)
	})
}
