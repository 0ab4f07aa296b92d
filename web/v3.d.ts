/**
 * The constants of `@slack/client` v3, for code that names events by them.
 *
 * ```js
 * import { CLIENT_EVENTS, RTM_EVENTS, RtmClient } from "rtmwasm";
 *
 * rtm.on(CLIENT_EVENTS.RTM.RTM_CONNECTION_OPENED, () => {});
 * rtm.on(RTM_EVENTS.REACTION_ADDED, (event) => console.log(event.reaction));
 * ```
 */

import type { RetryOptions } from "./rtm.js";

/**
 * v3's names of the client's own events. What each means: see `ClientEvents`.
 * @deprecated Use the names themselves: an editor shows them, and a misspelt one is an error.
 */
export declare const CLIENT_EVENTS: {
  readonly WEB: { readonly RATE_LIMITED: "rate_limited" };
  readonly RTM: {
    readonly CONNECTING: "connecting";
    readonly AUTHENTICATED: "authenticated";
    readonly WS_OPENING: "ws_opening";
    readonly WS_OPENED: "ws_opened";
    /** The connection can be used. */
    readonly RTM_CONNECTION_OPENED: "open";
    readonly DISCONNECT: "disconnect";
    readonly UNABLE_TO_RTM_START: "unable_to_rtm_start";
    readonly WS_CLOSE: "ws_close";
    readonly WS_ERROR: "ws_error";
    readonly ATTEMPTING_RECONNECT: "attempting_reconnect";
    readonly RAW_MESSAGE: "raw_message";
  };
};

/**
 * v3's names of the types of Slack's events, and of those that Slack has documented since.
 * @deprecated Use the types themselves, such as `"reaction_added"`.
 */
export declare const RTM_EVENTS: {
  readonly ACCOUNTS_CHANGED: "accounts_changed";
  readonly BOT_ADDED: "bot_added";
  readonly BOT_CHANGED: "bot_changed";
  readonly CHANNEL_ARCHIVE: "channel_archive";
  readonly CHANNEL_CREATED: "channel_created";
  readonly CHANNEL_DELETED: "channel_deleted";
  readonly CHANNEL_HISTORY_CHANGED: "channel_history_changed";
  readonly CHANNEL_JOINED: "channel_joined";
  readonly CHANNEL_LEFT: "channel_left";
  readonly CHANNEL_MARKED: "channel_marked";
  readonly CHANNEL_POSTING_PERMISSIONS: "channel_posting_permissions";
  readonly CHANNEL_RENAME: "channel_rename";
  readonly CHANNEL_UNARCHIVE: "channel_unarchive";
  readonly COMMANDS_CHANGED: "commands_changed";
  readonly DND_UPDATED: "dnd_updated";
  readonly DND_UPDATED_USER: "dnd_updated_user";
  readonly EMAIL_DOMAIN_CHANGED: "email_domain_changed";
  readonly EMOJI_CHANGED: "emoji_changed";
  readonly EXTERNAL_ORG_MIGRATION_FINISHED: "external_org_migration_finished";
  readonly EXTERNAL_ORG_MIGRATION_STARTED: "external_org_migration_started";
  readonly FILE_CHANGE: "file_change";
  readonly FILE_COMMENT_ADDED: "file_comment_added";
  readonly FILE_COMMENT_DELETED: "file_comment_deleted";
  readonly FILE_COMMENT_EDITED: "file_comment_edited";
  readonly FILE_CREATED: "file_created";
  readonly FILE_DELETED: "file_deleted";
  readonly FILE_PRIVATE: "file_private";
  readonly FILE_PUBLIC: "file_public";
  readonly FILE_SHARED: "file_shared";
  readonly FILE_UNSHARED: "file_unshared";
  readonly GOODBYE: "goodbye";
  readonly GROUP_ARCHIVE: "group_archive";
  readonly GROUP_CLOSE: "group_close";
  readonly GROUP_DELETED: "group_deleted";
  readonly GROUP_HISTORY_CHANGED: "group_history_changed";
  readonly GROUP_JOINED: "group_joined";
  readonly GROUP_LEFT: "group_left";
  readonly GROUP_MARKED: "group_marked";
  readonly GROUP_OPEN: "group_open";
  readonly GROUP_RENAME: "group_rename";
  readonly GROUP_UNARCHIVE: "group_unarchive";
  readonly HELLO: "hello";
  readonly IM_CLOSE: "im_close";
  readonly IM_CREATED: "im_created";
  readonly IM_HISTORY_CHANGED: "im_history_changed";
  readonly IM_MARKED: "im_marked";
  readonly IM_OPEN: "im_open";
  readonly MANUAL_PRESENCE_CHANGE: "manual_presence_change";
  readonly MEMBER_JOINED_CHANNEL: "member_joined_channel";
  readonly MEMBER_LEFT_CHANNEL: "member_left_channel";
  readonly MESSAGE: "message";
  readonly MPIM_CLOSE: "mpim_close";
  readonly MPIM_HISTORY_CHANGED: "mpim_history_changed";
  readonly MPIM_JOINED: "mpim_joined";
  readonly MPIM_OPEN: "mpim_open";
  readonly PIN_ADDED: "pin_added";
  readonly PIN_REMOVED: "pin_removed";
  readonly PREF_CHANGE: "pref_change";
  readonly PRESENCE_CHANGE: "presence_change";
  readonly PRESENCE_QUERY: "presence_query";
  readonly PRESENCE_SUB: "presence_sub";
  readonly REACTION_ADDED: "reaction_added";
  readonly REACTION_REMOVED: "reaction_removed";
  readonly RECONNECT_URL: "reconnect_url";
  readonly SHARED_CHANNEL_INVITE_RECEIVED: "shared_channel_invite_received";
  readonly STAR_ADDED: "star_added";
  readonly STAR_REMOVED: "star_removed";
  readonly SUBTEAM_CREATED: "subteam_created";
  readonly SUBTEAM_MEMBERS_CHANGED: "subteam_members_changed";
  readonly SUBTEAM_SELF_ADDED: "subteam_self_added";
  readonly SUBTEAM_SELF_REMOVED: "subteam_self_removed";
  readonly SUBTEAM_UPDATED: "subteam_updated";
  readonly TEAM_DOMAIN_CHANGE: "team_domain_change";
  readonly TEAM_JOIN: "team_join";
  readonly TEAM_MIGRATION_STARTED: "team_migration_started";
  readonly TEAM_PLAN_CHANGE: "team_plan_change";
  readonly TEAM_PREF_CHANGE: "team_pref_change";
  readonly TEAM_PROFILE_CHANGE: "team_profile_change";
  readonly TEAM_PROFILE_DELETE: "team_profile_delete";
  readonly TEAM_PROFILE_REORDER: "team_profile_reorder";
  readonly TEAM_RENAME: "team_rename";
  readonly USER_CHANGE: "user_change";
  readonly USER_CONNECTION: "user_connection";
  readonly USER_HUDDLE_CHANGED: "user_huddle_changed";
  readonly USER_PROFILE_CHANGED: "user_profile_changed";
  readonly USER_STATUS_CHANGED: "user_status_changed";
  readonly USER_TYPING: "user_typing";
};

