package rtmtest

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	"rtmwasm/rtm/transport"
)

func TestDropComesAfterWhatWasSent(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.Say(Anna, General, "last words")
		s.Drop()
		s.Say(Anna, General, "too late")
		a.gets(`{"text":"last words"}`)
		a.isClosed(transport.CloseAbnormal, "")
		if s.Sockets() != 0 {
			t.Fatalf("%d sockets are open", s.Sockets())
		}
	})
}

func TestCloseAllAfterGoodbye(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.Goodbye()
		a.gets(`{"type":"goodbye"}`)
		a.isIdle()
		s.CloseAll(4001, "moved")
		a.isClosed(4001, "moved")
	})
}

func TestEveryReadAfterTheEndSaysTheSame(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.CloseAll(4001, "moved")
		a.isClosed(4001, "moved")
		a.isClosed(4001, "moved")
		s.Close()
		a.isClosed(4001, "moved")
	})
}

func TestCodesThatNoFrameMayCarry(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.CloseAll(1005, "")
		a.isClosed(1005, "")
		b := s.connects()
		s.CloseAll(1006, "")
		b.isClosed(1006, "")
	})
}

func TestTheClientCloses(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		a.Close(transport.CloseNormal, "done")
		if frame, err := a.Read(); err == nil {
			t.Fatalf("read %s from a closed socket", frame)
		}
		if err := a.Write([]byte(`{"type":"ping"}`)); err == nil {
			t.Fatal("wrote to a closed socket")
		}
		s.settles(func() bool { return s.Sockets() == 0 })
		s.Send("nobody hears")
	})
}

func TestAClientsCloseEndsItsRead(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		ended := make(chan error)
		go func() { _, err := a.Read(); ended <- err }()
		synctest.Wait()
		a.Close(transport.CloseNormal, "done")
		var closed *transport.CloseError
		if err := <-ended; !errors.As(err, &closed) || closed.Code != transport.CloseNormal || !closed.Clean {
			t.Fatalf("read gave %v", err)
		}
	})
}

func TestAHalfOpenSocketIsDeafAndDumbForGood(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.HalfOpen(true)
		a.writes(`{"id":1,"type":"ping"}`)
		s.Say(Anna, General, "hi")
		s.HalfOpen(false)
		s.Say(Anna, General, "still there?")
		s.CloseAll(1000, "")
		if n := s.Sockets(); n != 1 {
			t.Fatalf("%d sockets are open, want 1", n)
		}

		b := s.connects()
		b.writes(`{"id":2,"type":"ping"}`)
		b.gets(`{"type":"pong","reply_to":2}`)
		if got := s.Received(); len(got) != 1 || got[0].ID != 2 {
			t.Fatalf("received %v, want the second socket's ping alone", got)
		}

		a.Close(transport.CloseAbnormal, "")
		a.isClosed(transport.CloseAbnormal, "")
		s.settles(func() bool { return s.Sockets() == 1 })
	})
}

func TestWritesToAHalfOpenSocketHangInTheEnd(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		s.HalfOpen(true)
		a.writes(strings.Repeat("x", 64<<10))
		written := make(chan error, 1)
		go func() { written <- a.Write([]byte("x")) }()
		synctest.Wait()
		if len(written) != 0 {
			t.Fatal("the write came back")
		}
		a.Close(transport.CloseNormal, "")
		if <-written == nil {
			t.Fatal("the write succeeded after all")
		}
	})
}

func TestClosingTheWorkspaceEndsEverything(t *testing.T) {
	bothDoors(t, func(s script) {
		deaf := s.connects()
		s.HalfOpen(true)
		a := s.connects()
		s.DelayAcks(1 << 40)
		a.writes(`{"id":1,"type":"message","channel":"C0GENERAL","text":"hi"}`)
		s.StallHello(true)
		waiting := s.opens()
		s.settles(func() bool { return len(s.Received()) == 1 })

		s.Close()
		s.Close()
		for _, p := range []*peer{deaf, a, waiting} {
			p.isClosed(transport.CloseAbnormal, "")
		}
		if _, err := s.call(s.ctx, transport.Request{URL: s.api + "api.test"}); err == nil {
			t.Fatal("a call succeeded")
		}
		if _, err := s.dial(s.ctx, "wss://fake.test/ws/x"); err == nil {
			t.Fatal("an opening succeeded")
		}
	})
}

func TestClosingTheWorkspaceEndsWhatIsStalled(t *testing.T) {
	bothDoors(t, func(s script) {
		url := s.succeeds("rtm.connect")["url"].(string)
		s.StallCalls(true)
		s.StallOpens(true)
		failed := make(chan error)
		go func() { _, err := s.dial(s.ctx, url); failed <- err }()
		go func() { _, err := s.call(s.ctx, transport.Request{URL: s.api + "api.test"}); failed <- err }()
		s.settles(func() bool { return len(s.Calls()) == 2 })
		s.Close()
		for range 2 {
			if <-failed == nil {
				t.Fatal("a stalled call or opening succeeded")
			}
		}
	})
}
