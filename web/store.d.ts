/**
 * The data store of `@slack/client` v3: what is known of a workspace, kept up
 * to date by its events.
 *
 * ```js
 * import { MemoryDataStore, RTMClient } from "rtmwasm";
 *
 * const dataStore = new MemoryDataStore();
 * const rtm = new RTMClient(token, { dataStore });
 * await rtm.start();
 * await dataStore.load(rtm); // all users and conversations
 * rtm.on("message", (event) => console.log(dataStore.getUserById(event.user)?.name, event.text));
 * ```
 */

import type { NestedMessage, Timestamp, UnknownEvent } from "./events.js";
import type { ConnectResponse, Logger, LoggingFunc, LogLevel, RTMClient, SignalOptions } from "./rtm.js";

/**
 * What the option `dataStore` takes: an object that is called as v3 calls its
 * own. What it throws is logged.
 */
export interface DataStore {
  /**
   * Called with Slack's answer, before `authenticated` is emitted.
   * @param response The answer.
   */
  cacheRtmStart(response: ConnectResponse): void;
  /**
   * Called with each event but `hello`, `pong` and `team_migration_started`,
   * before it is emitted; and with each message that the client has sent, once
   * Slack has replied: all members that it was sent with, and `text` and `ts` as
   * Slack replies them.
   * @param userId Whom the connection is for.
   * @param teamId The workspace that it is to.
   * @param messageType The event's type.
   * @param message The event.
   */
  handleRtmMessage(userId: string, teamId: string, messageType: string, message: UnknownEvent): void;
}

/** What the constructor of {@link MemoryDataStore} takes. */
export interface MemoryDataStoreOptions {
  /**
   * How many messages are kept of each conversation; the oldest go first. 0 means none. (v3 keeps all.)
   * @default 1000
   */
  historyLimit?: number;
  /**
   * Takes the log lines, in place of the page's console: about events that the store could not take in, and handlers that threw.
   * @default the page's console
   */
  logger?: Logger | LoggingFunc;
  /**
   * The least severe level that is logged. An event that names a user or a channel which the store does not know is of level `"debug"`.
   * @default "warn"
   */
  logLevel?: LogLevel | "verbose" | "silly";
}

/** Something that Slack described, with every member that it sent. */
export interface SlackObject {
  /** Names it. */
  id: string;
  /** What people call it. */
  name?: string;
  [key: string]: any;
}

/** What snapshots have beside the members that Slack sent. */
interface Model extends SlackObject {
  /**
   * Lays members over those of the model, in the store and here.
   * @param members The members.
   * @returns The snapshot.
   * @throws `InvalidArgumentError` if they change the id.
   */
  update(members: object): this;
  /** @returns The members that Slack sent. */
  toJSON(): SlackObject;
}

/** A snapshot of a user. */
export interface User extends Model {
  /** What the user says of themselves. */
  profile?: { email?: string; bot_id?: string; real_name?: string; display_name?: string; [key: string]: any };
  /** `"active"` or `"away"`, if Slack has told. */
  presence?: string;
}

/** A snapshot of a channel, a group, an MPDM or a DM: v3's four classes in one. Its methods change the store, too. */
export interface Conversation extends Model {
  /** The messages that the store has, each as it reads now, the oldest first. */
  history: NestedMessage[];
  /** How many messages are newer than `lastRead`. */
  unreadCount: number;
  /** Up to where the user has read; `"0000000000.000000"` if Slack has not told. */
  lastRead: Timestamp;
  /** @returns What it is. */
  getType(): "channel" | "group" | "mpdm" | "dm";
  /**
   * Looks a message up.
   * @param ts Its timestamp.
   * @returns The message of `history`; `undefined` if it is not there.
   */
  getMessageByTs(ts: Timestamp): NestedMessage | undefined;
  /** @returns The ids of those who began to type in the last 5 seconds. */
  getTypingUsers(): string[];
  /**
   * Takes a message into the history.
   * @param message The message.
   * @throws `InvalidArgumentError` if it has no `ts`.
   */
  addMessage(message: object): void;
  /**
   * Takes an event `message_changed`: its `message` replaces the one with the same `ts`, if there is one.
   * @param event The event.
   */
  updateMessage(event: object): void;
  /**
   * Notes that a user is typing, for 5 seconds.
   * @param userId The user.
   */
  startedTyping(userId: string): void;
  /**
   * Counts anew what is unread.
   * @returns How many messages are newer than `lastRead`.
   */
  recalcUnreads(): number;
}

