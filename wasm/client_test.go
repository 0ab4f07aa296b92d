//go:build js && wasm

package main

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall/js"
	"testing"
	"time"

	"rtmwasm/jsbridge"
	"rtmwasm/rtm/core"
)

// fakeSockets puts a class in place of WebSocket whose sockets open, and close when they are
// asked to. What they are sent goes to a function.
const fakeSockets = `
	const sent = arguments[0];
	globalThis.WebSocket = class {
		protocol = "";
		#listeners = new Map();
		constructor(url, whose) {
			this.url = url;
			this.whose = whose;
			queueMicrotask(() => this.#dispatch("open", {}));
		}
		addEventListener(type, listener) { this.#listeners.set(type, listener); }
		removeEventListener(type) { this.#listeners.delete(type); }
		send(text) { sent(text); }
		close(code, reason) { queueMicrotask(() => this.#dispatch("close", { code, reason, wasClean: true })); }
		#dispatch(type, event) { this.#listeners.get(type)?.(event); }
	};
`

// A session is a client's, of the number 5, whose socket is a fake.
type session struct {
	*page
	client *client
	sends  func(text string) // what the socket does with what it is sent
	sent   []string
	frames int // how many the socket has brought
}

const answerOfSlack = `{"ok":true,"url":"wss://slack.example/","self":{"id":"U1"},"team":{"id":"T1"}}`

func newSession(t *testing.T) *session {
	s := &session{page: newPage(t), sends: func(string) {}}
	before := js.Global().Get("WebSocket")
	send := js.FuncOf(func(_ js.Value, args []js.Value) any {
		s.sent = append(s.sent, args[0].String())
		s.sends(args[0].String())
		return nil
	})
	js.Global().Get("Function").New(fakeSockets).Invoke(send)
	t.Cleanup(func() {
		s.Calls(90, "stop", 5)
		s.waitFor("settle 90 null null")
		js.Global().Set("WebSocket", before)
		send.Release()
	})

	s.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/", "getConnection": true, "rateLimit": map[string]any{"perSecond": 0}})
	s.client = s.engine.clients[5]
	s.Calls(2, "start", 5, "", nil, "")
	s.waitFor(`ask 1 "connection" 5`)
	s.Calls(1, "answer", answerOfSlack, nil)
	s.waitFor(`item 5 "event" "ws_opened"`)
	s.brings(map[string]any{"type": "hello"})
	s.waitFor(`item 5 "event" "ready"`)
	s.told()
	return s
}

// waitFor waits until this is told, and takes what is told until then.
func (s *session) waitFor(want string) {
	s.Helper()
	var all []string
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		for _, line := range s.Told() {
			if all = append(all, line); line == want {
				return
			}
		}
	}
	s.Errorf("JavaScript was told %q, and not %q", all, want)
}

// brings has the socket bring a frame.
func (s *session) brings(members map[string]any) (result int) {
	s.frames++
	return s.Enter(append([]any{enterFrame, 5}, frameRow(1, s.frames-1, members)...)...)
}

func TestASessionByTheDoor(t *testing.T) {
	s := newSession(t)
	if result := s.brings(map[string]any{"type": "message", "channel": "C1", "ts": "1.5"}); result != 2 {
		t.Errorf("an event gave %d: it is to be delivered at once", result)
	}
	s.wasTold()
	s.Enter(enterFrame, 5, 1, 2, 100, false) // what is no JSON object
	s.frames++
	s.wasTold(`discard 5 1 2`)

	// What is sent leaves before the call returns, and its reply settles it in its step.
	s.Enter(enterSend, 5, 3, 0, "message", `{"text":"hi"}`, true, false)
	if len(s.sent) != 1 || !strings.Contains(s.sent[0], `"text":"hi"`) {
		t.Fatalf("%q was sent", s.sent)
	}
	s.wasTold()
	_, rest, _ := strings.Cut(s.sent[0], `"id":`)
	id, _ := strconv.Atoi(rest[:strings.IndexAny(rest, ",}")])
	s.brings(map[string]any{"reply_to": id, "ok": true, "ts": "2.5"})
	s.wasTold(`deliver 5 1 3 0 1`, `reply 3 5 1 3 1`, `discard 5 1 3`)

	// Without a reply the write settles it, and a fault of the write ends the socket.
	s.Enter(enterSend, 5, 4, 77, "typing", nil, false, false)
	s.wasTold(`settle 4 77 null`)
	s.sends = func(string) { s.Enter(enterUnwritten, 5, "no link") }
	if result := s.Enter(enterSend, 5, 5, 0, "message", `{"text":"lost"}`, true, false); result != 1 {
		t.Errorf("a write that failed gave %d: it ends a socket, for which a goroutine waits", result)
	}
	if told := s.told(); !strings.Contains(fmt.Sprint(told), `no link`) {
		t.Errorf("JavaScript was told %q", told)
	}
}

