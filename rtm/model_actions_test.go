package rtm_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// actions are what may happen in a schedule, by name: first the caller's, then
// Slack's, then the network's. The number makes each several things.
var actions = map[string]func(m *model, n int){
	"start": func(m *model, n int) {
		start := rtm.Start{}
		switch {
		case n == 6:
			start.URL = "wss://fake.test/ws/nowhere"
		case n == 7 && len(m.urls) > 0:
			start.URL = m.urls[len(m.urls)-1]
		}
		m.post(start)
		m.wish = up
	},
	"reconnect": func(m *model, n int) {
		m.post(rtm.Reconnect{Force: n%2 == 1})
		m.wish = up
	},
	"stop": func(m *model, n int) {
		m.post(rtm.Stop{})
		m.wish = down
	},
	"send": func(m *model, n int) { m.send(rtm.Send{Type: "message", AwaitReply: true}, "send ") },
	"send and go on": func(m *model, n int) {
		m.send(rtm.Send{Type: "message", AwaitReply: n%2 == 0, Unqueued: n >= 4}, "unordered ")
	},
	"send many": func(m *model, n int) {
		for range n {
			m.send(rtm.Send{Type: "message", AwaitReply: true}, "send ")
		}
	},
	"type": func(m *model, n int) {
		m.post(rtm.Send{ID: m.newID(), Type: "typing", Body: []byte(`{"channel":"` + rtmtest.General + `"}`)})
	},
	"send nonsense": func(m *model, n int) {
		bodies := []string{`[]`, `{"text":`, `{"text":"` + strings.Repeat("x", 17_000) + `"}`, `null`}
		m.post(rtm.Send{ID: m.newID(), Type: "message", Body: []byte(bodies[n%len(bodies)]), AwaitReply: true})
	},
	"subscribe": func(m *model, n int) {
		m.post(rtm.Send{ID: m.newID(), Type: "presence_sub", Body: []byte(`{"ids":["` + rtmtest.Anna + `"]}`)})
	},
	"call": func(m *model, n int) { m.post(rtm.CallMethod{Method: "auth.test"}) },
	"withdraw": func(m *model, n int) {
		ticket := max(m.tickets-rtm.Ticket(n), 1)
		m.give(0, rtm.Withdraw{Ticket: ticket, Cause: errors.New("the caller's mind has changed")})
		m.mu.Lock()
		defer m.mu.Unlock()
		switch m.posted[ticket].(type) {
		case rtm.Start, rtm.Reconnect:
			m.wish = uncertain
		}
	},
	"sleep":  func(m *model, n int) { m.give(0, rtm.Sleep{}) },
	"wake":   func(m *model, n int) { m.give(0, rtm.Wake{}) },
	"hear":   func(m *model, n int) { m.give(0, rtm.Hear{}) },
	"report": func(m *model, n int) { m.post(rtm.Report{}) },

	"say": func(m *model, n int) {
		for range n + 1 {
			m.say()
		}
	},
	"be present": func(m *model, n int) { m.slack.SetPresence(rtmtest.Anna, []string{"active", "away"}[n%2]) },
	"send nonsense to the client": func(m *model, n int) {
		m.slack.Send([]string{
			``, `[]`, `{"type":5}`, `{"reply_to":987654}`, `{"type":"hello"}`, `{"type":"reconnect_url","url":"wss://fake.test/ws/none"}`,
			"{\"type\":\"a\"}\x1e\x1e{}\x1e{\"type\":\"b\"}", `{"type":"pong","reply_to":-1}`,
		}[n])
	},
	"say an error": func(m *model, n int) { m.slack.Send(`{"type":"error","error":{"code":1,"msg":"made up"}}`) },
	"say goodbye": func(m *model, n int) {
		m.mu.Lock()
		m.goodbye, m.goodbyes = true, time.Time{}
		m.mu.Unlock()
		m.slack.Goodbye()
	},
	"offer":   func(m *model, n int) { m.urls = append(m.urls, m.slack.OfferReconnectURL()) },
	"migrate": func(m *model, n int) { m.slack.MigrateTeam(n) },
	"drop":    func(m *model, n int) { m.slack.Drop() },
	"close": func(m *model, n int) {
		m.slack.CloseAll([]int{1000, 1001, 1005, 1011, 4000, 4001, 1012, 1013}[n], "over")
	},
	"go half-open": func(m *model, n int) { m.slack.HalfOpen(true) },
	"refuse opens": func(m *model, n int) { m.slack.RefuseOpens(n) },
	"expire URLs":  func(m *model, n int) { m.slack.ExpireURL(n) },
	"stall opens":  func(m *model, n int) { m.slack.StallOpens(n%2 == 0) },
	"stall hello":  func(m *model, n int) { m.slack.StallHello(n%2 == 0) },
	"stall calls":  func(m *model, n int) { m.slack.StallCalls(n%2 == 0) },
	"refuse calls": func(m *model, n int) {
		m.slack.Refuse("", []string{"fatal_error", "migration_in_progress"}[n%2], 1+n/2)
	},
	"refuse for good": func(m *model, n int) {
		m.slack.Refuse("rtm.connect", []string{"invalid_auth", "missing_scope"}[n%2], 1)
	},
	"limit calls":    func(m *model, n int) { m.slack.RateLimit("", time.Duration(1+8*n)*time.Second, 1) },
	"fail calls":     func(m *model, n int) { m.slack.FailCalls("", n) },
	"answer calls":   func(m *model, n int) { m.slack.AnswerStatus("", []int{500, 200}[n%2], "<html>", 1+n/2) },
	"hold acks":      func(m *model, n int) { m.slack.HoldAcks(n%2 == 0) },
	"delay acks":     func(m *model, n int) { m.slack.DelayAcks(time.Duration(n) * time.Second) },
	"lose pongs":     func(m *model, n int) { m.slack.LosePongs(n%2 == 0) },
	"lose last acks": func(m *model, n int) { m.slack.LoseLastAck(n%2 == 0) },
	"limit sends":    func(m *model, n int) { m.slack.EnforceRate(float64(n)/4, n) },
	"nack":           func(m *model, n int) { m.slack.Nack([]int{-1, 4}[n%2], "made up", 1+n/4) },

	"fail writes":   func(m *model, n int) { m.net.set(func(w *weather) { w.badWrites = n }) },
	"hang writes":   func(m *model, n int) { m.net.set(func(w *weather) { w.hangs = n%2 == 0 }) },
	"slow opens":    func(m *model, n int) { m.net.set(func(w *weather) { w.opening = time.Duration(n) * time.Second }) },
	"stubborn ends": func(m *model, n int) { m.net.set(func(w *weather) { w.stubborn = n%2 == 0 }) },
}

