package rtm_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// failingWrite is a socket whose writes fail.
func failingWrite() slowly {
	return slowly{before: func() error { return errors.New("the write failed") }}
}

// hanging makes the messages of the first socket hang: they are not written, until
// the socket is closed or release is called, and then they fail.
func hanging(release *func()) func(*rtm.Config) {
	return func(c *rtm.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, url string) (rtm.Socket, error) {
			socket, err := dial(ctx, url)
			if err != nil || rtm.SocketNumber(ctx) > 1 {
				return socket, err
			}
			over := make(chan struct{})
			end := sync.OnceFunc(func() { close(over) })
			*release = end
			return hanger{socket, over, end}, nil
		}
	}
}

type hanger struct {
	rtm.Socket
	over chan struct{}
	end  func()
}

func (h hanger) Write(frame []byte) error {
	if strings.Contains(string(frame), `"type":"message"`) {
		<-h.over
		return errors.New("the write hung")
	}
	return h.Socket.Write(frame)
}

func (h hanger) Close(code int, reason string) error {
	h.end()
	return h.Socket.Close(code, reason)
}

// wrote gives the texts of the messages that the handler was told were written,
// since the last look.
func (s *script) wrote() []string {
	s.settle()
	var texts []string
	for len(s.events) > 0 {
		if e, ok := (<-s.events).(rtm.Wrote); ok && strings.Contains(string(e.JSON), `"type":"message"`) {
			texts = append(texts, textOf(string(e.JSON)))
		}
	}
	return texts
}

// writes sends a message at once or not at all.
func (s *script) writes(text string) <-chan outcome {
	done := make(chan outcome, 1)
	go func() {
		reply, err := s.client.Send(s.Context(), rtm.Send{
			Type: "message", Body: []byte(`{"channel":"` + rtmtest.General + `","text":"` + text + `"}`), Unqueued: true, AwaitReply: true,
		})
		done <- outcome{reply, err}
	}()
	s.settle()
	return done
}

func TestASendThatIsTakenBackAfterItsWriteFailedWasNotDelivered(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.FailCalls("rtm.connect", -1)
		ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
		defer cancel()
		_, err := s.client.SendMessage(ctx, "hello", rtmtest.General)
		s.isError(err, rtm.CodeAbort, rtm.DeliveredNo)
		s.got()
	}, writing(failingWrite()))
}

func TestAWriteThatFailedIsNotReportedAsSent(t *testing.T) {
	run(t, func(s *script) {
		s.start()
		s.slack.FailCalls("rtm.connect", -1)
		sent := s.says("hello")
		if texts := s.wrote(); len(texts) > 0 {
			s.Fatalf("it is said that these were written: %q", texts)
		}
		s.slack.FailCalls("rtm.connect", 0)
		s.arrives(sent)
		if texts := s.wrote(); len(texts) != 1 {
			s.Fatalf("it is said that these were written: %q", texts)
		}
	}, writing(failingWrite()))
}

func TestAWriteIsReportedBeforeItsReplyAlsoWhenTheReplyOvertakesIt(t *testing.T) {
	slow := slowly{after: func() error { time.Sleep(time.Second); return nil }}
	runNatively(t, func(s *script) {
		s.start()
		s.slack.Nack(-1, "slow down, too many messages...", 1)
		s.client.Post(1, rtm.Send{Type: "message", Body: []byte(`{"channel":"` + rtmtest.General + `","text":"hello"}`), AwaitReply: true})
		written := 0
		want(s, "the outcome", func(e rtm.Settled) bool { return e.Ticket == 1 })
		s.pause(time.Minute)
		for _, r := range s.slack.Received() {
			if r.Type == "message" {
				written++
			}
		}
		if written != 2 {
			s.Fatalf("Slack got %d messages, want the refused one and its repetition", written)
		}
	}, writing(slow), func(c *rtm.Config) {
		told, handler := 0, c.Handler
		c.Handler = func(e rtm.Event) {
			switch e := e.(type) {
			case rtm.Wrote:
				if strings.Contains(string(e.JSON), `"type":"message"`) {
					told++
				}
			case rtm.Frame:
				if e.Type == "" { // a reply
					told--
				}
				if told < 0 {
					t.Error("a reply was told before the frame that it answers")
				}
			}
			handler(e)
		}
	})
}

func TestAFrameThatMayNotWaitIsNotWrittenOnALaterConnection(t *testing.T) {
	subtest(t, "its write failed", func(s *script) {
		s.start()
		s.fails(s.writes("now or never"), rtm.CodeSendWhileDisconnected, rtm.DeliveredNo)
		s.reaches(rtm.Ready)
		s.pause(time.Minute)
		s.got()
	}, writing(failingWrite()))
	var release func()
	t.Run("it waited for another write", func(t *testing.T) {
		runNatively(t, func(s *script) {
			s.start()
			hangs := s.says("hangs")
			waits := s.writes("now or never")
			s.slack.Drop()
			s.fails(waits, rtm.CodeSendWhileDisconnected, rtm.DeliveredNo)
			s.reaches(rtm.Ready)
			s.fails(hangs, rtm.CodeNoReply, rtm.DeliveredUnknown)
			s.got()
		}, hanging(&release))
	})
}

func TestAHandoverDuringAHangingWriteDoesNotStallTheNewSocket(t *testing.T) {
	var release func()
	runNatively(t, func(s *script) {
		s.start()
		s.lasts()
		hangs := s.says("hangs")
		s.slack.Goodbye()
		s.wantFrame("hello")
		began := time.Now()
		s.arrives(s.says("on the new socket"))
		if took := time.Since(began); took > 100*time.Millisecond {
			s.Fatalf("it took %v", took)
		}
		s.fails(hangs, rtm.CodeNoReply, rtm.DeliveredUnknown)
		s.pause(time.Minute)
		s.got("on the new socket")
		if n := s.slack.Opened(); n != 2 {
			s.Fatalf("%d sockets were opened, though the second is fine", n)
		}
	}, hanging(&release))
}

func TestAWriteThatFailsOnTheOldSocketIsRepeatedOnTheNewOne(t *testing.T) {
	var release func()
	runNatively(t, func(s *script) {
		s.start()
		s.lasts()
		hangs := s.says("not written at all")
		s.slack.Goodbye()
		s.wantFrame("hello")
		release()
		s.arrives(hangs)
		s.got("not written at all")
		s.pause(time.Minute)
		if n := s.slack.Opened(); n != 2 {
			s.Fatalf("%d sockets were opened, though the second is fine", n)
		}
	}, hanging(&release))
}
