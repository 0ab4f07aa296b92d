package core

import "testing"

func BenchmarkReceive(b *testing.B) {
	for _, recorded := range []bool{false, true} {
		name := "unrecorded"
		if recorded {
			name = "recorded"
		}
		b.Run(name, func(b *testing.B) {
			m, err := New(Config{Seed: 1}, Time{Mono: 1, Wall: wakeUp})
			if err != nil {
				b.Fatal(err)
			}
			if recorded {
				recorderOf(m)
			}
			at := Time{Mono: 3600e9, Wall: wakeUp + 3600e9}
			m.Step(at, Start{Call: 1})
			m.Step(at, Answered{Conn: 1, Session: &Session{URL: "wss://slack.test/1", UserID: "U1", TeamID: "T1"}})
			m.Step(at, Opened{Conn: 1})
			m.Step(at, Received{Conn: 1, Members: ReadMembers([]byte(`{"type":"hello"}`))})
			in := Received{Conn: 1, Index: 1, Size: 560, Members: ReadMembers([]byte(`{"type":"message","channel":"C0123456789","ts":"1767225600.000100","event_ts":"1767225600.000100"}`))}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				at.Mono += 1000
				at.Wall += 1000
				in.Index++
				if len(m.Receive(at, &in)) == 0 {
					b.Fatal("nothing")
				}
			}
		})
	}
}
