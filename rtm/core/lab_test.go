package core_test

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/transport"
)

// A lab is a test of one machine on one fake workspace. The test steps the machine
// itself. The workspace has goroutines, so a lab is in a bubble with a clock of its own.
// Its methods are the steps of a script, and fail the test.
type lab struct {
	*testing.T
	slack *rtmtest.Server
	m     *core.Machine
	hooks hooks

	inputs  chan input
	cancels map[core.Conn]context.CancelFunc
	sockets map[core.Conn]transport.Socket
	frames  map[core.FrameID][]byte
	compare bool
	fill    context.CancelFunc

	call    core.Call
	settled map[core.Call]outcome
	told    []told // what has not been looked at
	logged  []string
}

// hooks are what a script may put in place of the workspace's doors.
type hooks struct {
	call     transport.Caller
	dial     func(context.Context, core.Conn, string) (transport.Socket, error)
	connect  func(context.Context) (*core.Session, error)
	backfill func(context.Context, core.Gap) ([][]byte, error)
	token    string
}

// An input is one of the machine's, with what it does not read of it.
type input struct {
	core.Input
	socket transport.Socket
	text   []byte
	frames [][]byte
}

// told is something that a caller would be told, and a frame's text.
type told struct {
	core.Effect
	typ  string
	text []byte
}

// An outcome is what a call came to.
type outcome struct {
	session *core.Session
	reply   *core.Reply
	text    []byte // of the reply
	err     *core.Error
}

const token = "xoxb-secret"

// run runs a script. The functions configure the machine and the hooks.
func run(t *testing.T, steps func(*lab), configure ...func(*core.Config, *hooks)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &lab{
			T: t, slack: rtmtest.New(), inputs: make(chan input, 100),
			cancels: map[core.Conn]context.CancelFunc{}, sockets: map[core.Conn]transport.Socket{}, frames: map[core.FrameID][]byte{},
			settled: map[core.Call]outcome{},
		}
		s.hooks = hooks{call: s.slack.Call, token: token, dial: func(ctx context.Context, _ core.Conn, url string) (transport.Socket, error) {
			return s.slack.Dial(ctx, url)
		}}
		config := core.Config{Seed: 1}
		for _, f := range configure {
			f(&config, &s.hooks)
		}
		config.Backfill = s.hooks.backfill != nil
		m, err := core.New(config, now())
		if err != nil {
			t.Fatalf("New: %v", err)
		}
		s.m = m
		defer s.end()
		steps(s)
	})
}

// configured changes the machine's configuration alone.
func configured(f func(*core.Config)) func(*core.Config, *hooks) {
	return func(c *core.Config, _ *hooks) { f(c) }
}

// steadily takes chance out of the pauses between attempts: they are 750 ms, 1.5 s, 3 s,
// 6 s, 12 s and then 22.5 s.
func steadily(c *core.Config, _ *hooks) {
	c.Retry = &core.Retry{MinTimeout: 750 * time.Millisecond, MaxTimeout: 22500 * time.Millisecond, Forever: true, Retries: 100}
}

// unpaced takes off the limit of messages a second.
func unpaced(c *core.Config, _ *hooks) { c.RateLimit = -1 }

// subtest runs a script as a subtest; bubbles cannot be nested.
func subtest(t *testing.T, name string, steps func(*lab), configure ...func(*core.Config, *hooks)) {
	t.Run(name, func(t *testing.T) { run(t, steps, configure...) })
}

func now() core.Time {
	t := time.Now()
	return core.Time{Mono: time.Duration(t.UnixNano()), Wall: time.Duration(t.UnixNano())}
}

// end stops the machine, also when a step has failed: a bubble must be empty in the end.
func (s *lab) end() {
	s.ends(s.post(core.Stop{Call: s.newCall()}))
	s.settle()
	if n := s.slack.Sockets(); n != 0 {
		s.Errorf("%d sockets are left open", n)
	}
	s.slack.Close()
	synctest.Wait()
}

// post gives the machine an input, and all that follows from it without time passing.
// It gives the input's call.
func (s *lab) post(in core.Input) core.Call {
	s.step(input{Input: in})
	s.settle()
	switch in := in.(type) {
	case core.Start:
		return in.Call
	case core.Reconnect:
		return in.Call
	case core.Stop:
		return in.Call
	case core.Send:
		return in.Call
	}
	return 0
}

// settle lets all that has happened come in, without time passing.
func (s *lab) settle() {
	for {
		synctest.Wait()
		select {
		case in := <-s.inputs:
			s.step(in)
		default:
			return
		}
	}
}

