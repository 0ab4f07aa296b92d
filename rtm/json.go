package rtm

import (
	"errors"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Every frame passes through here, so this is a scanner and not encoding/json:
// it looks at the top level of an object, skips the rest, and allocates
// nothing. It takes exactly the texts that JSON.parse takes, since a frame
// that Go accepts is parsed again by JavaScript; a fuzz test holds it to
// encoding/json.

var errNotJSON = errors.New("not a JSON object")

// maxDepth is how deep values may be nested, as in encoding/json.
const maxDepth = 10000

// members calls visit with each member of the object that data is, in order.
// value is the member's JSON text, without space around it. It fails, possibly
// after some calls, if data is anything but one object.
func members(data []byte, visit func(key string, value []byte)) error {
	s := scanner{data: data}
	s.space()
	if !s.take('{') {
		return errNotJSON
	}
	s.space()
	if s.take('}') {
		return s.end()
	}
	for {
		key, ok := s.text()
		if !ok {
			return errNotJSON
		}
		s.space()
		if !s.take(':') {
			return errNotJSON
		}
		s.space()
		from := s.pos
		if !s.value() {
			return errNotJSON
		}
		visit(key, s.data[from:s.pos])
		s.space()
		if s.take('}') {
			return s.end()
		}
		if !s.take(',') {
			return errNotJSON
		}
		s.space()
	}
}

// stringOf gives the string that value is, or "" if it is anything else.
func stringOf(value []byte) string {
	s := scanner{data: value}
	text, _ := s.text()
	return text
}

// integerOf gives the number that value is, or 0 if it is not a whole one.
func integerOf(value []byte) int {
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0
	}
	return int(f)
}

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
		return errNotJSON
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
			if len(open) == maxDepth {
				return false
			}
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

func (s *scanner) skipString() bool {
	if !s.take('"') {
		return false
	}
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		s.pos++
		switch {
		case c == '"':
			return true
		case c < ' ':
			return false
		case c == '\\':
			if s.pos == len(s.data) {
				return false
			}
			escape := s.data[s.pos]
			s.pos++
			switch escape {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if s.hex() < 0 {
					return false
				}
			default:
				return false
			}
		}
	}
	return false
}

// hex reads the four digits of a \u escape; -1 if they are not.
func (s *scanner) hex() rune {
	if len(s.data)-s.pos < 4 {
		return -1
	}
	var r rune
	for _, c := range s.data[s.pos : s.pos+4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	s.pos += 4
	return r
}

// text reads a string, unescaped. What is not UTF-8 becomes U+FFFD, as a
// WebSocket text and encoding/json have it.
func (s *scanner) text() (string, bool) {
	from := s.pos
	if !s.skipString() {
		return "", false
	}
	raw := s.data[from+1 : s.pos-1]
	plain := true
	for _, c := range raw {
		if c == '\\' || c >= utf8.RuneSelf {
			plain = false
			break
		}
	}
	if plain {
		return intern(raw), true
	}
	in := scanner{data: raw}
	out := make([]byte, 0, len(raw))
	for in.pos < len(in.data) {
		r, size := utf8.DecodeRune(in.data[in.pos:])
		in.pos += size
		if r == '\\' {
			r = in.escape()
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), true
}

// escape reads what follows the backslash of an escape known to be valid.
func (s *scanner) escape() rune {
	c := s.data[s.pos]
	s.pos++
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'u':
		r := s.hex()
		if !utf16.IsSurrogate(r) {
			return r
		}
		pair := *s
		if pair.take('\\') && pair.take('u') {
			if both := utf16.DecodeRune(r, pair.hex()); both != utf8.RuneError {
				*s = pair
				return both
			}
		}
		return utf8.RuneError
	}
	return rune(c)
}

// intern is string(raw), without an allocation for the words that most frames
// consist of.
func intern(raw []byte) string {
	switch string(raw) {
	case "type":
		return "type"
	case "subtype":
		return "subtype"
	case "channel":
		return "channel"
	case "user":
		return "user"
	case "text":
		return "text"
	case "ts":
		return "ts"
	case "event_ts":
		return "event_ts"
	case "team":
		return "team"
	case "client_msg_id":
		return "client_msg_id"
	case "blocks":
		return "blocks"
	case "reply_to":
		return "reply_to"
	case "ok":
		return "ok"
	case "message":
		return "message"
	case "user_typing":
		return "user_typing"
	case "presence_change":
		return "presence_change"
	case "pong":
		return "pong"
	}
	return string(raw)
}

// appendQuoted appends text as a JSON string. What is not UTF-8 becomes U+FFFD.
func appendQuoted(b []byte, text string) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', digits[r>>4], digits[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
