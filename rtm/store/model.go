package store

// A model is one thing that Slack described, with every member that it sent
// (v3: models/model.js). What is in a store and what was removed from it work
// alike, but only the former is found.
type model struct {
	store *Store
	self  any // the *User, *Conversation, *Bot or *Team that this is part of
	id    string
	json  []byte // never changed, only replaced
	place int    // among those of its table, by their coming
	keys  [columns]string
}

// as gives what a model is part of, nil for none.
func as[T any](m *model) *T {
	if m == nil {
		return nil
	}
	whole, _ := m.self.(*T)
	return whole
}

// ID is the id, under which the store has it.
func (m *model) ID() string { return m.id }

// JSON is everything that Slack sent of it, as one object, with the names that
// Slack uses: v3's toJSON. It is a snapshot, and must not be changed.
func (m *model) JSON() []byte {
	m.store.mu.Lock()
	text := m.json
	m.store.mu.Unlock()
	return text
}

// Get is the JSON text of one member that Slack sent, nil if there is none
// (v3: a property of the model). It must not be changed.
func (m *model) Get(name string) []byte { return m.snapshot().get(name) }

// text is the string that a member is, or "".
func (m *model) text(name string) string { return m.snapshot().text(name) }

// snapshot is object for who does not hold the mutex.
func (m *model) snapshot() object {
	o, _ := readObject(m.JSON())
	return o
}

// object reads the model.
func (m *model) object() object {
	o, _ := readObject(m.json) // it was written by encode, so it is sound
	return o
}

// readModel reads an object that must have an id.
func readModel(data []byte) (object, string, error) {
	o, err := readObject(data)
	if err != nil {
		return nil, "", err
	}
	id := o.text("id")
	if id == "" {
		return nil, "", bad("this has no id: " + short(string(data)))
	}
	return o, id, nil
}

// How an object is put into a table.
type manner int

const (
	set    manner = iota // it takes the place of what is there
	upsert               // it is laid over what is there
)

// put takes an object into a table. What makes a model more than its members,
// such as history, outlives a set: code that gets a snapshot, changes it and
// sets it must not lose it.
func (s *Store) put(t *table, o object, id string, how manner) *model {
	m := t.all[id]
	switch {
	case m == nil:
		s.changes.back(id)
		m = t.create()
		m.store, m.id = s, id
	case how == upsert || s.redoing: // then what is there came from a page, with more members
		o = merge(m.object(), o)
	}
	m.json = o.encode()
	t.put(m, o)
	return m
}

// putData reads an object and takes it into a table.
func (s *Store) putData(t *table, data []byte, how manner) error {
	o, id, err := readModel(data)
	if err == nil {
		s.put(t, o, id, how)
	}
	return err
}

// patch lays members over those of a model, whether or not the store has it
// still. It must not be given another id.
func (s *Store) patch(t *table, m *model, o object) {
	o = merge(m.object(), o)
	m.json = o.encode()
	if t.all[m.id] == m {
		t.put(m, o)
	}
}

// readPatch reads what a model is to be updated with.
func (m *model) readPatch(data []byte) (object, error) {
	o, err := readObject(data)
	if err != nil {
		return nil, err
	}
	if value := o.get("id"); value != nil && o.text("id") != m.id {
		return nil, bad("the id of " + short(m.id) + " cannot change to " + short(string(value)))
	}
	return o, nil
}
