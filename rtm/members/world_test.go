package members_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/members"
)

// A world is a host with a machine and those who share its session, pages that come and go,
// and Slack. What holds is checked while it goes on; what does not is in broken.
type world struct {
	rand    *rand.Rand
	now     core.Time
	machine *core.Machine
	session *members.Session
	pages   []*page
	broken  []string
	story   []string

	events   []string // the timestamps of all that has happened in the workspace
	calls    map[core.Call]*call
	lastCall core.Call
	lastPage members.Member

	// The network of the machine.

	asked    []core.Conn // whose Connect waits for an answer
	opening  []core.Conn
	open     map[core.Conn]int // how many frames each socket has brought
	acks     []ack             // the replies that Slack owes
	followed []string          // whose presence the socket follows
}

type ack struct {
	conn core.Conn
	text string
}

type call struct {
	page    *page
	kind    string
	settled int
	err     *core.Error
}

// A page is a client in a tab: it goes on while its member may be another.
type page struct {
	name     int
	member   members.Member // 0 while it is put away
	epoch    int
	isUp     bool
	isBehind bool
	hears    bool
	hasStood bool
	state    core.State
	states   []core.State
	newest   string // of the events that it has heard, as its host says
	presence []string
	since    string          // what has happened after this it must know; empty before it is ready
	heard    map[string]bool // timestamps
	gaps     []core.Gap
}

// moves are those of the core's table (rtm/core/state.go), and what a page does by itself
// when it loses its host.
var moves = map[core.State][]core.State{
	core.Disconnected:   {core.Authenticating, core.Reconnecting},
	core.Authenticating: {core.Authenticated, core.Reconnecting, core.Disconnected, core.Disconnecting},
	core.Authenticated:  {core.Handshaking, core.Reconnecting, core.Disconnected, core.Disconnecting},
	core.Handshaking:    {core.Connected, core.Reconnecting, core.Disconnected, core.Disconnecting},
	core.Connected:      {core.Ready},
	core.Ready:          {core.Reconnecting, core.Disconnected, core.Disconnecting},
	core.Reconnecting:   {core.Authenticating, core.Disconnected, core.Disconnecting},
	core.Disconnecting:  {core.Disconnected},
}

func newWorld(seed uint64) *world {
	w := &world{rand: rand.New(rand.NewPCG(seed, 0)), calls: map[core.Call]*call{}, now: core.Time{Mono: time.Hour, Wall: 1_700_000_000 * time.Second}}
	w.newHost()
	for i := range 3 {
		w.pages = append(w.pages, &page{name: i, state: core.Disconnected, heard: map[string]bool{}})
		w.joins(w.pages[i])
	}
	return w
}

func (w *world) newHost() {
	w.machine, _ = core.New(core.Config{Seed: w.rand.Uint64(), RateLimit: -1}, w.now)
	w.session = members.New(w.rand.Uint64())
	w.asked, w.opening, w.acks, w.followed = nil, nil, nil, nil
	w.open = map[core.Conn]int{}
}

func (w *world) breaks(format string, args ...any) {
	w.broken = append(w.broken, fmt.Sprintf(format, args...))
}

func (w *world) tells(format string, args ...any) {
	w.story = append(w.story, fmt.Sprintf("%v ", w.now.Mono-time.Hour)+fmt.Sprintf(format, args...))
}

// The driver, as wasm is one.

func (w *world) takes(in members.Input) {
	_, isJoin := in.(members.Join)
	_, isCancel := in.(members.Cancel)
	w.tells("%T%+v", in, in)
	for _, e := range w.session.Step(in) {
		if do, ok := e.(members.Do); ok {
			w.steps(do.Input)
		} else {
			w.carriesOut(e)
		}
	}
	if !isJoin && !isCancel { // a page may want the session, and not have said so yet
		w.checks()
	}
}

