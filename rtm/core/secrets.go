package core

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"

	"rtmwasm/rtm/internal/jsontext"
)

// secrets stand for what a recording leaves out: tokens, addresses of sockets, and the
// texts of what is sent. Each is replaced by one of equal length, where it has room,
// and equal ones by equal ones, so that a replay takes the same way.
type secrets struct{ known map[string]string }

func newSecrets() *secrets { return &secrets{known: map[string]string{}} }

// replace gives what stands for a secret, of at least the length of prefix.
func (s *secrets) replace(prefix, secret string) string {
	if secret == "" {
		return ""
	}
	stand, ok := s.known[secret]
	if !ok {
		stand = concat(prefix, len(s.known)+1)
		if room := len(secret) - len(stand); room > 0 {
			stand += strings.Repeat("x", room)
		}
		s.known[secret] = stand
	}
	return stand
}

// strike takes what is secret out of a text for people: what is known to be, and whatever
// is an address.
func (s *secrets) strike(text string) string {
	longestFirst := func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) }
	for _, secret := range slices.SortedFunc(maps.Keys(s.known), longestFirst) {
		if len(secret) >= shortSecret {
			text = strings.ReplaceAll(text, secret, "...")
		}
	}
	words := strings.Split(text, " ")
	for i, word := range words {
		if strings.Contains(word, "://") {
			words[i] = "..."
		}
	}
	return strings.Join(words, " ")
}

// shortSecret is the length below which a text is a word like others, not a secret.
const shortSecret = 8

// token codes a token, or the value of a field.
func (c *codec) token(v *string) { c.secret("secret-", v) }

// address codes the address of a socket. It stays one that CheckSocketURL takes, or
// does not take.
func (c *codec) address(v *string) {
	if !c.reading && CheckSocketURL(*v) == nil {
		c.secret("wss://secret-", v)
		return
	}
	c.secret("secret-", v)
}

func (c *codec) secret(prefix string, v *string) {
	s := *v
	if !c.reading {
		s = c.secrets.replace(prefix, s)
	}
	text(c, &s)
	if c.reading {
		*v = s
	}
}

// body codes the members of a frame, a JSON object. Of its strings only the names of
// members are kept.
func (c *codec) body(v *[]byte) {
	b := *v
	if !c.reading {
		b = blank(b)
	}
	c.bytes(&b)
	if c.reading {
		*v = b
	}
}

// blank gives a JSON text of the same length whose strings, but for the names of
// members, say nothing.
func blank(json []byte) []byte {
	if json == nil {
		return nil
	}
	if jsontext.Members(json, func(string, []byte) {}) != nil {
		return bytes.Repeat([]byte{'x'}, len(json))
	}
	out := append([]byte{}, json...)
	for i := 0; i < len(out); i++ {
		if out[i] != '"' {
			continue
		}
		end := endOfString(out, i)
		if !isName(out, end) {
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
