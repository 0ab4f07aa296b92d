package core

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// slowly begins a script whose writes end when the test says so. The pings would wait,
// too, so that there are none.
func slowly(t *testing.T) *script {
	s := newScript(t, func(c *Config) { c.PingInterval = 24 * time.Hour })
	s.begin()
	s.holdsWrites = true
	return s
}

var errBroken = errors.New("the socket is broken")

func TestOneFrameIsWrittenAtATime(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.says("two")
	s.saw(`write 1 {"id":2,"type":"message","channel":"C1","text":"one"}`)
	s.step(Written{Conn: 1})
	s.saw(`write 1 {"id":3,"type":"message","channel":"C1","text":"two"}`)
}

// tellsOfWrites wants exactly these texts to be told as written by a step.
func (s *script) tellsOfWrites(in Input, texts ...string) {
	s.Helper()
	var got []string
	for _, e := range s.m.Step(s.at, in) {
		if w, ok := e.(Wrote); ok {
			got = append(got, string(w.Text))
		}
	}
	if !slices.Equal(got, texts) {
		s.Fatalf("%T tells that these were written: %q; want %q", in, got, texts)
	}
}

const writtenOne = `{"id":2,"type":"message","channel":"C1","text":"one"}`

func TestAFrameIsToldOnceItIsWritten(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.tellsOfWrites(Tick{})
	s.tellsOfWrites(Written{Conn: 1}, writtenOne)
	s.tellsOfWrites(Tick{})
}

func TestAWriteThatFailedIsNotToldAsWritten(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.tellsOfWrites(Written{Conn: 1, Err: errBroken})
	s.step(Closed{Conn: 1})
	s.passes(time.Second)
	s.connects(2)
	s.tellsOfWrites(Written{Conn: 2}, writtenOne)
}

// The write of a frame is told before its reply, also if that comes before its end.
func TestAWriteIsToldBeforeItsReply(t *testing.T) {
	s := slowly(t)
	s.says("one")
	var told []string
	for _, e := range s.m.Step(s.at, Received{Conn: 1, Index: 1, Members: ReadMembers([]byte(`{"ok":true,"reply_to":2}`))}) {
		told = append(told, fmt.Sprintf("%T", e))
	}
	if want := []string{"core.Wrote", "*core.Deliver", "core.Settle"}; !slices.Equal(told, want) {
		s.Fatalf("told %q, want %q", told, want)
	}
	s.tellsOfWrites(Written{Conn: 1}) // which was told
}

func TestAFrameThatCouldNotBeWrittenGoesToTheNextSocket(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.says("two")
	s.look()
	s.step(Written{Conn: 1, Err: errBroken})
	s.saw("close 1", "socket failed: websocket", "reconnecting")
	s.step(Closed{Conn: 1})
	s.holdsWrites = false
	s.passes(time.Second)
	s.connects(2)
	s.wrote(2, "one", "two")
}

func TestAnUnqueuedFrameThatCouldNotBeWrittenFails(t *testing.T) {
	s := slowly(t)
	s.step(Send{Call: 7, ID: 1, Type: "typing", Unqueued: true})
	s.step(Send{Call: 8, ID: 2, Type: "ping", Unqueued: true, AwaitReply: true}) // in the queue
	s.saw(`write 1 {"id":1,"type":"typing"}`)
	s.step(Written{Conn: 1, Err: errBroken})
	s.saw("call 7 fails: send_while_disconnected no", "close 1", "call 8 fails: send_while_disconnected no", "socket failed: websocket", "reconnecting")
	s.passes(time.Second)
	s.look()
	s.connects(2)
	s.saw("authenticated", "open 2", "handshaking", "connected", "event 2/0", "gap:  to 1767225601.000000", "ready") // and nothing is written
}

func TestAnUnqueuedFrameThatWaitedForAnotherWriteFailsWithItsSocket(t *testing.T) {
	s := slowly(t)
	s.says("hangs")
	s.step(Send{Call: 7, ID: 7, Type: "typing", Unqueued: true})
	s.look()
	s.step(Closed{Conn: 1, Err: errBroken})
	s.saw("call 7 fails: send_while_disconnected no", "socket failed: websocket", "reconnecting")
	s.holdsWrites = false
	s.passes(time.Second)
	s.look()
	s.connects(2)
	s.wrote(2) // nothing
	s.passes(2 * time.Second)
	s.saw("call 2 fails: no_reply_received unknown") // the one that hung may have left
}

// A reply may be overdue before the write has ended. The frame was settled, and does not
// go to another socket.
func TestAFrameIsNotWrittenAfterItWasSettled(t *testing.T) {
	s := slowly(t)
	s.says("waits for a reply in vain")
	s.look()
	s.passes(30 * time.Second)
	s.saw("call 2 fails: ack_timeout unknown")
	s.passes(30 * time.Second)
	s.step(Written{Conn: 1, Err: errBroken})
	s.holdsWrites = false
	s.passes(time.Second)
	s.connects(2)
	s.says("on another socket")
	s.wrote(2, "on another socket")
}

func TestAFrameWhoseWriteHangsCanBeTakenBack(t *testing.T) {
	s := slowly(t)
	s.step(Send{Call: 7, ID: 1, Type: "typing"})
	s.look()
	s.step(Cancel{Call: 7})
	s.saw("call 7 fails: abort unknown")
	s.step(Cancel{Call: 7}) // once is enough
	s.step(Written{Conn: 1, Err: errBroken})
	s.passes(time.Second)
	s.look()
	s.connects(2)
	s.saw("authenticated", "open 2", "handshaking", "connected", "event 2/0", "gap:  to 1767225601.000000", "ready")
}

func TestAFrameWhoseSocketIsLostDuringTheWriteIsUnknown(t *testing.T) {
	s := slowly(t)
	s.step(Send{Call: 7, ID: 1, Type: "typing"})
	s.look()
	s.step(Closed{Conn: 1, Err: errBroken})
	s.saw("call 7 fails: no_reply_received unknown", "socket failed: websocket", "reconnecting")
}

func TestAReplyMayOvertakeTheEndOfAWrite(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.says("two")
	s.look()
	s.hears(1, `{"ok":false,"reply_to":2,"error":{"code":-1}}`)
	s.saw("answer 1/1") // "one" is to be repeated, before "two"
	s.step(Written{Conn: 1})
	s.holdsWrites = false
	s.saw()
	s.passes(time.Second)
	s.wrote(1, "one", "two")
}

// There is one write at a time, also if a reply overtakes the end of one: the next
// frame's end would be taken for that of the one before.
func TestNoFrameIsWrittenBeforeTheOneThatWasAnsweredHasEnded(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.step(Send{Call: 7, ID: 7, Type: "typing"})
	s.look()
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.saw("answer 1/1", "call 2 is done")
	s.step(Written{Conn: 1})
	s.saw(`write 1 {"id":7,"type":"typing"}`)
	s.step(Written{Conn: 1})
	s.saw("call 7 is done")
}

func TestAWriteThatFailsAfterItsReplyEndsTheSocket(t *testing.T) {
	s := slowly(t)
	s.says("one")
	s.look()
	s.hears(1, `{"ok":true,"reply_to":2}`)
	s.look()
	s.step(Written{Conn: 1, Err: errBroken})
	s.saw("close 1", "socket failed: websocket", "reconnecting")
}
