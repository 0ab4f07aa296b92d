/**
 * What Slack sends over an RTM connection: one type for each event, and
 * {@link SlackEvents}, which maps an event's name to it.
 *
 * A type lists the fields that Slack documents. Slack may add fields, and may
 * send events that are not listed here; those arrive as {@link UnknownEvent}.
 */

/**
 * A Slack timestamp such as `"1700000000.000100"`: seconds and a serial number,
 * unique in its channel. Compare it as a string; a float cannot hold it.
 */
export type Timestamp = string;

/** Seconds since 1970. */
export type UnixSeconds = number;

/** An event that this file does not list. */
export interface UnknownEvent {
  type: string;
  [key: string]: unknown;
}

// Objects that events carry. They are open: Slack sends more than is listed.

/** A member of a workspace, or a bot. */
export interface SlackUser {
  id: string;
  team_id?: string;
  name?: string;
  real_name?: string;
  deleted?: boolean;
  color?: string;
  tz?: string;
  tz_label?: string;
  /** Seconds east of UTC. */
  tz_offset?: number;
  profile?: UserProfile;
  is_admin?: boolean;
  is_owner?: boolean;
  is_primary_owner?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  is_bot?: boolean;
  is_app_user?: boolean;
  updated?: UnixSeconds;
  [key: string]: unknown;
}

/** What a user says of themselves. */
export interface UserProfile {
  real_name?: string;
  real_name_normalized?: string;
  display_name?: string;
  display_name_normalized?: string;
  first_name?: string;
  last_name?: string;
  title?: string;
  phone?: string;
  email?: string;
  team?: string;
  avatar_hash?: string;
  status_text?: string;
  status_emoji?: string;
  /** 0 when the status does not expire. */
  status_expiration?: UnixSeconds;
  huddle_state?: string;
  huddle_state_expiration_ts?: UnixSeconds;
  image_24?: string;
  image_32?: string;
  image_48?: string;
  image_72?: string;
  image_192?: string;
  image_512?: string;
  [key: string]: unknown;
}

/** A channel, a private channel or a direct message. */
export interface SlackChannel {
  id: string;
  name?: string;
  created?: UnixSeconds;
  creator?: string;
  user?: string;
  is_channel?: boolean;
  is_group?: boolean;
  is_im?: boolean;
  is_mpim?: boolean;
  is_private?: boolean;
  is_archived?: boolean;
  is_general?: boolean;
  is_member?: boolean;
  is_open?: boolean;
  last_read?: Timestamp;
  members?: string[];
  topic?: ChannelText;
  purpose?: ChannelText;
  [key: string]: unknown;
}

/** A channel's topic or purpose. */
export interface ChannelText {
  value: string;
  creator: string;
  last_set: UnixSeconds;
}

/** A bot of an app. */
export interface SlackBot {
  id: string;
  app_id?: string;
  name?: string;
  icons?: Record<string, string>;
  [key: string]: unknown;
}

/** A file. Events as a rule carry the `id` alone; `files.info` has the rest. */
export interface SlackFile {
  id: string;
  name?: string;
  title?: string;
  mimetype?: string;
  filetype?: string;
  size?: number;
  user?: string;
  url_private?: string;
  permalink?: string;
  [key: string]: unknown;
}

/** A comment on a file. */
export interface FileComment {
  id?: string;
  user?: string;
  comment?: string;
  [key: string]: unknown;
}

/** A user group. */
export interface SlackSubteam {
  id: string;
  team_id?: string;
  is_usergroup?: boolean;
  name?: string;
  description?: string;
  handle?: string;
  is_external?: boolean;
  date_create?: UnixSeconds;
  date_update?: UnixSeconds;
  /** 0 unless disabled. */
  date_delete?: UnixSeconds;
  auto_type?: string | null;
  created_by?: string;
  updated_by?: string;
  deleted_by?: string | null;
  prefs?: { channels: string[]; groups: string[] };
  /** At most 500; `user_count` has the true number. */
  users?: string[];
  user_count?: string | number;
  [key: string]: unknown;
}

