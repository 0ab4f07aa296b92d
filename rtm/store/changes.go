package store

import "bytes"

// changes are what happened to records during a Load. A page of a list may be
// older than an event that came in before it. So what happened to a record is
// done again once a page has brought that record.
type changes struct {
	of      map[string]*record // by id; nil unless a Load is under way
	size    int                // of all that is kept, in bytes
	lost    int                // how many changes were not kept
	session int                // counts the sessions
}

// A record is a user or a conversation, known to the store or not.
type record struct {
	removed int // the session in which it was removed; zero if it was not
	changes []change
}

type change struct {
	session int
	do      func() error
}

const (
	// maxChanges is how many bytes of changes a Load keeps: those of some 10,000
	// messages. Later ones are done once only, and Load says so in its error.
	maxChanges = 8 << 20
	// changeSize is what a change takes beside the text that it comes from.
	changeSize = 256
)

func (c *changes) begin() { *c = changes{of: map[string]*record{}, session: 1} }
func (c *changes) end()   { *c = changes{} }

// note keeps a change of a record, which comes from a text of this size.
func (c *changes) note(id string, size int, do func() error) {
	if r := c.record(id, size); r != nil {
		r.changes = append(r.changes, change{c.session, do})
	}
}

// gone notes that a record was removed: what happened to it before is over.
func (c *changes) gone(id string) {
	if r := c.record(id, 0); r != nil {
		*r = record{removed: c.session}
	}
}

// back notes that a record is there, perhaps again.
func (c *changes) back(id string) {
	if r := c.of[id]; r != nil {
		r.removed = 0
	}
}

// record gives the record for a further change; nil if that is not kept.
func (c *changes) record(id string, size int) *record {
	if c.of == nil || id == "" {
		return nil
	}
	if c.size += size + changeSize; c.size > maxChanges {
		c.lost++
		return nil
	}
	if c.of[id] == nil {
		c.of[id] = &record{}
	}
	return c.of[id]
}

// renew notes that a session begins. It may have missed events, so a page that is
// asked for from now on is newer than what happened before.
func (c *changes) renew() { c.session++ }

// change changes a record by what a text of this size says.
func (s *Store) change(id string, size int, do func() error) error {
	s.changes.note(id, size, do)
	return do()
}

// changeBy changes the record that data is, which is the caller's.
func (s *Store) changeBy(data []byte, take func(data []byte) error) error {
	if s.changes.of == nil {
		return take(data)
	}
	data = bytes.Clone(data)
	_, id, err := readModel(data)
	if err != nil {
		return err
	}
	return s.change(id, len(data), func() error { return take(data) })
}

// changeBy is change for a model that the store may have lost since.
func (m *model) changeBy(data []byte, take func(data []byte) error) error {
	if m.store.changes.of != nil {
		data = bytes.Clone(data)
	}
	return m.store.change(m.id, len(data), func() error { return take(data) })
}

// takeOld takes a record out of a page that was asked for in a session, and does
// again what happened to it since. It does nothing if the record was removed.
func (s *Store) takeOld(l listing, o object, id string, session int) (taken bool, err error) {
	since := s.changes.of[id]
	if since == nil {
		since = &record{}
	}
	if since.removed >= session {
		return false, nil
	}
	if err := l.take(s, o, id); err != nil {
		return false, err
	}
	s.redoing = true
	for _, change := range since.changes {
		if change.session >= session {
			_ = change.do() // whoever made the change was told its error
		}
	}
	s.redoing = false
	return true, nil
}
