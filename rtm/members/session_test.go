package members_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/members"
)

// ready gives a world whose pages are ready, as many of them as are named.
func ready(t *testing.T, pages int) *world {
	w := newWorld(1)
	t.Cleanup(func() {
		if len(w.broken) > 0 {
			t.Errorf("%s\nbroken:\n%s", strings.Join(w.story, "\n"), strings.Join(w.broken, "\n"))
		}
	})
	for _, p := range w.pages[:pages] {
		w.starts(p)
	}
	w.answers(nil)
	w.opens()
	w.acknowledges()
	return w
}

func (p *page) hearsOf(t *testing.T, states ...core.State) {
	t.Helper()
	if !slices.Equal(p.states, states) {
		t.Errorf("page %d hears of %v, want %v", p.name, p.states, states)
	}
	p.states = nil
}

var wayUp = []core.State{core.Authenticating, core.Authenticated, core.Handshaking, core.Connected, core.Ready}

func TestALateMemberHearsTheWayOfTheFirst(t *testing.T) {
	w := ready(t, 1)
	w.pages[0].hearsOf(t, wayUp...)
	w.starts(w.pages[1])
	w.pages[1].hearsOf(t, wayUp...)
	w.pages[0].hearsOf(t)
	if c := w.calls[w.lastCall]; c.settled != 1 || c.err != nil {
		t.Errorf("its start is %+v", c)
	}
}

func TestWordOfAnEarlierWishIsIgnored(t *testing.T) {
	w := ready(t, 1)
	p := w.pages[0]
	w.stops(p)
	w.starts(p)
	w.takes(members.Stop{Member: p.member, Epoch: 0, Call: w.calling(p, "stop")})
	late := w.calls[w.lastCall]
	w.settlesDown()
	if p.state != core.Ready || late.settled != 1 {
		t.Errorf("the page is %s, and the late stop was settled %d times", p.state, late.settled)
	}
	w.stops(p)
	w.takes(members.Start{Member: p.member, Epoch: 1, Start: core.Start{Call: w.calling(p, "start")}})
	if c := w.calls[w.lastCall]; core.CodeOf(c.err) != core.CodeDisconnected {
		t.Errorf("a late start ends with %v", c.err)
	}
}

func TestTheSessionEndsWithTheLastMemberThatWantsIt(t *testing.T) {
	w := ready(t, 2)
	w.stops(w.pages[0])
	w.pages[0].hearsOf(t, append(slices.Clone(wayUp), core.Disconnecting, core.Disconnected)...)
	if w.machine.State() != core.Ready {
		t.Fatal("the session ended with the first")
	}
	w.isGone(w.pages[1])
	w.acknowledges()
	if w.machine.State() != core.Disconnected {
		t.Error("the session outlives its members")
	}
}

func TestAMemberThatComesDuringAPauseDoesNotCutItShort(t *testing.T) {
	w := newWorld(1)
	w.starts(w.pages[0])
	w.answers(&core.Error{Code: core.CodeRateLimited, RetryAfter: time.Minute, Message: "slow down"})
	w.isGone(w.pages[0])
	w.acknowledges()
	w.starts(w.pages[1])
	w.starts(w.pages[2])
	w.passes(50 * time.Second)
	if len(w.asked) > 0 {
		t.Error("Slack is asked before it allows that")
	}
	w.passes(15 * time.Second)
	if len(w.asked) == 0 {
		t.Error("Slack is not asked when it allows that")
	}
}

func TestAFinalRefusalEndsTheSessionForAll(t *testing.T) {
	w := newWorld(1)
	w.starts(w.pages[0])
	w.starts(w.pages[1])
	w.answers(&core.Error{Code: core.CodePlatform, Name: "account_inactive", Message: "refused"})
	for n := core.Call(1); n <= w.lastCall; n++ {
		if c := w.calls[n]; core.CodeOf(c.err) != core.CodePlatform {
			t.Errorf("start %d ends with %v", n, c.err)
		}
	}
	for _, p := range w.pages[:2] {
		p.hearsOf(t, core.Authenticating, core.Disconnected)
	}
}

func TestAMemberThatStartsAgainBehindAFinalRefusalHasAGap(t *testing.T) {
	w := ready(t, 2)
	w.says()
	again := w.pages[0]
	heard := w.newestEvent()
	w.drops()
	w.says()
	w.passes(3 * time.Second)
	w.answers(&core.Error{Code: core.CodePlatform, Name: "account_inactive", Message: "refused"})
	w.starts(again)
	w.answers(nil)
	w.opens()
	w.acknowledges()
	if len(again.gaps) != 1 || again.gaps[0].From != heard || again.gaps[0].To < w.newestEvent() {
		t.Errorf("its gaps are %v, and it has heard until %s", again.gaps, heard)
	}
}

func TestWhoLeavesTakesItsPresenceWithIt(t *testing.T) {
	w := ready(t, 2)
	w.follows(w.pages[0], "A", "B")
	w.acknowledges()
	w.follows(w.pages[1], "B", "C")
	w.acknowledges()
	if !slices.Equal(w.followed, []string{"A", "B", "C"}) {
		t.Errorf("%v are followed", w.followed)
	}
	w.isGone(w.pages[0])
	w.acknowledges()
	if !slices.Equal(w.followed, []string{"B", "C"}) {
		t.Errorf("%v are followed without the first", w.followed)
	}
}