/** When somebody does not want to be disturbed. */
export interface DndStatus {
  dnd_enabled: boolean;
  next_dnd_start_ts: UnixSeconds;
  next_dnd_end_ts: UnixSeconds;
  /** Only about oneself. */
  snooze_enabled?: boolean;
  snooze_endtime?: UnixSeconds;
  snooze_remaining?: number;
}

/** What was pinned or starred. */
export interface SlackItem {
  type?: string;
  channel?: string;
  created?: UnixSeconds;
  created_by?: string;
  message?: NestedMessage;
  file?: SlackFile;
  [key: string]: unknown;
}

/** The message that a reaction belongs to. */
export interface ReactionItem {
  type: "message";
  channel: string;
  ts: Timestamp;
}

/** An invitation to a channel of another workspace. */
export interface SharedInvite {
  id: string;
  date_created?: UnixSeconds;
  date_invalid?: UnixSeconds;
  inviting_team?: { id: string; name?: string; domain?: string; is_verified?: boolean; date_created?: UnixSeconds; [key: string]: unknown };
  inviting_user?: SlackUser;
  recipient_user_id?: string;
  recipient_email?: string;
  [key: string]: unknown;
}

/** A message inside an event: without its channel. */
export interface NestedMessage {
  type?: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  text?: string;
  ts?: Timestamp;
  thread_ts?: Timestamp;
  edited?: { user: string; ts: Timestamp };
  [key: string]: unknown;
}

// Messages.

/** The fields that any message may have. */
export interface MessageFields {
  type: "message";
  /** The channel, private channel or direct message that it is in. */
  channel: string;
  /** Names the message within its channel. */
  ts: Timestamp;
  user?: string;
  text?: string;
  team?: string;
  /** The first message of the thread that this one belongs to. */
  thread_ts?: Timestamp;
  parent_user_id?: string;
  reply_count?: number;
  bot_id?: string;
  app_id?: string;
  edited?: { user: string; ts: Timestamp };
  files?: SlackFile[];
  blocks?: { type: string; [key: string]: unknown }[];
  attachments?: { [key: string]: unknown }[];
  reactions?: { name: string; count: number; users: string[] }[];
  pinned_to?: string[];
  is_starred?: boolean;
  client_msg_id?: string;
  /** True for a message that is there for programs, such as a deletion, and not meant to be shown. */
  hidden?: boolean;
  event_ts?: Timestamp;
}

/** Somebody wrote something: a message without a subtype. */
export interface PlainMessage extends MessageFields {
  subtype?: undefined;
  text: string;
}

/** An integration wrote something. There is no `user`. */
export interface BotMessage extends MessageFields {
  subtype: "bot_message";
  bot_id: string;
  text: string;
  username?: string;
  icons?: Record<string, string>;
}

/** A `/me` message. */
export interface MeMessage extends MessageFields {
  subtype: "me_message";
  text: string;
}

/** A message was edited. `message` is the new one, and its `ts` names it; the outer `ts` is the event's own. */
export interface MessageChanged extends MessageFields {
  subtype: "message_changed";
  message: NestedMessage;
  previous_message?: NestedMessage;
}

/** A message was deleted: the one that `deleted_ts` names. */
export interface MessageDeleted extends MessageFields {
  subtype: "message_deleted";
  deleted_ts: Timestamp;
  previous_message?: NestedMessage;
}

/** A thread got a reply; `message` is the thread's first message. */
export interface MessageReplied extends MessageFields {
  subtype: "message_replied";
  message: NestedMessage;
}

/** A reply in a thread was shown to the whole channel too. */
export interface ThreadBroadcast extends MessageFields {
  subtype: "thread_broadcast";
  root?: NestedMessage;
}

/** The older form of {@link ThreadBroadcast}. */
export interface ReplyBroadcast extends MessageFields {
  subtype: "reply_broadcast";
}

/** Somebody joined a channel or a private channel. */
export interface ChannelJoinMessage extends MessageFields {
  subtype: "channel_join" | "group_join";
  inviter?: string;
}

/** Somebody left a channel or a private channel. */
export interface ChannelLeaveMessage extends MessageFields {
  subtype: "channel_leave" | "group_leave";
}

