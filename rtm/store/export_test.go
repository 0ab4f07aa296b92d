package store

import (
	"fmt"
	"maps"
	"slices"
)

// Faults compares the indexes with what they are of, and says where they
// differ; "" if nowhere.
func (s *Store) Faults() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, m := range s.conversations.all {
		c := as[Conversation](m)
		sorted := slices.IsSortedFunc(c.messages, func(a, b *message) int {
			if a.ts < b.ts {
				return -1
			}
			return 1 // two of one timestamp are a fault
		})
		if !sorted || len(c.messages) > c.limit || c.unread < 0 {
			return fmt.Sprintf("the history of %s is wrong: %d messages, %d unread", id, len(c.messages), c.unread)
		}
	}
	return faultsOf("users", &s.users) + faultsOf("conversations", &s.conversations) +
		faultsOf("bots", &s.bots) + faultsOf("teams", &s.teams)
}

func faultsOf(what string, t *table) string {
	var want [columns]map[string][]*model
	for i := range want {
		want[i] = map[string][]*model{}
	}
	for _, m := range t.list() {
		o, err := readObject(m.json)
		if err != nil || o.text("id") != m.id || t.all[m.id] != m {
			return fmt.Sprintf("%s: %s is %s", what, m.id, m.json)
		}
		for i, key := range t.keys(m, o) {
			if key != "" {
				want[i][key] = append(want[i][key], m)
			}
		}
	}
	for i := range want {
		if !maps.EqualFunc(want[i], t.by[i], slices.Equal) {
			return fmt.Sprintf("%s: index %d is %v, want %v", what, i, t.by[i], want[i])
		}
	}
	return ""
}
