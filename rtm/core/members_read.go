package core

import (
	"strconv"

	"rtmwasm/rtm/internal/jsontext"
)

// memberByName finds the members at the top level of a frame.
var memberByName = map[string]Member{}

func init() {
	for member, name := range MemberNames {
		memberByName[name] = Member(member)
	}
}

// ReadMembers reads the text of a frame.
func ReadMembers(text []byte) Members {
	var m Members
	err := jsontext.Members(text, func(key string, value []byte) {
		member, ok := memberByName[key]
		if !ok || member == ErrorCode || member == ErrorMessage {
			return
		}
		m.Values[member] = readValue(value)
		if member == ErrorObject {
			m.Values[ErrorCode], m.Values[ErrorMessage] = readError(value)
		}
	})
	if err != nil {
		return Members{Malformed: true}
	}
	return m
}

// readError reads the members of an "error", if it is an object.
func readError(value []byte) (code, message Value) {
	if !jsontext.IsObject(value) {
		return
	}
	// It is part of a frame that is being read, so it is sound.
	_ = jsontext.Members(value, func(key string, value []byte) {
		switch key {
		case "code":
			code = readValue(value)
		case "msg":
			message = readValue(value)
		}
	})
	return code, message
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
