package core

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// quiet begins a script with v4's times: a ping each 6 seconds, and 4 for an answer.
func quiet(t *testing.T, configure ...func(*Config)) *script {
	s := newScript(t, configure...)
	s.begin()
	return s
}

// wakesAt has the driver look at the time this many seconds after hello, and not before.
// It must do this: "nothing", "ping" or "lost".
func (s *script) wakesAt(seconds float64, want, why string) {
	s.Helper()
	s.advance(time.Hour + time.Duration(seconds*float64(time.Second)) - s.at.Mono)
	s.step(Tick{})
	s.did(want, why)
}

// did wants this to have been done since the last look.
func (s *script) did(want, why string) {
	s.Helper()
	did := "nothing"
	for _, e := range s.look() {
		switch {
		case strings.Contains(e, `"type":"ping"`):
			did = "ping"
		case e == "reconnecting":
			did = "lost"
		}
	}
	if did != want {
		s.Fatalf("it did %s, want %s: %s", did, want, why)
	}
}

// hearsSomething has the socket bring an event.
func (s *script) hearsSomething() {
	s.hears(1, `{"type":"user_typing"}`)
	s.look()
}

func TestAQuietLinkIsPingedAndGivenUp(t *testing.T) {
	s := quiet(t)
	s.wakesAt(5.999, "nothing", "the interval is not over")
	s.wakesAt(6, "ping", "it is")
	s.wakesAt(9.999, "nothing", "the pong may still come")
	s.wakesAt(10, "lost", "nothing came")
}

func TestAnythingThatComesIsProofOfLife(t *testing.T) {
	s := quiet(t)
	s.wakesAt(6, "ping", "pings go out on a busy link, too")
	s.hearsSomething()
	s.wakesAt(10, "nothing", "something came, if not the pong")
	s.wakesAt(12, "ping", "the next interval is over")
	s.step(Alive{}) // no frame, but a sign of life
	s.wakesAt(16, "nothing", "something came")
	s.wakesAt(18, "ping", "the next interval is over")
	s.hears(1, "no JSON") // what is dropped came in, too
	s.wakesAt(22, "nothing", "something came")
}

func TestThePongTimeoutMayBeLongerThanThePingInterval(t *testing.T) {
	s := quiet(t, func(c *Config) { c.PingInterval, c.PongTimeout = 5*time.Second, 20*time.Second })
	s.wakesAt(5, "ping", "the interval is over")
	if at, _ := s.m.Deadline(); at != time.Hour+25*time.Second {
		t.Fatalf("the next deadline is %v: no ping goes out before this one is answered", at-time.Hour)
	}
	s.wakesAt(24.999, "nothing", "the pong may still come")
	s.hears(1, `{"type":"user_typing"}`)
	s.did("ping", "it came, and the interval is long over")
	s.wakesAt(44.998, "nothing", "the pong may still come")
	s.wakesAt(45, "lost", "nothing came")
}

func TestATimerThatIsLateSaysNothingOfTheLink(t *testing.T) {
	s := quiet(t)
	s.wakesAt(6, "ping", "the interval is over")
	s.wakesAt(500, "ping", "nobody looked meanwhile: that says nothing about the link")
	s.wakesAt(503.9, "nothing", "the probe may still be answered")
	s.wakesAt(504, "lost", "it was not")
}

func TestASleepProbesTheLink(t *testing.T) {
	s := quiet(t)
	s.advance(time.Second)
	s.sleeps(time.Hour)
	s.step(Tick{})
	s.did("ping", "the computer slept: the link may have died meanwhile")
	s.wakesAt(4.999, "nothing", "the probe may still be answered")
	s.wakesAt(5, "lost", "it was not")
}

func TestAPingThatIsUnderWayInASleepIsItsProbe(t *testing.T) {
	s := quiet(t)
	s.wakesAt(6, "ping", "the interval is over")
	s.sleeps(time.Hour)
	s.step(Tick{})
	s.did("nothing", "that ping is a probe")
	s.wakesAt(9.999, "nothing", "the pong may still come: nobody waited in the sleep")
	s.hearsSomething()
	s.wakesAt(11.9, "nothing", "it has answered")
	s.wakesAt(12, "ping", "the next interval is over")
}