// pause lets time pass.
func (s *lab) pause(d time.Duration) {
	s.until(d, func() bool { return false })
}

// until lets time pass until something holds, which it reports, or the time is over.
func (s *lab) until(patience time.Duration, holds func() bool) bool {
	over := time.NewTimer(patience)
	defer over.Stop()
	tick := time.NewTimer(patience)
	defer tick.Stop()
	for s.settle(); !holds(); s.settle() {
		tick.Stop()
		if mono, ok := s.m.Deadline(); ok {
			tick.Reset(mono - now().Mono)
		}
		select {
		case in := <-s.inputs:
			s.step(in)
		case <-tick.C:
			s.settle()
			s.step(input{Input: core.Tick{}})
		case <-over.C:
			s.settle()
			s.step(input{Input: core.Tick{}}) // something may be due just now
			s.settle()
			return holds()
		}
	}
	return true
}

// step steps the machine, and does what a driver does.
func (s *lab) step(in input) {
	switch event := in.Input.(type) {
	case core.Opened:
		s.opened(event.Conn, in.socket)
	case core.Received:
		s.frames[core.FrameID{Conn: event.Conn, Index: event.Index}] = in.text
		if s.compare {
			event.Sum = sumOf(in.text)
			in.Input = event
		}
	}
	for _, e := range s.m.Step(now(), in.Input) {
		s.carryOut(e, in)
	}
}

func sumOf(text []byte) uint64 {
	h := fnv.New64a()
	h.Write(text)
	return h.Sum64()
}

func (s *lab) carryOut(e core.Effect, in input) {
	switch e := e.(type) {
	case core.Connect:
		s.connect(e)
	case core.Open:
		ctx := s.context(e.Conn)
		go func() {
			socket, err := s.hooks.dial(ctx, e.Conn, e.URL)
			s.inputs <- input{Input: core.Opened{Conn: e.Conn, Err: err}, socket: socket}
		}()
	case core.Abandon:
		if cancel := s.cancels[e.Conn]; cancel != nil { // it may have ended by itself
			cancel()
			delete(s.cancels, e.Conn)
		}
	case core.Write:
		socket := s.sockets[e.Conn]
		go func() { s.inputs <- input{Input: core.Written{Conn: e.Conn, Err: socket.Write(e.Text)}} }()
	case core.Close:
		socket := s.sockets[e.Conn]
		go socket.Close(transport.CloseNormal, "")
	case core.Compare:
		s.compare = e.On
	case core.Fill:
		s.beginFill(e)
	case core.StopFill:
		s.fill()
	case core.Settle:
		s.noteSettled(e, in)
	case core.Log:
		s.logged = append(s.logged, string(e.Level)+": "+e.Text)
	case *core.Deliver:
		text := s.frames[e.Frame]
		if e.Frame.Conn == 0 {
			text = in.frames[e.Frame.Index]
		}
		m := core.ReadMembers(text)
		kept := *e
		s.told = append(s.told, told{&kept, m.Values[core.Type].Text, text})
	default:
		s.told = append(s.told, told{Effect: e})
	}
}

// connect asks the workspace for a session, or the hook.
func (s *lab) connect(e core.Connect) {
	ctx := s.context(e.Conn)
	api := transport.WebAPI{URL: "https://slack.com/api/", Token: s.hooks.token, Call: s.hooks.call, Log: func(string) {}}
	fields := map[string]string{}
	for _, f := range e.Fields {
		fields[f.Name] = f.Value
	}
	go func() {
		var session *core.Session
		var err error
		if s.hooks.connect != nil {
			session, err = s.hooks.connect(ctx)
			err = core.Coded(core.CodeRequest, err)
		} else {
			session, err = api.Session(ctx, "rtm.connect", e.Token, fields)
		}
		s.inputs <- input{Input: core.Answered{Conn: e.Conn, Session: session, Err: err}}
	}()
}

func (s *lab) context(conn core.Conn) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancels[conn] = cancel
	return ctx
}

// opened reads a socket that was opened, unless it was given up.
func (s *lab) opened(conn core.Conn, socket transport.Socket) {
	wanted := s.cancels[conn] != nil
	delete(s.cancels, conn)
	switch {
	case socket == nil:
	case !wanted:
		go socket.Close(transport.CloseNormal, "")
	default:
		s.sockets[conn] = socket
		go func() {
			for index := 0; ; index++ {
				text, err := socket.Read()
				if err != nil {
					end, ok := err.(*transport.CloseError)
					s.inputs <- input{Input: core.Closed{Conn: conn, Clean: ok && end.Clean, Err: err}}
					return
				}
				s.inputs <- input{Input: core.Received{Conn: conn, Index: index, Size: len(text), Members: core.ReadMembers(text)}, text: text}
			}
		}()
	}
}