func (w *world) steps(in core.Input) {
	switch in.(type) {
	case core.Tick, core.Written, core.Received:
	default:
		w.tells("  the machine takes %T%+v", in, in)
	}
	effects := slices.Clone(w.machine.Step(w.now, in))
	var wanted []core.Input
	for _, e := range effects {
		switch e.(type) {
		case core.StateChanged, core.Gap, core.Settle:
			for _, e := range w.session.Step(members.Told{Effect: e}) {
				if do, ok := e.(members.Do); ok {
					wanted = append(wanted, do.Input)
				} else {
					w.carriesOut(e)
				}
			}
		default:
			w.does(e)
		}
	}
	for _, in := range wanted {
		w.steps(in)
	}
}

// does carries out an effect of the machine's.
func (w *world) does(e core.Effect) {
	switch e := e.(type) {
	case core.Connect:
		w.asked = append(w.asked, e.Conn)
	case core.Open:
		w.opening = append(w.opening, e.Conn)
	case core.Abandon:
		w.asked = without(w.asked, e.Conn)
		w.opening = without(w.opening, e.Conn)
	case core.Write:
		w.writes(e)
	case core.Close:
		w.acks = append(w.acks, ack{e.Conn, ""})
		delete(w.open, e.Conn)
	case core.Log, core.Hold, core.Discard, *core.Deliver, core.Compare, core.Latency, core.Wrote, core.ConnectFailed, core.SocketFailed:
	}
}

// writes lets Slack have a frame. What it says to it waits in acks.
func (w *world) writes(e core.Write) {
	var f struct {
		ID   int
		Type string
		IDs  []string
	}
	if err := json.Unmarshal(e.Text, &f); err != nil {
		w.breaks("the machine writes %s", e.Text)
	}
	answer := "-"
	switch f.Type {
	case "presence_sub":
		w.followed = f.IDs
	case "ping":
		answer = fmt.Sprintf(`{"type":"pong","reply_to":%d}`, f.ID)
	default:
		answer = fmt.Sprintf(`{"ok":true,"reply_to":%d,"ts":"1.000001"}`, f.ID)
	}
	w.acks = append(w.acks, ack{e.Conn, answer})
}

// carriesOut tells pages.
func (w *world) carriesOut(e members.Effect) {
	switch e := e.(type) {
	case members.Hears:
		if p := w.pageOf(e.Member); p != nil {
			p.hears = e.On
			if e.Epoch != p.epoch {
				w.breaks("page %d is told of its wish %d, and wants %d", p.name, e.Epoch, p.epoch)
			}
		}
	case members.Tell:
		if p := w.pageOf(e.Member); p != nil {
			w.told(p, e.Effect)
		}
	case members.TellMissed:
		if p := w.pageOf(e.Member); p != nil {
			w.told(p, w.machine.GapSince(e.From))
		}
	case members.TellAll:
		if settle, ok := e.Effect.(core.Settle); ok {
			w.settles(settle)
			return
		}
		for _, p := range w.pages {
			if p.hears {
				w.told(p, e.Effect)
			}
		}
	}
}

func (w *world) pageOf(m members.Member) *page {
	if i := slices.IndexFunc(w.pages, func(p *page) bool { return p.member == m && m != 0 }); i >= 0 {
		return w.pages[i]
	}
	return nil
}

// told has a page hear something.
func (w *world) told(p *page, e core.Effect) {
	switch e := e.(type) {
	case core.StateChanged:
		if !slices.Contains(moves[p.state], e.State) {
			w.breaks("page %d hears of %s in the state %s", p.name, e.State, p.state)
		}
		p.state = e.State
		p.states = append(p.states, e.State)
		switch e.State {
		case core.Ready:
			p.hasStood = true
			if p.since == "" {
				p.since = w.newestEvent()
			}
		case core.Disconnected:
			if e.Previous != core.Disconnecting {
				p.isUp = false
			}
			p.since, p.hasStood = "", p.hasStood && e.Previous != core.Disconnecting
		}
	case core.Gap:
		if !p.hasStood {
			w.breaks("page %d, which has had no session, is told of the gap %+v", p.name, e)
		}
		p.gaps = append(p.gaps, e)
	}
	w.notesNewest(p)
}

func (w *world) notesNewest(p *page) {
	if p.member != 0 {
		p.newest = w.session.Newest(p.member, w.machine.Stats().Newest)
	}
}

