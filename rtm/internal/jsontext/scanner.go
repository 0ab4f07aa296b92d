package jsontext

// A scanner steps over JSON text. Its methods report whether what they look
// for is there.
type scanner struct {
	data []byte
	pos  int
}

func (s *scanner) space() {
	for s.pos < len(s.data) {
		switch s.data[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) take(c byte) bool {
	if s.pos < len(s.data) && s.data[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

func (s *scanner) end() error {
	s.space()
	if s.pos != len(s.data) {
		return ErrSyntax
	}
	return nil
}

// value skips one value of any kind. It does not recurse: in the js build a
// deep recursion overflows the page's stack, which kills the program.
func (s *scanner) value() bool {
	var few [64]byte
	open := few[:0] // the brackets that must still be closed
	for {
		s.space()
		if s.pos == len(s.data) {
			return false
		}
		switch c := s.data[s.pos]; {
		case c == '{' || c == '[':
			s.pos++
			open = append(open, c+2) // in ASCII ']' and '}' come two after
			s.space()
			if s.take(c + 2) {
				open = open[:len(open)-1]
				break
			}
			if c == '{' && !s.key() {
				return false
			}
			continue
		case c == '"':
			if !s.skipString() {
				return false
			}
		case c == 't':
			if !s.word("true") {
				return false
			}
		case c == 'f':
			if !s.word("false") {
				return false
			}
		case c == 'n':
			if !s.word("null") {
				return false
			}
		default:
			if !s.number() {
				return false
			}
		}
		// A value has ended: so do the brackets that close here.
		for {
			if len(open) == 0 {
				return true
			}
			s.space()
			if s.take(open[len(open)-1]) {
				open = open[:len(open)-1]
				continue
			}
			if !s.take(',') {
				return false
			}
			s.space()
			if open[len(open)-1] == '}' && !s.key() {
				return false
			}
			break
		}
	}
}

// key skips the key of a member and its colon.
func (s *scanner) key() bool {
	if !s.skipString() {
		return false
	}
	s.space()
	return s.take(':')
}

func (s *scanner) word(w string) bool {
	if len(s.data)-s.pos < len(w) || string(s.data[s.pos:s.pos+len(w)]) != w {
		return false
	}
	s.pos += len(w)
	return true
}

func (s *scanner) number() bool {
	s.take('-')
	if !s.take('0') && !s.digits() {
		return false
	}
	if s.take('.') && !s.digits() {
		return false
	}
	if s.take('e') || s.take('E') {
		if !s.take('+') {
			s.take('-')
		}
		return s.digits()
	}
	return true
}

func (s *scanner) digits() bool {
	from := s.pos
	for s.pos < len(s.data) && '0' <= s.data[s.pos] && s.data[s.pos] <= '9' {
		s.pos++
	}
	return s.pos > from
}
