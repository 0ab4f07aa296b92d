package jsontext

import (
	"unicode/utf16"
	"unicode/utf8"
)

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

// AppendQuoted appends text as a JSON string. What is not UTF-8 becomes U+FFFD.
func AppendQuoted(b []byte, text string) []byte {
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
