package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"rtmwasm/rtm/store"
)

// first finds by looking through all, as v3 does.
func first[T ided](all []T, is func(T) bool) T {
	for _, m := range all {
		if is(m) {
			return m
		}
	}
	var none T
	return none
}

func TestTheIndexesFindWhatASearchFinds(t *testing.T) {
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 1))
		pick := func(prefix string, n int) string { return fmt.Sprint(prefix, r.IntN(n)) }
		s := script{t, store.New(store.Options{HistoryLimit: 5})}
		s.ok(s.SetTeam([]byte(`{"id":"T1"}`)))
		user := func() string {
			return fmt.Sprintf(`{"id":%q,"name":%q,"profile":{"email":%q,"bot_id":%q}}`, pick("U", 8), pick("n", 4), pick("e", 4), pick("B", 4))
		}
		conversation := func() string {
			return fmt.Sprintf(`{"id":%q,"name":%q,"user":%q}`, pick("C", 8), pick("n", 4), pick("U", 8))
		}
		held := []*store.User{}
		channels := []*store.Conversation{}
		for step := range 200 {
			switch r.IntN(16) {
			case 0:
				s.ok(s.SetUser([]byte(user())))
			case 1:
				s.ok(s.UpsertUser([]byte(user())))
			case 2:
				s.ok(s.UpsertUser([]byte(fmt.Sprintf(`{"id":%q,"name":%q}`, pick("U", 8), pick("n", 4)))))
			case 3:
				s.RemoveUser(pick("U", 8))
			case 4:
				s.hears(`{"type":"user_change","user":` + user() + `}`)
			case 5:
				if u := s.UserByID(pick("U", 8)); u != nil {
					held = append(held, u)
				}
			case 6:
				if len(held) > 0 { // which may be removed by now
					s.ok(held[r.IntN(len(held))].Update([]byte(fmt.Sprintf(`{"name":%q,"profile":%q}`, pick("n", 4), pick("x", 2)))))
				}
			case 7:
				s.ok(s.SetChannel([]byte(conversation())))
			case 8:
				s.ok(s.UpsertGroup([]byte(conversation())))
			case 9:
				s.ok(s.SetDM([]byte(conversation())))
			case 10:
				s.hears(`{"type":"channel_rename","channel":` + conversation() + `}`)
			case 11:
				id := pick("C", 8)
				s.RemoveChannel(id)
				s.RemoveGroup(id)
			case 12:
				s.ok(s.UpsertBot([]byte(fmt.Sprintf(`{"id":%q,"name":%q}`, pick("B", 4), pick("n", 4)))))
			case 13:
				s.RemoveBot(pick("B", 4))
			case 14:
				if c := s.ChannelGroupOrDMByID(pick("C", 8)); c != nil {
					channels = append(channels, c)
				}
				if len(channels) > 0 {
					s.ok(channels[r.IntN(len(channels))].Update([]byte(fmt.Sprintf(`{"name":%q}`, pick("n", 4)))))
				}
			case 15:
				if r.IntN(50) == 0 {
					s.Clear()
				}
			}
			if step%10 == 0 {
				s.compare(seed)
			}
		}
	}
}

// compare asks for all that there may be in both ways.
func (s script) compare(seed uint64) {
	s.Helper()
	s.isSound()
	users, channels, groups, dms, bots := s.Users(), s.Channels(), s.Groups(), s.DMs(), s.Bots()
	for i := range 8 {
		n, e, b, id := fmt.Sprint("n", i), fmt.Sprint("e", i), fmt.Sprint("B", i), fmt.Sprint("U", i)
		if s.UserByName(n) != first(users, func(u *store.User) bool { return u.Name() == n }) ||
			s.UserByEmail(e) != first(users, func(u *store.User) bool { return u.Email() == e }) ||
			s.UserByBotID(b) != first(users, func(u *store.User) bool { return u.BotID() == b }) ||
			s.UserByID(id) != first(users, func(u *store.User) bool { return u.ID() == id }) ||
			s.BotByName(n) != first(bots, func(b *store.Bot) bool { return b.Name() == n }) {
			s.Fatalf("seed %d: a user or bot is not found as a search finds it", seed)
		}
		if s.ChannelByName(n) != first(channels, func(c *store.Conversation) bool { return c.Name() == n }) ||
			s.GroupByName(n) != first(groups, func(c *store.Conversation) bool { return c.Name() == n }) ||
			s.DMByUserID(id) != first(dms, func(c *store.Conversation) bool { return c.User() == id }) {
			s.Fatalf("seed %d: a conversation is not found as a search finds it", seed)
		}
	}
}
