// Package store is the data store of @slack/client v3: what is known of a
// workspace, kept up to date by what happens in it.
//
//	s := store.New(store.Options{})
//	err := s.CacheRTMStart(session.JSON)                       // who and where
//	err = s.Load(ctx, client.CallMethod, nil)                  // all users and conversations
//	err = s.HandleRTMMessage(userID, teamID, typ, frame.JSON)  // each event, in order
//	s.UserByEmail("anna@example.com").Name()
//
// Everything comes in as the JSON that Slack sent, and goes out as JSON with
// every member that Slack sent, also those that nobody has heard of yet. Lookups
// by id, name, e-mail, bot and user look through nothing.
//
// # Goroutines
//
// A [Store] and the models that it gives may be used by several goroutines at a
// time: one mutex guards them all. Load does not hold it while it waits, and
// handlers are called without it. The order of events is the caller's.
//
// # Bad input
//
// What is not sound, or names what the store does not know, changes nothing and
// is told by an [*Error], which is to be logged. Events that carry a whole user
// or conversation store it, so they name nothing unknown.
//
// # How v3 differs
//
//   - v3 keeps the messages with a subtype, and forgets the plain ones. Here
//     all of them enter the history.
//   - In v3 an edit or a deletion hits another message, and the event is added
//     to the history. Here it hits the right one, and the history is what there
//     is to read: each message once, as it is now, in the order of the
//     timestamps.
//   - In v3 leaving what one is not a member of removes someone else.
//   - In v3 messages that tell of a new topic, purpose, name or kind (public or
//     private) change nothing. Here the conversation follows.
//   - In v3 presence_change with several users does nothing, nor does
//     user_typing outside public channels.
//   - In v3 a reaction that is removed without having been known appears, and
//     one that is told twice counts twice.
//   - In v3 the history grows without end. Here it has a limit.
//   - In v3 unreadCount begins at zero and lastRead too, whatever
//     Slack says in last_read and unread_count. Here Slack is believed.
//   - In v3 getUnreadCount does nothing.
//   - In v3 the kind of a conversation is the first letter of its id. Private
//     channels and conversations of several people begin with C today, so here
//     an id is found whatever it is; and it is one of channel, group and DM.
//   - In v3 a conversation of several people is a Group, whose getType is
//     "group". Here it is found as a group, and its Type is "mpdm".
//   - In v3 each connection clears the store. Here that of rtm.connect, which
//     lists nothing, does not.
//   - In v3 a registered handler is that of all stores.
//   - In v3 setting a model takes the place of the old one with its history.
//     Here the history stays, since what a getter gives is a snapshot.
//   - In v3 what events change shows in toJSON only if Slack sent it before.
//   - v3 has classes for files and user groups, which nothing stores. Here they
//     are members of what they came with.
//
// The names of v3 are with each method.
package store