// What has come in is read before the time is judged.
func TestAPongThatWaitsToBeReadIsReadFirst(t *testing.T) {
	s := quiet(t)
	s.wakesAt(6, "ping", "the interval is over")
	s.advance(4 * time.Second)
	s.hears(1, `{"type":"user_typing"}`) // in the same moment as the deadline
	s.did("nothing", "it lives")
}

func TestAThrottledPageKeepsItsLink(t *testing.T) {
	s := quiet(t)
	for second := 60.0; second < 600; second += 60 { // timers fire once a minute
		s.wakesAt(second, "ping", "a ping a minute is what the page lets us do")
		s.hearsSomething()
	}
	s.wakesAt(600, "ping", "the link has died")
	s.wakesAt(660, "ping", "late: a probe")
	s.wakesAt(720, "lost", "a second late timer, and still nothing: enough")
}

// The probe of Back has the time of every ping: a link that answers within PongTimeout
// lives.
func TestBackProbesOnce(t *testing.T) {
	s := quiet(t)
	s.advance(time.Second)
	s.step(Back{})
	s.did("ping", "it is back")
	s.advance(time.Second)
	s.step(Back{})
	s.did("nothing", "a probe is under way already")
	s.wakesAt(4.999, "nothing", "it may still be answered")
	s.hearsSomething()
	s.wakesAt(6.9, "nothing", "it was, and the interval counts from the probe")
	s.wakesAt(7, "ping", "the interval is over")
	s.wakesAt(11, "lost", "nothing came")
}

func TestAPingMeasuresTheRoundTrip(t *testing.T) {
	s := quiet(t)
	s.wakesAt(6, "ping", "the interval is over")
	s.advance(250 * time.Millisecond)
	latency := func(text string) (all []time.Duration) {
		in := Received{Conn: 1, Index: 1, Members: ReadMembers([]byte(text))}
		for _, e := range s.m.Step(s.at, in) {
			if l, ok := e.(Latency); ok {
				all = append(all, l.RoundTrip)
			}
		}
		return all
	}
	if got := latency(`{"type":"pong","reply_to":1073741823}`); got != nil {
		t.Fatalf("a pong of another ping was counted: %v", got)
	}
	if got := latency(`{"type":"pong","reply_to":1073741824}`); !slices.Equal(got, []time.Duration{250 * time.Millisecond}) {
		t.Fatalf("the round trip took %v", got)
	}
	if got := latency(`{"type":"pong","reply_to":1073741824}`); got != nil {
		t.Fatalf("a pong was counted twice: %v", got)
	}
}

// A ping that cannot be written, since the write before it hangs, is due all the same.
func TestAHangingWriteIsASilentLink(t *testing.T) {
	s := quiet(t)
	s.holdsWrites = true
	s.says("hangs")
	s.look()
	s.wakesAt(6, "nothing", "the ping waits behind the write")
	s.wakesAt(10, "lost", "nothing came")
}

func TestAMachineAtRestPingsNobody(t *testing.T) {
	s := quiet(t)
	s.step(Stop{})
	s.step(Closed{Conn: 1})
	if at, ok := s.m.Deadline(); ok {
		t.Fatalf("it has the deadline %v", at)
	}
}

// A probe has the time that the caller gives a pong, as every ping.
func TestAProbeIsGivenTheTimeOfAPong(t *testing.T) {
	patient := func(c *Config) { c.PingInterval, c.PongTimeout = 30*time.Second, 20*time.Second }
	t.Run("when the page is back", func(t *testing.T) {
		s := quiet(t, patient)
		s.step(Back{})
		s.passes(20*time.Second - 1)
		s.isIn(Ready)
		s.passes(1)
		s.isIn(Reconnecting)
	})
	t.Run("after a goodbye", func(t *testing.T) {
		s := quiet(t, patient)
		s.passes(29 * time.Second)
		s.hears(1, `{"type":"goodbye"}`)
		s.passes(time.Second)
		s.connects(2)
		s.look()
		s.passes(20*time.Second - 1)
		s.saw()
		s.passes(1)
		s.saw("close 1", "gap:  to 1767225630.000000")
	})
}