func (s *lab) beginFill(e core.Fill) {
	ctx, cancel := context.WithCancel(context.Background())
	s.fill = cancel
	go func() {
		frames, err := s.hooks.backfill(ctx, e.Gap)
		filled := core.Filled{Fill: e.Fill, Err: err}
		for _, text := range frames {
			filled.Frames = append(filled.Frames, core.ReadMembers(text))
		}
		s.inputs <- input{Input: filled, frames: frames}
	}()
}

func (s *lab) noteSettled(e core.Settle, in input) {
	if _, again := s.settled[e.Call]; again {
		s.Errorf("call %d was settled twice", e.Call)
	}
	o := outcome{session: e.Session, reply: e.Reply, err: e.Err}
	if e.Reply != nil && e.Reply.Frame.Conn != 0 {
		o.text = in.text
	}
	if e.Reason.Conn != 0 {
		o.err.Data = in.text
	}
	s.settled[e.Call] = o
}

// newCall gives a number to wait for.
func (s *lab) newCall() core.Call {
	s.call++
	return s.call
}

// start starts the machine and waits until it is ready.
func (s *lab) start() {
	s.Helper()
	if o := s.ends(s.post(core.Start{Call: s.newCall()})); o.err != nil {
		s.Fatalf("Start: %v", o.err)
	}
	s.reaches(core.Ready)
}

// startsUntil starts the machine and lets time pass until this state. It gives the call
// of the start.
func (s *lab) startsUntil(state core.State) core.Call {
	s.Helper()
	call := s.post(core.Start{Call: s.newCall()})
	s.reaches(state)
	return call
}

// lasts lets a session last long enough to count as stable.
func (s *lab) lasts() {
	s.pause(time.Minute)
	s.seen()
}

// opens wants this many sockets to be open.
func (s *lab) opens(want int) {
	s.Helper()
	s.settle()
	if n := s.slack.Sockets(); n != want {
		s.Fatalf("%d sockets are open, want %d", n, want)
	}
}

// warned wants a line of the log that has these words.
func (s *lab) warned(words string) {
	s.Helper()
	if !slices.ContainsFunc(s.logged, func(line string) bool { return strings.HasPrefix(line, "warn: ") && strings.Contains(line, words) }) {
		s.Fatalf("nothing was warned of with the words %q: %q", words, s.logged)
	}
}

// disconnect stops the machine, and waits until it has.
func (s *lab) disconnect() {
	s.Helper()
	if o := s.ends(s.post(core.Stop{Call: s.newCall()})); o.err != nil {
		s.Fatalf("Stop: %v", o.err)
	}
}

// patience is how long, in the bubble's time, a step waits for something.
const patience = time.Hour

// want skips what was told until one of this kind is as it should be.
func want[E core.Effect](s *lab, what string, as func(E) bool) E {
	s.Helper()
	var found E
	ok := s.until(patience, func() bool {
		for i, t := range s.told {
			if e, ok := t.Effect.(E); ok && as(e) {
				found, s.told = e, s.told[i+1:]
				return true
			}
		}
		s.told = nil
		return false
	})
	if !ok {
		s.Fatalf("%s did not come", what)
	}
	return found
}

// is matches every effect of a kind.
func is[E core.Effect](E) bool { return true }

// reaches lets time pass until the machine is in this state.
func (s *lab) reaches(state core.State) core.StateChanged {
	s.Helper()
	return want(s, "the state "+string(state), func(e core.StateChanged) bool { return e.State == state })
}

// wantFrame skips what was told until a frame of this type, and gives its text.
func (s *lab) wantFrame(typ string) string {
	s.Helper()
	var text string
	ok := s.until(patience, func() bool {
		i := slices.IndexFunc(s.told, func(t told) bool {
			_, ok := t.Effect.(*core.Deliver)
			return ok && t.typ == typ
		})
		if i < 0 {
			s.told = nil
			return false
		}
		text, s.told = string(s.told[i].text), s.told[i+1:]
		return true
	})
	if !ok {
		s.Fatalf("a frame of type %s did not come", typ)
	}
	return text
}

