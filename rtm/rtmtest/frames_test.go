package rtmtest

import (
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestAMessageIsAcknowledgedAndReachesTheOthers(t *testing.T) {
	bothDoors(t, func(s script) {
		a, b := s.connects(), s.connects()
		a.writes(`{"id":1,"type":"message","channel":"C0GENERAL","text":"hi <you>"}`)
		ack := a.gets(`{"ok":true,"reply_to":1,"text":"hi <you>","ts":"TS"}`)
		if _, has := ack["type"]; has {
			t.Fatal("an ack has a type")
		}
		event := b.gets(`{"type":"message","channel":"C0GENERAL","user":"U00000BOT","text":"hi <you>","team":"T0000001","ts":"TS","event_ts":"TS"}`)
		if event["ts"] != ack["ts"] {
			t.Fatalf("the event has ts %v, the ack %v", event["ts"], ack["ts"])
		}
		a.isIdle()
	})
}

func TestAReplyKeepsItsThread(t *testing.T) {
	inMemory(t, func(s script) {
		a, b := s.connects(), s.connects()
		a.writes(`{"id":1,"type":"message","channel":"C0GENERAL","text":"hi","thread_ts":"5.000001"}`)
		b.gets(`{"type":"message","thread_ts":"5.000001"}`)
	})
}

func TestMessagesThatAreRefused(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		a.writes(`{"id":1,"type":"message","channel":"C0GENERAL"}`)
		a.gets(`{"ok":false,"reply_to":1,"error":{"code":2,"msg":"message text is missing"}}`)
		a.writes(`{"id":2,"type":"message","channel":"C0NOWHERE","text":"hi"}`)
		a.gets(`{"ok":false,"reply_to":2,"error":{"code":3,"msg":"channel not found"}}`)
		a.writes(`{"id":3,"type":"mess"}`)
		a.gets(`{"ok":false,"reply_to":3,"error":{"code":5,"msg":"unknown type"}}`)
		a.writes(`{"type":"mess"}`)
		a.isIdle()
	})
}

func TestAPongRepeatsTheFlatPartOfItsPing(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		a.writes(`{"id":7,"type":"ping","time":1234567890123,"note":"x","deep":{"a":1},"list":[1],"yes":true}`)
		if got, want := a.next(), `{"note":"x","reply_to":7,"time":1234567890123,"type":"pong","yes":true}`; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

func TestTypingReachesTheOthersAndIsNotAnswered(t *testing.T) {
	bothDoors(t, func(s script) {
		a, b := s.connects(), s.connects()
		a.writes(`{"id":1,"type":"typing","channel":"C0GENERAL"}`)
		b.gets(`{"type":"user_typing","channel":"C0GENERAL","user":"U00000BOT"}`)
		a.writes(`{"id":2,"type":"typing","channel":"nowhere"}`)
		a.gets(`{"ok":false,"reply_to":2}`)
		a.isIdle()
	})
}

func TestPresenceIsToldForNewSubscriptionsOnly(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		a.writes(`{"type":"presence_sub","ids":["U0000ANNA","UNOBODY"]}`)
		a.gets(`{"type":"presence_change","user":"U0000ANNA","presence":"active"}`)
		a.writes(`{"type":"presence_sub","ids":["U0000ANNA","U0000CLEO"]}`)
		a.gets(`{"type":"presence_change","user":"U0000CLEO","presence":"away"}`)
		s.SetPresence(Anna, "away")
		a.gets(`{"type":"presence_change","user":"U0000ANNA","presence":"away"}`)
		s.SetPresence(Ben, "away")
		a.isIdle()
		a.writes(`{"type":"presence_sub","ids":[]}`)
		s.SetPresence(Anna, "active")
		a.isIdle()
	})
}

func TestPresenceComesInBatchesIfAskedWithOne(t *testing.T) {
	inMemory(t, func(s script) {
		a, b := s.connects("batch_presence_aware", "1"), s.connects("batch_presence_aware", "true")
		a.writes(`{"type":"presence_query","ids":["U0000ANNA","U0000CLEO","U00000BEN"]}`)
		a.gets(`{"type":"presence_change","presence":"active","users":["U0000ANNA","U00000BEN"]}`)
		a.gets(`{"type":"presence_change","presence":"away","users":["U0000CLEO"]}`)
		b.writes(`{"type":"presence_query","ids":["U0000CLEO"]}`)
		b.gets(`{"type":"presence_change","presence":"away","user":"U0000CLEO"}`)
	})
}

