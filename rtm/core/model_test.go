package core

import (
	"cmp"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	modelRuns = flag.Int("model.runs", defaultRuns(), "how many schedules TestModel runs")
	modelSeed = flag.Uint64("model.seed", 0, "the seed of TestModel's first schedule; 0 draws one")
)

// allMoves is with how many schedules each move of the machine is taken.
const allMoves = 20_000

// defaultRuns are fewer in a page: what the core does is the same there, and slower.
func defaultRuns() int {
	if runtime.GOOS == "js" {
		return allMoves / 10
	}
	return allMoves
}

// TestModel drives machines through schedules that are drawn at random: what the caller
// does, what Slack and the network do, and when. While one runs, and once all is well
// again, it checks what holds for each (model_rules_test.go).
//
// A failure names its seed, and the shortest row of steps that was found to break the
// rule. It becomes a script of its own. More schedules:
//
//	go test ./rtm/core -run TestModel -model.runs 10000000
func TestModel(t *testing.T) {
	seed := *modelSeed
	if seed == 0 {
		seed = rand.Uint64() >> 1
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // each schedule leaves much, and keeps nothing
	began := time.Now()
	var (
		next    atomic.Uint64
		mu      sync.Mutex
		visited = map[move]int{}
		steps   int
		broken  []uint64 // seeds
	)
	var runners sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		runners.Go(func() {
			for n := next.Add(1) - 1; n < uint64(*modelRuns); n = next.Add(1) - 1 {
				w := drawSchedule(seed + n).run(false)
				mu.Lock()
				steps += w.steps
				for m := range w.moves {
					visited[m]++
				}
				if len(w.broken) > 0 {
					broken = append(broken, seed+n)
				}
				isOver := len(broken) > 0
				mu.Unlock()
				if isOver {
					return
				}
			}
		})
	}
	runners.Wait()
	if len(broken) > 0 {
		s, w := drawSchedule(slices.Min(broken)).shorten()
		t.Fatalf("seed %d, with %+v\n%s\nbroken: %s\nwhat happened:\n%s", s.seed, s.setting, s, strings.Join(w.broken, "\n"), strings.Join(w.story, "\n"))
	}
	took := time.Since(began).Seconds()
	t.Logf("seed %d: %d schedules, %.0f a second, %.0f steps of the machine a second; they took the moves %v", seed, *modelRuns, float64(*modelRuns)/took, float64(steps)/took, visited)
	for from, moves := range transitions {
		for _, to := range moves {
			if visited[move{from, to}] == 0 && *modelRuns >= allMoves {
				t.Errorf("no schedule took the move %s -> %s", from, to)
			}
		}
	}
}

// A schedule is a configuration, and a row of steps.
type schedule struct {
	seed    uint64
	setting setting
	steps   []modelStep
}

// A setting is how the machine of a schedule is configured.
type setting struct {
	Config
	Started bool // before the first step
}

// A modelStep is a pause, and what is done after it.
type modelStep struct {
	pause  time.Duration
	action string
	n      int // what it means is the action's affair
}

func (s modelStep) String() string { return fmt.Sprintf("%v: %s(%d)", s.pause, s.action, s.n) }

func (s schedule) String() string {
	var lines []string
	for _, step := range s.steps {
		lines = append(lines, step.String())
	}
	return strings.Join(lines, "\n")
}

var modelPauses = []time.Duration{
	0, 0, 0, 0, 0, time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond, time.Second, time.Second,
	2 * time.Second, 3 * time.Second, 5 * time.Second, 10 * time.Second, 31 * time.Second,
}

func drawSchedule(seed uint64) schedule {
	r := rand.New(rand.NewPCG(seed, 0))
	one := func(n int) bool { return r.IntN(n) == 0 }
	s := schedule{seed: seed, setting: setting{Started: !one(8)}}
	s.setting.Config = Config{Seed: seed, NoReconnect: one(10), Backfill: one(3)}
	// A dead socket of Socket Mode is replaced, or not noticed.
	s.setting.SocketMode = one(3) && !s.setting.NoReconnect
	switch r.IntN(4) {
	case 0:
		s.setting.Retry = &Retry{Retries: 2}
	case 1:
		s.setting.Retry = &Retry{MinTimeout: 10 * time.Millisecond, MaxTimeout: 5 * time.Second, Forever: true}
	}
	if one(10) {
		s.setting.AckTimeout, s.setting.ReplayTimeout = -1, -1
	}
	if one(3) {
		s.setting.QueueLimit = 3
	}
	if one(2) {
		s.setting.RateLimit = -1
	}
	for isLast := false; !isLast && len(s.steps) < 40; isLast = one(6) { // mostly short: those go fast, and are soon understood
		s.steps = append(s.steps, modelStep{modelPauses[r.IntN(len(modelPauses))], actionNames[r.IntN(len(actionNames))], r.IntN(8)})
	}
	return s
}

