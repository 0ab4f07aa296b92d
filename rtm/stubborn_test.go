package rtm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// stubborn is a socket that does not end when it is closed, as on a dead link.
type stubborn struct {
	rtm.Socket
	end chan struct{}
}

func (s stubborn) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	if err != nil {
		<-s.end
	}
	return data, err
}

func TestDisconnectDoesNotWaitForAStubbornSocket(t *testing.T) {
	var end chan struct{}
	run(t, func(s *script) {
		s.start()
		before := time.Now()
		if err := s.client.Disconnect(s.Context()); err != nil {
			s.Fatal(err)
		}
		if took := time.Since(before); took != time.Second {
			s.Fatalf("it took %v, want a second", took)
		}
		close(end)
	}, func(c *rtm.Config) {
		end = make(chan struct{}) // of the bubble
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			return stubborn{socket, end}, err
		}
	})
}

func TestASocketThatOpensTooLateIsClosed(t *testing.T) {
	run(t, func(s *script) {
		go s.client.Start(s.Context())
		s.reaches(rtm.Authenticated)
		s.client.Disconnect(s.Context())
		s.pause(time.Minute)
		if opened, open := s.slack.Opened(), s.slack.Sockets(); opened != 1 || open != 0 {
			s.Fatalf("%d sockets were opened and %d are open", opened, open)
		}
	}, func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(_ context.Context, url string) (rtm.Socket, error) {
			time.Sleep(5 * time.Second) // and it does not look at its context
			return dial(context.Background(), url)
		}
	})
}

// slowly is a socket whose writes take their time.
type slowly struct {
	rtm.Socket
	before, after func() error // of each write; nil for at once
}

func (s slowly) Write(frame []byte) error {
	if s.before != nil {
		if err := s.before(); err != nil {
			return err
		}
	}
	err := s.Socket.Write(frame)
	if s.after != nil {
		s.after()
	}
	return err
}

// writing makes the writes of the first socket slow.
func writing(slow slowly) func(*rtm.Config) {
	return func(c *rtm.Config) {
		c.PingInterval = time.Hour // whose writes would wait, too
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if rtm.SocketNumber(ctx) > 1 {
				return socket, err
			}
			return slowly{socket, slow.before, slow.after}, err
		}
	}
}

func TestAFrameIsNotWrittenAfterItWasSettled(t *testing.T) {
	slow := slowly{before: func() error {
		time.Sleep(time.Minute)
		return errors.New("the write failed")
	}}
	runNatively(t, func(s *script) {
		s.start()
		overdue := s.says("waits for a reply in vain")
		s.fails(overdue, rtm.CodeAckTimeout, rtm.DeliveredUnknown)
		s.pause(time.Hour)
		s.got()
		s.arrives(s.says("on another socket"))
		s.got("on another socket")
	}, writing(slow))
}

func TestAFrameWhoseWriteHangsCanBeTakenBack(t *testing.T) {
	slow := slowly{before: func() error {
		time.Sleep(time.Minute)
		return errors.New("the write failed")
	}}
	runNatively(t, func(s *script) {
		s.start()
		ctx, cancel := context.WithTimeout(s.Context(), time.Second)
		defer cancel()
		before := time.Now()
		s.isError(s.client.SendTyping(ctx, rtmtest.General), rtm.CodeAbort, rtm.DeliveredUnknown)
		if took := time.Since(before); took != time.Second {
			s.Fatalf("it took %v", took)
		}
		s.pause(time.Hour)
		if n := len(s.slack.Received()); n != 0 {
			s.Fatalf("Slack got %d frames", n)
		}
	}, writing(slow))
}

func TestAReplyMayOvertakeTheEndOfAWrite(t *testing.T) {
	slow := slowly{after: func() error { time.Sleep(time.Second); return nil }}
	runNatively(t, func(s *script) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		refused := s.says("one")
		second := s.says("two")
		s.arrives(refused)
		s.arrives(second)
		s.got("one", "one", "two")
		s.pause(time.Minute)
	}, writing(slow))
}
