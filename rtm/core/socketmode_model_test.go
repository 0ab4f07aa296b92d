package core

import (
	"testing"
	"time"
)

// Slack ends each socket after a while. Nobody notices.
func TestAThousandRotations(t *testing.T) {
	w := newWorld(schedule{setting: setting{Config: Config{Seed: 1, SocketMode: true}}})
	connections, hasLive := 0, false
	w.stepped = func(in Input, effects []Effect) {
		for _, e := range effects {
			switch e := e.(type) {
			case Open:
				connections++
			case Close:
				if w.peers[e.Conn].over {
					t.Errorf("socket %d was closed by Slack first", e.Conn)
				}
			case Gap:
				t.Errorf("there was a gap: %+v", e)
			}
		}
		live := 0
		for _, p := range w.peers {
			if p.greeted && !p.over {
				live++
			}
		}
		hasLive = hasLive || live > 0
		if hasLive && live == 0 {
			t.Fatal("there is no socket")
		}
	}
	actions["start"](w, 0)
	for connections <= 1000 {
		w.pass(7 * time.Second)
		w.say()
		if len(w.broken) > 0 {
			t.Fatal(w.broken)
		}
		for conn, p := range w.peers { // or the world would grow
			if p.over && int(conn) < w.newestConn-10 {
				delete(w.peers, conn)
			}
		}
	}
	w.pass(time.Minute)
	for _, s := range w.said {
		if w.heard[s.text] != 1 {
			t.Fatalf("%q was delivered %d times", s.text, w.heard[s.text])
		}
	}
}
