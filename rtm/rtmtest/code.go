package rtmtest

// Codes of the error object in a refused message.
const (
	codeSlowDown     = -1 // seen by slack-go: "slow down, too many messages..."
	codeURLExpired   = 1  // documented: the answer to a used or expired URL
	codeTextMissing  = 2  // seen by slack-go users
	codeNoChannel    = 3  // a choice of this package
	codeUnknownFrame = 5  // a choice of this package
)

// Close codes. Slack documents only that the connection ends.
const (
	closeExpired   = 1000 // after the error frame of an expired URL
	closeMigrated  = 1001 // after team_migration_started
	closeBadJSON   = 1007 // a frame that is not a JSON object
	closeTooBig    = 1009 // a frame over maxFrame
	closeTooMany   = 1013 // after too_many_websockets
	closeRefreshed = 1000 // after refresh_requested
	closeDisabled  = 1000 // after link_disabled
)

// maxFrame is the size of the largest frame that Slack takes, all of its JSON
// counted. A larger one disconnects its sender (slack-api-docs, RTM, limits).
const maxFrame = 16 << 10