/** The topic of a channel was set. */
export interface ChannelTopicMessage extends MessageFields {
  subtype: "channel_topic" | "group_topic";
  topic: string;
}

/** The purpose of a channel was set. */
export interface ChannelPurposeMessage extends MessageFields {
  subtype: "channel_purpose" | "group_purpose";
  purpose: string;
}

/** A channel was renamed. */
export interface ChannelNameMessage extends MessageFields {
  subtype: "channel_name" | "group_name";
  old_name: string;
  name: string;
}

/** A channel was archived. */
export interface ChannelArchiveMessage extends MessageFields {
  subtype: "channel_archive" | "group_archive";
  members?: string[];
}

/** A channel was taken out of the archive. */
export interface ChannelUnarchiveMessage extends MessageFields {
  subtype: "channel_unarchive" | "group_unarchive";
}

/** A channel was made private or public. */
export interface ChannelConvertMessage extends MessageFields {
  subtype: "channel_convert_to_private" | "channel_convert_to_public";
}

/** Who may post in a channel was changed. */
export interface ChannelPostingPermissionsMessage extends MessageFields {
  subtype: "channel_posting_permissions";
}

/** A file was shared. Newer messages have it in `files`, older ones in `file`. */
export interface FileShareMessage extends MessageFields {
  subtype: "file_share";
  file?: SlackFile;
  upload?: boolean;
}

/** No longer sent: file comments became threads. */
export interface FileCommentMessage extends MessageFields {
  subtype: "file_comment";
  file?: SlackFile;
  comment?: FileComment;
}

/** A file was mentioned. */
export interface FileMentionMessage extends MessageFields {
  subtype: "file_mention";
  file?: SlackFile;
}

/** Something was pinned in a channel, or unpinned. */
export interface PinnedItemMessage extends MessageFields {
  subtype: "pinned_item" | "unpinned_item";
  item_type?: string;
  item?: SlackItem;
}

/** A reminder was set. */
export interface ReminderAddMessage extends MessageFields {
  subtype: "reminder_add";
}

/** Somebody was mentioned in a canvas. */
export interface DocumentMentionMessage extends MessageFields {
  subtype: "document_mention";
}

/** A thread with an assistant app began. */
export interface AssistantAppThreadMessage extends MessageFields {
  subtype: "assistant_app_thread";
}

/** The administrators withhold the content. */
export interface EkmAccessDeniedMessage extends MessageFields {
  subtype: "ekm_access_denied";
}

/**
 * The messages that have a subtype, by subtype. A program can add those it
 * knows of, as with {@link SlackEvents}.
 */
export interface SlackMessages {
  assistant_app_thread: AssistantAppThreadMessage;
  bot_message: BotMessage;
  channel_archive: ChannelArchiveMessage;
  channel_convert_to_private: ChannelConvertMessage;
  channel_convert_to_public: ChannelConvertMessage;
  channel_join: ChannelJoinMessage;
  channel_leave: ChannelLeaveMessage;
  channel_name: ChannelNameMessage;
  channel_posting_permissions: ChannelPostingPermissionsMessage;
  channel_purpose: ChannelPurposeMessage;
  channel_topic: ChannelTopicMessage;
  channel_unarchive: ChannelUnarchiveMessage;
  document_mention: DocumentMentionMessage;
  ekm_access_denied: EkmAccessDeniedMessage;
  file_comment: FileCommentMessage;
  file_mention: FileMentionMessage;
  file_share: FileShareMessage;
  group_archive: ChannelArchiveMessage;
  group_join: ChannelJoinMessage;
  group_leave: ChannelLeaveMessage;
  group_name: ChannelNameMessage;
  group_purpose: ChannelPurposeMessage;
  group_topic: ChannelTopicMessage;
  group_unarchive: ChannelUnarchiveMessage;
  me_message: MeMessage;
  message_changed: MessageChanged;
  message_deleted: MessageDeleted;
  message_replied: MessageReplied;
  pinned_item: PinnedItemMessage;
  reminder_add: ReminderAddMessage;
  reply_broadcast: ReplyBroadcast;
  thread_broadcast: ThreadBroadcast;
  unpinned_item: PinnedItemMessage;
}

