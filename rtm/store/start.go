package store

import "rtmwasm/rtm/internal/jsontext"

// startLists are the lists of rtm.start, and what becomes of their entries
// (data-store/data-store.js, cacheRtmStart).
var startLists = []struct {
	name string
	take func(s *Store, data []byte) error
}{
	{"users", func(s *Store, data []byte) error { return s.putData(&s.users, data, set) }},
	{"channels", func(s *Store, data []byte) error { return s.putConversation(data, channel, set) }},
	{"ims", func(s *Store, data []byte) error { return s.putConversation(data, dm, set) }},
	{"groups", func(s *Store, data []byte) error { return s.putConversation(data, group, set) }},
	{"mpims", func(s *Store, data []byte) error { return s.putConversation(data, group, set) }},
	{"bots", func(s *Store, data []byte) error { return s.putData(&s.bots, data, set) }},
}

// CacheRTMStart takes in the answer to rtm.start or rtm.connect (v3:
// cacheRtmStart). If it lists anything, or is that of another workspace, it
// takes the place of everything there is. The answer to rtm.connect lists
// nothing: it tells of the session's user and team, and the rest stays, so that
// connecting anew does not lose it (in v3 it does).
//
// An error tells of lists and entries that could not be taken; the others are.
// What is not an answer at all changes nothing.
func (s *Store) CacheRTMStart(data []byte) error {
	const where = "CacheRTMStart"
	o, err := readObject(data)
	if err != nil {
		return at(where, err)
	}
	self, team := o.get("self"), o.get("team")
	if string(o.get("ok")) == "false" || self == nil && team == nil && !o.hasLists() {
		return at(where, bad("this is no answer to rtm.start or rtm.connect: "+short(string(data))))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes.renew()
	if o.hasLists() || s.isOther(o.object("team").text("id")) {
		s.clear()
	}
	var faults faults
	for _, list := range startLists {
		value := o.get(list.name)
		if value == nil || string(value) == "null" {
			continue
		}
		take := func(value []byte) error { return list.take(s, value) }
		if jsontext.Elements(value, func(value []byte) { faults.add(s.changeBy(value, take)) }) != nil {
			faults.add(bad(list.name + " is not a list"))
		}
	}
	if self != nil {
		faults.add(s.changeBy(self, func(self []byte) error { return s.putData(&s.users, self, upsert) }))
	}
	if team != nil {
		faults.add(s.putData(&s.teams, team, upsert))
	}
	return faults.err(where)
}

// hasLists says whether the answer lists anything.
func (o object) hasLists() bool {
	for _, list := range startLists {
		if value := o.get(list.name); len(value) > 0 && value[0] == '[' {
			return true
		}
	}
	return false
}

// isOther says whether a team is another than the one that the store is of.
func (s *Store) isOther(team string) bool {
	return team != "" && len(s.teams.all) > 0 && s.teams.all[team] == nil
}
