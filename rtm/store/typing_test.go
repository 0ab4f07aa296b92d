package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestTypingLastsFiveSecondsInEveryConversation(t *testing.T) {
	for _, id := range []string{"C1", "G1", "G2", "D1"} {
		synctest.Test(t, func(t *testing.T) {
			s := run(t)
			c := s.ChannelGroupOrDMByID(id)
			typing := func(want string) {
				t.Helper()
				equal(t, "who is typing in "+id, strings.Join(c.TypingUsers(), " "), want)
			}
			typing("")
			s.hears(`{"type":"user_typing","channel":"` + id + `","user":"U2"}`)
			time.Sleep(3 * time.Second)
			c.StartedTyping("W3")
			typing("U2 W3")
			time.Sleep(2*time.Second - 1)
			typing("U2 W3")
			time.Sleep(time.Nanosecond)
			typing("W3")
			s.hears(`{"type":"user_typing","channel":"` + id + `","user":"W3"}`)
			time.Sleep(4 * time.Second)
			typing("W3")
			time.Sleep(time.Second)
			typing("")
		})
	}
}