/**
 * v3's names of the subtypes of messages.
 * @deprecated Use the subtypes themselves, such as `"channel_join"`.
 */
export declare const RTM_MESSAGE_SUBTYPES: {
  readonly ASSISTANT_APP_THREAD: "assistant_app_thread";
  readonly BOT_MESSAGE: "bot_message";
  readonly CHANNEL_ARCHIVE: "channel_archive";
  readonly CHANNEL_CONVERT_TO_PRIVATE: "channel_convert_to_private";
  readonly CHANNEL_CONVERT_TO_PUBLIC: "channel_convert_to_public";
  readonly CHANNEL_JOIN: "channel_join";
  readonly CHANNEL_LEAVE: "channel_leave";
  readonly CHANNEL_NAME: "channel_name";
  readonly CHANNEL_POSTING_PERMISSIONS: "channel_posting_permissions";
  readonly CHANNEL_PURPOSE: "channel_purpose";
  readonly CHANNEL_TOPIC: "channel_topic";
  readonly CHANNEL_UNARCHIVE: "channel_unarchive";
  readonly DOCUMENT_MENTION: "document_mention";
  readonly EKM_ACCESS_DENIED: "ekm_access_denied";
  readonly FILE_COMMENT: "file_comment";
  readonly FILE_MENTION: "file_mention";
  readonly FILE_SHARE: "file_share";
  readonly GROUP_ARCHIVE: "group_archive";
  readonly GROUP_JOIN: "group_join";
  readonly GROUP_LEAVE: "group_leave";
  readonly GROUP_NAME: "group_name";
  readonly GROUP_PURPOSE: "group_purpose";
  readonly GROUP_TOPIC: "group_topic";
  readonly GROUP_UNARCHIVE: "group_unarchive";
  readonly ME_MESSAGE: "me_message";
  readonly MESSAGE_CHANGED: "message_changed";
  readonly MESSAGE_DELETED: "message_deleted";
  readonly MESSAGE_REPLIED: "message_replied";
  readonly PINNED_ITEM: "pinned_item";
  readonly REMINDER_ADD: "reminder_add";
  readonly REPLY_BROADCAST: "reply_broadcast";
  readonly THREAD_BROADCAST: "thread_broadcast";
  readonly UNPINNED_ITEM: "unpinned_item";
};

/**
 * v3's names of `retryPolicies`.
 * @deprecated Use `retryPolicies`.
 */
export declare const RETRY_POLICIES: {
  readonly RETRY_FOREVER_EXPONENTIAL: RetryOptions;
  readonly RETRY_FOREVER_EXPONENTIAL_CAPPED: RetryOptions;
  readonly RETRY_FOREVER_EXPONENTIAL_CAPPED_RANDOM: RetryOptions;
  readonly FIVE_RETRIES_IN_FIVE_MINUTES: RetryOptions;
  readonly TEST_RETRY_POLICY: RetryOptions;
};
