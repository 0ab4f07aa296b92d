package rtm_test

import (
	"encoding/json"
	"fmt"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// heldCall is a Send of a frame that the page has written, which the client has not
// been told of.
type heldCall struct {
	ticket  rtm.Ticket
	send    rtm.Send
	counts  bool // the client keeps count, and must be told
	dropped bool // its reply came first
}

type awaitedReply struct {
	ticket rtm.Ticket
	socket int // that the frame was written to; 0 before
}

// post gives the client a command, as web/src/engine.js does: a message is written
// at once if that is granted, and the client hears of it later.
func (p *page) post(ticket rtm.Ticket, command rtm.Command) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch send := command.(type) {
	case rtm.Send:
		if send.AwaitReply {
			p.awaited[send.ID] = &awaitedReply{ticket: ticket}
		}
		granted := p.granted
		if p.writes(send) {
			send.Socket = granted.Socket
			p.held = append(p.held, heldCall{ticket: ticket, send: send, counts: granted.Messages != rtm.Unlimited})
			p.wait()
			return
		}
		p.granted = rtm.Grant{}
	case rtm.Reconnect, rtm.Stop, rtm.Sleep:
		p.granted = rtm.Grant{}
	}
	p.makeCalls()
	p.client.Post(ticket, command)
}

// writes writes a message, if that is granted.
func (p *page) writes(send rtm.Send) bool {
	var body map[string]any
	isPlain := send.Type == "message" && send.AwaitReply && !send.Unqueued && len(send.Body) < 5000 && json.Unmarshal(send.Body, &body) == nil && len(body) > 0
	if !isPlain || p.granted.Messages == 0 {
		return false
	}
	frame := fmt.Appendf(nil, `{"id":%d,"type":"message",%s`, send.ID, send.Body[1:])
	if s := p.sockets[p.granted.Socket]; s.end != nil || len(s.kept) > 0 || s.Socket.Write(frame) != nil {
		return false
	}
	if p.granted.Messages != rtm.Unlimited {
		p.granted.Messages--
	}
	p.awaited[send.ID].socket = p.granted.Socket
	p.handler(rtm.Wrote{JSON: frame})
	return true
}

// Write writes what the client wants written.
func (s *pageSocket) Write(frame []byte) error {
	err := s.Socket.Write(frame)
	var written struct{ ID int }
	_ = json.Unmarshal(frame, &written) // it is the client's own
	s.page.mu.Lock()
	defer s.page.mu.Unlock()
	if a := s.page.awaited[written.ID]; a != nil && err == nil {
		a.socket = s.number
	}
	return err
}

// wait lets something wait for others to go with, but not for long.
func (p *page) wait() {
	if p.late != nil {
		return
	}
	p.late = time.AfterFunc(untold, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.late = nil
		p.makeCalls()
	})
}

// makeCalls tells the client of the calls that were held, and of the frames that were
// delivered.
func (p *page) makeCalls() {
	for _, call := range p.held {
		if !call.dropped {
			p.client.Post(call.ticket, call.send)
		}
	}
	p.held = nil
	for _, s := range p.sockets {
		if s.passed.Frames > 0 {
			s.passed.Socket = s.number
			p.client.Post(0, s.passed)
			s.passed = rtm.Passed{}
		}
	}
}

// answered gives the call that a frame settles, if it says ok to a frame that was
// written to the socket that has brought it.
func (p *page) answered(socket int, frame []byte) (rtm.Ticket, rtm.Reply, bool) {
	var reply struct {
		OK       bool
		ReplyTo  int `json:"reply_to"`
		TS, Text string
	}
	if json.Unmarshal(frame, &reply) != nil || !reply.OK {
		return 0, rtm.Reply{}, false
	}
	a := p.awaited[reply.ReplyTo]
	if a == nil || a.socket != socket {
		return 0, rtm.Reply{}, false
	}
	return a.ticket, rtm.Reply{MessageID: reply.ReplyTo, TS: reply.TS, Text: reply.Text}, true
}

// settleByReply settles a call without the client. It gives the id of the frame if
// the client is to be told, else 0.
func (p *page) settleByReply(ticket rtm.Ticket, reply rtm.Reply) int {
	p.settles(rtm.Settled{Ticket: ticket, Result: reply})
	p.settled[ticket] = true
	for i := range p.held {
		if p.held[i].ticket == ticket && !p.held[i].counts {
			p.held[i].dropped = true
			return 0
		}
	}
	return reply.MessageID
}

// settles tells the outcome of a call, once.
func (p *page) settles(s rtm.Settled) {
	if p.settled[s.Ticket] {
		return
	}
	for id, a := range p.awaited {
		if a.ticket == s.Ticket {
			delete(p.awaited, id)
		}
	}
	said := p.said[s.Ticket]
	if said == nil {
		p.handler(s)
		return
	}
	delete(p.said, s.Ticket)
	reply, _ := s.Result.(rtm.Reply)
	said <- outcome{reply, s.Err}
}

// say sends a message.
func (p *page) say(text string) <-chan outcome {
	done := make(chan outcome, 1)
	p.mu.Lock()
	p.newest++
	ticket, id := firstSaid+rtm.Ticket(p.newest), firstSaid+p.newest
	p.said[ticket] = done
	p.mu.Unlock()
	p.post(ticket, rtm.Send{ID: id, Type: "message", AwaitReply: true, Body: fmt.Appendf(nil, `{"channel":%q,"text":%q}`, rtmtest.General, text)})
	return done
}

// firstSaid lies beyond the tickets and ids that scripts give.
const firstSaid = 1 << 20
