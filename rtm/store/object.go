package store

import (
	"strconv"

	"rtmwasm/rtm/internal/jsontext"
)

// An object is a JSON object as Slack sent it: its members in order, each
// value as text.
type object []member

type member struct {
	key   string
	value []byte
}

// readObject reads a JSON object. The values point into data.
func readObject(data []byte) (object, error) {
	if len(data) == 0 {
		return nil, bad("an object is missing")
	}
	o := make(object, 0, 16)
	if err := jsontext.Members(data, func(key string, value []byte) { o = append(o, member{key, value}) }); err != nil {
		return nil, bad("this is not a JSON object: " + short(string(data)))
	}
	return o, nil
}

// get gives the text of a member, nil if there is none. As in JSON.parse the
// last of two members with one name wins.
func (o object) get(key string) []byte {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].key == key {
			return o[i].value
		}
	}
	return nil
}

// text gives the string that a member is, "" if it is anything else.
func (o object) text(key string) string { return jsontext.String(o.get(key)) }

// object gives the object that a member is, nil if it is anything else.
func (o object) object(key string) object {
	if value := o.get(key); jsontext.IsObject(value) {
		in, _ := readObject(value) // it is part of what was read, so it is sound
		return in
	}
	return nil
}

// without leaves out the members that are the same in old.
func (o object) without(old object) object {
	var news object
	for _, m := range o {
		if string(old.get(m.key)) != string(m.value) {
			news = append(news, m)
		}
	}
	return news
}

func (o object) isTrue(key string) bool { return string(o.get(key)) == "true" }

// count gives the whole number that a member is, false if it is anything else
// or below zero.
func (o object) count(key string) (int, bool) {
	value := o.get(key)
	if len(value) == 0 || value[0] < '0' || '9' < value[0] {
		return 0, false
	}
	return jsontext.Integer(value), true
}

// list gives the elements of the array that a member is, false if it is
// anything else.
func (o object) list(key string) ([][]byte, bool) {
	var all [][]byte
	err := jsontext.Elements(o.get(key), func(value []byte) { all = append(all, value) })
	return all, err == nil
}

// texts gives the strings of an array of strings; others are left out.
func (o object) texts(key string) ([]string, bool) {
	values, ok := o.list(key)
	if !ok {
		return nil, false
	}
	all := make([]string, 0, len(values))
	for _, value := range values {
		if text := jsontext.String(value); text != "" {
			all = append(all, text)
		}
	}
	return all, true
}

// encode writes an object.
func (o object) encode() []byte {
	size := 2
	for _, m := range o {
		size += len(m.key) + len(m.value) + 4
	}
	b := append(make([]byte, 0, size), '{')
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(jsontext.AppendQuoted(b, m.key), ':')
		b = append(b, m.value...)
	}
	return append(b, '}')
}

// encodeTexts writes an array of strings.
func encodeTexts(texts []string) []byte {
	b := []byte{'['}
	for i, text := range texts {
		if i > 0 {
			b = append(b, ',')
		}
		b = jsontext.AppendQuoted(b, text)
	}
	return append(b, ']')
}

func number(n int) string { return strconv.Itoa(n) }

// quoted is text as JSON.
func quoted(text string) []byte { return jsontext.AppendQuoted(nil, text) }

// merge gives old with the members of patch put over its own, as v3's models
// do (models/model.js, _setModelProperty): a member is replaced, except that an
// object with the id of a model extends the object that is there.
func merge(old, patch object) object { return overlay(old, patch, true) }

func overlay(old, patch object, deep bool) object {
	merged := make(object, 0, len(old)+len(patch))
	place := make(map[string]int, len(old)+len(patch))
	for _, from := range [2]object{old, patch} {
		for _, m := range from {
			i, known := place[m.key]
			if !known {
				place[m.key] = len(merged)
				merged = append(merged, m)
				continue
			}
			if deep && jsontext.IsObject(m.value) && jsontext.IsObject(merged[i].value) && isModel(m.value) {
				under, _ := readObject(merged[i].value)
				over, _ := readObject(m.value)
				m.value = overlay(under, over, false).encode() // one level: deep recursion kills a page
			}
			merged[i] = m
		}
	}
	return merged
}

// isModel tells an object that has the id of a channel, file, group, DM, user
// or user group (models/helpers.js, isModelObj).
func isModel(value []byte) bool {
	o, _ := readObject(value)
	id := o.text("id")
	if id == "" {
		return false
	}
	switch id[0] {
	case 'C', 'F', 'G', 'D', 'U', 'W', 'S':
		return true
	}
	return false
}
