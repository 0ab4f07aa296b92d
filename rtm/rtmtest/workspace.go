package rtmtest

// The ids of the workspace that New makes.
const (
	Team = "T0000001" // "Fake Workspace", fake.slack.com

	Bot  = "U00000BOT" // "bot": the user that every client is
	Anna = "U0000ANNA"
	Ben  = "U00000BEN"
	Cleo = "U0000CLEO"

	General = "C0GENERAL"
	Random  = "C00RANDOM"
	AnnaDM  = "D0000ANNA" // the bot's direct message with anna
)

const (
	botID    = "B00000BOT"
	teamName = "Fake Workspace"
	domain   = "fake"
)

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
}

func newUsers() []*user {
	person := func(id, name, realName string) *user {
		return &user{ID: id, TeamID: Team, Name: name, RealName: realName,
			Profile: profile{RealName: realName, DisplayName: name, Team: Team}}
	}
	bot := person(Bot, "bot", "Bot")
	bot.IsBot = true
	return []*user{
		bot,
		person(Anna, "anna", "Anna Berg"),
		person(Ben, "ben", "Ben Okafor"),
		person(Cleo, "cleo", "Cleo Marin"),
	}
}

type channel struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"`
	User       string `json:"user,omitempty"` // the other one of a direct message
	IsChannel  bool   `json:"is_channel"`
	IsIM       bool   `json:"is_im"`
	IsGeneral  bool   `json:"is_general"`
	IsPrivate  bool   `json:"is_private"`
	IsArchived bool   `json:"is_archived"`
	IsMember   bool   `json:"is_member"`
	Creator    string `json:"creator,omitempty"`
	Created    int64  `json:"created"`

	log record[message] // the oldest first
}

func newChannels(history limit) []*channel {
	public := func(id, name string) *channel {
		return &channel{ID: id, Name: name, IsChannel: true, IsMember: true, Creator: Anna, Created: 1500000000}
	}
	general := public(General, "general")
	general.IsGeneral = true
	channels := []*channel{
		general,
		public(Random, "random"),
		{ID: AnnaDM, User: Anna, IsIM: true, IsPrivate: true, Created: 1500000000},
	}
	for _, c := range channels {
		c.log.limit = history
	}
	return channels
}

func (s *Server) user(id string) *user {
	for _, u := range s.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}

func (s *Server) channel(id string) *channel {
	for _, c := range s.channels {
		if c.ID == id {
			return c
		}
	}
	return nil
}
