package core

import (
	"bytes"
	"math"
	"reflect"
	"strings"

	"rtmwasm/rtm/internal/jsontext"
)

// secrets stand for what a recording leaves out: tokens, addresses of sockets, and the
// texts of what is sent. Each is replaced by one of equal length, where it has room,
// and equal ones by equal ones, so that a replay takes the same way. Of nil nothing is left
// out.
type secrets struct {
	known    map[string]*standIn
	numbered int // how many there were
	segment  int // the number of the newest segment
}

// A standIn stands for a secret as long as a segment has it.
type standIn struct {
	text    string
	segment int // the newest that has it
}

// newSecrets knows these already, which stay.
func newSecrets(known []string) *secrets {
	s := &secrets{known: map[string]*standIn{}}
	for _, secret := range known {
		if secret != "" {
			s.replace("secret-", secret)
			s.known[secret].segment = math.MaxInt
		}
	}
	return s
}

// forget forgets what is in none of so many segments, since another begins.
func (s *secrets) forget(segments int) {
	for secret, stand := range s.known {
		if stand.segment <= s.segment-segments {
			delete(s.known, secret)
		}
	}
	s.segment++
}

// instead gives what a recording has instead of a text, of a field with this tag.
func (s *secrets) instead(text string, tag reflect.StructTag) string {
	switch {
	case s == nil || text == "":
	case tag == isToken:
		return s.replace("secret-", text)
	case tag == isAddress && CheckSocketURL(text) == nil:
		return s.replace("wss://secret-", text) // which it takes, too
	case tag == isAddress:
		return s.replace("secret-", text)
	}
	return text
}

// replace gives what stands for a secret, of at least the length of prefix.
func (s *secrets) replace(prefix, secret string) string {
	stand := s.known[secret]
	if stand == nil {
		s.numbered++
		text := []byte(concat(prefix, s.numbered))
		for len(text) < len(secret) {
			text = append(text, 'x')
		}
		stand = &standIn{text: string(text)}
		s.known[secret] = stand
	}
	stand.segment = max(stand.segment, s.segment)
	return stand.text
}

// strike takes what is secret out of a text for people: what is known to be, and whatever
// is an address or looks like a token of Slack's.
func (s *secrets) strike(text string) string {
	if s == nil {
		return text
	}
	for secret := s.longestIn(text); secret != ""; secret = s.longestIn(text) {
		text = strings.ReplaceAll(text, secret, "...")
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		if strings.Contains(word, "://") || strings.Contains(word, "xox") || strings.Contains(word, "xapp-") {
			words[i] = "..."
		}
	}
	return strings.Join(words, " ")
}

// longestIn gives the longest secret in a text; "" if it has none.
func (s *secrets) longestIn(text string) string {
	longest := ""
	for secret := range s.known {
		if len(secret) >= max(shortSecret, len(longest)) && strings.Contains(text, secret) {
			longest = secret
		}
	}
	return longest
}

// shortSecret is the length below which a text is a word like others, not a secret.
const shortSecret = 8

// body gives what a recording has instead of the members of a frame, a JSON object.
func (s *secrets) body(json []byte) []byte {
	if s == nil {
		return json
	}
	return blank(json)
}

// blank gives a JSON text of the same length whose strings, but for the names of
// members and the IDs of channels, say nothing. (Of a message that is confirmed the machine
// knows the channel.)
func blank(json []byte) []byte {
	if json == nil {
		return nil
	}
	if jsontext.Members(json, func(string, []byte) {}) != nil {
		return bytes.Repeat([]byte{'x'}, len(json))
	}
	out := append([]byte{}, json...)
	name := ""
	for i := 0; i < len(out); i++ {
		if out[i] != '"' {
			continue
		}
		end := endOfString(out, i)
		switch {
		case isName(out, end):
			name = string(json[i+1 : end])
		case name != "channel" || !isID(string(json[i+1:min(end, len(json))])):
			for j := i + 1; j < end && j < len(out); j++ {
				out[j] = 'x'
			}
		}
		i = end
	}
	return out
}

// endOfString finds the quote that ends the string which begins at i.
func endOfString(json []byte, i int) int {
	for i++; i < len(json) && json[i] != '"'; i++ {
		if json[i] == '\\' {
			i++
		}
	}
	return i
}

// isName reports whether a colon follows the end of a string.
func isName(json []byte, end int) bool {
	for i := end + 1; i < len(json); i++ {
		switch json[i] {
		case ' ', '\t', '\r', '\n':
		default:
			return json[i] == ':'
		}
	}
	return false
}
