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

import type { Timestamp } from "./events.js";
import type { ConnectResponse, Logger, LoggingFunc, LogLevel, RTMClient, SignalOptions } from "./rtm.js";

/**
 * What the option `dataStore` takes: an object that is called as v3 calls its
 * own. What it throws is logged.
 */
export interface DataStore {
  /** Called with Slack's answer, before `authenticated` is emitted. */
  cacheRtmStart(response: ConnectResponse): void;
  /**
   * Called with each event but `hello`, `pong` and `team_migration_started`,
   * before it is emitted; and with each message that the client has sent, once
   * Slack has replied: all members that it was sent with, and `text` and `ts` as
   * Slack replies them.
   */
  handleRtmMessage(userId: string, teamId: string, messageType: string, message: any): void;
}

export interface MemoryDataStoreOptions {
  /** How many messages are kept of each conversation; the oldest go first. Default 1000; 0 means none. (v3 keeps all.) */
  historyLimit?: number;
  /** Takes the log lines, in place of the page's console: about events that the store could not take in, and handlers that threw. */
  logger?: Logger | LoggingFunc;
  /** The least severe level that is logged. Default `"warn"`. An event that names a user or a channel which the store does not know is of level `"debug"`. */
  logLevel?: LogLevel | "verbose" | "silly";
}

/** Something that Slack described, with every member that it sent. */
export interface SlackObject {
  id: string;
  name?: string;
  [key: string]: any;
}

/** What snapshots have beside the members that Slack sent. */
interface Model extends SlackObject {
  /** Lays members over those of the model, in the store and here. Returns the snapshot. Throws `InvalidArgumentError` if they change the id. */
  update(members: object): this;
  /** The members that Slack sent. */
  toJSON(): SlackObject;
}

/** A snapshot of a user. */
export interface User extends Model {
  profile?: { email?: string; bot_id?: string; real_name?: string; display_name?: string; [key: string]: any };
  /** `"active"` or `"away"`, if Slack has told. */
  presence?: string;
}

/** A snapshot of a channel, a group, an MPDM or a DM: v3's four classes in one. Its methods change the store, too. */
export interface Conversation extends Model {
  /** The messages that the store has, each as it reads now, the oldest first. */
  history: any[];
  /** How many messages are newer than `lastRead`. */
  unreadCount: number;
  /** Up to where the user has read; `"0000000000.000000"` if Slack has not told. */
  lastRead: Timestamp;
  getType(): "channel" | "group" | "mpdm" | "dm";
  /** A message of `history`. */
  getMessageByTs(ts: Timestamp): any;
  /** The ids of those who began to type in the last 5 seconds. */
  getTypingUsers(): string[];
  /** Takes a message into the history. Throws `InvalidArgumentError` if it has no `ts`. */
  addMessage(message: object): void;
  /** Takes an event `message_changed`: its `message` replaces the one with the same `ts`, if there is one. */
  updateMessage(event: object): void;
  /** Notes that a user is typing, for 5 seconds. */
  startedTyping(userId: string): void;
  /** Counts anew what is unread, and returns it. */
  recalcUnreads(): number;
}

/**
 * v3's MemoryDataStore. What it knows is kept by the WebAssembly program, and
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
  /** Throws `InvalidArgumentError` for an unknown option or a value of the wrong type. */
  constructor(options?: MemoryDataStoreOptions);

  /** All users by their ids. This and the next five copy everything: for one, use a getter. */
  readonly users: Record<string, User>;
  readonly channels: Record<string, Conversation>;
  /** Private channels, and conversations of several people. */
  readonly groups: Record<string, Conversation>;
  readonly dms: Record<string, Conversation>;
  readonly bots: Record<string, SlackObject>;
  readonly teams: Record<string, SlackObject>;

  getUserById(id: string): User | undefined;
  getUserByName(name: string): User | undefined;
  getUserByEmail(email: string): User | undefined;
  getUserByBotId(botId: string): User | undefined;
  getChannelById(id: string): Conversation | undefined;
  /** The name may begin with `#`. */
  getChannelByName(name: string): Conversation | undefined;
  getGroupById(id: string): Conversation | undefined;
  getGroupByName(name: string): Conversation | undefined;
  getDMById(id: string): Conversation | undefined;
  /** By the name of the other user. */
  getDMByName(name: string): Conversation | undefined;
  getDMByUserId(userId: string): Conversation | undefined;
  getChannelGroupOrDMById(id: string): Conversation | undefined;
  getChannelOrGroupByName(name: string): Conversation | undefined;
  getBotById(id: string): SlackObject | undefined;
  getBotByName(name: string): SlackObject | undefined;
  /** The bot that a user is. */
  getBotByUserId(userId: string): SlackObject | undefined;
  getTeamById(id: string): SlackObject | undefined;
  /** How many messages are unread in all conversations. */
  getUnreadCount(): number;

  // Each set puts an object in the place of what has its id, each upsert lays it
  // over that. History, unread count and typing stay. They throw
  // InvalidArgumentError for what has no id.

  setUser(user: SlackObject): void;
  setChannel(channel: SlackObject): void;
  setGroup(group: SlackObject): void;
  setDM(dm: SlackObject): void;
  setBot(bot: SlackObject): void;
  setTeam(team: SlackObject): void;
  upsertUser(user: SlackObject): void;
  upsertChannel(channel: SlackObject): void;
  upsertGroup(group: SlackObject): void;
  upsertDM(dm: SlackObject): void;
  upsertBot(bot: SlackObject): void;
  upsertTeam(team: SlackObject): void;
  /** Stores the conversation as what it is already, or says that it is (`is_im` and the like), or its id begins with: C, G or D. Throws `InvalidArgumentError` if none tells, or if it has another id. */
  upsertChannelGroupOrDMById(id: string, conversation: object): void;

  removeUser(id: string): void;
  removeChannel(id: string): void;
  removeGroup(id: string): void;
  removeDM(id: string): void;
  removeBot(id: string): void;
  removeTeam(id: string): void;
  /** Forgets everything but the registered handlers. */
  clear(): void;

  /** Takes in Slack's answer to `rtm.start` or `rtm.connect`. The client calls it. If the answer has lists, or is of another workspace, it replaces everything. */
  cacheRtmStart(response: object): void;
  /** Takes in an event. The client calls it. What is not sound, or names what the store does not know, changes nothing, and is logged. `text` is the event's JSON, if it is at hand: then it is not made anew. */
  handleRtmMessage(userId: string, teamId: string, messageType: string, message: object, text?: string): void;
  /**
   * Has a function take in the events of a type, in place of the store; `null`
   * brings back the store's own. Messages with a subtype are
   * `"message::<subtype>"`; those that nothing else takes in are
   * `"message::rtm_client_add_message"`. What the function throws is logged.
   */
  registerMessageHandler(event: string, handler: ((store: MemoryDataStore, message: any) => void) | null): void;
  /** The same: a function that declares four parameters is called with four. */
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
   * Rejects as {@link RTMClient.call} does; then what was loaded stays. With
   * `RTMDisconnectedError` on {@link RTMClient.disconnect}; with
   * `InvalidArgumentError` if entries could not be taken: the others are; or if
   * more than 8 MB of events came in: then load again.
   *
   * @example
   * rtm.on("load_progress", (what, count, done) => console.log(`${count} ${what}`));
   * await dataStore.load(rtm);
   */
  load(client: RTMClient, options?: SignalOptions): Promise<void>;
}
