package store_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"rtmwasm/rtm/store"
)

func (s script) says(ts, text string, more ...string) {
	s.Helper()
	event := `{"type":"message","channel":"C1","user":"U2","ts":"` + ts + `","text":"` + text + `"`
	for _, m := range more {
		event += "," + m
	}
	s.hears(event + "}")
}

func (s script) edits(ts, text string) {
	s.hears(`{"type":"message","subtype":"message_changed","channel":"C1","hidden":true,"ts":"9.9",
		"message":{"type":"message","user":"U2","ts":"` + ts + `","text":"` + text + `"}}`)
}

func (s script) deletes(ts string) {
	s.hears(`{"type":"message","subtype":"message_deleted","channel":"C1","hidden":true,"ts":"9.9","deleted_ts":"` + ts + `"}`)
}

func (s script) marks(ts string, more ...string) {
	event := `{"type":"channel_marked","channel":"C1","ts":"` + ts + `"`
	for _, m := range more {
		event += "," + m
	}
	s.hears(event + "}")
}

func TestPlainMessagesEnterTheHistory(t *testing.T) {
	s := run(t)
	s.says("1.1", "one")
	s.says("1.2", "two", `"subtype":"me_message"`)
	s.says("1.3", "three", `"subtype":"bot_message"`)
	s.says("1.4", "four", `"subtype":"never_heard_of"`)
	s.reads(s.ChannelByID("C1"), "one two three four")
	s.is(s.ChannelByID("C1").MessageByTS("1.1"), `{"type":"message","channel":"C1","user":"U2","ts":"1.1","text":"one"}`)
	if s.ChannelByID("C1").MessageByTS("1.9") != nil {
		t.Error("there is a message that nobody wrote")
	}
}

func TestEditsAndDeletionsHitTheirMessage(t *testing.T) {
	s := run(t)
	general := s.ChannelByID("C1")
	s.says("1.1", "one")
	s.says("1.2", "two")
	s.says("1.3", "three")
	s.edits("1.2", "TWO")
	s.reads(general, "one TWO three")
	s.deletes("1.1")
	s.reads(general, "TWO three")
	s.edits("1.1", "not there")
	s.deletes("1.1")
	s.reads(general, "TWO three")
	s.hears(`{"type":"message","subtype":"message_replied","channel":"C1","hidden":true,"ts":"9.9",
		"message":{"ts":"1.2","text":"TWO-in-a-thread","reply_count":1}}`)
	s.reads(general, "TWO-in-a-thread three")
	s.ok(general.UpdateMessage([]byte(`{"message":{"ts":"1.3","text":"by hand"}}`)))
	s.reads(general, "TWO-in-a-thread by hand")
}

func TestAMessageThatComesTwiceOrLateIsInItsPlaceOnce(t *testing.T) {
	s := run(t)
	s.says("1.3", "three")
	s.says("1.1", "one")
	s.says("1.2", "two")
	s.says("1.2", "two")
	s.reads(s.ChannelByID("C1"), "one two three")
	equal(t, "the unread count", s.ChannelByID("C1").UnreadCount(), 3)
}

func TestUnreadMessagesAreCounted(t *testing.T) {
	s := run(t)
	general := s.ChannelByID("C1")
	count := func(want int) {
		t.Helper()
		equal(t, "the unread count", general.UnreadCount(), want)
		equal(t, "RecalcUnreads", general.RecalcUnreads(), want)
	}
	count(0)
	s.says("1.1", "one")
	s.says("1.2", "two")
	s.says("1.3", "unseen", `"hidden":true`, `"subtype":"x"`)
	s.says("1.4", "four")
	count(3)
	s.marks("1.2")
	equal(t, "LastRead", general.LastRead(), "1.2")
	count(1)
	s.deletes("1.4")
	count(0)
	s.says("1.5", "five")
	s.says("1.0", "late, but read")
	count(1)
	s.marks("1.1") // marked as unread
	count(2)
	s.marks("1.5")
	count(0)
	s.marks("1.5", `"unread_count":7`, `"unread_count_display":4`)
	equal(t, "Slack's count", general.UnreadCount(), 4)
}

func TestSlackIsBelievedAboutWhatWasRead(t *testing.T) {
	s := run(t)
	s.hears(`{"type":"channel_joined","channel":{"id":"C2","last_read":"1.0","unread_count":5,
		"latest":{"ts":"1.9","text":"latest"}}}`)
	random := s.ChannelByID("C2")
	s.reads(random, "latest")
	equal(t, "LastRead", random.LastRead(), "1.0")
	equal(t, "UnreadCount", random.UnreadCount(), 5)
	equal(t, "RecalcUnreads", random.RecalcUnreads(), 5) // the other four are not in the history
	s.hears(`{"type":"channel_marked","channel":"C2","ts":"1.9"}`)
	equal(t, "UnreadCount when all was read", random.UnreadCount(), 0)
	for _, latest := range []string{"null", "{}", `"1.9"`, "5"} {
		s.hears(`{"type":"channel_joined","channel":{"id":"C2","latest":` + latest + `}}`)
	}
	s.reads(random, "latest")
}

