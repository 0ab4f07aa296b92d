package core

import (
	"strings"
	"testing"
	"time"
)

// stable begins a script whose session has lasted long enough for a goodbye to be
// followed at once.
func stable(t *testing.T, configure ...func(*Config)) *script {
	s := newScript(t, append(configure, func(c *Config) { c.PingInterval = time.Hour })...)
	s.begin()
	s.passes(time.Minute)
	return s
}

func TestTheOldSocketIsPingedAfterTheFrameThatIsBeingWritten(t *testing.T) {
	s := stable(t)
	s.holdsWrites = true
	s.says("before")
	s.hears(1, `{"type":"goodbye"}`)
	s.look()
	s.connects(2)
	s.saw("open 2", "event 2/0") // the ping waits
	s.step(Written{Conn: 1})
	s.saw(`write 1 {"id":1073741824,"type":"ping","time":1767225660000}`)
	s.step(Written{Conn: 1})
	s.hears(1, `{"type":"pong","reply_to":1073741824}`)
	s.saw("answer 1/2", "recovered gap:  to 1767225660.000000") // and a reply is owed
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.saw("answer 1/3", "call 2 is done", "close 1")
}

func TestTheOldSocketThatEndsWithoutItsPongLeavesAGap(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"message","ts":"1.000001"}`)
	s.says("owed")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.look()
	s.step(Closed{Conn: 1, Err: errBroken})
	s.saw("gap: 1.000001 to 1767225660.000000")
	s.hears(2, `{"type":"message","reply_to":2,"ts":"1.000002"}`) // Slack replays the reply
	s.saw("answer 2/1", "call 2 is done")
}

func TestAGoodbyeObeysRetryAfter(t *testing.T) {
	s := newScript(t, func(c *Config) { c.PingInterval = time.Hour })
	s.begin()
	s.passes(time.Minute)
	s.hears(1, `{"type":"goodbye"}`)
	s.step(Answered{Conn: 2, Err: errSlowDown})
	s.look()
	s.hears(1, `{"type":"goodbye"}`) // again
	s.passes(time.Minute - 1)
	s.saw("event 1/2", "compare false")
	s.passes(1)
	s.saw("compare true", "connect 3")
}

func TestReconnectLeavesASuccessorAloneUnlessForced(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"goodbye"}`)
	s.look()
	s.step(Reconnect{Call: 7})
	s.saw("call 7 gets a session") // which goes on
	s.step(Reconnect{Call: 8, Force: true})
	s.saw("abandon 2", "close 1", "compare false", "reconnecting", "authenticating", "connect 3")
}

