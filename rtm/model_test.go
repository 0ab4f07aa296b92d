package rtm_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// TestModel drives clients through schedules that are drawn at random: what the
// caller does, what Slack and the network do, and when. While one runs, and
// once all is well again, it checks what holds for each (see watch, rest and
// account).
//
// A failure names the shortest schedule that was found, as a list of steps. It
// becomes a script of its own beside its neighbours. More schedules:
//
//	go test ./rtm -run TestModel -rapid.checks 100000
func TestModel(t *testing.T) {
	setUnlessGiven("rapid.checks", fmt.Sprint(schedules))
	setUnlessGiven("rapid.nofailfile", "true")
	visited := map[string]int{}
	began, runs := time.Now(), 0
	rapid.Check(t, func(rt *rapid.T) {
		// All is drawn out here: rapid's ways to end a run would take the
		// bubble, and so the process, with them.
		setting := rapid.Custom(drawSetting).Draw(rt, "setting")
		steps := rapid.SliceOfN(rapid.Custom(drawStep), 1, 40).Draw(rt, "steps")
		m := runSchedule(t, setting, steps)
		runs++
		for move := range m.moves {
			visited[move]++
		}
		if len(m.faults) > 0 {
			rt.Fatalf("with %+v\n%v\n%s\nwhat happened:\n%s", setting, steps, strings.Join(m.faults, "\n"), strings.Join(m.story, "\n"))
		}
	})
	t.Logf("%d schedules, %.0f a second; they took the transitions %v", runs, float64(runs)/time.Since(began).Seconds(), visited)
}

// runSchedule runs a schedule in a bubble of its own.
func runSchedule(t *testing.T, setting setting, steps []step) (m *model) {
	defer func() {
		if r := recover(); r != nil { // goroutines are left
			stacks := make([]byte, 1<<20)
			stacks = stacks[:runtime.Stack(stacks, true)]
			m.rule(false, "%v\n%s", r, stacks)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		m = newModel(setting)
		m.run(steps)
	})
	return m
}

// setUnlessGiven sets a flag that was not given on the command line.
func setUnlessGiven(name, value string) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	if !given {
		flag.Set(name, value)
	}
}

// A setting is how the client of a schedule is configured.
type setting struct {
	Started     bool // before the first step
	NoReconnect bool
	Retry       string
	NoTimeouts  bool // of acks and replays
	Backfill    string
	QueueLimit  int
	RateLimit   float64
	InPage      bool
}

func drawSetting(t *rapid.T) setting {
	return setting{
		Started:     rapid.IntRange(0, 7).Draw(t, "Started") != 7,
		Retry:       rapid.SampledFrom(slices.Sorted(maps.Keys(retries))).Draw(t, "Retry"),
		NoReconnect: rapid.IntRange(0, 9).Draw(t, "NoReconnect") == 9,
		NoTimeouts:  rapid.IntRange(0, 9).Draw(t, "NoTimeouts") == 9,
		Backfill:    rapid.SampledFrom([]string{"", "", "", "fills", "fails", "hangs", "is slow"}).Draw(t, "Backfill"),
		QueueLimit:  rapid.SampledFrom([]int{0, 0, 3}).Draw(t, "QueueLimit"),
		RateLimit:   rapid.SampledFrom([]float64{0, -1}).Draw(t, "RateLimit"),
		InPage:      rapid.Bool().Draw(t, "InPage"),
	}
}

// retries are values of Config.Retry, by name.
var retries = map[string]*rtm.Retry{
	"":        nil,
	"twice":   {Retries: 2},
	"hastily": {MinTimeout: 10 * time.Millisecond, MaxTimeout: 5 * time.Second, Forever: true},
}

// A step is a pause, negative for none at all, and what is done after it.
type step struct {
	pause  time.Duration
	action string
	n      int // what it means is the action's affair
}

func (s step) String() string {
	return fmt.Sprintf("%v: %s(%d)", s.pause, s.action, s.n)
}