func TestTheHistoryHasALimit(t *testing.T) {
	for _, c := range []struct{ limit, want int }{{3, 3}, {0, 1000}, {-1, 0}} {
		s := run(t, store.Options{HistoryLimit: c.limit})
		general := s.ChannelByID("C1")
		for i := range 1500 {
			s.says(fmt.Sprintf("1.%06d", i), strconv.Itoa(i))
		}
		equal(t, "the length", len(general.History()), c.want)
		equal(t, "the unread count", general.UnreadCount(), 1500)
		if c.want > 0 {
			s.is(general.History()[0], fmt.Sprintf(`{"type":"message","channel":"C1","user":"U2","ts":"1.%06d","text":"%d"}`, 1500-c.want, 1500-c.want))
		}
		s.says("1.000001", "repeated when it is forgotten")
		equal(t, "the unread count after a repetition", general.UnreadCount(), 1500)
		s.marks("1.001499")
		equal(t, "the unread count when all was read", general.UnreadCount(), 0)
		s.says("1.2", "new")
		equal(t, "the unread count", general.UnreadCount(), 1)
		s.isSound()
	}
}

func TestRandomHistoriesAreCountedRight(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := run(t)
		general := s.ChannelByID("C1")
		there, lastRead := map[string]bool{}, "0000000000.000000" // by timestamp: whether it is shown
		for range 60 {
			ts := fmt.Sprintf("1.%02d", r.IntN(30))
			switch r.IntN(5) {
			case 0, 1:
				hidden := r.IntN(4) == 0
				if _, known := there[ts]; !known {
					there[ts] = !hidden
					s.says(ts, "x", `"hidden":`+strconv.FormatBool(hidden))
				} else {
					s.says(ts, "again", `"hidden":`+strconv.FormatBool(!there[ts]))
				}
			case 2:
				delete(there, ts)
				s.deletes(ts)
			case 3:
				if _, known := there[ts]; known {
					there[ts] = true // what an edit brings is not hidden
				}
				s.edits(ts, "edited")
			case 4:
				lastRead = max(lastRead, ts)
				s.marks(lastRead)
			}
			want := 0
			for ts, shown := range there {
				if shown && ts > lastRead {
					want++
				}
			}
			if got := general.UnreadCount(); got != want || len(general.History()) != len(there) {
				t.Fatalf("seed %d: %d unread of %d, want %d of %d", seed, got, len(general.History()), want, len(there))
			}
			s.isSound()
		}
	}
}

func TestReactions(t *testing.T) {
	s := run(t)
	s.says("1.1", "one")
	s.says("1.2", "two", `"reactions":[{"name":"wave","count":10,"users":["U1"],"url":"x"},{"name":"eyes"}]`)
	reacts := func(typ, user, name, ts string) {
		s.hears(`{"type":"` + typ + `","user":"` + user + `","reaction":"` + name + `","item":{"type":"message","channel":"C1","ts":"` + ts + `"}}`)
	}
	reactions := func(ts, want string) {
		t.Helper()
		s.is(s.ChannelByID("C1").MessageByTS(ts), `{"type":"message","channel":"C1","user":"U2","ts":"`+ts+`",`+want+`}`)
	}
	reacts("reaction_added", "U1", "tada", "1.1")
	reacts("reaction_added", "U1", "tada", "1.1")
	reacts("reaction_added", "U2", "tada", "1.1")
	reacts("reaction_removed", "U2", "never", "1.1")
	reactions("1.1", `"text":"one","reactions":[{"name":"tada","users":["U1","U2"],"count":2}]`)
	reacts("reaction_removed", "U1", "tada", "1.1")
	reacts("reaction_removed", "U1", "tada", "1.1")
	reactions("1.1", `"text":"one","reactions":[{"name":"tada","users":["U2"],"count":1}]`)
	reacts("reaction_removed", "U2", "tada", "1.1")
	reactions("1.1", `"text":"one","reactions":[]`)
	reacts("reaction_added", "U2", "wave", "1.2")
	reacts("reaction_removed", "U3", "wave", "1.2") // one of those that Slack did not list
	reactions("1.2", `"text":"two","reactions":[{"name":"wave","count":10,"users":["U1","U2"],"url":"x"},{"name":"eyes"}]`)
	reacts("reaction_added", "U2", "tada", "5.5") // of a message that is not kept
	s.hears(`{"type":"reaction_added","user":"U2","reaction":"x","item":{"type":"file","file":"F1"}}`)
	equal(t, "the length", len(s.ChannelByID("C1").History()), 2)
}
