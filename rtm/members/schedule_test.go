package members_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
)

var (
	runs = flag.Int("members.runs", 2000, "how many schedules TestSchedules runs")
	seed = flag.Uint64("members.seed", 0, "the seed of the first; 0 draws one")
)

// actions are what happens in a schedule.
var actions = []func(*world, *page){
	func(w *world, p *page) { w.starts(p) },
	func(w *world, p *page) { w.starts(p) },
	func(w *world, p *page) { w.stops(p) },
	func(w *world, p *page) { w.stops(p); w.starts(p) },
	func(w *world, p *page) { w.sends(p, "message", `{"text":"x"}`) },
	func(w *world, p *page) { w.follows(p, []string{"A", "B", "C"}[:w.rand.IntN(3)]...) },
	func(w *world, p *page) { w.cancels(p) },
	func(w *world, p *page) { w.isGone(p); w.joins(p) },
	func(w *world, p *page) { w.isGone(p) },
	func(w *world, p *page) { w.fallsBehind(p) },
	func(w *world, p *page) { w.catchesUp(p) },
	func(w *world, _ *page) { w.answers(nil) },
	func(w *world, _ *page) { w.answers(&core.Error{Code: core.CodeRequest, Message: "unreachable"}) },
	func(w *world, _ *page) { w.answers(nil); w.opens() },
	func(w *world, _ *page) { w.answers(nil); w.opens(); w.acknowledges() },
	func(w *world, _ *page) { w.says() },
	func(w *world, _ *page) { w.says() },
	func(w *world, _ *page) { w.acknowledges() },
	func(w *world, _ *page) { w.drops() },
	func(w *world, _ *page) {
		if w.rand.IntN(4) == 0 {
			w.workerEnds()
		}
	},
}

// TestSchedules plays schedules that are drawn at random, and checks what holds in each: see
// the package's comment.
func TestSchedules(t *testing.T) {
	first := *seed
	if first == 0 {
		first = rand.Uint64() >> 1
	}
	for n := range uint64(*runs) {
		if w := play(first + n); len(w.broken) > 0 {
			t.Fatalf("seed %d\n%s\nbroken:\n%s", first+n, strings.Join(w.story, "\n"), strings.Join(w.broken, "\n"))
		}
	}
	t.Logf("seed %d, %d schedules", first, *runs)
}

func play(seed uint64) *world {
	w := newWorld(seed)
	for range 10 + w.rand.IntN(40) {
		p := w.pages[w.rand.IntN(len(w.pages))]
		if p.member == 0 {
			w.joins(p)
		}
		actions[w.rand.IntN(len(actions))](w, p)
		w.passes(time.Duration(w.rand.IntN(3000)) * time.Millisecond)
		if len(w.broken) > 0 {
			return w
		}
	}
	w.settlesDown()
	w.checksTheEnd()
	for _, p := range w.pages {
		w.stops(p)
	}
	w.acknowledges()
	w.passes(5 * time.Second)
	for _, c := range w.calls {
		if c.settled != 1 {
			w.breaks("%s of page %d is settled %d times at the end", c.kind, c.page.name, c.settled)
		}
	}
	return w
}

// cancels takes a call of a page's back.
func (w *world) cancels(p *page) {
	for n := w.lastCall; n > 0; n-- {
		if c := w.calls[n]; c != nil && c.page == p && c.settled == 0 && (c.kind == "start" || c.kind == "message") {
			w.takesBack(p, n)
			return
		}
	}
}

// checksTheEnd checks what holds when all is well.
func (w *world) checksTheEnd() {
	var follow []string
	for _, p := range w.pages {
		if !p.isUp {
			if p.state != core.Disconnected {
				w.breaks("page %d wants no session, and is %s", p.name, p.state)
			}
			continue
		}
		if p.state != core.Ready {
			w.breaks("page %d is %s, and wants to be ready", p.name, p.state)
		}
		for _, id := range p.presence {
			if !slices.Contains(follow, id) {
				follow = append(follow, id)
			}
		}
		for _, ts := range w.events {
			if p.since != "" && ts > p.since && !p.heard[ts] && !slices.ContainsFunc(p.gaps, func(g core.Gap) bool { return g.From < ts && ts <= g.To }) {
				w.breaks("page %d has not heard the event of %s, and has no gap for it: its gaps are %v", p.name, ts, p.gaps)
			}
		}
	}
	slices.Sort(follow)
	followed := slices.Sorted(slices.Values(w.followed))
	if w.machine.State() == core.Ready && !slices.Equal(follow, followed) {
		w.breaks("%v are followed, and the pages ask for %v", followed, follow)
	}
}