/**
 * Any message. `subtype` tells them apart; a plain message has none. Slack may
 * send others than are listed: treat those as plain unless they are `hidden`.
 *
 * @example
 * rtm.on("message", (event) => {
 *   if (event.subtype === "message_changed") console.log(event.message.text);
 *   else if (event.subtype === undefined) console.log(event.user, event.text);
 * });
 */
export type SlackMessageEvent = PlainMessage | SlackMessages[keyof SlackMessages];

// The connection itself.

/** The first frame: the connection can be used. */
export interface HelloEvent {
  type: "hello";
  /** Seen, not documented. */
  fast_reconnect?: boolean;
}

/** The server will close the connection soon. The client sees to the next one. */
export interface GoodbyeEvent {
  type: "goodbye";
}

/** Slack calls it experimental. The URL admits whoever has it: do not pass it on. */
export interface ReconnectUrlEvent {
  type: "reconnect_url";
  url?: string;
}

/** The workspace moves to another server and the connection closes. The client sees to the next one. */
export interface TeamMigrationStartedEvent {
  type: "team_migration_started";
}

/** The server's answer to a ping. */
export interface PongEvent {
  type: "pong";
  reply_to: number;
  /** Whatever scalars the ping carried. */
  [key: string]: unknown;
}

/** The server reports an error about the connection. It reaches `slack:error`, not the client's own `error`. */
export interface ServerErrorEvent {
  type: "error";
  error: { code: number; msg: string };
}

/** The answer to a frame that was sent. It has no `type`. */
export type ReplyFrame =
  | { type?: undefined; ok: true; reply_to: number; ts?: Timestamp; text?: string; [key: string]: unknown }
  | ReplyErrorFrame;

/** The answer to a frame that Slack refused. */
export interface ReplyErrorFrame {
  type?: undefined;
  ok: false;
  reply_to: number;
  error: { code: number; msg: string };
}

/** The connected accounts of a session changed. Only Slack's own clients need it. */
export interface AccountsChangedEvent {
  type: "accounts_changed";
}

// Channels, private channels, direct messages.

/** A channel was created. */
export interface ChannelCreatedEvent {
  type: "channel_created";
  channel: SlackChannel;
  event_ts?: Timestamp;
}

/** You joined a channel or a private channel, or were added to it. */
export interface ChannelJoinedEvent<T extends string = "channel_joined"> {
  type: T;
  channel: SlackChannel;
}

/** You left. `channel` is an id. */
export interface ChannelLeftEvent<T extends string = "channel_left"> {
  type: T;
  channel: string;
  event_ts?: Timestamp;
}

/** `channel` is an id. */
export interface ChannelDeletedEvent<T extends string = "channel_deleted"> {
  type: T;
  channel: string;
  event_ts?: Timestamp;
}

/** `channel` is an id; `user` is who did it. */
export interface ChannelArchiveEvent<T extends string = "channel_archive"> {
  type: T;
  channel: string;
  user?: string;
  event_ts?: Timestamp;
}

/** A channel was renamed. */
export interface ChannelRenameEvent<T extends string = "channel_rename"> {
  type: T;
  channel: { id: string; name: string; created: UnixSeconds; [key: string]: unknown };
  event_ts?: Timestamp;
}

/** You have read up to `ts`. */
export interface ChannelMarkedEvent<T extends string = "channel_marked"> {
  type: T;
  channel: string;
  ts: Timestamp;
  unread_count?: number;
  unread_count_display?: number;
  num_mentions?: number;
  num_mentions_display?: number;
  mention_count?: number;
  mention_count_display?: number;
  event_ts?: Timestamp;
}

/** Many messages changed at once. What is older than `latest` should be loaded again. */
export interface HistoryChangedEvent<T extends string = "channel_history_changed"> {
  type: T;
  channel?: string;
  latest: Timestamp;
  ts: Timestamp;
  event_ts?: Timestamp;
}

/** You opened or closed it. */
export interface ConversationOpenEvent<T extends string> {
  type: T;
  user: string;
  channel: string;
  event_ts?: Timestamp;
}

