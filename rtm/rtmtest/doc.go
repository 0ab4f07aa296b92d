// Package rtmtest is a fake Slack, in the manner of net/http/httptest: one
// scripted workspace that speaks Slack's Web API and its RTM protocol.
//
// A [Server] has two doors to the same workspace. [Server.Call] and
// [Server.Dial] are a transport.Caller and a transport.Dialer in memory: they open no
// connection and start no goroutine, so they work inside a testing/synctest
// bubble and in a WebAssembly binary. As an http.Handler (not in js builds) it
// serves any client over HTTP and WebSocket; a [Host] serves many workspaces
// by name, and [Control] lets a page script one of them.
//
// # How to script it, most common first
//
//   - Nothing at all: rtm.connect succeeds, hello comes, messages are
//     acknowledged, pings are answered.
//   - Let people speak: [Server.Say], [Server.Reply], [Server.Typing],
//     [Server.Edit], [Server.Delete], [Server.React], [Server.Share],
//     [Server.SetPresence], or [Server.Send] for any frame.
//   - Let channels change: [Server.Create], [Server.Join], [Server.Leave],
//     [Server.SetTopic], [Server.SetPurpose], [Server.Archive].
//   - See what the client did: [Server.Received], [Server.Calls],
//     [Server.Sockets], [Server.Opened].
//   - Break the connection: [Server.Drop], [Server.HalfOpen],
//     [Server.CloseAll].
//   - Refuse calls: [Server.Refuse], [Server.AcceptOnly], [Server.RateLimit],
//     [Server.AnswerStatus], [Server.FailCalls], [Server.StallCalls].
//   - Spoil the opening: [Server.StallOpens], [Server.RefuseOpens],
//     [Server.StallHello], [Server.ExpireURL].
//   - Tamper with replies: [Server.HoldAcks], [Server.DelayAcks],
//     [Server.Nack], [Server.LosePongs], [Server.LoseLastAck],
//     [Server.EnforceRate].
//   - Announce changes: [Server.Goodbye], [Server.OfferReconnectURL],
//     [Server.MigrateTeam].
//   - Speak Socket Mode: apps.connections.open with a token that begins with xapp-; see
//     [Server.Acks], [Server.Press], [Server.Command], [Server.Warn], [Server.Refresh],
//     [Server.SwitchOff], [Server.SetConnectionTime], [Server.HastenRetries].
//   - Load it: [Server.Flood]. Bring it to life: [Server.People].
//
// A count n of such a method is how many times the fault strikes; a negative n
// means from now on, and 0 ends the fault.
//
// # How faithful it is
//
// The protocol follows Slack's documentation of the RTM API (the archived
// repository slackhq/slack-api-docs, and docs.slack.dev) and what the official
// clients were seen to handle. Slack never published a list of the codes that
// a refused message may carry, nor the codes with which it closes a socket.
// The codes in code.go say which of them were seen at Slack and which are this
// package's choice.
//
// The methods of the Web API are those that bots of the RTM API ask, also such as
// Slack has retired since (channels.list, im.open, files.upload); methods.go lists
// them with their arguments. They answer and refuse as Slack's pages on them say. On
// purpose stricter than Slack is one thing: an argument that a method does not take
// is invalid_arguments, so that a misspelt one is noticed. The methods with which a
// client starts, and api.test, take any.
//
// The bot hears of what happens in the channels that it is in. Files have no
// contents, and a message that only one user sees (chat.postEphemeral) reaches
// nobody, since no client is anybody's but the bot's.
//
// Every socket belongs to the same user, the bot. A message from one socket is
// acknowledged there and reaches the other sockets as an event.
//
// In Socket Mode, of whose details Slack documents less, these are this package's choice: an
// event that comes again has the same event_id in another envelope; what people wait for
// (interactive, slash_commands) comes once; sockets have their turns; too_many_websockets
// comes in place of hello.
//
// All methods may be called from any goroutine. End with [Server.Close].
package rtmtest
