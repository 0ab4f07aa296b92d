package rtmtest

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// People brings the workspace to life for a demo, until ctx ends or the
// workspace is closed: anna, ben and cleo talk, typing first, correct
// themselves, react, come and go, and answer who writes in a channel. It
// returns at the end; run it in a goroutine of its own.
func (s *Server) People(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()

	p := &people{Server: s, ctx: ctx, ear: s.listen()}
	defer s.unlisten(p.ear)
	for p.pause(3*time.Second, 8*time.Second) {
		p.live()
	}
}

// people is the director of the three. One goroutine moves them.
type people struct {
	*Server
	ctx   context.Context
	ear   chan message // what visitors write
	talks []talk       // what they will talk about
	lines []line       // the rest of what they are talking about
	where string       // and the channel
}

// pause waits for a time between these two, in which visitors are answered.
// It returns false at the end.
func (p *people) pause(least, most time.Duration) bool {
	timer := time.NewTimer(least + rand.N(most-least))
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return true
		case m := <-p.ear:
			if !p.answer(p.latest(m)) {
				return false
			}
		case <-p.ctx.Done():
			return false
		}
	}
}

// latest returns the last of what visitors wrote. Nobody answers everything.
func (p *people) latest(m message) message {
	for {
		select {
		case m = <-p.ear:
		default:
			return m
		}
	}
}

// types shows somebody typing for a moment. It returns false at the end.
func (p *people) types(user, channel string) bool {
	p.Typing(user, channel)
	timer := time.NewTimer(time.Second + rand.N(time.Second))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-p.ctx.Done():
		return false
	}
}

// live does the next thing: mostly the next line of the talk.
func (p *people) live() {
	if rand.N(8) == 0 {
		p.comeOrGo()
		return
	}
	if len(p.lines) == 0 {
		if len(p.talks) == 0 {
			p.talks = slices.Clone(talks)
			rand.Shuffle(len(p.talks), func(i, j int) { p.talks[i], p.talks[j] = p.talks[j], p.talks[i] })
		}
		p.where, p.lines = p.talks[0].channel, p.talks[0].lines
		p.talks = p.talks[1:]
	}
	next := p.lines[0]
	p.lines = p.lines[1:]
	p.say(next)
}

// say speaks a line. A slip is corrected, and a line that somebody likes gets
// a reaction.
func (p *people) say(l line) {
	p.wake(l.who)
	if !p.types(l.who, p.where) {
		return
	}
	first := l.text
	if l.slip != "" {
		first = l.slip
	}
	channel := p.where
	var ts string
	if l.file != "" {
		ts = p.Share(l.who, channel, first, l.file, 240_000)
	} else {
		ts = p.Say(l.who, channel, first)
	}
	if l.slip != "" && p.pause(2*time.Second, 3*time.Second) {
		p.Edit(channel, ts, l.text)
	}
	if l.emoji != "" && p.pause(time.Second, 3*time.Second) {
		p.React(p.other(l.who), l.emoji, channel, ts)
	}
}

// other picks one who is not user.
func (p *people) other(user string) string {
	all := []string{Anna, Ben, Cleo}
	return pick(slices.DeleteFunc(all, func(id string) bool { return id == user }))
}

// comeOrGo changes somebody's presence.
func (p *people) comeOrGo() {
	user := pick([]string{Anna, Ben, Cleo})
	if p.present(user) {
		p.SetPresence(user, "away")
	} else {
		p.SetPresence(user, "active")
	}
}

// wake makes somebody present who is about to speak.
func (p *people) wake(user string) {
	if !p.present(user) {
		p.SetPresence(user, "active")
	}
}

func (p *people) present(user string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.presence[user] == "active"
}

// answer replies to a visitor where the visitor wrote, in the thread if it was
// one; in the direct message anna does. It returns false at the end.
func (p *people) answer(m message) bool {
	who := pick([]string{Anna, Ben, Cleo})
	if m.Channel == AnnaDM {
		who = Anna
	}
	p.wake(who)
	if !p.types(who, m.Channel) {
		return false
	}
	if rand.N(4) == 0 {
		p.React(who, pick(thanks), m.Channel, m.TS)
	}
	text := reply(m)
	if m.ThreadTS != "" {
		p.Reply(who, m.Channel, m.ThreadTS, text)
	} else {
		p.Say(who, m.Channel, text)
	}
	return true
}

// reply finds words for a message, and sometimes addresses its author.
func reply(m message) string {
	text := strings.ToLower(m.Text)
	words := remarks
	switch {
	case strings.Contains(text, "?"):
		words = opinions
	case slices.ContainsFunc(strings.Fields(text), func(w string) bool {
		return slices.Contains(greetings, strings.Trim(w, ".,!"))
	}):
		words = welcomes
	}
	if m.Channel != AnnaDM && rand.N(3) == 0 {
		return "<@" + m.User + "> " + pick(words)
	}
	return pick(words)
}

func pick[T any](from []T) T {
	return from[rand.N(len(from))]
}

// listen returns a channel of what visitors write; what it cannot hold is
// missed.
func (s *Server) listen() chan message {
	s.mu.Lock()
	defer s.mu.Unlock()
	ear := make(chan message, 64)
	s.ears = append(s.ears, ear)
	return ear
}

func (s *Server) unlisten(ear chan message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ears = slices.DeleteFunc(s.ears, func(other chan message) bool { return other == ear })
}