func (w *world) settles(e core.Settle) {
	c := w.calls[e.Call]
	if c == nil {
		w.breaks("call %d is settled, which nobody has made", e.Call)
		return
	}
	c.settled++
	c.err = e.Err
	if c.settled > 1 {
		w.breaks("%s of page %d is settled twice", c.kind, c.page.name)
	}
	if c.kind == "stop" && !c.page.isUp {
		c.page.state = core.Disconnected // whatever it has heard
	}
	if c.kind == "start" && e.Err == nil && e.Session == nil {
		w.breaks("a start of page %d is settled with nothing", c.page.name)
	}
}

// checks what holds after each step.
func (w *world) checks() {
	isWanted := slices.ContainsFunc(w.pages, func(p *page) bool { return p.isUp && p.member != 0 })
	state := w.machine.State()
	if !isWanted && state != core.Disconnected && state != core.Disconnecting {
		w.breaks("nobody wants the session, and it is %s", state)
	}
	if isWanted && state == core.Disconnected {
		w.breaks("a page wants the session, and it is %s", state)
	}
}

// What pages do.

func (w *world) calling(p *page, kind string) core.Call {
	w.lastCall++
	w.calls[w.lastCall] = &call{page: p, kind: kind}
	return w.lastCall
}

// joins gives a page a member of its own, which takes up what it has had.
func (w *world) joins(p *page) {
	w.lastPage++
	p.member = w.lastPage
	w.takes(members.Join{Member: p.member})
	if !p.hasStood {
		p.presence = nil // it was told that what it has asked for may not have arrived
	}
	if !p.isUp {
		return
	}
	in := members.Start{Member: p.member, Epoch: p.epoch, State: p.state}
	if p.hasStood {
		in.Earlier = &core.Earlier{Newest: p.newest}
		in.User = "T1/U1"
		if p.presence != nil {
			in.Earlier.Presence = core.PresenceBody(p.presence)
		}
	}
	w.takes(in)
}

// losesHost has a page enter a state by itself.
func (p *page) losesHost() {
	switch {
	case !p.isUp:
		p.state = core.Disconnected
	case p.state != core.Disconnected:
		p.state = core.Reconnecting
	}
}

// isGone lets a page go without a word.
func (w *world) isGone(p *page) {
	gone := p.member
	p.member, p.hears, p.isBehind = 0, false, false
	p.losesHost()
	w.takes(members.Leave{Member: gone})
	for _, c := range w.calls {
		if c.page == p && c.settled == 0 && c.kind != "stop" {
			w.breaks("%s of page %d is not settled, though the page is gone", c.kind, p.name)
		}
	}
}

func (w *world) starts(p *page) {
	p.isUp = true
	w.takes(members.Start{Member: p.member, Epoch: p.epoch, Start: core.Start{Call: w.calling(p, "start")}})
}

func (w *world) stops(p *page) {
	p.epoch++
	p.isUp, p.isBehind, p.presence = false, false, nil
	p.since, p.hasStood = "", false
	w.takes(members.Stop{Member: p.member, Epoch: p.epoch, Call: w.calling(p, "stop")})
}

func (w *world) sends(p *page, typ, body string) {
	c := w.calling(p, typ)
	w.takes(members.Send{Member: p.member, Send: core.Send{Call: c, Type: typ, Body: []byte(body), ID: 7, AwaitReply: typ == "message"}})
}

func (w *world) follows(p *page, ids ...string) {
	p.presence = ids
	w.sends(p, "presence_sub", string(core.PresenceBody(ids)))
}

func (w *world) fallsBehind(p *page) {
	if p.hears {
		p.isBehind = true
		w.takes(members.Behind{Member: p.member, Newest: w.session.Newest(p.member, w.machine.Stats().Newest)})
	}
}

func (w *world) catchesUp(p *page) {
	if p.isBehind {
		p.isBehind = false
		w.takes(members.CaughtUp{Member: p.member})
	}
}

// workerEnds has all pages find another host.
func (w *world) workerEnds() {
	w.tells("the worker ends")
	for _, p := range w.pages {
		p.member, p.hears, p.isBehind = 0, false, false
		p.losesHost()
	}
	w.calls = map[core.Call]*call{} // the pages settle them
	w.newHost()
	for _, p := range w.pages {
		w.joins(p)
	}
}

