package rtmtest

import (
	"fmt"
	"testing"
	"time"

	"rtmwasm/rtm/transport"
)

func (p *peer) says(id int) {
	p.Helper()
	p.writes(fmt.Sprintf(`{"id":%d,"type":"message","channel":"C0GENERAL","text":"message %d"}`, id, id))
}

func (p *peer) isAcked(id int) {
	p.Helper()
	p.gets(fmt.Sprintf(`{"ok":true,"reply_to":%d,"text":"message %d","ts":"TS"}`, id, id))
}

func TestHoldAcks(t *testing.T) {
	bothDoors(t, func(s script) {
		a, b := s.connects(), s.connects()
		s.HoldAcks(true)
		a.says(1)
		b.gets(`{"text":"message 1"}`)
		a.says(2)
		b.gets(`{"text":"message 2"}`)
		a.isIdle()
		s.HoldAcks(false)
		a.isAcked(1)
		a.isAcked(2)
	})
}

func TestHeldAcksOfAClosedSocketAreLost(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.HoldAcks(true)
		a.says(1)
		s.Drop()
		s.HoldAcks(false)
		a.isClosed(transport.CloseAbnormal, "")
	})
}

func TestDelayedAcksDoNotWaitForEachOther(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		start := time.Now()
		arrives := func(id int, after time.Duration) {
			t.Helper()
			a.isAcked(id)
			if d := time.Since(start); d != after {
				t.Fatalf("the ack of %d came after %v, want %v", id, d, after)
			}
		}
		s.DelayAcks(3 * time.Second)
		a.says(1)
		a.says(2)
		time.Sleep(time.Second)
		s.DelayAcks(time.Second)
		a.says(3)
		s.DelayAcks(0)
		a.says(4)
		arrives(4, time.Second)
		arrives(3, 2*time.Second)
		arrives(1, 3*time.Second)
		arrives(2, 3*time.Second)
	})
}

func TestNack(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.Nack(4, "cannot process message", 1)
		a.says(1)
		a.gets(`{"ok":false,"reply_to":1,"error":{"code":4,"msg":"cannot process message"}}`)
		a.says(2)
		a.isAcked(2)
		if m := s.succeeds("conversations.history", "channel", General)["messages"].([]any); len(m) != 1 {
			t.Fatalf("the history is %v, want the second message alone", m)
		}
	})
}

func TestALostAckIsRepeatedOnTheNextSocket(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.LoseLastAck(true)
		a.says(7)
		a.isClosed(transport.CloseAbnormal, "")
		s.LoseLastAck(false)
		b := s.connects()
		b.gets(`{"type":"message","reply_to":7,"ts":"TS","text":"message 7","channel":"C0GENERAL","user":"U00000BOT"}`)
		b.isIdle()
		s.connects().isIdle()
	})
}

func TestEnforceRate(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.EnforceRate(1, 2)
		a.says(1)
		a.isAcked(1)
		a.says(2)
		a.isAcked(2)
		time.Sleep(time.Second - time.Nanosecond)
		a.says(3)
		a.gets(`{"ok":false,"reply_to":3,"error":{"code":-1,"msg":"slow down, too many messages..."}}`)
		time.Sleep(time.Nanosecond)
		a.says(4)
		a.isAcked(4)
		a.writes(`{"id":5,"type":"ping"}`)
		a.gets(`{"type":"pong"}`)
		s.EnforceRate(0, 0)
		a.says(6)
		a.isAcked(6)
	})
}