/** A direct message was created. */
export interface ImCreatedEvent {
  type: "im_created";
  user: string;
  channel: SlackChannel;
}

/** Somebody joined a channel. */
export interface MemberJoinedChannelEvent {
  type: "member_joined_channel";
  user: string;
  channel: string;
  /** `"C"` for a public channel, `"G"` for a private one. */
  channel_type: string;
  team: string;
  /** Absent when the user came without an invitation. */
  inviter?: string;
  enterprise?: string;
  event_ts?: Timestamp;
}

/** Somebody left a channel. */
export interface MemberLeftChannelEvent {
  type: "member_left_channel";
  user: string;
  channel: string;
  channel_type: string;
  team: string;
  event_ts?: Timestamp;
}

/** An invitation to a channel of another workspace came. */
export interface SharedChannelInviteReceivedEvent {
  type: "shared_channel_invite_received";
  invite: SharedInvite;
  channel: SlackChannel;
  event_ts?: Timestamp;
}

// People.

/** Somebody is typing. It holds for a few seconds. */
export interface UserTypingEvent {
  type: "user_typing";
  channel: string;
  user: string;
  thread_ts?: Timestamp;
}

/** One person's presence (`user`), or that of several (`users`, with `batch_presence_aware`). */
export type PresenceChangeEvent =
  | { type: "presence_change"; presence: "active" | "away"; user: string; users?: undefined }
  | { type: "presence_change"; presence: "active" | "away"; users: string[]; user?: undefined };

/** You set your own presence. */
export interface ManualPresenceChangeEvent {
  type: "manual_presence_change";
  presence: "active" | "away";
}

/** When somebody does not want to be disturbed has changed. */
export interface DndUpdatedEvent<T extends string = "dnd_updated"> {
  type: T;
  user: string;
  dnd_status: DndStatus;
  event_ts?: Timestamp;
}

/** Somebody joined the workspace. */
export interface TeamJoinEvent {
  type: "team_join";
  user: SlackUser;
  cache_ts?: UnixSeconds;
  event_ts?: Timestamp;
}

/** A member's data changed. Its sisters, such as `user_status_changed`, carry the same and come along with it. */
export interface UserChangeEvent<T extends string = "user_change"> {
  type: T;
  user: SlackUser;
  cache_ts?: UnixSeconds;
  event_ts?: Timestamp;
}

// Reactions, pins, stars, files, emoji.

/** A reaction came or went. */
export interface ReactionEvent<T extends string> {
  type: T;
  /** Who reacted. */
  user: string;
  /** The emoji's name, without colons. */
  reaction: string;
  /** Whose message it is. Absent when no user wrote it. */
  item_user?: string;
  item: ReactionItem;
  event_ts: Timestamp;
}

/** Somebody reacted to a message. */
export type ReactionAddedEvent = ReactionEvent<"reaction_added">;

/** Somebody took a reaction away. */
export type ReactionRemovedEvent = ReactionEvent<"reaction_removed">;

/** Something was pinned in a channel. */
export interface PinAddedEvent {
  type: "pin_added";
  user: string;
  channel_id: string;
  item: SlackItem;
  event_ts: Timestamp;
}

/** Something was unpinned in a channel. */
export interface PinRemovedEvent {
  type: "pin_removed";
  user: string;
  channel_id: string;
  item: SlackItem;
  /** Whether the channel has other pins. */
  has_pins?: boolean;
  event_ts: Timestamp;
}

/** You starred something, or took a star away. */
export interface StarEvent<T extends string> {
  type: T;
  user: string;
  item: SlackItem;
  event_ts: Timestamp;
}

/** Something happened to a file; `file` holds little more than its id. */
export interface FileEvent<T extends string> {
  type: T;
  file_id: string;
  file: SlackFile;
  user_id?: string;
  event_ts?: Timestamp;
}

/** A file was shared. */
export interface FileSharedEvent {
  type: "file_shared";
  channel_id: string;
  file_id: string;
  user_id: string;
  file: SlackFile;
  event_ts: Timestamp;
}

/** A file was deleted. */
export interface FileDeletedEvent {
  type: "file_deleted";
  file_id: string;
  event_ts: Timestamp;
}