/**
 * The data store that v3 calls so. What it knows is kept by the WebAssembly program, and
 * looked up without a search.
 *
 * Getters are synchronous, give snapshots, and `undefined` for what the store
 * does not know. Until the program is loaded (by `initialize()` or the first
 * `start()`) they know nothing, and what is written waits. If the program ends,
 * the store is empty. It needs the program in the page: with a worker, the
 * constructor of the client refuses it.
 *
 * What v3 gets wrong is right here: plain messages enter the history, edits and
 * deletions hit the message they are about, topics, purposes and what becomes
 * private follow their messages, presence may come for several users at once, a
 * handler belongs to one store, and connecting anew by `rtm.connect` forgets
 * nothing.
 */
export declare class MemoryDataStore implements DataStore {
  /**
   * Makes an empty store, for the option `dataStore` of one client or several.
   * @param options What it keeps and logs.
   * @throws `InvalidArgumentError` for an unknown option or a value of the wrong type.
   */
  constructor(options?: MemoryDataStoreOptions);

  /** All users by their ids. This and the next five copy everything: for one, use a getter. */
  readonly users: Record<string, User>;
  /** All public channels by their ids. */
  readonly channels: Record<string, Conversation>;
  /** All private channels, and conversations of several people, by their ids. */
  readonly groups: Record<string, Conversation>;
  /** All direct messages by their ids. */
  readonly dms: Record<string, Conversation>;
  /** All bots by their ids. */
  readonly bots: Record<string, SlackObject>;
  /** All workspaces by their ids. */
  readonly teams: Record<string, SlackObject>;

  /**
   * Looks a user up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getUserById(id: string): User | undefined;
  /**
   * Looks a user up.
   * @param name Its name.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getUserByName(name: string): User | undefined;
  /**
   * Looks a user up.
   * @param email The email address of its profile.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getUserByEmail(email: string): User | undefined;
  /**
   * Looks a user up.
   * @param botId The id of the bot that it is.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getUserByBotId(botId: string): User | undefined;
  /**
   * Looks a public channel up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getChannelById(id: string): Conversation | undefined;
  /**
   * Looks a public channel up.
   * @param name Its name, which may begin with `#`.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getChannelByName(name: string): Conversation | undefined;
  /**
   * Looks a private channel or a conversation of several people up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getGroupById(id: string): Conversation | undefined;
  /**
   * Looks a private channel or a conversation of several people up.
   * @param name Its name.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getGroupByName(name: string): Conversation | undefined;
  /**
   * Looks a direct message up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getDMById(id: string): Conversation | undefined;
  /**
   * Looks a direct message up.
   * @param name The name of the other user.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getDMByName(name: string): Conversation | undefined;
  /**
   * Looks a direct message up.
   * @param userId The id of the other user.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getDMByUserId(userId: string): Conversation | undefined;
  /**
   * Looks a conversation up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getChannelGroupOrDMById(id: string): Conversation | undefined;
  /**
   * Looks a channel up, public or private.
   * @param name Its name.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getChannelOrGroupByName(name: string): Conversation | undefined;
  /**
   * Looks a bot up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getBotById(id: string): SlackObject | undefined;
  /**
   * Looks a bot up.
   * @param name Its name.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getBotByName(name: string): SlackObject | undefined;
  /**
   * Looks a bot up.
   * @param userId The id of the user that it is.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getBotByUserId(userId: string): SlackObject | undefined;
  /**
   * Looks a workspace up.
   * @param id Its id.
   * @returns A snapshot; `undefined` if the store does not know it.
   */
  getTeamById(id: string): SlackObject | undefined;
  /** @returns How many messages are unread in all conversations. */
  getUnreadCount(): number;