// What Slack and the network do.

func (w *world) answers(err *core.Error) {
	for len(w.asked) > 0 {
		conn := w.asked[0]
		w.asked = w.asked[1:]
		in := core.Answered{Conn: conn, Session: &core.Session{URL: "wss://slack.example/" + strconv.Itoa(int(conn)), UserID: "U1", TeamID: "T1", JSON: []byte("{}")}}
		if err != nil {
			in.Session, in.Err = nil, err
		}
		w.steps(in)
	}
	w.checks()
}

func (w *world) opens() {
	for len(w.opening) > 0 {
		conn := w.opening[0]
		w.opening = w.opening[1:]
		w.open[conn] = 0
		w.followed = nil
		w.steps(core.Opened{Conn: conn})
		w.brings(conn, `{"type":"hello"}`)
	}
}

// brings has a socket bring a frame, and gives whether it is delivered as an event.
func (w *world) brings(conn core.Conn, text string) {
	index, ok := w.open[conn]
	if !ok {
		return
	}
	w.open[conn]++
	w.steps(core.Received{Conn: conn, Index: index, Size: len(text), Members: core.ReadMembers([]byte(text))})
}

// says has something happen in the workspace, which the open socket brings.
func (w *world) says() {
	ts := timestamp(w.now.Wall)
	w.events = append(w.events, ts)
	for conn := range w.open {
		state := w.machine.State()
		w.brings(conn, `{"type":"message","channel":"C1","ts":"`+ts+`"}`)
		if state != core.Ready {
			continue
		}
		for _, p := range w.pages {
			if p.hears {
				p.heard[ts] = true
				w.notesNewest(p)
			}
		}
	}
}

func (w *world) acknowledges() {
	for len(w.acks) > 0 {
		a := w.acks[0]
		w.acks = w.acks[1:]
		if a.text == "" {
			w.steps(core.Closed{Conn: a.conn, Clean: true})
			continue
		}
		w.steps(core.Written{Conn: a.conn})
		if a.text != "-" {
			w.brings(a.conn, a.text)
		}
	}
	w.checks()
}

func (w *world) drops() {
	for conn := range w.open {
		delete(w.open, conn)
		w.steps(core.Closed{Conn: conn, Err: &core.Error{Code: core.CodeWebSocket, Message: "lost"}})
	}
	w.checks()
}

// passes lets time pass.
func (w *world) passes(d time.Duration) {
	end := w.now.Mono + d
	for {
		due, ok := w.machine.Deadline()
		if !ok || due > end {
			break
		}
		w.moves(max(due-w.now.Mono, time.Millisecond))
		w.steps(core.Tick{})
		w.acknowledges()
	}
	w.moves(max(0, end-w.now.Mono))
}

func (w *world) moves(d time.Duration) {
	w.now.Mono += d
	w.now.Wall += d
}

// settlesDown lets all be well, until nothing changes any more.
func (w *world) settlesDown() {
	for _, p := range w.pages {
		if p.member == 0 {
			w.joins(p)
		}
		w.catchesUp(p)
	}
	for range 20 {
		w.answers(nil)
		w.opens()
		w.acknowledges()
		w.passes(10 * time.Second)
	}
}

func (w *world) newestEvent() string {
	if len(w.events) == 0 {
		return "0"
	}
	return w.events[len(w.events)-1]
}

func timestamp(wall time.Duration) string {
	return fmt.Sprintf("%d.%06d", wall/time.Second, wall%time.Second/time.Microsecond)
}

func without(all []core.Conn, conn core.Conn) []core.Conn {
	return slices.DeleteFunc(all, func(other core.Conn) bool { return other == conn })
}

// takesBack takes a call back. The last start that waits takes the wish with it, unless the
// page has had the session.
func (w *world) takesBack(p *page, n core.Call) {
	w.takes(members.Cancel{Member: p.member, Call: n})
	if p.isUp && !w.session.Wants(p.member) {
		p.isUp, p.isBehind, p.presence, p.since, p.hasStood = false, false, nil, "", false
	}
	w.checks()
}
