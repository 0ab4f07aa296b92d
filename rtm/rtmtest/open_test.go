package rtmtest

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm/transport"
)

const expired = `{"type":"error","error":{"code":1,"msg":"Socket URL has expired"}}`

func (p *peer) isExpired() {
	p.Helper()
	p.gets(expired)
	p.isClosed(1000, "")
}

func TestAURLOpensOneSocket(t *testing.T) {
	bothDoors(t, func(s script) {
		url := s.succeeds("rtm.connect")["url"].(string)
		s.opensURL(url).gets(`{"type":"hello"}`)
		s.opensURL(url).isExpired()
		s.opensURL(url[:strings.LastIndex(url, "/")] + "/unknown").isExpired()
		if s.Opened() != 3 || s.Sockets() != 1 {
			t.Fatalf("%d sockets were opened and %d are open, want 3 and 1", s.Opened(), s.Sockets())
		}
	})
}

func TestAURLIsValidFor30Seconds(t *testing.T) {
	inMemory(t, func(s script) {
		url := s.succeeds("rtm.connect")["url"].(string)
		time.Sleep(30*time.Second - 1)
		s.opensURL(url).gets(`{"type":"hello"}`)

		url = s.succeeds("rtm.connect")["url"].(string)
		time.Sleep(30 * time.Second)
		s.opensURL(url).isExpired()
	})
}

func TestExpireURL(t *testing.T) {
	bothDoors(t, func(s script) {
		s.ExpireURL(1)
		s.opens().isExpired()
		s.connects()
	})
}

func TestEventsSinceTheCallComeAfterHello(t *testing.T) {
	bothDoors(t, func(s script) {
		url := s.succeeds("rtm.connect")["url"].(string)
		s.Say(Anna, General, "early")
		a := s.opensURL(url)
		a.gets(`{"type":"hello"}`)
		a.gets(`{"text":"early"}`)
		a.isIdle()
	})
}

func TestGoodbyeConcernsOpenSocketsOnly(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		url := s.succeeds("rtm.connect")["url"].(string)
		s.Goodbye()
		a.gets(`{"type":"goodbye"}`)
		b := s.opensURL(url)
		b.gets(`{"type":"hello"}`)
		b.isIdle()
	})
}

func TestStallHello(t *testing.T) {
	bothDoors(t, func(s script) {
		s.StallHello(true)
		a := s.opens()
		a.writes(`{"id":1,"type":"ping"}`)
		a.gets(`{"type":"pong","reply_to":1}`)
		s.Say(Anna, General, "hi")
		a.isIdle()
		s.StallHello(false)
		a.gets(`{"type":"hello"}`)
		a.gets(`{"text":"hi"}`)
		s.connects()
	})
}

func TestRefuseOpens(t *testing.T) {
	bothDoors(t, func(s script) {
		s.RefuseOpens(1)
		url := s.succeeds("rtm.connect")["url"].(string)
		if _, err := s.dial(s.ctx, url); err == nil || !strings.Contains(err.Error(), "403") {
			t.Fatalf("the opening gave %v, want a 403", err)
		}
		s.opensURL(url).gets(`{"type":"hello"}`)
	})
}

func TestStallOpensUntilCancelled(t *testing.T) {
	bothDoors(t, func(s script) {
		s.StallOpens(true)
		url := s.succeeds("rtm.connect")["url"].(string)
		ctx, cancel := context.WithCancel(s.ctx)
		failed := make(chan error)
		go func() { _, err := s.dial(ctx, url); failed <- err }()
		cancel()
		if err := <-failed; err == nil {
			t.Fatal("a cancelled opening succeeded")
		}
	})
}

func TestStallOpensUntilLetThrough(t *testing.T) {
	inMemory(t, func(s script) {
		s.StallOpens(true)
		url := s.succeeds("rtm.connect")["url"].(string)
		opened := make(chan transport.Socket, 1)
		go func() { socket, _ := s.dial(s.ctx, url); opened <- socket }()
		synctest.Wait()
		if len(opened) != 0 {
			t.Fatal("it opened while stalled")
		}
		s.StallOpens(false)
		a := &peer{s, <-opened}
		a.gets(`{"type":"hello"}`)
	})
}

func TestAReconnectURLOpensOneSocketAtAnyTime(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		url := s.OfferReconnectURL()
		a.gets(`{"type":"reconnect_url","url":"` + url + `"}`)
		time.Sleep(time.Hour)
		s.opensURL(url).gets(`{"type":"hello"}`)
		s.opensURL(url).isExpired()
	})
}

func TestMigrateTeam(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		s.MigrateTeam(1)
		a.gets(`{"type":"team_migration_started"}`)
		a.isClosed(1001, "")
		s.isRefused("migration_in_progress", "rtm.connect")
		s.connects()
	})
}
