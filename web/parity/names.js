// The events that are listened to. Of Slack's types: those that the scripts use.

const own = {
  v3: [
    "connecting", "authenticated", "unable_to_rtm_start", "ws_opening", "ws_opened", "open", "ws_close", "ws_error",
    "attempting_reconnect", "disconnect", "raw_message", "rate_limited",
  ],
  v4: [
    "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
    "unable_to_rtm_start", "error", "slack_event", "raw_message", "outgoing_message",
  ],
};

const slack = [
  "hello", "goodbye", "pong", "reconnect_url", "team_migration_started", "message", "user_typing", "presence_change",
  "manual_presence_change", "reaction_added", "channel_created", "channel_joined", "channel_left", "channel_rename",
  "team_join", "user_change", "team_rename", "emoji_changed", "a_new_type", "undefined", "null", "parity_mark",
  "message::bot_message", "message::me_message", "message::message_changed", "message::message_deleted",
  "message::channel_join", "emoji_changed::add",
];

/** @param {"v3" | "v4"} dialect */
export const eventsOf = (dialect) => [...own[dialect], ...slack];
