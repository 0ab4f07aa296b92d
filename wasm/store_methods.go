//go:build js && wasm

package main

import "rtmwasm/rtm/store"

// These are the methods of v3's data store whose arguments are alike, by v3's
// names. Lists, since Go writes out code for each entry of a map of functions.

type method[F any] struct {
	name string
	call F
}

// find gives the method of this name, or nil.
func find[F any](methods []method[F], name string) (call F) {
	for _, m := range methods {
		if m.name == name {
			return m.call
		}
	}
	return call
}

var setters = []method[func(*store.Store, []byte) error]{
	{"setUser", (*store.Store).SetUser},
	{"setChannel", (*store.Store).SetChannel},
	{"setGroup", (*store.Store).SetGroup},
	{"setDM", (*store.Store).SetDM},
	{"setBot", (*store.Store).SetBot},
	{"setTeam", (*store.Store).SetTeam},
	{"upsertUser", (*store.Store).UpsertUser},
	{"upsertChannel", (*store.Store).UpsertChannel},
	{"upsertGroup", (*store.Store).UpsertGroup},
	{"upsertDM", (*store.Store).UpsertDM},
	{"upsertBot", (*store.Store).UpsertBot},
	{"upsertTeam", (*store.Store).UpsertTeam},
}

var removers = []method[func(*store.Store, string)]{
	{"removeUser", (*store.Store).RemoveUser},
	{"removeChannel", (*store.Store).RemoveChannel},
	{"removeGroup", (*store.Store).RemoveGroup},
	{"removeDM", (*store.Store).RemoveDM},
	{"removeBot", (*store.Store).RemoveBot},
	{"removeTeam", (*store.Store).RemoveTeam},
}

// getters give a snapshot as JavaScript gets it, nil for none; the last six a
// list of all.
var getters = []method[func(s *store.Store, key string) any]{
	{"getUserById", func(s *store.Store, key string) any { return ofModel(s.UserByID(key)) }},
	{"getUserByName", func(s *store.Store, key string) any { return ofModel(s.UserByName(key)) }},
	{"getUserByEmail", func(s *store.Store, key string) any { return ofModel(s.UserByEmail(key)) }},
	{"getUserByBotId", func(s *store.Store, key string) any { return ofModel(s.UserByBotID(key)) }},
	{"getChannelById", func(s *store.Store, key string) any { return ofConversation(s.ChannelByID(key)) }},
	{"getChannelByName", func(s *store.Store, key string) any { return ofConversation(s.ChannelByName(key)) }},
	{"getChannelOrGroupByName", func(s *store.Store, key string) any { return ofConversation(s.ChannelOrGroupByName(key)) }},
	{"getChannelGroupOrDMById", func(s *store.Store, key string) any { return ofConversation(s.ChannelGroupOrDMByID(key)) }},
	{"getGroupById", func(s *store.Store, key string) any { return ofConversation(s.GroupByID(key)) }},
	{"getGroupByName", func(s *store.Store, key string) any { return ofConversation(s.GroupByName(key)) }},
	{"getDMById", func(s *store.Store, key string) any { return ofConversation(s.DMByID(key)) }},
	{"getDMByName", func(s *store.Store, key string) any { return ofConversation(s.DMByName(key)) }},
	{"getDMByUserId", func(s *store.Store, key string) any { return ofConversation(s.DMByUserID(key)) }},
	{"getBotById", func(s *store.Store, key string) any { return ofModel(s.BotByID(key)) }},
	{"getBotByName", func(s *store.Store, key string) any { return ofModel(s.BotByName(key)) }},
	{"getBotByUserId", func(s *store.Store, key string) any { return ofModel(s.BotByUserID(key)) }},
	{"getTeamById", func(s *store.Store, key string) any { return ofModel(s.TeamByID(key)) }},
	{"users", func(s *store.Store, _ string) any { return listOf(s.Users(), ofModel) }},
	{"channels", func(s *store.Store, _ string) any { return listOf(s.Channels(), ofConversation) }},
	{"groups", func(s *store.Store, _ string) any { return listOf(s.Groups(), ofConversation) }},
	{"dms", func(s *store.Store, _ string) any { return listOf(s.DMs(), ofConversation) }},
	{"bots", func(s *store.Store, _ string) any { return listOf(s.Bots(), ofModel) }},
	{"teams", func(s *store.Store, _ string) any { return listOf(s.Teams(), ofModel) }},
}
