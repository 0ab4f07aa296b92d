package store

import "slices"

// columns is how many indexes a table may have besides the one by id.
const columns = 3

// A table holds the models of one kind, and finds them without looking through
// them. Where several have one name, the one that came first is found, as in
// v3, which looks through its models in the order of their coming.
//
// It is not generic: Go compiles generic code with methods of its type
// parameter once for each type, which made a page's download 10 KB larger.
type table struct {
	all  map[string]*model
	by   [columns]map[string][]*model // the models with that key, in the order of their coming
	last int                          // the place that was given out last

	create func() *model
	// keys are what a model with these members is found by; "" for nothing.
	keys func(m *model, o object) [columns]string
}

func newTable(create func() *model, keys func(m *model, o object) [columns]string) table {
	t := table{all: map[string]*model{}, create: create, keys: keys}
	for i := range t.by {
		t.by[i] = map[string][]*model{}
	}
	return t
}

// put adds a model that has these members, or finds it by its new keys from
// now on.
func (t *table) put(m *model, o object) {
	if t.all[m.id] == nil {
		t.last++
		m.place = t.last
		t.all[m.id] = m
	}
	t.index(m, t.keys(m, o))
}

func (t *table) remove(id string) {
	if m := t.all[id]; m != nil {
		t.index(m, [columns]string{})
		delete(t.all, id)
	}
}

func (t *table) index(m *model, keys [columns]string) {
	for i, key := range keys {
		old := m.keys[i]
		if key == old {
			continue
		}
		if old != "" {
			same := t.by[i][old]
			at, _ := slices.BinarySearchFunc(same, m, byPlace)
			if same = slices.Delete(same, at, at+1); len(same) == 0 {
				delete(t.by[i], old)
			} else {
				t.by[i][old] = same
			}
		}
		if key != "" {
			same := t.by[i][key]
			at, _ := slices.BinarySearchFunc(same, m, byPlace)
			t.by[i][key] = slices.Insert(same, at, m)
		}
	}
	m.keys = keys
}

func byPlace(a, b *model) int { return a.place - b.place }

// find gives the first model with this key, or nil.
func (t *table) find(column int, key string) *model {
	if same := t.by[column][key]; len(same) > 0 {
		return same[0]
	}
	return nil
}

// list gives all models, in the order of their coming.
func (t *table) list() []*model {
	found := make([]*model, 0, len(t.all))
	for _, m := range t.all {
		found = append(found, m)
	}
	slices.SortFunc(found, byPlace)
	return found
}