/** An old event: here `file` may be the id itself. */
export interface FilePrivateEvent {
  type: "file_private";
  file_id?: string;
  file: string | SlackFile;
}

/** No longer sent: file comments became threads. */
export interface FileCommentEvent<T extends string> {
  type: T;
  comment: FileComment;
  file_id: string;
  file: SlackFile;
}

/** No longer sent. `comment` is an id. */
export interface FileCommentDeletedEvent {
  type: "file_comment_deleted";
  comment: string;
  file_id: string;
  file: SlackFile;
}

/** An emoji was added. */
export interface EmojiAddedEvent {
  type: "emoji_changed";
  subtype: "add";
  name: string;
  /** An address, or `alias:` and another emoji's name. */
  value: string;
  event_ts: Timestamp;
}

/** Emoji were removed. */
export interface EmojiRemovedEvent {
  type: "emoji_changed";
  subtype: "remove";
  names: string[];
  event_ts: Timestamp;
}

/** An emoji was renamed. */
export interface EmojiRenamedEvent {
  type: "emoji_changed";
  subtype: "rename";
  old_name: string;
  new_name: string;
  value?: string;
  event_ts: Timestamp;
}

/** Emoji changed in a way that the event does not tell: load the list again, as for any other subtype. */
export interface EmojiReloadEvent {
  type: "emoji_changed";
  subtype?: undefined;
  event_ts: Timestamp;
}

/** The custom emoji changed. */
export type EmojiChangedEvent = EmojiAddedEvent | EmojiRemovedEvent | EmojiRenamedEvent | EmojiReloadEvent;

// The workspace, user groups, bots.

/** A bot was added or changed. */
export interface BotEvent<T extends string> {
  type: T;
  bot: SlackBot;
}

/** A slash command was added or changed. */
export interface CommandsChangedEvent {
  type: "commands_changed";
  event_ts: Timestamp;
}

/** The domain of the workspace's email addresses changed. */
export interface EmailDomainChangedEvent {
  type: "email_domain_changed";
  email_domain: string;
  event_ts: Timestamp;
}

/** A preference changed: yours, or one of the workspace. */
export interface PrefChangeEvent<T extends string = "pref_change"> {
  type: T;
  name: string;
  value: unknown;
}

/** The workspace's domain changed. */
export interface TeamDomainChangeEvent {
  type: "team_domain_change";
  url: string;
  domain: string;
}

/** The workspace was renamed. */
export interface TeamRenameEvent {
  type: "team_rename";
  name: string;
}

/** The workspace's plan changed. */
export interface TeamPlanChangeEvent {
  type: "team_plan_change";
  /** `""`, `"std"`, `"plus"`, `"compliance"` or `"enterprise"`. */
  plan: string;
  can_add_ura?: boolean;
  paid_features?: string[];
}

/** Fields of the profiles were changed. */
export interface TeamProfileChangeEvent {
  type: "team_profile_change";
  profile: { fields: { id: string; [key: string]: unknown }[] };
}

/** `fields` are ids. */
export interface TeamProfileDeleteEvent {
  type: "team_profile_delete";
  profile: { fields: string[] };
}

/** Fields of the profiles were put into another order. */
export interface TeamProfileReorderEvent {
  type: "team_profile_reorder";
  profile: { fields: { id: string; ordering: number }[] };
}

/** A workspace that one shares channels with is being moved to another organization. */
export interface ExternalOrgMigrationStartedEvent {
  type: "external_org_migration_started";
  team: { id: string; is_migrating: boolean };
  date_started: UnixSeconds;
}

/** The move of a workspace that one shares channels with has ended. */
export interface ExternalOrgMigrationFinishedEvent {
  type: "external_org_migration_finished";
  team: { id: string; is_migrating: boolean };
  date_started: UnixSeconds;
  date_finished: UnixSeconds;
}

/** A user group was created or changed. */
export interface SubteamEvent<T extends string> {
  type: T;
  subteam: SlackSubteam;
  event_ts?: Timestamp;
}