func TestAMemberThatFellBehindAloneHasAGap(t *testing.T) {
	w := ready(t, 2)
	w.says()
	slow, other := w.pages[0], w.pages[1]
	heard := w.newestEvent()
	w.fallsBehind(slow)
	w.passes(time.Second)
	w.says()
	w.catchesUp(slow)
	if len(slow.gaps) != 1 || slow.gaps[0].From != heard || slow.gaps[0].To < w.newestEvent() {
		t.Errorf("its gaps are %v, and it has heard until %s", slow.gaps, heard)
	}
	if len(other.gaps) != 0 || !other.heard[w.newestEvent()] {
		t.Error("the other has missed something")
	}
}

func TestAMemberTakesNoPartInAnotherUsersSession(t *testing.T) {
	w := ready(t, 1)
	p := w.pages[1]
	p.isUp, p.hasStood, p.state = true, true, core.Reconnecting // it had the session of another host
	w.takes(members.Start{Member: p.member, State: p.state, User: "T1/U2", Start: core.Start{Call: w.calling(p, "start"), Earlier: &core.Earlier{}}})
	if c := w.calls[w.lastCall]; core.CodeOf(c.err) != core.CodeDisconnected || p.state != core.Disconnected {
		t.Errorf("its start ends with %v, and it is %s", c.err, p.state)
	}
}

func TestFramesOfAMemberWaitUntilItWantsTheSession(t *testing.T) {
	w := ready(t, 1)
	p := w.pages[1]
	w.sends(p, "message", `{"text":"x"}`)
	sent := w.calls[w.lastCall]
	w.acknowledges()
	if sent.settled != 0 {
		t.Fatalf("it is settled with %v", sent.err)
	}
	w.starts(p)
	w.acknowledges()
	if sent.settled != 1 || sent.err != nil {
		t.Errorf("it is settled %d times, with %v", sent.settled, sent.err)
	}
}

func TestAMemberThatStopsHasItsFramesEnded(t *testing.T) {
	w := ready(t, 2)
	p := w.pages[0]
	w.sends(p, "message", `{"text":"x"}`)
	sent := w.calls[w.lastCall]
	w.stops(p)
	if core.CodeOf(sent.err) != core.CodeNoReply || sent.err.Delivered != core.DeliveredUnknown {
		t.Errorf("it ends with %+v", sent.err)
	}
}

func TestPresenceThatWasTakenBackIsNotFollowed(t *testing.T) {
	w := newWorld(1)
	p := w.pages[0]
	w.starts(p)
	w.follows(p, "A")
	w.takes(members.Cancel{Member: p.member, Call: w.lastCall})
	p.presence = nil
	w.settlesDown()
	if len(w.followed) > 0 {
		t.Errorf("%v are followed", w.followed)
	}
}

// What a backfill brings is not told as missing before, nor again.
func TestAGapThatIsBeingFilledIsToldOnce(t *testing.T) {
	for _, c := range []struct {
		missed      string
		isRecovered bool
	}{{"100.000001", true}, {"090.000001", false}} {
		s := members.New(1)
		s.Step(members.Join{Member: 1})
		s.Step(members.Start{Member: 1, Start: core.Start{Call: 1, Earlier: &core.Earlier{Newest: c.missed}}})
		session := &core.Session{UserID: "U1", TeamID: "T1"}
		var gaps []core.Gap
		for _, e := range []core.Effect{
			core.StateChanged{State: core.Authenticating},
			core.StateChanged{State: core.Authenticated, Session: session},
			core.StateChanged{State: core.Handshaking, Session: session},
			core.StateChanged{State: core.Connected, Session: session},
			core.Fill{Fill: 1},
			core.StateChanged{State: core.Ready, Session: session},
			core.Gap{From: "100.000001", To: "200.000001", Recovered: true},
		} {
			for _, e := range s.Step(members.Told{Effect: e}) {
				if missed, ok := e.(members.TellMissed); ok {
					gaps = append(gaps, core.Gap{From: missed.From})
				} else if tell, ok := e.(members.Tell); ok {
					if gap, ok := tell.Effect.(core.Gap); ok {
						gaps = append(gaps, gap)
					}
				}
			}
		}
		if len(gaps) != 1 || gaps[0].From != c.missed || gaps[0].Recovered != c.isRecovered {
			t.Errorf("a member that has heard nothing since %s is told of the gaps %v", c.missed, gaps)
		}
	}
}

// Slack does not answer the close at once, and the page falls behind meanwhile.
func TestAMemberThatFellBehindAtTheEndHearsOfItOnce(t *testing.T) {
	w := ready(t, 1)
	p := w.pages[0]
	w.stops(p)
	w.fallsBehind(p)
	w.catchesUp(p)
	w.acknowledges()
	p.hearsOf(t, append(slices.Clone(wayUp), core.Disconnecting, core.Disconnected)...)
	w.stops(p)
	p.hearsOf(t)
}

func TestAMemberThatHasLostItsHostIsReconnectingOnce(t *testing.T) {
	w := ready(t, 1)
	w.drops() // the session is Reconnecting, too
	p := w.pages[1]
	p.isUp, p.state = true, core.Reconnecting
	w.takes(members.Start{Member: p.member, State: p.state})
	w.settlesDown()
	p.hearsOf(t, wayUp...)
	if len(p.gaps) > 0 {
		t.Errorf("it was not there, and is told of the gaps %v", p.gaps)
	}
}

func TestASessionThatWaitsTellsAMemberThatHasLostItsHostNothingTwice(t *testing.T) {
	w := newWorld(1)
	w.machine.Heed(map[string]time.Duration{"": 20 * time.Second})
	p, other := w.pages[0], w.pages[1]
	p.isUp, p.state = true, core.Reconnecting
	w.takes(members.Start{Member: p.member, State: p.state}) // begins the session
	w.starts(other)
	w.settlesDown()
	p.hearsOf(t, wayUp...)
	other.hearsOf(t, append([]core.State{core.Reconnecting}, wayUp...)...)
}
