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
	appID    = "A00000BOT"
	teamName = "Fake Workspace"
	domain   = "fake"
	founded  = 1500000000 // when all of the above was made, in seconds
)
