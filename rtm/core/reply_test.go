package core_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
)

func TestARefusedMessageSaysWhy(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Nack(4, "cannot process message", 1)
		e := s.fails(s.says("hello"), core.CodeSendRefused, core.DeliveredNo)
		if !strings.Contains(e.Error(), "cannot process message (code 4)") || e.Text != "hello" || e.MessageID == 0 || !strings.Contains(string(e.Data), `"code":4`) {
			s.Fatalf("the error is %+v", e)
		}
		s.arrives(s.says("and another"))
	})
}

func TestSlowDownIsWaitedOut(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		first := s.says("one")
		s.pause(time.Second - 1)
		s.isPending(first)
		second := s.says("two") // it waits behind the first
		s.isPending(second)
		s.arrives(first)
		s.arrives(second)
		s.got("one", "one", "two")
		if r := s.slack.Received(); r[0].ID == r[1].ID {
			s.Fatalf("the id %d was used twice", r[0].ID)
		}
	})
}

func TestEachReplyIsAwaitedForItsOwnTime(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		first := s.says("one")
		s.pause(time.Second)
		second := s.says("two")
		s.fails(first, core.CodeAckTimeout, core.DeliveredUnknown)
		s.isPending(second)
		s.fails(second, core.CodeAckTimeout, core.DeliveredUnknown)
	})
}

func TestAReplyMayNotCome(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		hello := s.says("hello")
		s.pause(30*time.Second - 1)
		s.isPending(hello)
		e := s.fails(hello, core.CodeAckTimeout, core.DeliveredUnknown)
		if e.Text != "hello" || e.MessageID == 0 {
			s.Fatalf("the error is %+v", e)
		}
		s.seen()
		s.slack.HoldAcks(false)
		s.saw("<reply>") // the late one settles nothing
		s.arrives(s.says("next"))
	})
}

func TestASendIsNeverRepeated(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		once := s.says("once")
		s.slack.Drop()
		s.fails(once, core.CodeNoReply, core.DeliveredUnknown)
		s.pause(time.Hour)
		s.got("once")
	})
}

func TestAReplayedReplySettlesItsSend(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.LoseLastAck(true)
		hello := s.says("hello")
		s.slack.LoseLastAck(false)
		if reply := s.arrives(hello); textOf(reply) != "hello" {
			s.Fatalf("the reply is %s", reply)
		}
		s.got("hello")
	})
}

func TestAReplyIsNotAwaitedForLongAfterAReconnection(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.HoldAcks(true)
		lost := s.says("lost")
		s.slack.Drop()
		s.reaches(core.Reconnecting)
		s.reaches(core.Ready)
		later := s.says("on the new socket") // has its own time
		s.pause(2*time.Second - 1)
		s.isPending(lost)
		s.pause(1)
		s.fails(lost, core.CodeNoReply, core.DeliveredUnknown)
		s.isPending(later)
		s.slack.HoldAcks(false)
		s.arrives(later)
	})
}

func TestASecondReplyChangesNothing(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		hello := s.says("hello")
		s.arrives(hello)
		s.seen()
		id := strconv.Itoa(s.settled[hello].reply.ID)
		s.slack.Send(`{"ok":true,"reply_to":` + id + `,"ts":"9.9","text":"again"}`)
		s.slack.Send(`{"type":"pong","reply_to":123456}`) // of no ping of ours
		s.saw("<reply>", "<pong>")
		s.arrives(s.says("next"))
	})
}

func TestAMessageInReplyToNothingThatWaitsIsAReplay(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.seen()
		s.slack.Send(`{"type":"message","reply_to":77,"channel":"C0GENERAL","user":"U00000BOT","text":"said by another client","ts":"1700000000.000100"}`)
		s.saw("<replay>")
		s.slack.Send(`{"type":"message","reply_to":null,"ts":"1700000000.000200"}`) // which answers nothing at all
		s.slack.Send(`{"type":"message","reply_to":0,"ts":"1700000000.000300"}`)
		s.slack.Send(`{"ok":false,"reply_to":0,"error":{"code":-1,"msg":"slow down"}}`) // without a type it is dropped
		s.saw("<message>", "<message>")
	})
}

func TestAReplyThatAnotherSocketReplaysIsAReplayTheSecondTime(t *testing.T) {
	run(t, func(s *lab) {
		s.start()
		s.slack.LoseLastAck(true)
		hello := s.says("answered by the next socket")
		s.slack.LoseLastAck(false)
		reply := s.arrives(hello)
		s.reaches(core.Ready)
		s.seen()
		s.slack.Send(reply)
		s.saw("<replay>")
	})
}
