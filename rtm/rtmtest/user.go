package rtmtest

type user struct {
	ID       string  `json:"id"`
	TeamID   string  `json:"team_id"`
	Name     string  `json:"name"`
	RealName string  `json:"real_name"`
	Deleted  bool    `json:"deleted"`
	IsBot    bool    `json:"is_bot"`
	Profile  profile `json:"profile"`
}

type profile struct {
	RealName    string `json:"real_name"`
	DisplayName string `json:"display_name"`
	Team        string `json:"team"`
	BotID       string `json:"bot_id,omitempty"`
}

func newUsers() []*user {
	person := func(id, name, realName string) *user {
		return &user{ID: id, TeamID: Team, Name: name, RealName: realName,
			Profile: profile{RealName: realName, DisplayName: name, Team: Team}}
	}
	bot := person(Bot, "bot", "Bot")
	bot.IsBot, bot.Profile.BotID = true, botID
	return []*user{
		bot,
		person(Anna, "anna", "Anna Berg"),
		person(Ben, "ben", "Ben Okafor"),
		person(Cleo, "cleo", "Cleo Marin"),
	}
}

func (s *Server) user(id string) *user {
	for _, u := range s.users {
		if u.ID == id {
			return u
		}
	}
	return nil
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

// getPresence tells of the bot itself more than of others (Slack's page on
// users.getPresence), and of the bot if the call names nobody.
func (s *Server) getPresence(a ask) object {
	id := a.form["user"]
	if id == "" {
		id = Bot
	}
	if s.user(id) == nil {
		return refusal("user_not_found")
	}
	r := object{"ok": true, "presence": s.presence[id]}
	if id == Bot {
		r["online"], r["connection_count"] = len(s.sockets) > 0, len(s.sockets)
		r["auto_away"], r["manual_away"] = false, s.presence[id] == "away"
	}
	return r
}

func (s *Server) setOwnPresence(a ask) object {
	presence, known := map[string]string{"auto": "active", "away": "away"}[a.form["presence"]]
	if !known {
		return refusal("invalid_presence")
	}
	s.setPresence(Bot, presence)
	return object{"ok": true}
}

func (s *Server) botInfo(a ask) object {
	if a.form["bot"] != botID {
		return refusal("bot_not_found")
	}
	return object{"ok": true, "bot": object{
		"id": botID, "app_id": appID, "user_id": Bot, "name": s.user(Bot).Name,
		"deleted": false, "updated": founded, "icons": object{},
	}}
}