// alarms gives the times of the alarms that were set since the last look.
func (s *session) alarms() (ms []int) {
	for _, line := range s.Told() {
		if rest, isAlarm := strings.CutPrefix(line, "alarm 5 "); isAlarm {
			n, _ := strconv.Atoi(rest)
			ms = append(ms, n)
		}
	}
	return ms
}

func TestAnAlarmIsSetAndSetAnew(t *testing.T) {
	s := newSession(t)
	at, ok := s.client.machine.core.Deadline()
	if !ok || s.client.alarm == 0 || s.client.alarm > at {
		t.Fatalf("the alarm is set to %v, and the deadline is %v", s.client.alarm, at)
	}
	for range 10 {
		s.brings(map[string]any{"type": "message", "channel": "C1"})
	}
	if got := s.alarms(); len(got) != 0 {
		t.Errorf("frames have set the alarm anew: %v", got)
	}
	left := func() int { return int((at - now().Mono) / time.Millisecond) }
	const apart = 1000 // what the page's clock and Go's may differ by, in ms, since they begin one after the other
	most := left() + apart
	s.Enter(enterTick, 5)
	if got := s.alarms(); len(got) != 1 || got[0] < left()-apart || got[0] > most {
		t.Errorf("a tick has set the alarms %v, and the deadline is in %d ms", got, left())
	}
}

func TestAnAlarmIsNoLongerThanATimerOfThePage(t *testing.T) {
	p := newPage(t)
	p.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/", "connectTimeout": 1e11, "getConnection": true})
	p.Calls(2, "start", 5, "", nil, "")
	if told := fmt.Sprint(p.Told()); !strings.Contains(told, "alarm 5 2147483647") {
		t.Errorf("JavaScript was told %s", told)
	}
	p.Calls(3, "stop", 5)
	p.Told()
}

// tells gives the frames that were told as discarded, which a frame of an unknown socket is
// in its step.
func (s *session) tells() (frames []string) {
	for _, line := range s.Told() {
		if rest, isDiscarded := strings.CutPrefix(line, "discard 5 "); isDiscarded {
			frames = append(frames, rest)
		}
	}
	return frames
}

// While the machine is stepped, what a socket does may put an input, and so may another
// goroutine that gets a turn.
func TestInputsThatArePutDuringAStepFollowIt(t *testing.T) {
	s := newSession(t)
	put := func(socket, index int) {
		s.client.put(input{frame: &core.Received{Conn: core.Conn(socket), Index: index}})
	}
	isStepping := false
	s.sends = func(string) {
		isStepping = s.client.stepped
		put(100, 0)
		done := make(chan bool)
		go func() {
			put(200, 0)
			put(200, 1)
			close(done)
		}()
		<-done // it need not wait for the end of this step
		put(100, 1)
		if got := s.tells(); len(got) != 0 {
			t.Errorf("%v were stepped within a step", got)
		}
	}
	result := s.Enter(enterSend, 5, 3, 0, "message", `{"text":"hi"}`, true, false)
	if !isStepping {
		t.Fatal("the socket was not sent anything in a step")
	}
	if result != 1 {
		t.Errorf("the send gave %d: goroutines have put inputs, and may wait for a turn", result)
	}
	if got := s.tells(); fmt.Sprint(got) != "[100 0 200 0 200 1 100 1]" {
		t.Errorf("the frames were taken as %v", got)
	}
	put(100, 2)
	if got := s.tells(); fmt.Sprint(got) != "[100 2]" {
		t.Errorf("after that the frames were taken as %v", got)
	}
}

func TestInputsOfManyGoroutinesAreTakenOnceAndInOrder(t *testing.T) {
	s := newSession(t)
	const putters, each = 10, 200
	var all sync.WaitGroup
	for putter := range putters {
		all.Go(func() {
			for i := range each {
				s.client.put(input{frame: &core.Received{Conn: core.Conn(100 + putter), Index: i}})
				if i%5 == putter%5 {
					runtime.Gosched()
				}
				if i%50 == putter {
					s.Enter(enterSend, 5, 0, 0, "message", `{"text":"hi"}`, false, false) // a step that lets others run
				}
			}
		})
	}
	s.sends = func(string) {
		for range 5 {
			runtime.Gosched()
		}
	}
	all.Wait()
	next := map[string]int{}
	for _, line := range s.tells() {
		putter, index, _ := strings.Cut(line, " ")
		if index != strconv.Itoa(next[putter]) {
			t.Fatalf("of %s the frame %s was taken, and %d is the next", putter, index, next[putter])
		}
		next[putter]++
	}
	for putter := range putters {
		if n := next[strconv.Itoa(100+putter)]; n != each {
			t.Errorf("%d of %d inputs of goroutine %d were taken", n, each, putter)
		}
	}
	if len(s.sent) < putters {
		t.Errorf("only %d steps have let others run", len(s.sent))
	}
	if s.client.stepped || len(s.client.inputs) != 0 || s.client.taken != 0 {
		t.Errorf("the stepping has not ended: %d of %d inputs are taken", s.client.taken, len(s.client.inputs))
	}
}

