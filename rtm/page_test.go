package rtm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"sync"
	"time"

	"rtmwasm/rtm"
)

// A page stands between the caller, a client and its sockets as the page of wasm/
// and web/src/engine.js does: it keeps the frames and shows the Handler those that it
// is to have, delivers events by itself while it has a Pass, writes messages as it is
// granted (page_calls_test.go), and settles calls by replies.
//
// All that happens in a page happens on one thread, so it has one lock.
type page struct {
	client  *rtm.Client
	handler func(rtm.Event)

	mu      sync.Mutex
	sockets map[int]*pageSocket
	granted rtm.Grant
	passes  int // the socket whose events it may deliver
	held    []heldCall
	late    *time.Timer
	awaited map[int]*awaitedReply         // by the id of the frame
	settled map[rtm.Ticket]bool           // by the page, without the client
	said    map[rtm.Ticket]chan<- outcome // that say waits for
	newest  int                           // ticket, and id, of say
}

// untold is how long waits what the client need not know at once.
const untold = 100 * time.Millisecond

// asInAPage has a client configured as wasm/options.go does. The page is to be told
// the client.
func asInAPage(config *rtm.Config) *page {
	p := &page{
		handler: harmless(config.Handler), sockets: map[int]*pageSocket{},
		awaited: map[int]*awaitedReply{}, settled: map[rtm.Ticket]bool{}, said: map[rtm.Ticket]chan<- outcome{},
	}
	config.Inline = true
	config.Handler = p.handle
	config.Dial = p.dials(config.Dial)
	return p
}

// harmless has a handler whose panics stay its own, as those of a page's listeners do.
func harmless(handler func(rtm.Event)) func(rtm.Event) {
	return func(e rtm.Event) {
		defer func() { _ = recover() }()
		handler(e)
	}
}

// handle is told what happens, as wasm/handler.go is.
func (p *page) handle(e rtm.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := e.(type) {
	case rtm.Frame:
		if e.Socket != 0 {
			p.show(e)
			return
		}
	case rtm.Grant:
		p.granted = e
		return
	case rtm.Pass:
		p.passes = e.Socket
		return
	case rtm.StateChanged:
		switch e.State {
		case rtm.Reconnecting, rtm.Disconnecting, rtm.Disconnected:
			// In a page the sockets of the session are closed in the same moment.
			p.granted, p.passes = rtm.Grant{}, 0
			for _, s := range p.sockets {
				s.isOver = s.isOver || s.hasGreeted
			}
		}
	case rtm.Settled:
		p.settles(e)
		return
	}
	p.handler(e)
}

// show delivers a frame, and forgets those before it.
func (p *page) show(f rtm.Frame) {
	s := p.sockets[f.Socket]
	text := s.kept[f.Index-s.first]
	s.kept, s.first = s.kept[f.Index-s.first+1:], f.Index+1
	var event struct{ Type, Subtype string }
	_ = json.Unmarshal(text, &event) // it was read before
	if event.Type == "hello" {
		s.hasGreeted = true
	}
	p.handler(rtm.Frame{Type: event.Type, Subtype: event.Subtype, JSON: text, Socket: f.Socket, Index: f.Index, Replay: f.Replay})
}

func (p *page) dials(dial rtm.Dialer) rtm.Dialer {
	return func(ctx context.Context, url string) (rtm.Socket, error) {
		socket, err := dial(ctx, url)
		if err != nil {
			return nil, err
		}
		s := &pageSocket{Socket: socket, page: p, number: rtm.SocketNumber(ctx), come: make(chan struct{}, 1)}
		p.mu.Lock()
		p.sockets[s.number] = s
		p.mu.Unlock()
		go s.listen()
		return s, nil
	}
}

type pageSocket struct {
	rtm.Socket
	page   *page
	number int
	come   chan struct{} // holds one token: "there is something new"

	kept       [][]byte // what the client has not decided about
	first      int      // the index of the first of them
	batch      [][]byte // those that the client is to be handed
	passed     rtm.Passed
	end        error
	hasGreeted bool
	isOver     bool // nothing of it gets through any more
}

// listen takes what the real socket brings.
func (s *pageSocket) listen() {
	for s.end == nil {
		data, err := s.Socket.Read()
		s.page.mu.Lock()
		if s.end = err; err == nil && !s.isOver {
			s.take(data)
		}
		s.page.mu.Unlock()
		select {
		case s.come <- struct{}{}:
		default:
		}
	}
}

func (s *pageSocket) take(data []byte) {
	for frame := range bytes.SplitSeq(data, []byte{rtm.FrameSeparator}) {
		s.kept = append(s.kept, frame)
		if len(s.kept) > 1 || !s.passesFrame(frame) {
			s.batch = append(s.batch, frame)
		}
	}
}

// passesFrame delivers a frame without the client, if it may.
func (s *pageSocket) passesFrame(frame []byte) bool {
	when, isPlain := plain(frame)
	if ticket, reply, ok := s.page.answered(s.number, frame); ok {
		reply.Frame = rtm.Frame{JSON: frame, Socket: s.number, Index: s.first}
		s.page.show(rtm.Frame{Socket: s.number, Index: s.first})
		if id := s.page.settleByReply(ticket, reply); id != 0 {
			s.passed.Answered = append(s.passed.Answered, id)
		}
	} else if isPlain && s.page.passes == s.number {
		s.page.show(rtm.Frame{Socket: s.number, Index: s.first})
	} else {
		return false
	}
	s.passed.Frames++
	s.passed.Newest = max(s.passed.Newest, when)
	s.page.wait()
	return true
}

// Read hands the client what has come.
func (s *pageSocket) Read() ([]byte, error) {
	for {
		s.page.mu.Lock()
		if len(s.batch) > 0 || s.end != nil {
			s.page.makeCalls() // what a frame is about was called before
		}
		frames, end := s.batch, s.end
		s.batch = nil
		s.page.mu.Unlock()
		if len(frames) > 0 {
			return bytes.Join(frames, []byte{rtm.FrameSeparator}), nil
		}
		if end != nil {
			return nil, end
		}
		<-s.come
	}
}

// slackTime matches the timestamps that Slack writes.
var slackTime = regexp.MustCompile(`^\d+\.\d{6}$`)

// plain reports whether a frame is an event and nothing else, and gives its
// timestamp.
func plain(frame []byte) (when string, ok bool) {
	var event struct {
		Type    string
		ReplyTo *int   `json:"reply_to"`
		TS      string `json:"ts"`
		EventTS string `json:"event_ts"`
	}
	if json.Unmarshal(frame, &event) != nil {
		return "", false
	}
	when = event.TS
	if event.EventTS != "" {
		when = event.EventTS
	}
	if !slackTime.MatchString(when) {
		when = ""
	}
	return when, event.Type != "" && event.ReplyTo == nil && !rtm.IsAboutSocket(event.Type)
}
