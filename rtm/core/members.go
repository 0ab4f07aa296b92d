package core

import (
	"cmp"
	"math"
)

// Members are what the machine reads of a frame: the members with the names of
// MemberNames. Who parses the frame fills them in. As JSON.parse does, the last of
// two members with one name counts.
type Members struct {
	// Malformed says that the frame is no JSON object. It has no members then.
	Malformed bool

	Values [memberCount]Value
}

// A Member is one of those that the machine reads, by its place in MemberNames.
type Member int

// The members of a frame. Those with a point in their names are members of the
// object before it.
const (
	Type Member = iota
	Subtype
	ReplyTo
	OK
	Channel
	TS
	EventTS
	URL
	ErrorObject
	ErrorCode
	ErrorMessage
	EnvelopeID
	Reason
	Connections
	ConnectionTime
	EventID
	InnerType
	InnerChannel
	InnerTS
	InnerEventTS
	memberCount
)

// MemberNames are the names in Slack's frames. This is the one table of them.
var MemberNames = [memberCount]string{
	Type: "type", Subtype: "subtype", ReplyTo: "reply_to", OK: "ok", Channel: "channel",
	TS: "ts", EventTS: "event_ts", URL: "url",
	ErrorObject: "error", ErrorCode: "error.code", ErrorMessage: "error.msg",
	EnvelopeID: "envelope_id", Reason: "reason", Connections: "num_connections", ConnectionTime: "debug_info.approximate_connection_time",
	EventID: "payload.event_id", InnerType: "payload.event.type", InnerChannel: "payload.event.channel",
	InnerTS: "payload.event.ts", InnerEventTS: "payload.event.event_ts",
}

// MembersOfRTM is how many of them, the first ones, are read of RTM's frames. The others are
// Socket Mode's.
const MembersOfRTM = int(EnvelopeID)

// A Kind is what sort of JSON value a member has.
type Kind byte

// The kinds. Absent is that of a member that is not there.
const (
	Absent Kind = iota
	Null
	False
	True
	Number
	String
	Array
	Object
)

// A Value is a member's value, as far as the machine reads it. Servers send
// anything anywhere, so the kind is looked at before all else.
type Value struct {
	Kind   Kind
	Text   string  // of a String of at most MaxText bytes; a longer one is cut
	Number float64 // of a Number
}

// MaxText is how many bytes of a string the machine may be given. No name, ID or
// timestamp of Slack's is as long; an address of a socket may be.
const MaxText = 4096

// text gives the string that a member is, or "".
func (m *Members) text(member Member) string {
	if v := &m.Values[member]; v.Kind == String {
		return v.Text
	}
	return ""
}

// integer gives the whole number that a member is, and whether it is one.
func (m *Members) integer(member Member) (int, bool) {
	v := &m.Values[member]
	if v.Kind != Number || v.Number != math.Trunc(v.Number) || math.Abs(v.Number) >= 1<<53 {
		return 0, false
	}
	return int(v.Number), true
}

// is reports whether a member is of a kind.
func (m *Members) is(member Member, kind Kind) bool { return m.Values[member].Kind == kind }

// when is the time of the event as Slack writes it, or "".
func (m *Members) when() string {
	if m.isEnvelope() {
		return cmp.Or(m.text(InnerEventTS), m.text(InnerTS))
	}
	return cmp.Or(m.text(EventTS), m.text(TS))
}

// isEnvelope reports whether the frame has its event in it (in Socket Mode).
func (m *Members) isEnvelope() bool { return m.text(EnvelopeID) != "" }

// answered gives the id of the frame that this one answers, and whether it answers one.
// No frame has the id 0.
func (m *Members) answered() (int, bool) {
	id, ok := m.integer(ReplyTo)
	return id, ok && id != 0
}

// isMessageReply reports whether a frame is a message that answers one of somebody's.
func (m *Members) isMessageReply() bool {
	_, ok := m.answered()
	return ok && m.text(Type) == "message"
}

// refused reports whether a reply says that the frame was not taken.
func (m *Members) refused() bool { return m.is(OK, False) || m.is(ErrorObject, Object) }

// isAboutSocket reports whether a frame of this type is about the socket that
// brought it: another socket that brings the same says something else. This is the
// one list of them.
func isAboutSocket(typ string) bool {
	switch typ {
	case "hello", "goodbye", "reconnect_url", "error", "team_migration_started", "pong":
		return true
	}
	return false
}