func TestFramesThatEndTheConnection(t *testing.T) {
	bothDoors(t, func(s script) {
		frame := func(size int) string {
			const head, tail = `{"id":1,"type":"ping","x":"`, `"}`
			return head + strings.Repeat("x", size-len(head)-len(tail)) + tail
		}
		a := s.connects()
		a.writes(frame(16 << 10))
		a.gets(`{"type":"pong","reply_to":1}`)
		a.writes(frame(16<<10 + 1))
		a.isClosed(1009, "message too big")

		b := s.connects()
		b.writes(`hello?`)
		b.isClosed(1007, "not a JSON object")
	})
}

func TestWhatItReceivedIsRemembered(t *testing.T) {
	bothDoors(t, func(s script) {
		a, b := s.connects(), s.connects()
		a.writes(`{"id":1,"type":"ping"}`)
		a.gets(`{"type":"pong"}`)
		b.writes(`{"type":"presence_sub","ids":[]}`)
		s.settles(func() bool { return len(s.Received()) == 2 })
		got := s.Received()
		for i := range got {
			got[i].At = time.Time{}
		}
		want := []Received{
			{Socket: 1, Type: "ping", ID: 1, JSON: `{"id":1,"type":"ping"}`},
			{Socket: 2, Type: "presence_sub", JSON: `{"type":"presence_sub","ids":[]}`},
		}
		if got[0] != want[0] || got[1] != want[1] {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

func TestPeopleSpeak(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		ts := s.Say(Anna, General, "helo")
		a.gets(`{"type":"message","user":"U0000ANNA","channel":"C0GENERAL","text":"helo","ts":"` + ts + `"}`)
		s.Typing(Ben, Random)
		a.gets(`{"type":"user_typing","user":"U00000BEN","channel":"C00RANDOM"}`)
		s.Edit(General, ts, "hello")
		changed := a.gets(`{"type":"message","subtype":"message_changed","hidden":true,"channel":"C0GENERAL","ts":"TS"}`)
		if m := changed["message"].(map[string]any); m["text"] != "hello" || m["ts"] != ts || m["edited"] == nil {
			t.Fatalf("the changed message is %v", m)
		}
		s.React(Ben, "wave", General, ts)
		a.gets(`{"type":"reaction_added","user":"U00000BEN","reaction":"wave","item_user":"U0000ANNA","item":{"type":"message","channel":"C0GENERAL","ts":"` + ts + `"}}`)
		s.React(Ben, "wave", General, ts)
		s.Delete(General, ts)
		a.gets(`{"type":"message","subtype":"message_deleted","channel":"C0GENERAL","deleted_ts":"` + ts + `"}`)
		s.Edit(General, ts, "gone")
		a.isIdle()
	})
}

func TestSendSendsExactlyThis(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		for _, frame := range []string{` {"type": "x"}`, `not JSON`, `{"a":"` + "\u001e" + `"}`} {
			s.Send(frame)
			if got := a.next(); got != frame {
				t.Fatalf("got %q, want %q", got, frame)
			}
		}
		s.SendBinary([]byte{0, 1, 2})
		if got := a.next(); got != "\x00\x01\x02" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestAFloodComesInOrder(t *testing.T) {
	bothDoors(t, func(s script) {
		const count, size = 5000, 300
		a := s.connects()
		s.Flood(count, size)
		for i := 1; i <= count; i++ {
			frame := a.next()
			if len(frame) < size-10 || len(frame) > size+10 {
				t.Fatalf("a frame has %d bytes, want about %d", len(frame), size)
			}
			if number, _, _ := strings.Cut(parse([]byte(frame)).text("text"), "."); number != strconv.Itoa(i) {
				t.Fatalf("got number %s, want %d", number, i)
			}
		}
	})
}