// JavaScript deletes the timer of a client that it forgets.
func TestAClientThatIsTakenUpGetsItsAlarmAnew(t *testing.T) {
	s := newSession(t)
	s.Calls(3, "stop", 5)
	s.waitFor(`settle 3 null null`)
	s.Calls(4, "start", 5, "", nil, "")
	s.waitFor(`ask 2 "connection" 5`)
	s.Calls(2, "answer", nil, map[string]any{"message": "slow", "refusal": map[string]any{"retryAfter": "30"}})
	s.waitFor(`item 5 "event" "reconnecting"`)
	s.Calls(5, "stop", 5)
	s.waitFor(`settle 5 null null`)
	s.Calls(0, "forget", 5)
	s.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/", "getConnection": true})
	if s.engine.clients[5] != s.client {
		t.Fatal("the client is another one: it is not taken up")
	}
	s.Told()
	s.Calls(6, "start", 5, "", nil, "")
	if ms := s.alarms(); len(ms) != 1 || ms[0] < 20_000 || ms[0] > 30_000 {
		t.Errorf("the alarms are %v: one is to tell when the wait that Slack has asked for is over", ms)
	}
	s.Calls(7, "stop", 5)
}

func TestATraceHasWhatAClientDidBeforeItWasForgotten(t *testing.T) {
	s := newSession(t)
	s.Calls(3, "stop", 5)
	s.waitFor("settle 3 null null")
	s.Calls(0, "forget", 5)
	s.Calls(0, "open", 5, map[string]any{"token": "xoxb-secret", "slackApiUrl": "https://slack.com/api/", "getConnection": true})
	s.told()
	s.Calls(4, "trace", 5)
	c := s.engine.clients[5]
	s.wasTold(fmt.Sprintf("traced 4 %d", jsbridge.Place(&c.traced)))
	var inputs []string
	if err := core.Replay(c.traced, func(_ core.Time, in core.Input, _ []core.Effect, _ core.State) {
		inputs = append(inputs, fmt.Sprintf("%T", in))
	}); err != nil {
		t.Fatal(err)
	}
	if first, all := inputs[0], strings.Join(inputs, " "); first != "core.Start" || !strings.Contains(all, "core.Received") || !strings.Contains(all, "core.Stop") {
		t.Fatalf("the inputs are %s", all)
	}
}

func TestTheRecordersOfFewForgottenClientsAreKept(t *testing.T) {
	var kept recorders
	first, second := core.NewRecorder(), core.NewRecorder()
	kept.put(1, first)
	kept.put(2, second)
	for client := 3; client <= 5; client++ {
		kept.put(client, core.NewRecorder())
	}
	if kept.take(1) != nil || kept.take(2) != second || kept.take(2) != nil {
		t.Fatal("it keeps the newest of those that share a place, until they are taken")
	}
}

// Where a call of the table has led to a panic, jsbridge settles that call with it.
func TestAPanicInAStepDoesNotHoldUpTheNext(t *testing.T) {
	s := newSession(t)
	machine := s.client.machine.core
	s.client.machine.core = nil
	s.Calls(3, "reconnect", 5, false)
	s.client.machine.core = machine
	if told := fmt.Sprint(s.told()); !strings.Contains(told, "settle 3 null") || !strings.Contains(told, "panicked") {
		t.Fatalf("JavaScript was told %s", told)
	}
	if result := s.brings(map[string]any{"type": "message", "channel": "C1"}); result != 2 {
		t.Errorf("the next frame gave %d, and is an event", result)
	}
}

// What was told before an event is heard before it.
func TestAnEventDoesNotOvertakeWhatWasTold(t *testing.T) {
	s := newSession(t)
	s.client.tell("event", "before")
	if result := s.brings(map[string]any{"type": "message", "channel": "C1"}); result != 0 {
		t.Errorf("the frame gave %d, and is to be told of", result)
	}
	s.wasTold(`item 5 "event" "before"`, `deliver 5 1 1 0 0`)
}
