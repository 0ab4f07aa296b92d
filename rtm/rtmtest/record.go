package rtmtest

// A limit bounds a record: how many items, and how many bytes.
type limit struct{ items, bytes int }

// A record has the latest of what was seen, as much as its limit allows. It keeps
// nothing without one.
type record[T interface{ bytes() int }] struct {
	limit
	kept []T
	held int // bytes
}

func (r *record[T]) add(item T) {
	r.kept = append(r.kept, item)
	r.held += item.bytes()
	r.trim()
}

// weigh is for when items were changed where they are, or taken out.
func (r *record[T]) weigh() {
	r.held = 0
	for _, item := range r.kept {
		r.held += item.bytes()
	}
	r.trim()
}

func (r *record[T]) trim() {
	for len(r.kept) > r.items || r.held > r.limit.bytes {
		var none T
		r.held -= r.kept[0].bytes()
		r.kept[0] = none // or the array behind would keep it
		r.kept = r.kept[1:]
	}
}

// take returns what there is and forgets it.
func (r *record[T]) take() []T {
	kept := r.kept
	r.kept, r.held = nil, 0
	return kept
}

// overhead is about what an item takes beside its texts.
const overhead = 200

func (c Call) bytes() int {
	n := overhead + len(c.Method)
	for key, v := range c.Form {
		n += overhead + len(key) + len(v)
	}
	return n
}

func (r Received) bytes() int { return overhead + len(r.Type) + len(r.JSON) }

func (s Sent) bytes() int { return overhead + len(s.Token) + len(s.JSON) }

func (m message) bytes() int {
	n := overhead + len(m.Text) + len(m.User) + len(m.ThreadTS) + len(m.Subtype) + len(m.Username) + len(m.Blocks) + len(m.Attachments)
	if m.Topic != nil {
		n += len(*m.Topic)
	}
	if m.Purpose != nil {
		n += len(*m.Purpose)
	}
	for _, r := range m.Reactions {
		n += overhead + len(r.Name)
		for _, user := range r.Users {
			n += overhead + len(user)
		}
	}
	for _, f := range m.Files {
		n += f.bytes()
	}
	return n
}

func (f file) bytes() int {
	return 2*overhead + len(f.Name) + len(f.Title) + len(f.Permalink) + len(f.Filetype) + len(f.PrettyType) + len(f.User)
}
