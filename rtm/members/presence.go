package members

import (
	"slices"

	"rtmwasm/rtm/core"
)

// union is the body of the presence_sub that asks for all whose presence the members follow
// that are up, in the order in which they were asked for.
func (s *Session) union() []byte {
	var ids []string
	for _, m := range s.members {
		for _, id := range m.presence {
			if m.isUp && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return core.PresenceBody(ids)
}

// notKnown is followed when a presence_sub may not have left.
const notKnown = "?"

// follow asks for those, if the members ask for others than before.
func (s *Session) follow() {
	body := string(s.union())
	if body == s.followed || s.followed == "" && body == string(core.PresenceBody(nil)) {
		return
	}
	s.followed = body
	s.newestID++
	s.do(Do{core.Send{Type: "presence_sub", Body: []byte(body), ID: s.newestID}})
}
