package core

import (
	"strconv"
	"strings"

	"rtmwasm/rtm/internal/jsontext"
)

// A place is what may stand under a name: a member that the machine reads, and those of the
// object that it is.
type place struct {
	member Member // or memberCount, if only members of it are read
	inner  map[string]*place
}

// places are those at the top level of a frame.
var places = map[string]*place{}

func init() {
	for member, name := range MemberNames {
		at := places
		for {
			first, rest, isNested := strings.Cut(name, ".")
			if at[first] == nil {
				at[first] = &place{memberCount, map[string]*place{}}
			}
			if !isNested {
				at[first].member = Member(member)
				break
			}
			at, name = at[first].inner, rest
		}
	}
}

// ReadMembers reads the text of a frame.
func ReadMembers(text []byte) Members {
	var m Members
	if m.read(text, places) != nil {
		return Members{Malformed: true}
	}
	return m
}

// read reads an object, of which the members at these places count.
func (m *Members) read(object []byte, at map[string]*place) error {
	return jsontext.Members(object, func(key string, value []byte) {
		p := at[key]
		if p == nil {
			return
		}
		m.forget(p) // of two with one name the last counts
		if p.member != memberCount {
			m.Values[p.member] = readValue(value)
		}
		if len(p.inner) > 0 && jsontext.IsObject(value) {
			_ = m.read(value, p.inner) // it is part of a frame that is being read, so it is sound
		}
	})
}

func (m *Members) forget(p *place) {
	if p.member != memberCount {
		m.Values[p.member] = Value{}
	}
	for _, inner := range p.inner {
		m.forget(inner)
	}
}

// readValue reads a value, which is sound JSON.
func readValue(value []byte) Value {
	switch value[0] {
	case '"':
		text := jsontext.String(value)
		return Value{Kind: String, Text: text[:min(len(text), MaxText)]}
	case '{':
		return Value{Kind: Object}
	case '[':
		return Value{Kind: Array}
	case 't':
		return Value{Kind: True}
	case 'f':
		return Value{Kind: False}
	case 'n':
		return Value{Kind: Null}
	}
	number, _ := strconv.ParseFloat(string(value), 64) // out of range is an infinity, as in JavaScript
	return Value{Kind: Number, Number: number}
}