/** Members of a user group came or went. */
export interface SubteamMembersChangedEvent {
  type: "subteam_members_changed";
  subteam_id: string;
  team_id: string;
  date_previous_update: UnixSeconds;
  date_update: UnixSeconds;
  added_users?: string[];
  added_users_count?: string | number;
  removed_users?: string[];
  removed_users_count?: string | number;
  event_ts?: Timestamp;
}

/** You were added to a user group, or removed. */
export interface SubteamSelfEvent<T extends string> {
  type: T;
  subteam_id: string;
  event_ts?: Timestamp;
}

/** An event whose fields Slack does not document. */
export interface UndocumentedEvent<T extends string> {
  type: T;
  [key: string]: unknown;
}

/**
 * The events that Slack sends, by name. It is an interface so that a program
 * can add those it knows of:
 *
 * @example
 * declare module "rtmwasm" {
 *   interface SlackEvents {
 *     new_event: { type: "new_event"; channel: string };
 *   }
 * }
 */
export interface SlackEvents {
  accounts_changed: AccountsChangedEvent;
  bot_added: BotEvent<"bot_added">;
  bot_changed: BotEvent<"bot_changed">;
  channel_archive: ChannelArchiveEvent;
  channel_created: ChannelCreatedEvent;
  channel_deleted: ChannelDeletedEvent;
  channel_history_changed: HistoryChangedEvent;
  channel_joined: ChannelJoinedEvent;
  channel_left: ChannelLeftEvent;
  channel_marked: ChannelMarkedEvent;
  channel_posting_permissions: UndocumentedEvent<"channel_posting_permissions">;
  channel_rename: ChannelRenameEvent;
  channel_unarchive: ChannelArchiveEvent<"channel_unarchive">;
  commands_changed: CommandsChangedEvent;
  dnd_updated: DndUpdatedEvent;
  dnd_updated_user: DndUpdatedEvent<"dnd_updated_user">;
  email_domain_changed: EmailDomainChangedEvent;
  emoji_changed: EmojiChangedEvent;
  /** Reaches `slack_event` and `slack:error` only. */
  error: ServerErrorEvent;
  external_org_migration_finished: ExternalOrgMigrationFinishedEvent;
  external_org_migration_started: ExternalOrgMigrationStartedEvent;
  file_change: FileEvent<"file_change">;
  file_comment_added: FileCommentEvent<"file_comment_added">;
  file_comment_deleted: FileCommentDeletedEvent;
  file_comment_edited: FileCommentEvent<"file_comment_edited">;
  file_created: FileEvent<"file_created">;
  file_deleted: FileDeletedEvent;
  file_private: FilePrivateEvent;
  file_public: FileEvent<"file_public">;
  file_shared: FileSharedEvent;
  file_unshared: FileEvent<"file_unshared">;
  goodbye: GoodbyeEvent;
  group_archive: ChannelArchiveEvent<"group_archive">;
  group_close: ConversationOpenEvent<"group_close">;
  group_deleted: ChannelDeletedEvent<"group_deleted">;
  group_history_changed: HistoryChangedEvent<"group_history_changed">;
  group_joined: ChannelJoinedEvent<"group_joined">;
  group_left: ChannelLeftEvent<"group_left">;
  group_marked: ChannelMarkedEvent<"group_marked">;
  group_open: ConversationOpenEvent<"group_open">;
  group_rename: ChannelRenameEvent<"group_rename">;
  group_unarchive: ChannelArchiveEvent<"group_unarchive">;
  hello: HelloEvent;
  im_close: ConversationOpenEvent<"im_close">;
  im_created: ImCreatedEvent;
  im_history_changed: HistoryChangedEvent<"im_history_changed">;
  im_marked: ChannelMarkedEvent<"im_marked">;
  im_open: ConversationOpenEvent<"im_open">;
  manual_presence_change: ManualPresenceChangeEvent;
  member_joined_channel: MemberJoinedChannelEvent;
  member_left_channel: MemberLeftChannelEvent;
  message: SlackMessageEvent;
  mpim_close: ConversationOpenEvent<"mpim_close">;
  mpim_history_changed: HistoryChangedEvent<"mpim_history_changed">;
  mpim_joined: ChannelJoinedEvent<"mpim_joined">;
  mpim_open: ConversationOpenEvent<"mpim_open">;
  pin_added: PinAddedEvent;
  pin_removed: PinRemovedEvent;
  pong: PongEvent;
  pref_change: PrefChangeEvent;
  presence_change: PresenceChangeEvent;
  reaction_added: ReactionAddedEvent;
  reaction_removed: ReactionRemovedEvent;
  reconnect_url: ReconnectUrlEvent;
  shared_channel_invite_received: SharedChannelInviteReceivedEvent;
  star_added: StarEvent<"star_added">;
  star_removed: StarEvent<"star_removed">;
  subteam_created: SubteamEvent<"subteam_created">;
  subteam_members_changed: SubteamMembersChangedEvent;
  subteam_self_added: SubteamSelfEvent<"subteam_self_added">;
  subteam_self_removed: SubteamSelfEvent<"subteam_self_removed">;
  subteam_updated: SubteamEvent<"subteam_updated">;
  team_domain_change: TeamDomainChangeEvent;
  team_join: TeamJoinEvent;
  team_migration_started: TeamMigrationStartedEvent;
  team_plan_change: TeamPlanChangeEvent;
  team_pref_change: PrefChangeEvent<"team_pref_change">;
  team_profile_change: TeamProfileChangeEvent;
  team_profile_delete: TeamProfileDeleteEvent;
  team_profile_reorder: TeamProfileReorderEvent;
  team_rename: TeamRenameEvent;
  user_change: UserChangeEvent;
  user_connection: UndocumentedEvent<"user_connection">;
  user_huddle_changed: UserChangeEvent<"user_huddle_changed">;
  user_profile_changed: UserChangeEvent<"user_profile_changed">;
  user_status_changed: UserChangeEvent<"user_status_changed">;
  user_typing: UserTypingEvent;

