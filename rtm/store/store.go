package store

import "sync"

// Options are how a Store works. The zero value is fine.
type Options struct {
	// HistoryLimit is how many messages are kept of each conversation; the
	// oldest go first. Zero means 1000, less than zero none. v3 keeps all.
	HistoryLimit int
}

const defaultHistoryLimit = 1000

func (o Options) withDefaults() Options {
	switch {
	case o.HistoryLimit == 0:
		o.HistoryLimit = defaultHistoryLimit
	case o.HistoryLimit < 0:
		o.HistoryLimit = 0
	}
	return o
}

// A Store holds what is known of a workspace (v3: SlackMemoryDataStore). It and
// its models may be used by several goroutines at a time: one mutex, mu, guards
// all of them. Nobody else's code is called while it is held.
type Store struct {
	options Options

	mu            sync.Mutex
	users         table
	conversations table // one table, since an id is one of them only
	bots          table
	teams         table
	handlers      map[string]Handler
	effects       map[string]effect
	changes       changes // during a Load
	redoing       bool    // whether changes are being done again
}

// New makes an empty Store (v3: new MemoryDataStore()).
func New(options Options) *Store {
	s := &Store{options: options.withDefaults(), handlers: map[string]Handler{}, effects: byName(effects)}
	s.clear()
	return s
}

// Clear forgets everything but the registered handlers (v3: clear).
func (s *Store) Clear() {
	s.mu.Lock()
	s.clear()
	s.mu.Unlock()
}

func (s *Store) clear() {
	s.users = newTable(newUser, userKeys)
	s.conversations = newTable(newConversation, conversationKeys)
	s.bots = newTable(newBot, botKeys)
	s.teams = newTable(newTeam, teamKeys)
}

// look finds by id.
func (s *Store) look(t *table, id string) *model {
	s.mu.Lock()
	m := t.all[id]
	s.mu.Unlock()
	return m
}

// seek finds by another key.
func (s *Store) seek(t *table, column int, key string) *model {
	s.mu.Lock()
	m := t.find(column, key)
	s.mu.Unlock()
	return m
}

// list lists a table.
func (s *Store) list(t *table) []*model {
	s.mu.Lock()
	all := t.list()
	s.mu.Unlock()
	return all
}

// all gives what the models of a table are part of.
func all[T any](models []*model) []*T {
	whole := make([]*T, len(models))
	for i, m := range models {
		whole[i] = as[T](m)
	}
	return whole
}

// give takes an object into a table, for a caller's method.
func (s *Store) give(where string, t *table, data []byte, how manner) error {
	s.mu.Lock()
	err := s.changeBy(data, func(data []byte) error { return s.putData(t, data, how) })
	s.mu.Unlock()
	return at(where, err)
}

// drop removes from a table.
func (s *Store) drop(t *table, id string) {
	s.mu.Lock()
	s.changes.gone(id)
	t.remove(id)
	s.mu.Unlock()
}
