package rtmtest

import (
	"context"
	"maps"
	"strconv"
	"strings"
	"time"

	"rtmwasm/rtm/transport"
)

// An ask is a call of the Web API, whichever door it came through.
type ask struct {
	method string
	form   map[string]string
	locate func(ticket string) string // the URL for a ticket at this door
}

// methods are the answers to calls with a valid token, s.mu held.
var methods = map[string]func(s *Server, a ask) object{
	"rtm.connect": (*Server).connect,
	// Since September 2022 this answers as rtm.connect does (Slack's changelog,
	// "rtm.start to stop").
	"rtm.start":             (*Server).connect,
	"apps.connections.open": (*Server).openConnection,
	"auth.test":             (*Server).authTest,
	"chat.postMessage":      (*Server).chatPost,
	"chat.update":           (*Server).chatUpdate,
	"chat.delete":           (*Server).chatDelete,
	"conversations.list":    (*Server).listChannels,
	"conversations.info":    (*Server).channelInfo,
	"conversations.history": (*Server).history,
	"conversations.replies": (*Server).replies,
	"users.list":            (*Server).listUsers,
	"users.info":            (*Server).userInfo,
}

// answer is the Web API. It locks s.mu itself. An error means that there is no
// answer.
func (s *Server) answer(ctx context.Context, a ask) (transport.Response, error) {
	if err := s.note(a); err != nil {
		return transport.Response{}, err
	}
	if err := s.pass(ctx, &s.faults.callsGate); err != nil {
		return transport.Response{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.callFault(a.method); f != nil {
		return f.answer()
	}
	if a.method == "api.test" { // the one method without a token
		return answered(apiTest(a)), nil
	}
	method, known := methods[a.method]
	switch token := a.form["token"]; {
	case !known:
		return answered(refusal("unknown_method")), nil
	case token == "":
		return answered(refusal("not_authed")), nil
	case s.onlyWith != "" && token != s.onlyWith:
		return answered(refusal("invalid_auth")), nil
	}
	return answered(method(s, a)), nil
}

// note records the call. It locks s.mu itself.
func (s *Server) note(a ask) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	s.calls.add(Call{a.method, maps.Clone(a.form), time.Now()})
	return nil
}

// AcceptOnly makes every other token invalid_auth. With an empty token any
// will do again, which is how a workspace starts.
func (s *Server) AcceptOnly(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onlyWith = token
}

func answered(body object) transport.Response {
	return transport.Response{Status: 200, Body: encode(body)}
}

func refusal(code string) object {
	return object{"ok": false, "error": code}
}

// connect gives out a URL that opens one socket. batch_presence_aware works
// with 1 only; true was seen to do nothing (wee-slack, pull request 496).
func (s *Server) connect(a ask) object {
	id := s.mint(&ticket{token: a.form["token"], batch: a.form["batch_presence_aware"] == "1"})
	return object{
		"ok":   true,
		"url":  a.locate(id),
		"self": object{"id": Bot, "name": s.user(Bot).Name},
		"team": object{"id": Team, "name": teamName, "domain": domain},
	}
}

func (s *Server) authTest(ask) object {
	return object{
		"ok": true, "url": "https://" + domain + ".slack.com/", "team": teamName, "team_id": Team,
		"user": s.user(Bot).Name, "user_id": Bot, "bot_id": botID,
	}
}

// apiTest repeats its arguments, and fails with the error asked for.
func apiTest(a ask) object {
	body := object{"ok": true}
	if code := a.form["error"]; code != "" {
		body = refusal(code)
	}
	if len(a.form) > 0 {
		body["args"] = a.form
	}
	return body
}

func (s *Server) listUsers(a ask) object {
	return paged(a, "members", s.users)
}

func (s *Server) userInfo(a ask) object {
	if u := s.user(a.form["user"]); u != nil {
		return object{"ok": true, "user": u}
	}
	return refusal("user_not_found")
}

// listChannels gives public channels unless types asks for others.
func (s *Server) listChannels(a ask) object {
	types := a.form["types"]
	if types == "" {
		types = "public_channel"
	}
	wanted := make(map[string]bool)
	for t := range strings.SplitSeq(types, ",") {
		wanted[strings.TrimSpace(t)] = true
	}
	channels := []*channel{}
	for _, c := range s.channels {
		if c.IsIM && wanted["im"] || !c.IsIM && wanted["public_channel"] {
			channels = append(channels, c)
		}
	}
	return paged(a, "channels", channels)
}

func (s *Server) channelInfo(a ask) object {
	if c := s.channel(a.form["channel"]); c != nil {
		return object{"ok": true, "channel": c}
	}
	return refusal("channel_not_found")
}

// paged answers with the part of items that the call asks for by cursor and
// limit (Slack's page on pagination). Without a limit it is all of them.
func paged[T any](a ask, key string, items []T) object {
	from := 0
	if cursor := a.form["cursor"]; cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "from:"))
		if err != nil || n < 0 || n > len(items) {
			return refusal("invalid_cursor")
		}
		from = n
	}
	rest, next := items[from:], ""
	if limit := a.limit(0); limit > 0 && limit < len(rest) {
		rest, next = rest[:limit], "from:"+strconv.Itoa(from+limit)
	}
	return object{"ok": true, key: rest, "response_metadata": object{"next_cursor": next}}
}

// limit is the call's limit, or otherwise if it has none.
func (a ask) limit(otherwise int) int {
	if n, err := strconv.Atoi(a.form["limit"]); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// yes reads a boolean argument, which Slack takes as 1 or true.
func (a ask) yes(key string) bool {
	return a.form[key] == "1" || a.form[key] == "true"
}