var actionNames = drawn()

// drawn gives the names to draw from: what makes schedules interesting is there
// more than once.
func drawn() []string {
	names := slices.Sorted(maps.Keys(actions))
	for range 6 {
		names = append(names, "start", "send", "say")
	}
	for range 2 {
		names = append(names, "say goodbye", "go half-open", "drop", "stop", "withdraw", "sleep", "wake")
	}
	return names
}

// post gives a command with a ticket.
func (m *model) post(c rtm.Command) {
	m.tickets++
	m.mu.Lock()
	m.posted[m.tickets] = c
	m.mu.Unlock()
	m.give(m.tickets, c)
}

// give gives the client a command, in a page as a page does.
func (m *model) give(t rtm.Ticket, c rtm.Command) {
	if m.page != nil {
		m.page.post(t, c)
		return
	}
	m.client.Post(t, c)
}

// newID gives the id of a frame, so that each has one that the test knows.
func (m *model) newID() int {
	m.sends++
	return m.sends
}

// send sends a message with a text of its own.
func (m *model) send(s rtm.Send, prefix string) {
	s.ID = m.newID()
	s.Body = fmt.Appendf(nil, `{"channel":%q,"text":"%s%d"}`, rtmtest.General, prefix, s.ID)
	m.post(s)
}

// say lets Anna say something new.
func (m *model) say() {
	text := fmt.Sprint("say ", len(m.said)+1)
	m.said = append(m.said, saying{text, m.slack.Say(rtmtest.Anna, rtmtest.General, text)})
}

// A network is what lies between the client and the workspace, with the
// weather there.
type network struct {
	mu sync.Mutex
	weather
	mayHang bool          // else writes fail that would hang
	end     chan struct{} // of stubborn sockets and hanging writes
}

type weather struct {
	opening   time.Duration // how long it takes, even if nobody wants the socket any more
	badWrites int           // how many of the next fail
	hangs     bool          // writes hang until the socket is closed
	stubborn  bool          // sockets opened now do not end when they are closed
}

func (n *network) set(change func(*weather)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(&n.weather)
}

func (n *network) now() weather {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.weather
}

// heal makes the weather fine. Stubborn sockets stay so.
func (n *network) heal() { n.set(func(w *weather) { *w = weather{} }) }

// release lets all that hangs go.
func (n *network) release() { close(n.end) }

func (n *network) dialer(dial rtm.Dialer) rtm.Dialer {
	return func(ctx context.Context, url string) (rtm.Socket, error) {
		w := n.now()
		if w.opening > 0 {
			time.Sleep(w.opening)
			ctx = context.WithoutCancel(ctx)
		}
		socket, err := dial(ctx, url)
		if err != nil {
			return nil, err
		}
		return &weathered{Socket: socket, network: n, stubborn: w.stubborn, closed: make(chan struct{})}, nil
	}
}

// weathered is a socket in the weather.
type weathered struct {
	rtm.Socket
	network  *network
	stubborn bool
	once     sync.Once
	closed   chan struct{}
}

func (s *weathered) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	if err != nil && s.stubborn {
		<-s.network.end
	}
	return data, err
}

func (s *weathered) Write(frame []byte) error {
	bad := false
	s.network.set(func(w *weather) {
		if bad = w.badWrites > 0; bad {
			w.badWrites--
		}
	})
	switch {
	case bad:
		return errors.New("the write failed")
	case s.network.now().hangs:
		if s.network.mayHang {
			select {
			case <-s.closed:
			case <-s.network.end:
			}
		}
		return errors.New("the write hung")
	}
	return s.Socket.Write(frame)
}

func (s *weathered) Close(code int, reason string) error {
	s.once.Do(func() { close(s.closed) })
	return s.Socket.Close(code, reason)
}
