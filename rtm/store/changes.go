package store

// changes are what happened to each model since a page of a list was asked
// for, so that the page, which may be older, does not undo it. A nil map notes
// nothing.
type changes struct{ of map[string]*change }

type change struct {
	removed bool     // and what follows came after that
	laid    []object // in order
}

func (c *changes) begin() { c.of = map[string]*change{} }
func (c *changes) end()   { c.of = nil }

// note notes an object that was laid over a model, or set in its place.
func (c *changes) note(id string, o object, whole bool) {
	if c.of == nil {
		return
	}
	if c.of[id] == nil || whole {
		c.of[id] = &change{}
	}
	own, _ := readObject(o.encode()) // o points into what is the caller's
	c.of[id].laid = append(c.of[id].laid, own)
}

// gone notes that a model was removed.
func (c *changes) gone(id string) {
	if c.of != nil {
		c.of[id] = &change{removed: true}
	}
}

// over gives what a page says of a model, with what happened since over it;
// false if it was removed.
func (c *changes) over(id string, o object) (object, bool) {
	since := c.of[id]
	if since == nil {
		return o, true
	}
	if since.removed {
		return nil, false
	}
	for _, laid := range since.laid {
		o = merge(o, laid)
	}
	return o, true
}