var pauses = []time.Duration{
	-1, -1, 0, 0, 0, 0, time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, time.Second, time.Second,
	2 * time.Second, 3 * time.Second, 5 * time.Second, 10 * time.Second, 31 * time.Second,
}

func drawStep(t *rapid.T) step {
	return step{
		pause:  rapid.SampledFrom(pauses).Draw(t, "pause"),
		action: rapid.SampledFrom(actionNames).Draw(t, "action"),
		n:      rapid.IntRange(0, 7).Draw(t, "n"),
	}
}

// A model is one client on one workspace, and what it should be doing.
type model struct {
	setting setting
	slack   *rtmtest.Server
	client  *rtm.Client
	page    *page // or nil
	net     network

	// What the test itself does; it is one goroutine.
	tickets rtm.Ticket // the last that was given out
	wish    wish
	said    []saying // by Anna
	sends   int
	urls    []string // offered

	mu     sync.Mutex
	faults []string // the rules that were broken, in words
	story  []string
	moves  map[string]bool
	record
}

// A wish is what the caller wants, as far as it is certain.
type wish string

const (
	up        wish = "up"
	down      wish = "down"
	uncertain wish = "uncertain" // a start was taken back
)

// A saying is a message that Slack has told to whoever listened.
type saying struct{ text, ts string }

func newModel(s setting) *model {
	m := &model{setting: s, slack: rtmtest.New(), wish: down, moves: map[string]bool{}, record: newRecord()}
	m.net.end, m.net.mayHang = make(chan struct{}), !s.InPage
	config := rtm.Config{
		Token:          "xoxb-secret",
		Dial:           m.net.dialer(m.slack.Dial),
		Call:           m.slack.Call,
		Random:         func() float64 { return 0.5 },
		Handler:        m.watch,
		NoReconnect:    s.NoReconnect,
		Retry:          retries[s.Retry],
		SendQueueLimit: s.QueueLimit,
		RateLimit:      s.RateLimit,
		Log: func(_ rtm.Level, text string) {
			m.rule(!strings.Contains(text, "secret"), "the log shows the token: %s", text)
		},
	}
	if s.NoTimeouts {
		config.AckTimeout, config.ReplayTimeout = -1, -1
	}
	if s.Backfill != "" {
		config.Backfill = m.backfill
	}
	if s.InPage {
		m.page = asInAPage(&config)
	}
	client, err := rtm.New(config)
	if err != nil {
		panic(err)
	}
	m.client = client
	if m.page != nil {
		m.page.client = client
	}
	client.Rescue(func(r any) { m.rule(false, "the loop panicked: %v", r) })
	return m
}

// rule notes that a rule was broken.
func (m *model) rule(kept bool, format string, args ...any) {
	if !kept {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.faults = append(m.faults, fmt.Sprintf(format, args...))
	}
}

func (m *model) note(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.story = append(m.story, fmt.Sprintf("%v ", time.Since(m.began))+fmt.Sprintf(format, args...))
}

// run runs a schedule to its end.
func (m *model) run(steps []step) {
	defer func() { // a bubble must be empty in the end
		m.give(0, rtm.Stop{})
		time.Sleep(2 * time.Second)
		m.slack.StallCalls(false)
		m.net.release()
		m.slack.Close()
	}()
	if m.setting.Started {
		actions["start"](m, 0)
		synctest.Wait()
	}
	for _, s := range steps {
		if s.pause >= 0 {
			time.Sleep(s.pause)
			synctest.Wait()
			m.rest()
		}
		m.note("* %s", s)
		actions[s.action](m, s.n)
		if m.broken() {
			return
		}
	}
	m.heal()
	if m.broken() {
		return
	}
	m.finish()
}

func (m *model) broken() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.faults) > 0
}