  // Seen on the wire, not documented.
  activity: UndocumentedEvent<"activity">;
  apps_uninstalled: UndocumentedEvent<"apps_uninstalled">;
  badge_counts_updated: UndocumentedEvent<"badge_counts_updated">;
  channel_updated: UndocumentedEvent<"channel_updated">;
  desktop_notification: UndocumentedEvent<"desktop_notification">;
  mobile_in_app_notification: UndocumentedEvent<"mobile_in_app_notification">;
  mpim_marked: UndocumentedEvent<"mpim_marked">;
  sh_room_join: UndocumentedEvent<"sh_room_join">;
  sh_room_leave: UndocumentedEvent<"sh_room_leave">;
  sh_room_update: UndocumentedEvent<"sh_room_update">;
  thread_marked: UndocumentedEvent<"thread_marked">;
  thread_subscribed: UndocumentedEvent<"thread_subscribed">;
  thread_unsubscribed: UndocumentedEvent<"thread_unsubscribed">;
  user_invalidated: UndocumentedEvent<"user_invalidated">;
}

/** Any frame that Slack sends, as far as it is listed; `type` tells them apart, and a reply has none. */
export type AnySlackEvent = SlackEvents[keyof SlackEvents] | ReplyFrame;

/** The event of type `T`; {@link UnknownEvent} where it is not listed. */
export type SlackEventOf<T extends string> = T extends keyof SlackEvents ? SlackEvents[T] : UnknownEvent;

/** The event of type `T` and subtype `S`. */
export type SlackSubtypeOf<T extends string, S extends string> = T extends keyof SlackEvents
  ? SlackEvents[T] extends infer E
    ? [PickSubtype<E, S>] extends [never]
      ? UnknownEvent & { subtype: S }
      : PickSubtype<E, S>
    : never
  : UnknownEvent & { subtype: S };
type PickSubtype<E, S extends string> = E extends { subtype: infer U } ? (S extends U ? E & { subtype: S } : never) : never;

// Written by the client, never received.

/** Asks for the presence changes of these users, and of no others. */
export interface PresenceSubFrame {
  type: "presence_sub";
  ids: string[];
}

/** Asks once for the presence of these users, 500 at most; `presence_change` events answer. */
export interface PresenceQueryFrame {
  type: "presence_query";
  ids: string[];
}

export {};
