//go:build !js

package rtmtest

import (
	"fmt"
	"strconv"
	"strings"
)

// A verb scripts a workspace with the fields of a form. What it returns is the
// answer's "result".
type verb struct {
	fields defaults
	run    func(s *Server, f fields) any
}

// defaults are the fields that a verb takes, each with its value where the form
// leaves it out.
type defaults map[string]string

// verbs are what POST /control/{verb} can do; see the methods of Server.
var verbs = map[string]verb{
	"say": {defaults{"user": Anna, "channel": General, "text": "hello"}, func(s *Server, f fields) any {
		return s.Say(f.text("user"), f.text("channel"), f.text("text"))
	}},
	"reply": {defaults{"user": Anna, "channel": General, "thread_ts": "", "text": "hello"}, func(s *Server, f fields) any {
		return s.Reply(f.text("user"), f.text("channel"), f.text("thread_ts"), f.text("text"))
	}},
	"share": {defaults{"user": Anna, "channel": General, "text": "", "name": "notes.pdf", "size": "1000"}, func(s *Server, f fields) any {
		return s.Share(f.text("user"), f.text("channel"), f.text("text"), f.text("name"), f.number("size"))
	}},
	"edit": {defaults{"channel": General, "ts": "", "text": ""}, does(func(s *Server, f fields) {
		s.Edit(f.text("channel"), f.text("ts"), f.text("text"))
	})},
	"delete": {defaults{"channel": General, "ts": ""}, does(func(s *Server, f fields) { s.Delete(f.text("channel"), f.text("ts")) })},
	"react": {defaults{"user": Anna, "name": "wave", "channel": General, "ts": ""}, does(func(s *Server, f fields) {
		s.React(f.text("user"), f.text("name"), f.text("channel"), f.text("ts"))
	})},
	"unreact": {defaults{"user": Anna, "name": "wave", "channel": General, "ts": ""}, does(func(s *Server, f fields) {
		s.Unreact(f.text("user"), f.text("name"), f.text("channel"), f.text("ts"))
	})},
	"typing":   {defaults{"user": Anna, "channel": General}, does(func(s *Server, f fields) { s.Typing(f.text("user"), f.text("channel")) })},
	"presence": {defaults{"user": Anna, "presence": "away"}, does(func(s *Server, f fields) { s.SetPresence(f.text("user"), f.text("presence")) })},

	"create": {defaults{"user": Anna, "name": "new"}, create},
	"archive": {defaults{"user": Anna, "channel": General, "on": "true"}, does(func(s *Server, f fields) {
		s.Archive(f.text("user"), f.text("channel"), f.flag("on"))
	})},
	"join":  {defaults{"user": Anna, "channel": General}, func(s *Server, f fields) any { return s.Join(f.text("user"), f.text("channel")) }},
	"leave": {defaults{"user": Anna, "channel": General}, does(func(s *Server, f fields) { s.Leave(f.text("user"), f.text("channel")) })},
	"topic": {defaults{"user": Anna, "channel": General, "topic": ""}, does(func(s *Server, f fields) {
		s.SetTopic(f.text("user"), f.text("channel"), f.text("topic"))
	})},
	"purpose": {defaults{"user": Anna, "channel": General, "purpose": ""}, does(func(s *Server, f fields) {
		s.SetPurpose(f.text("user"), f.text("channel"), f.text("purpose"))
	})},

	"send": {defaults{"frame": `{"type":"test"}`}, does(func(s *Server, f fields) { s.Send(f.text("frame")) })},
	"repeat": {defaults{"frame": `{"type":"test","n":"{n}"}`, "count": "1000"}, does(func(s *Server, f fields) {
		s.Repeat(f.text("frame"), f.number("count"))
	})},
	"send-binary": {defaults{"data": ""}, does(func(s *Server, f fields) { s.SendBinary([]byte(f.text("data"))) })},
	"flood":       {defaults{"count": "1000", "size": "200", "code": "0", "reason": ""}, does(flood)},

	"refuse": {defaults{"method": "rtm.connect", "code": "fatal_error", "n": "1"}, does(func(s *Server, f fields) {
		s.Refuse(f.text("method"), f.text("code"), f.number("n"))
	})},
	"rate-limit": {defaults{"method": "rtm.connect", "after": "1", "n": "1"}, does(func(s *Server, f fields) {
		s.RateLimit(f.text("method"), f.seconds("after"), f.number("n"))
	})},
	"answer-status": {defaults{"method": "rtm.connect", "status": "500", "body": "", "times": "1", "n": "1"}, does(func(s *Server, f fields) {
		s.AnswerStatus(f.text("method"), f.status("status"), strings.Repeat(f.text("body"), max(0, f.number("times"))), f.number("n"))
	})},
	"fail-calls":  {defaults{"method": "rtm.connect", "n": "1"}, does(func(s *Server, f fields) { s.FailCalls(f.text("method"), f.number("n")) })},
	"accept-only": {defaults{"token": ""}, does(func(s *Server, f fields) { s.AcceptOnly(f.text("token")) })},
	"stall-calls": {defaults{"on": "true"}, does(func(s *Server, f fields) { s.StallCalls(f.flag("on")) })},

	"stall-opens":  {defaults{"on": "true"}, does(func(s *Server, f fields) { s.StallOpens(f.flag("on")) })},
	"refuse-opens": {defaults{"n": "1"}, does(func(s *Server, f fields) { s.RefuseOpens(f.number("n")) })},
	"stall-hello":  {defaults{"on": "true"}, does(func(s *Server, f fields) { s.StallHello(f.flag("on")) })},
	"expire-url":   {defaults{"n": "1"}, does(func(s *Server, f fields) { s.ExpireURL(f.number("n")) })},

	"drop":          {nil, does(func(s *Server, f fields) { s.Drop() })},
	"half-open":     {defaults{"on": "true"}, does(func(s *Server, f fields) { s.HalfOpen(f.flag("on")) })},
	"close":         {defaults{"code": "1000", "reason": ""}, does(func(s *Server, f fields) { s.CloseAll(f.number("code"), f.text("reason")) })},
	"goodbye":       {nil, does(func(s *Server, f fields) { s.Goodbye() })},
	"reconnect-url": {nil, func(s *Server, f fields) any { return s.OfferReconnectURL() }},
	"migrate-team":  {defaults{"n": "1"}, does(func(s *Server, f fields) { s.MigrateTeam(f.number("n")) })},

	"hold-acks":     {defaults{"on": "true"}, does(func(s *Server, f fields) { s.HoldAcks(f.flag("on")) })},
	"delay-acks":    {defaults{"delay": "1"}, does(func(s *Server, f fields) { s.DelayAcks(f.seconds("delay")) })},
	"lose-pongs":    {defaults{"on": "true"}, does(func(s *Server, f fields) { s.LosePongs(f.flag("on")) })},
	"lose-last-ack": {defaults{"on": "true"}, does(func(s *Server, f fields) { s.LoseLastAck(f.flag("on")) })},
	"nack": {defaults{"code": strconv.Itoa(codeSlowDown), "msg": "slow down, too many messages...", "n": "1"}, does(func(s *Server, f fields) {
		s.Nack(f.number("code"), f.text("msg"), f.number("n"))
	})},
	"enforce-rate": {defaults{"per_second": "1", "burst": "5"}, does(func(s *Server, f fields) { s.EnforceRate(f.decimal("per_second"), f.number("burst")) })},

	"connection-time": {defaults{"time": "3600"}, does(func(s *Server, f fields) { s.SetConnectionTime(f.seconds("time")) })},
	"warn":            {nil, does(func(s *Server, f fields) { s.Warn() })},
	"refresh":         {nil, does(func(s *Server, f fields) { s.Refresh() })},
	"switch-off":      {defaults{"off": "true"}, does(func(s *Server, f fields) { s.SwitchOff(f.flag("off")) })},
	"hasten-retries":  {defaults{"times": "100"}, does(func(s *Server, f fields) { s.HastenRetries(f.decimal("times")) })},
	"press": {defaults{"user": Anna, "channel": General, "action": "approve", "value": "yes"}, does(func(s *Server, f fields) {
		s.Press(f.text("user"), f.text("channel"), f.text("action"), f.text("value"))
	})},
	"command": {defaults{"user": Anna, "channel": General, "command": "/fake", "text": ""}, does(func(s *Server, f fields) {
		s.Command(f.text("user"), f.text("channel"), f.text("command"), f.text("text"))
	})},
	"limit-events": {nil, does(func(s *Server, f fields) { s.LimitEvents() })},
	"acks":         {nil, func(s *Server, f fields) any { return s.tellAcks() }},

	"record-sent": {defaults{"on": "true"}, does(func(s *Server, f fields) { s.RecordSent(f.flag("on")) })},
	"take-log":    {nil, func(s *Server, f fields) any { return s.tell(s.TakeLog()) }},
}

// does makes a verb of what has no result.
func does(run func(s *Server, f fields)) func(s *Server, f fields) any {
	return func(s *Server, f fields) any { run(s, f); return nil }
}

// create refuses a name that no channel can have.
func create(s *Server, f fields) any {
	id := s.Create(f.text("user"), f.text("name"))
	if id == "" {
		panic(badField{fmt.Errorf("no channel can be named %q now: the name is taken or not made of a-z, 0-9, - and _, or there are %d channels", f.text("name"), maxChannels)})
	}
	return id
}

// flood ends, if code is given, with a close right behind the last message.
func flood(s *Server, f fields) {
	code := f.number("code")
	s.Flood(f.number("count"), f.number("size"))
	if code != 0 {
		s.CloseAll(code, f.text("reason"))
	}
}
