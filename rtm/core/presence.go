package core

import "rtmwasm/rtm/internal/jsontext"

// PresenceIDs gives the users whose presence the body of a presence_sub asks for, and
// whether it names them.
func PresenceIDs(body []byte) (ids []string, ok bool) {
	err := jsontext.Members(body, func(key string, value []byte) {
		if key != "ids" {
			return
		}
		ids = nil
		ok = jsontext.Elements(value, func(id []byte) { ids = append(ids, jsontext.String(id)) }) == nil
	})
	return ids, ok && err == nil
}

// PresenceBody makes the body of a presence_sub.
func PresenceBody(ids []string) []byte {
	body := []byte(`{"ids":[`)
	for i, id := range ids {
		if i > 0 {
			body = append(body, ',')
		}
		body = jsontext.AppendQuoted(body, id)
	}
	return append(body, "]}"...)
}
