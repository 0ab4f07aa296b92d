package rtm_test

import (
	"context"
	"testing"
	"time"

	"rtmwasm/rtm"
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
