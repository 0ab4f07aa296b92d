package rtmtest

import (
	"slices"
	"strings"
)

// A method of the Web API takes the arguments that are named in takes, beside
// the token, and answers with s.mu held.
type method struct {
	takes  string
	answer func(s *Server, a ask) object
}

// anything stands for whatever arguments a client may think of.
const anything = "*"

// What several methods take, as Slack's pages on them say.
const (
	paging  = " cursor limit"
	span    = " oldest latest inclusive include_all_metadata"
	wording = " text blocks attachments as_user link_names parse"
	author  = " username icon_emoji icon_url"
)

// methods are what the workspace answers. Those that stand here although Slack
// has retired them (channels.list, im.open, files.upload and so on) are asked by
// bots of the time of RTM.
var methods = map[string]method{
	"api.test":    {anything, (*Server).apiTest},
	"auth.test":   {anything, (*Server).authTest},
	"rtm.connect": {anything, (*Server).connect},
	// Since September 2022 this answers as rtm.connect does (Slack's changelog,
	// "rtm.start to stop").
	"rtm.start":             {anything, (*Server).connect},
	"apps.connections.open": {"", (*Server).openConnection},
	"team.info":             {"team", (*Server).teamInfo},

	"users.list":        {"include_locale presence" + paging, (*Server).listUsers},
	"users.info":        {"user include_locale", (*Server).userInfo},
	"users.getPresence": {"user", (*Server).getPresence},
	"users.setPresence": {"presence", (*Server).setOwnPresence},
	"bots.info":         {"bot", (*Server).botInfo},

	"conversations.list":       {"types exclude_archived" + paging, (*Server).listConversations},
	"conversations.info":       {"channel include_locale include_num_members", (*Server).conversationInfo},
	"conversations.members":    {"channel" + paging, (*Server).listMembers},
	"users.conversations":      {"user types exclude_archived" + paging, (*Server).listOf},
	"channels.list":            {"exclude_archived exclude_members" + paging, (*Server).listOldChannels},
	"conversations.create":     {"name is_private", (*Server).createConversation},
	"conversations.archive":    {"channel", (*Server).archiveConversation},
	"conversations.unarchive":  {"channel", (*Server).unarchiveConversation},
	"conversations.rename":     {"channel name", (*Server).renameConversation},
	"conversations.setTopic":   {"channel topic", (*Server).setTopic},
	"conversations.setPurpose": {"channel purpose", (*Server).setPurpose},
	"conversations.mark":       {"channel ts", (*Server).markRead},

	"conversations.join":   {"channel", (*Server).joinConversation},
	"conversations.leave":  {"channel", (*Server).leaveConversation},
	"conversations.invite": {"channel users", (*Server).inviteUsers},
	"conversations.kick":   {"channel user", (*Server).kickUser},

	"conversations.open":  {"channel users return_im prevent_creation", (*Server).openConversation},
	"conversations.close": {"channel", (*Server).closeConversation},
	"im.open":             {"user return_im include_locale", (*Server).openDirect},

	"conversations.history": {"channel" + span + paging, (*Server).history},
	"conversations.replies": {"channel ts" + span + paging, (*Server).replies},

	"chat.postMessage":   {"channel thread_ts reply_broadcast mrkdwn unfurl_links unfurl_media metadata" + wording + author, (*Server).chatPost},
	"chat.postEphemeral": {"channel user thread_ts" + wording + author, (*Server).chatEphemeral},
	"chat.meMessage":     {"channel text", (*Server).chatMe},
	"chat.update":        {"channel ts reply_broadcast metadata" + wording, (*Server).chatUpdate},
	"chat.delete":        {"channel ts as_user", (*Server).chatDelete},

	"reactions.add":    {"channel timestamp name", (*Server).addReaction},
	"reactions.remove": {"channel timestamp name", (*Server).removeReaction},
	"reactions.get":    {"channel timestamp full", (*Server).getReactions},

	"files.upload": {"channels content file filename filetype initial_comment thread_ts title", (*Server).uploadFile},
	"files.info":   {"file count page" + paging, (*Server).fileInfo},
	"files.list":   {"channel user count page ts_from ts_to types show_files_hidden_by_limit", (*Server).listFiles},
	"files.delete": {"file", (*Server).deleteFile},
}

// refuses gives the answer to a call with arguments that the method does not
// take; nil if there are none. Slack ignores these. Here they are refused in the
// words of Slack, so that a misspelt one is noticed.
func (m method) refuses(a ask) object {
	if m.takes == anything {
		return nil
	}
	taken := append(strings.Fields(m.takes), "token")
	var messages []string
	for key := range a.form {
		if !slices.Contains(taken, key) {
			messages = append(messages, "[ERROR] "+a.method+" takes no argument "+key)
		}
	}
	if messages == nil {
		return nil
	}
	slices.Sort(messages)
	r := refusal("invalid_arguments")
	r["response_metadata"] = object{"messages": messages}
	return r
}
