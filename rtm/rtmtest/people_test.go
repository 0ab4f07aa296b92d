package rtmtest

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// withPeople runs the test with the simulated people in the workspace.
func withPeople(t *testing.T, test func(s script)) {
	inMemory(t, func(s script) {
		ctx, cancel := context.WithCancel(s.ctx)
		done := make(chan struct{})
		go func() { s.People(ctx); close(done) }()
		synctest.Wait() // they listen
		test(s)
		cancel()
		<-done
		if len(s.ears) != 0 {
			t.Error("they still listen")
		}
	})
}

// awaits reads until a frame is what it wants.
func (p *peer) awaits(what string, is func(w written) bool) written {
	p.Helper()
	for range 1000 {
		if w := parse([]byte(p.next())); is(w) {
			return w
		}
	}
	p.Fatalf("in 1000 frames there was no %s", what)
	return nil
}

func TestPeopleTalkEditReactAndComeAndGo(t *testing.T) {
	withPeople(t, func(s script) {
		a := s.connects()
		a.writes(`{"type":"presence_sub","ids":["U0000ANNA","U00000BEN","U0000CLEO"]}`)
		seen, start := map[string]int{}, time.Now()
		typing := map[string]bool{}
		for time.Since(start) < time.Hour {
			w := parse([]byte(a.next()))
			kind := w.text("type") + w.text("subtype")
			seen[kind]++
			switch who := w.text("user") + w.text("channel"); kind {
			case "user_typing":
				typing[who] = true
			case "message":
				if !typing[who] {
					t.Fatalf("%s did not type first", w)
				}
				delete(typing, who)
			}
		}
		for _, kind := range []string{"message", "messagemessage_changed", "reaction_added", "presence_change"} {
			if seen[kind] == 0 {
				t.Errorf("no %s in an hour", kind)
			}
		}
		if n := seen["message"]; n < 250 || n > 1000 {
			t.Errorf("%d messages in an hour", n)
		}
	})
}

func TestPeopleAnswerAVisitor(t *testing.T) {
	withPeople(t, func(s script) {
		a := s.connects()
		for _, channel := range []string{General, Random} {
			a.writes(`{"id":1,"type":"message","channel":"` + channel + `","text":"Hello!"}`)
			a.awaits("ack", func(w written) bool { return w.flag("ok") })
			before := time.Now()
			a.awaits("answer", func(w written) bool {
				return w.text("type") == "message" && w.text("channel") == channel && isAnswer(w.text("text"), welcomes)
			})
			if d := time.Since(before); d > 30*time.Second {
				t.Errorf("the answer took %v", d)
			}
		}
	})
}

func TestAnnaAnswersInHerDirectMessage(t *testing.T) {
	withPeople(t, func(s script) {
		a := s.connects()
		a.writes(`{"id":1,"type":"message","channel":"D0000ANNA","text":"Lunch?"}`)
		a.awaits("answer", func(w written) bool {
			return w.text("channel") == AnnaDM && w.text("user") == Anna && isAnswer(w.text("text"), opinions)
		})
	})
}

func TestPeopleAnswerInAThread(t *testing.T) {
	withPeople(t, func(s script) {
		a := s.connects()
		top := s.Say(Anna, General, "top")
		a.writes(`{"id":1,"type":"message","channel":"C0GENERAL","text":"nice","thread_ts":"` + top + `"}`)
		a.awaits("answer", func(w written) bool {
			return w.text("type") == "message" && w.text("thread_ts") == top
		})
	})
}

func TestPeopleLeaveWhenTheWorkspaceCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := New()
		done := make(chan struct{})
		go func() { server.People(t.Context()); close(done) }()
		time.Sleep(time.Minute)
		server.Close()
		<-done
	})
}

// isAnswer says whether text is one of these, addressed or not.
func isAnswer(text string, words []string) bool {
	for _, w := range words {
		if text == w || text == "<@"+Bot+"> "+w {
			return true
		}
	}
	return false
}