// A reply that the old socket owes may still be replayed for a while. Those that the new
// one owes have their own time.
func TestTheEndOfTheOldSocketConcernsItsOwnReplies(t *testing.T) {
	s := stable(t)
	s.says("owed by the old socket")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.says("owed by the new one")
	s.look()
	s.step(Closed{Conn: 1, Err: errBroken})
	s.look()
	s.passes(2*time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw("call 2 fails: no_reply_received unknown", "compare false")
	s.passes(28*time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw("call 3 fails: ack_timeout unknown")
}

// The attempt that follows a goodbye at once counts as the first after a loss does, which
// has had its pause.
func TestTheAttemptAfterAGoodbyeCountsAsTheFirst(t *testing.T) {
	s := stable(t, func(c *Config) { c.Retry = &Retry{} })
	s.hears(1, `{"type":"goodbye"}`)
	s.step(Answered{Conn: 2, Err: errBroken})
	s.look()
	s.passes(2*time.Second - 1)
	s.saw()
	s.passes(1)
	s.saw("connect 3")
}

// A write to the old socket that hangs delays the first frame on the new one a little,
// since its frame is the next if it fails, and no longer.
func TestAHangingWriteDoesNotStallTheNewSocket(t *testing.T) {
	s := stable(t)
	s.holdsWrites = true
	s.says("hangs")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.says("on the new socket")
	s.look()
	s.passes(unfinishedWrite - 1)
	s.saw()
	s.passes(1)
	s.wrote(2, "on the new socket")
	s.passes(4*time.Second - unfinishedWrite) // the old socket is silent
	s.saw("close 1", "gap:  to 1767225660.000000")
	s.passes(2 * time.Second)
	s.saw("call 2 fails: no_reply_received unknown", "compare false")
	s.isIn(Ready)
}

func TestAWriteThatFailsOnTheOldSocketIsRepeatedOnTheNewOne(t *testing.T) {
	s := stable(t)
	s.holdsWrites = true
	s.says("not written at all")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.says("later")
	s.look()
	s.step(Written{Conn: 1, Err: errBroken})
	s.saw("close 1", "gap:  to 1767225660.000000", `write 2 {"id":2,"type":"message","channel":"C1","text":"not written at all"}`)
	s.step(Written{Conn: 2})
	s.wrote(2, "later")
	s.isIn(Ready)
}

// Only a frame that would be the next is waited for.
func TestAPingThatIsBeingWrittenToTheOldSocketDelaysNothing(t *testing.T) {
	s := stable(t)
	s.holdsWrites = true
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.look() // the ping to the old socket is under way
	s.says("at once")
	s.wrote(2, "at once")
}

// owing begins a script whose session has moved to another socket, while the old one has
// had its pong and owes a reply to call 2.
func owing(t *testing.T, configure ...func(*Config)) *script {
	s := stable(t, configure...)
	s.says("owed")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.hears(1, `{"type":"pong","reply_to":1073741824}`)
	s.look()
	return s
}

func TestWithoutAnAckTimeoutTheOldSocketIsClosedAfterHalfAMinute(t *testing.T) {
	s := owing(t, func(c *Config) { c.AckTimeout = -1 })
	s.passes(drainTimeout - 1)
	s.saw("compare false")
	s.passes(1)
	s.saw("close 1")
	s.passes(2 * time.Second)
	s.saw("call 2 fails: no_reply_received unknown")
}

// From its pong on the new socket brings every event.
func TestEventsComeOnceWhileTheOldSocketIsKeptForItsReplies(t *testing.T) {
	s := owing(t)
	s.passes(10 * time.Second) // nothing is compared any more
	s.saw("compare false")
	for range 2 {
		s.hears(1, `{"type":"user_typing"}`)
		s.hears(2, `{"type":"user_typing"}`)
	}
	s.hears(2, `{"type":"message","ts":"1.000001"}`)
	s.hears(1, `{"type":"message","ts":"1.000001"}`)
	s.saw("event 2/1", "event 2/2", "event 2/3")
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.saw("answer 1/6", "call 2 is done", "close 1")
}

func TestAnOldSocketWithoutItsPongIsKeptIfSomethingElseComes(t *testing.T) {
	s := stable(t)
	s.says("owed")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.hears(1, `{"type":"message","ts":"1.000001"}`)
	s.hears(2, `{"type":"message","ts":"1.000001"}`)
	s.look()
	s.passes(5 * time.Second)
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.saw("answer 1/3", "call 2 is done") // it may still have events
	s.step(Closed{Conn: 1, Err: errBroken})
	s.saw("gap:  to 1767225660.000000")
}

func TestAStopWithTheOldSocketOpenEndsWithinASecond(t *testing.T) {
	s := owing(t)
	s.step(Stop{Call: 7})
	s.saw("disconnecting", "call 2 fails: no_reply_received unknown", "close 2", "close 1", "compare false")
	s.passes(closeTimeout - 1)
	s.saw()
	s.passes(1)
	s.saw("disconnected", "call 7 is done")
}

func TestEventsThatWaitedForADriverThatWasHeldUpAreStillCompared(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	for _, socket := range []Conn{1, 2} {
		if socket == 2 {
			s.hears(1, `{"type":"pong","reply_to":1073741824}`) // the old socket has brought everything
			s.look()
			s.advance(time.Minute)
		}
		s.hears(socket, `{"type":"user_typing","user":"U1"}`)
		s.hears(socket, `{"type":"user_typing","user":"U2"}`)
	}
	s.saw()
	s.step(Tick{})
	s.passes(grace)
	s.hears(2, `{"type":"user_typing","user":"U1"}`)
	s.saw("compare false", "event 2/3")
}

func TestAWriteToTheOldSocketThatFailedWhileTheDriverWasHeldUpIsTheFirstOnTheNewOne(t *testing.T) {
	s := stable(t)
	s.holdsWrites = true
	s.says("first")
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.says("second")
	s.look()
	s.advance(5 * time.Second)
	s.hears(2, `{"type":"user_typing"}`)
	s.saw("event 2/1")
	s.step(Written{Conn: 1, Err: errBroken})
	if got := strings.Join(s.look(), "\n"); !strings.Contains(got, `write 2 {"id":2,`) || strings.Contains(got, "second") {
		t.Fatalf("after the failed write followed\n%s", got)
	}
}

func TestTheNewestEventIsOneBeforeWhatTheOldSocketMayHaveHad(t *testing.T) {
	s := stable(t)
	s.hears(1, `{"type":"message","ts":"1.000001"}`)
	s.hears(1, `{"type":"goodbye"}`)
	s.connects(2)
	s.hears(2, `{"type":"message","ts":"1.000009"}`)
	s.step(PutAway{}) // both sockets are given up, the old one without its pong
	if newest := s.m.Stats().Newest; newest != "1.000001" {
		t.Fatalf("the newest event is %s", newest)
	}
}
