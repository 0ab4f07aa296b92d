package rtm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"time"

	"rtmwasm/rtm"
)

// A page stands between the caller, a client and its sockets as the page of wasm/
// and web/src/engine.js does: it keeps the frames, tells of plain events by digests,
// shows the Handler the frames that it is to have, writes messages as it is granted
// (page_calls_test.go), and settles calls by replies.
//
// All that happens in a page happens on one thread, so it has one lock.
type page struct {
	client  *rtm.Client
	handler func(rtm.Event)

	mu      sync.Mutex
	sockets map[int]*pageSocket
	granted rtm.Grant
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
		handler: config.Handler, sockets: map[int]*pageSocket{},
		awaited: map[int]*awaitedReply{}, settled: map[rtm.Ticket]bool{}, said: map[rtm.Ticket]chan<- outcome{},
	}
	config.Inline = true
	config.Handler = p.handle
	config.Dial = p.dials(config.Dial)
	return p
}

// handle is told what happens, as wasm/handler.go is.
func (p *page) handle(e rtm.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := e.(type) {
	case rtm.Frames:
		for i := e.From; i < e.To; i++ {
			p.show(e.Socket, i)
		}
		return
	case rtm.Frame:
		if e.Socket != 0 {
			p.show(e.Socket, e.Index)
			return
		}
	case rtm.Grant:
		p.granted = e
		return
	case rtm.StateChanged:
		switch e.State {
		case rtm.Reconnecting, rtm.Disconnecting, rtm.Disconnected:
			// In a page the sockets of the session are closed in the same moment.
			p.granted = rtm.Grant{}
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

// show delivers a frame, unless it has been.
func (p *page) show(socket, index int) {
	f := &p.sockets[socket].kept[index]
	if f.delivered {
		return
	}
	f.delivered = true
	var event struct{ Type, Subtype string }
	_ = json.Unmarshal(f.text, &event) // it was read before
	if event.Type == "hello" {
		p.sockets[socket].hasGreeted = true
	}
	p.handler(rtm.Frame{Type: event.Type, Subtype: event.Subtype, JSON: f.text, Socket: socket, Index: index})
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

// pageSocket is a Keeper.
type pageSocket struct {
	rtm.Socket
	page   *page
	number int
	come   chan struct{} // holds one token: "there is something new"

	kept       []keptFrame // all, from the first
	batch      batch       // what the client is to be handed
	end        error
	hasGreeted bool
	isOver     bool // nothing of it gets through any more
}

type keptFrame struct {
	text      []byte
	delivered bool
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
		if bytes.HasPrefix(frame, []byte{'='}) {
			continue // the page drops what is no JSON, and this would pose as a digest
		}
		isFirst := !slices.ContainsFunc(s.kept, func(f keptFrame) bool { return !f.delivered })
		s.kept = append(s.kept, keptFrame{text: frame})
		if ticket, reply, ok := s.page.answered(s.number, frame); ok && isFirst {
			s.page.show(s.number, len(s.kept)-1)
			reply.Frame = rtm.Frame{JSON: frame, Socket: s.number, Index: len(s.kept) - 1}
			s.batch.add(frame, true, s.page.settleByReply(ticket, reply))
			s.page.wait()
			continue
		}
		s.batch.add(frame, false, 0)
		s.batch.isUrgent = true
	}
}

// Read hands the client what has come: at once, or if it need not know yet, when
// something has waited long enough.
func (s *pageSocket) Read() ([]byte, error) {
	for {
		s.page.mu.Lock()
		if s.batch.frames > 0 && (s.batch.isUrgent || s.end != nil) {
			s.page.makeCalls() // what a frame is about was called before
			text := s.batch.join()
			s.batch = batch{}
			s.page.mu.Unlock()
			return text, nil
		}
		end := s.end
		s.page.mu.Unlock()
		if end != nil {
			return nil, end
		}
		<-s.come
	}
}

func (s *pageSocket) Kept(from, to int) []byte {
	s.page.mu.Lock()
	defer s.page.mu.Unlock()
	var frames [][]byte
	for _, f := range s.kept[from:to] {
		frames = append(frames, f.text)
	}
	return bytes.Join(frames, []byte{rtm.FrameSeparator})
}

// A batch is what web/src/batch.js makes of frames.
type batch struct {
	parts    [][]byte
	frames   int
	row      int
	newest   string
	answered []int
	isUrgent bool
}

// add takes a frame; if it has settled its call, with the id of the frame that it
// answers, or 0.
func (b *batch) add(frame []byte, settled bool, answered int) {
	b.frames++
	when, ok := plain(frame)
	if !ok && !settled {
		b.endRow()
		b.parts = append(b.parts, frame)
		return
	}
	b.row++
	b.newest = max(b.newest, when)
	if answered != 0 {
		b.answered = append(b.answered, answered)
	}
}

func (b *batch) endRow() {
	if b.row > 0 {
		digest := "=" + strconv.Itoa(b.row) + " " + b.newest
		for _, id := range b.answered {
			digest += " " + strconv.Itoa(id)
		}
		b.parts = append(b.parts, []byte(digest))
	}
	b.row, b.newest, b.answered = 0, "", nil
}

func (b *batch) join() []byte {
	b.endRow()
	return bytes.Join(b.parts, []byte{rtm.FrameSeparator})
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
	switch event.Type {
	case "", "hello", "goodbye", "reconnect_url", "error", "team_migration_started":
		return when, false
	}
	return when, event.ReplyTo == nil
}