  /**
   * Puts a user in the place of what has its id.
   * @param user All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setUser(user: SlackObject): void;
  /**
   * Puts a public channel in the place of what has its id. History, unread count and typing stay.
   * @param channel All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setChannel(channel: SlackObject): void;
  /**
   * Puts a private channel or a conversation of several people in the place of what has its id. History, unread count and typing stay.
   * @param group All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setGroup(group: SlackObject): void;
  /**
   * Puts a direct message in the place of what has its id. History, unread count and typing stay.
   * @param dm All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setDM(dm: SlackObject): void;
  /**
   * Puts a bot in the place of what has its id.
   * @param bot All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setBot(bot: SlackObject): void;
  /**
   * Puts a workspace in the place of what has its id.
   * @param team All that the store is to know of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  setTeam(team: SlackObject): void;
  /**
   * Lays a user over what has its id.
   * @param user What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertUser(user: SlackObject): void;
  /**
   * Lays a public channel over what has its id.
   * @param channel What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertChannel(channel: SlackObject): void;
  /**
   * Lays a private channel or a conversation of several people over what has its id.
   * @param group What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertGroup(group: SlackObject): void;
  /**
   * Lays a direct message over what has its id.
   * @param dm What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertDM(dm: SlackObject): void;
  /**
   * Lays a bot over what has its id.
   * @param bot What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertBot(bot: SlackObject): void;
  /**
   * Lays a workspace over what has its id.
   * @param team What is new of it.
   * @throws `InvalidArgumentError` if it has no id.
   */
  upsertTeam(team: SlackObject): void;
  /**
   * Stores a conversation as what it is already, or says that it is (`is_im` and the like), or its id begins with: C, G or D.
   * @param id Its id.
   * @param conversation What is new of it.
   * @throws `InvalidArgumentError` if none tells, or if it has another id.
   */
  upsertChannelGroupOrDMById(id: string, conversation: object): void;

  /**
   * Forgets a user.
   * @param id Its id.
   */
  removeUser(id: string): void;
  /**
   * Forgets a public channel.
   * @param id Its id.
   */
  removeChannel(id: string): void;
  /**
   * Forgets a private channel or a conversation of several people.
   * @param id Its id.
   */
  removeGroup(id: string): void;
  /**
   * Forgets a direct message.
   * @param id Its id.
   */
  removeDM(id: string): void;
  /**
   * Forgets a bot.
   * @param id Its id.
   */
  removeBot(id: string): void;
  /**
   * Forgets a workspace.
   * @param id Its id.
   */
  removeTeam(id: string): void;
  /** Forgets everything but the registered handlers. */
  clear(): void;

  /**
   * Takes in Slack's answer to `rtm.start` or `rtm.connect`. The client calls it. If the answer has lists, or is of another workspace, it replaces everything.
   * @param response The answer.
   */
  cacheRtmStart(response: object): void;
  /**
   * Takes in an event. The client calls it. What is not sound, or names what the store does not know, changes nothing, and is logged.
   * @param userId Whom the connection is for.
   * @param teamId The workspace that it is to.
   * @param messageType The event's type.
   * @param message The event.
   * @param text The event's JSON, if it is at hand: then it is not made anew.
   */
  handleRtmMessage(userId: string, teamId: string, messageType: string, message: object, text?: string): void;
  /**
   * Has a function take in the events of a type, in place of the store; `null`
   * brings back the store's own. Messages with a subtype are
   * `"message::<subtype>"`; those that nothing else takes in are
   * `"message::rtm_client_add_message"`. What the function throws is logged.
   * @param event The events' type.
   * @param handler The function.
   */
  registerMessageHandler(event: string, handler: ((store: MemoryDataStore, message: any) => void) | null): void;
  /**
   * The same: a function that declares four parameters is called with four.
   * @param event The events' type.
   * @param handler The function.
   */
  registerMessageHandler(event: string, handler: (userId: string, teamId: string, store: MemoryDataStore, message: any) => void): void;

  /**
   * Fills the store with all users and conversations, page by page, through
   * the client's calls of `users.list` and `conversations.list` (scopes
   * `users:read`, and `channels:read` and its like). After each page the client
   * emits `load_progress`. Where Slack asks for a pause, it waits and goes on.
   * What events change meanwhile stands, also of what is loaded only later: for
   * that 8 MB of events are kept. A second load of a store must wait for the
   * first.
   *
   * @param client Whose calls it makes.
   * @param options A signal.
   * @returns A promise that resolves when all is there.
   * @throws As {@link RTMClient.call}: then what was loaded stays. `RTMDisconnectedError` on
   * {@link RTMClient.disconnect}; `InvalidArgumentError` if entries could not be taken: the
   * others are; or if more than 8 MB of events came in: then load again.
   * @example
   * rtm.on("load_progress", (what, count, done) => console.log(`${count} ${what}`));
   * await dataStore.load(rtm);
   */
  load(client: RTMClient, options?: SignalOptions): Promise<void>;
}
