package store_test

import (
	"testing"

	"rtmwasm/rtm/store"
)

func TestAnAnswerWithListsTakesThePlaceOfEverything(t *testing.T) {
	s := run(t)
	s.says("1.1", "old")
	s.ok(s.CacheRTMStart([]byte(`{"ok":true,"self":{"id":"U1"},"team":{"id":"T1"},"users":[],"channels":[{"id":"C1","name":"general"}]}`)))
	s.reads(s.ChannelByID("C1"), "")
	if s.UserByID("U2") != nil || s.ChannelByID("C2") != nil || s.BotByID("B1") != nil || s.UserByID("U1") == nil {
		t.Error("it did not")
	}
}

func TestAnAnswerWithoutListsKeepsWhatIsThere(t *testing.T) {
	s := run(t)
	s.says("1.1", "old")
	s.ok(s.CacheRTMStart([]byte(`{"ok":true,"url":"wss://x","self":{"id":"U1","name":"renamed"},"team":{"id":"T1","name":"New"}}`)))
	s.reads(s.ChannelByID("C1"), "old")
	equal(t, "the name of self", s.UserByName("renamed").ID(), "U1")
	equal(t, "the team", s.TeamByID("T1").Name(), "New")
}

func TestAnAnswerOfAnotherTeamClears(t *testing.T) {
	s := run(t)
	s.ok(s.CacheRTMStart([]byte(`{"ok":true,"self":{"id":"U5","name":"me"},"team":{"id":"T5"}}`)))
	if s.UserByID("U1") != nil || s.TeamByID("T1") != nil || s.UserByID("U5") == nil || s.TeamByID("T5") == nil {
		t.Error("there is something of the old team")
	}
}

func TestARefusalIsNoAnswer(t *testing.T) {
	s := run(t)
	before := s.dump()
	for _, text := range []string{`{}`, `{"ok":false,"error":"invalid_auth","users":[]}`, `[]`, `{"users":[`} {
		s.fails(s.CacheRTMStart([]byte(text)), "CacheRTMStart")
	}
	equal(t, "the store", s.dump(), before)
}

func TestBadEntriesAreLeftOutAndToldOf(t *testing.T) {
	s := script{t, store.New(store.Options{})}
	s.fails(s.CacheRTMStart([]byte(`{"users":[{"id":"U1"},{"name":"nobody"},7,{"id":"U2","name":"anna"}],"channels":{},"ims":null,"self":{}}`)),
		"CacheRTMStart", "nobody", "3 more")
	equal(t, "the users", len(s.Users()), 2)
	s.isSound()
}