// run runs a schedule to its end, or until it breaks a rule. It tells the story only if
// that is wanted, since that takes most of the time.
func (s schedule) run(told bool) (w *world) {
	w = newWorld(s)
	w.told = told
	defer func() {
		if r := recover(); r != nil {
			w.breaks("the machine panicked: %v\n%s", r, debug.Stack())
		}
	}()
	w.drive(s)
	return w
}

// drive takes the steps of a schedule.
func (w *world) drive(s schedule) {
	if s.setting.Started {
		actions["start"](w, 0)
	}
	for _, step := range s.steps {
		w.pass(step.pause)
		w.note("* %s", step)
		actions[step.action](w, step.n)
		if len(w.broken) > 0 {
			return
		}
	}
	w.heal()
	if len(w.broken) == 0 {
		w.finish()
	}
}

// shorten leaves out steps as long as what is left breaks a rule.
func (s schedule) shorten() (schedule, *world) {
	for again := true; again; {
		again = false
		for i := 0; i < len(s.steps); i++ {
			shorter := s
			shorter.steps = slices.Delete(slices.Clone(s.steps), i, i+1)
			if w := shorter.run(false); len(w.broken) > 0 {
				s, again = shorter, true
				i--
			}
		}
	}
	return s, s.run(true)
}

// recovery is how long a machine may take until it is ready and all that was sent is
// settled, once nothing goes wrong any more: Slack has asked to wait at most a minute, a
// pause is half a minute at most, a refused message is held back 32 seconds at most, and
// messages go out one a second.
const recovery = 5 * time.Minute

// unnoticed is how long a dead link may go unnoticed: a ping's interval, the patience
// with it, and as much again for a probe.
const unnoticed = 15 * time.Second

// heal ends all that was made to go wrong, and looks whether the machine recovers.
func (w *world) heal() {
	w.note("* all is well from now on")
	w.weather = weather{}
	w.releaseAll()
	w.step(Back{})
	w.pass(unnoticed)
	for waited := time.Duration(0); !w.isWell() && waited < recovery; waited += time.Second {
		w.pass(time.Second)
	}
	state := w.m.State()
	switch {
	case w.ended:
		// Slack or the configuration has ended it.
	case w.wish == up:
		w.rule(state == Ready, "the machine is %s %v after all is well", state, recovery)
		text := w.say()
		w.pass(cmp.Or(w.holding(), time.Millisecond) + w.mayComeAgain())
		w.rule(w.heard[text] > 0, "what is said when all is well is not delivered")
		w.rule(len(w.unsettledSends()) == 0, "all is well and these are not settled: %v", w.unsettledSends())
	case w.wish == down:
		w.rule(state == Disconnected, "the machine is %s though it was told to stop", state)
	}
}

// holding is how long frames may be held back.
func (w *world) holding() time.Duration {
	if w.setting.Backfill {
		return backfillTimeout + grace
	}
	return 0
}

// isWell reports whether the machine is where the caller wants it, and owes nothing.
func (w *world) isWell() bool {
	switch state := w.m.State(); {
	case w.ended:
		return true
	case w.wish == up:
		return state == Ready && len(w.unsettledSends()) == 0
	case w.wish == down:
		return state == Disconnected
	}
	return true
}

// finish stops the machine, and looks whether all has an end.
func (w *world) finish() {
	w.note("* the last stop")
	w.post(Stop{Call: w.newCall()})
	w.pass(closeTimeout)
	w.rule(w.m.State() == Disconnected, "the machine is %s a second after a stop", w.m.State())
	w.rule(len(w.open) == 0, "after a stop these calls are not settled: %v", w.open)
	w.rule(len(w.held) == 0, "after a stop these frames are held back: %v", w.held)
	before := w.steps
	w.pass(time.Hour)
	w.rule(w.steps-before <= len(w.peers), "something happens after a stop") // the ends of stubborn sockets
	w.account()
}