// recovery is how long a client may take until it is ready and all that was
// sent is settled, once nothing goes wrong any more: Slack has asked to wait at
// most a minute, a pause is half a minute at most, a refused message is held
// back 32 seconds at most, and messages go out one a second.
const recovery = 5 * time.Minute

// unnoticed is how long a dead link may go unnoticed: a ping's interval, the
// patience with it, and as much again for a probe.
const unnoticed = 15 * time.Second

// keeping is how long an old socket may be kept after a handover, for replies.
const keeping = 30 * time.Second

// holding is how long frames may be held back for Config.Backfill.
const holding = 30 * time.Second

// heal ends all that was made to go wrong, and looks whether the client
// recovers.
func (m *model) heal() {
	m.note("* all is well from now on")
	m.net.heal()
	for _, method := range []string{"rtm.connect", "auth.test", ""} {
		m.slack.Refuse(method, "", 0)
	}
	m.slack.StallCalls(false)
	m.slack.StallOpens(false)
	m.slack.RefuseOpens(0)
	m.slack.ExpireURL(0)
	m.slack.StallHello(false)
	m.slack.HoldAcks(false)
	m.slack.DelayAcks(0)
	m.slack.LosePongs(false)
	m.slack.LoseLastAck(false)
	m.slack.EnforceRate(0, 0)
	m.slack.Nack(0, "", 0)
	m.give(0, rtm.Wake{})
	time.Sleep(unnoticed)
	synctest.Wait()
	for began := time.Now(); !m.well() && time.Since(began) < recovery; m.rest() {
		time.Sleep(time.Second)
		synctest.Wait()
	}

	switch state, ended := m.where(); {
	case m.wish == up && ended:
		// Slack or the configuration has ended it.
	case m.wish == up:
		m.rule(state == rtm.Ready, "the client is %s %v after all is well", state, recovery)
		m.say()
		if m.setting.Backfill != "" {
			time.Sleep(holding)
		}
		synctest.Wait()
		m.rule(m.delivered(m.said[len(m.said)-1].text), "what is said when all is well is not delivered")
		m.rule(len(m.unsettled(isSend)) == 0, "all is well and these are not settled: %v", m.unsettled(isSend))
	case m.wish == down:
		m.rule(state == rtm.Disconnected, "the client is %s though it was told to disconnect", state)
	}
	m.rule(len(m.unsettled(isCall)) == 0, "all is well and these are not settled: %v", m.unsettled(isCall))
}

// well reports whether the client is where the caller wants it, and owes nothing.
func (m *model) well() bool {
	state, ended := m.where()
	owes := len(m.unsettled(isCall)) > 0
	switch {
	case m.wish == up && !ended:
		return state == rtm.Ready && !owes && len(m.unsettled(isSend)) == 0
	case m.wish == down:
		return state == rtm.Disconnected && !owes
	}
	return !owes
}

// finish disconnects, and looks whether all has an end.
func (m *model) finish() {
	m.note("* the last disconnect")
	m.post(rtm.Stop{})
	time.Sleep(time.Second)
	synctest.Wait()
	m.rest()
	state, _ := m.where()
	m.rule(state == rtm.Disconnected, "the client is %s a second after a disconnect", state)
	m.rule(len(m.unsettled(isAny)) == 0, "after a disconnect these are not settled: %v", m.unsettled(isAny))
	before := m.events()
	time.Sleep(time.Hour)
	synctest.Wait()
	m.rule(m.events() == before, "something was told after a disconnect")
	m.account()
}

// backfill is Config.Backfill, in one of several moods.
func (m *model) backfill(ctx context.Context, gap rtm.Gap) ([][]byte, error) {
	switch m.setting.Backfill {
	case "fails":
		return nil, errors.New("the history cannot be read")
	case "hangs":
		<-ctx.Done()
		return nil, ctx.Err()
	case "is slow":
		select {
		case <-time.After(3 * time.Second):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return m.history(gap.From, endOfInstant(gap.To))
}