// seen gives what was told and was not looked at yet, as words.
func (s *lab) seen() []string {
	s.settle()
	var words []string
	for _, t := range s.told {
		if w := t.word(); w != "" {
			words = append(words, w)
		}
	}
	s.told = nil
	return words
}

// saw wants exactly this to have been told since the last look.
func (s *lab) saw(want ...string) {
	s.Helper()
	if got := s.seen(); strings.Join(got, " ") != strings.Join(want, " ") {
		s.Fatalf("saw %q, want %q", got, want)
	}
}

// word gives what was told in short. What was written has no word.
func (t told) word() string {
	switch e := t.Effect.(type) {
	case core.StateChanged:
		return string(e.State)
	case *core.Deliver:
		switch {
		case e.As == core.Replayed:
			return "<replay>"
		case t.typ == "":
			return "<reply>"
		}
		return "<" + t.typ + ">"
	case core.ConnectFailed:
		return "connect failed"
	case core.SocketFailed:
		return "socket failed"
	case core.Gap:
		if e.Recovered {
			return "recovered gap"
		}
		return "gap"
	case core.Latency:
		return "latency"
	}
	return ""
}

// calls wants this many calls of rtm.connect so far.
func (s *lab) calls(want int) {
	s.Helper()
	n := 0
	for _, c := range s.slack.Calls() {
		if c.Method == "rtm.connect" {
			n++
		}
	}
	if n != want {
		s.Fatalf("rtm.connect was called %d times, want %d", n, want)
	}
}

// received gives the texts of the messages that Slack got.
func (s *lab) received() []string {
	var texts []string
	for _, r := range s.slack.Received() {
		if r.Type == "message" {
			texts = append(texts, textOf(r.JSON))
		}
	}
	return texts
}

// textOf gives the text of a frame.
func textOf(json string) string {
	_, rest, _ := strings.Cut(json, `"text":"`)
	text, _, _ := strings.Cut(rest, `"`)
	return text
}

// got wants Slack to have got exactly these messages.
func (s *lab) got(want ...string) {
	s.Helper()
	if got := s.received(); strings.Join(got, "|") != strings.Join(want, "|") {
		s.Fatalf("Slack got %q, want %q", got, want)
	}
}

// says sends a message, and gives its call.
func (s *lab) says(text string) core.Call {
	return s.sends(core.Send{Type: "message", Body: body("channel", rtmtest.General, "text", text), AwaitReply: true})
}

// sends sends a frame, and gives its call.
func (s *lab) sends(send core.Send) core.Call {
	send.Call = s.newCall()
	return s.post(send)
}

// body writes an object with these names and strings.
func body(pairs ...string) []byte {
	text := "{"
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			text += ","
		}
		text += quoted(pairs[i]) + ":" + quoted(pairs[i+1])
	}
	return []byte(text + "}")
}

func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// ends waits for the outcome of a call.
func (s *lab) ends(call core.Call) outcome {
	s.Helper()
	ok := s.until(patience, func() bool { _, ok := s.settled[call]; return ok })
	if !ok {
		s.Fatalf("call %d did not end", call)
	}
	return s.settled[call]
}

// arrives wants a send to have succeeded, and gives Slack's reply.
func (s *lab) arrives(call core.Call) string {
	s.Helper()
	o := s.ends(call)
	if o.err != nil {
		s.Fatalf("the send failed: %v", o.err)
	}
	return string(o.text)
}

// fails wants a call to have failed in this way.
func (s *lab) fails(call core.Call, code core.Code, delivered core.Delivered) *core.Error {
	s.Helper()
	o := s.ends(call)
	if o.err == nil {
		s.Fatalf("the call succeeded, want code %s", code)
	}
	return s.isError(o.err, code, delivered)
}

// isError wants an error of this code.
func (s *lab) isError(err error, code core.Code, delivered core.Delivered) *core.Error {
	s.Helper()
	var e *core.Error
	if !errors.As(err, &e) {
		s.Fatalf("got the error %v, want one with code %s", err, code)
	}
	if e.Code != code || e.Delivered != delivered {
		s.Fatalf("got code %s, delivered %q (%v), want %s, %q", e.Code, e.Delivered, e, code, delivered)
	}
	if strings.Contains(e.Error(), "secret") {
		s.Fatalf("the error shows the token: %v", e)
	}
	return e
}

// isPending wants a call not to have ended yet.
func (s *lab) isPending(call core.Call) {
	s.Helper()
	s.settle()
	if o, ok := s.settled[call]; ok {
		s.Fatalf("the call has ended already: %+v", o)
	}
}
