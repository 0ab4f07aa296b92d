/**
 * A client of Slack's Real Time Messaging API for web pages.
 *
 * ```js
 * import { RTMClient } from "rtmwasm";
 *
 * const rtm = new RTMClient(token);
 * rtm.on("message", (event) => console.log(event.channel, event.user, event.text));
 * await rtm.start();
 * await rtm.sendMessage("Hello there", "C024BE91L");
 * ```
 *
 * Times are in milliseconds unless a name or a comment says otherwise. An
 * option that is `undefined` counts as absent, and so does an argument that may be
 * missing and is `null`. Options are read once: their own members and those of their
 * class; nothing is taken from `Object.prototype`. What a method returns rejects
 * with an {@link RTMError}, whose `code` is one of {@link ErrorCode}; a
 * member's comment names the codes that are its own. Any call may also end in
 * `InvalidArgumentError`, `InitializeError` and `EngineDiedError`; one that
 * takes a `signal`, in `AbortError` or `TimeoutError`.
 *
 * Timers are the page's as they are when this is imported: fakes that a test installs
 * later change nothing. Fakes that are there before (sinon's and vitest's) drive the
 * client; once they are uninstalled it goes on with the page's own. (A worker has timers
 * of its own.)
 */

/// <reference lib="esnext.disposable" />

import type { AnySlackEvent, ReplyErrorFrame, SlackEventOf, SlackEvents, SlackMessages, SlackSubtypeOf, Timestamp, UnknownEvent } from "./events.js";
import type { DataStore } from "./store.js";
export type * from "./events.js";
export * from "./store.js";
export * from "./v3.js";

/**
 * Loads the WebAssembly program. Calling it is optional, since
 * {@link RTMClient.start} does; a page calls it to load early, or from
 * elsewhere.
 *
 * Calls made while a load is under way share it, each with its own `signal` and
 * `timeout`. After a success it resolves at once; after a failure it may be
 * called again. (If it was `rtm.engine.js` that failed, Firefox remembers that
 * until the page is loaded anew.)
 *
 * Rejects with `InitializeError` if the program cannot be fetched, verified,
 * compiled or run within `timeout`, if the worker cannot be started, or if
 * another is loaded already, from other options; with `AbortError` or `TimeoutError` on `signal`.
 *
 * @example
 * await initialize({ wasmURL: "/assets/rtm.wasm" });
 */
export declare function initialize(options?: InitializeOptions): Promise<void>;

export interface InitializeOptions {
  /** Where the program is. By default `rtm.wasm?v=<hash>`, beside the script. A relative address is resolved against the page. */
  wasmURL?: string | URL;
  /** The program, compiled already. `wasmURL` then has no meaning, and `integrity` cannot be given: of a module only the build that it says it is of is compared, so check the bytes before you compile them. */
  wasmModule?: WebAssembly.Module;
  /** The hash that the download must have, in the form of Subresource Integrity (`"sha384-..."`; several, with blanks between, are alternatives). By default that of the `rtm.wasm` that came with this script. It is checked before the program runs. `false` does without; the program must be of the script's build all the same. */
  integrity?: string | false;
  /**
   * The module `rtm.engine.js`, which is loaded by itself where there is
   * `import()`. A service worker has none:
   *
   * @example
   * import * as engine from "rtmwasm/rtm.engine.js";
   * await initialize({ engine });
   */
  engine?: { readonly Engine: unknown; readonly builtWith: string };
  /**
   * Whether the program and the sockets are in a dedicated worker, where a page
   * that is busy or hidden does not hold them up. Default `false`. The worker's
   * file is `rtm.worker.js`, and what the page needs for it `rtm.remote.js`,
   * both beside the script; a policy with `worker-src 'self'` allows it. With
   * `"blob"` the file is fetched and the worker made of its text, for scripts
   * from another origin; that needs `worker-src blob:`.
   *
   * The client is the same, with these differences:
   *
   * - the option `socketFn` cannot be used: the constructor throws
   *   `InvalidArgumentError`, or {@link RTMClient.start} rejects with it if the
   *   client was made before. So it is with {@link MemoryDataStore}, which
   *   answers at once: its constructor and its methods throw. (Another
   *   `dataStore` may be used.)
   * - {@link RTMClient.ws} is `null`, and `ws_error` has an `Event` that the
   *   page made;
   * - {@link RTMClient.stats} has the figures of Go as they were when it last
   *   told something;
   * - when the page has 16 Mi characters of frames to take yet, the session is
   *   given up (`reconnecting`) until it has taken them, and a `gap` tells what
   *   it missed. (Without a worker the socket waits for the page.)
   * - `pagehide` ends the worker, and with it the socket. If the page comes back
   *   from the back/forward cache, another worker connects anew, with a `gap` and
   *   the last presence subscription; so it is if the worker is lost. Frames that
   *   the worker had got then reject
   *   with `RTMNoReplyReceivedError` (`delivered` is `"unknown"`), and
   *   {@link RTMClient.call} with `RequestError`; a {@link RTMClient.start} goes on.
   *
   * A program that is loaded after one has ended comes into a worker, too.
   */
  worker?: boolean | "blob";
  /**
   * Where the worker's file is. By default `rtm.worker.js`, beside the script. It
   * must be of this origin, unless `worker` is `"blob"`.
   *
   * A page with `require-trusted-types-for 'script'` that lists policies
   * (`trusted-types`) allows `rtmwasm`, or gives a `TrustedScriptURL`; with `"blob"` it
   * needs both.
   */
  workerURL?: string | URL | TrustedScriptURLLike;
  /** Gives the load up. */
  signal?: AbortSignal;
  /** How long the load may take. Default 30000; 0 means no limit. */
  timeout?: number;
}

/** A `TrustedScriptURL`, as a policy of `trustedTypes` makes it. */
export interface TrustedScriptURLLike {
  toString(): string;
  toJSON(): string;
}

/** A token, or a function that returns one or a promise of one. The function is called before each call to Slack. */
export type TokenSource = string | (() => string | Promise<string>);

export interface RTMClientOptions {
  /** Where Slack's Web API is; `https:`, but for a loopback address, without a user, a query or a fragment. It is read as a browser reads it: blanks around it and capitals in the host do not matter. Default `"https://slack.com/api/"`. A redirect from there is not followed: the call fails with `RequestError`, and the token reaches no other address. */
  slackApiUrl?: string;
  /** Takes the log lines, in place of the page's console. */
  logger?: Logger | LoggingFunc;
  /** The least severe level that is logged. Default `"warn"`. A logger that is an object gets every line, and decides itself. v3's `"verbose"` and `"silly"` let everything through. */
  logLevel?: LogLevel | "verbose" | "silly";
  /**
   * The pauses between attempts to connect, an attempt being the call to Slack
   * and the socket together. By default the client goes on for ever, and the
   * pause before attempt n is drawn from between half and all of 1 s doubled n
   * times (n from 0), 30 s at most.
   *
   * A longer wait that Slack asks for (`Retry-After`, of which a day is believed
   * at most) is kept. It also binds the next {@link RTMClient.start} after a
   * {@link RTMClient.disconnect}, unless with another token: the state is
   * `reconnecting` until then.
   */
  retryConfig?: RetryOptions;
  /** Whether to connect again when a connection or an attempt fails. Default `true`. What Slack refuses for good, such as an invalid token, is not tried again, nor is an address that answers with HTTP 404 or 410 before it has ever given a session. */
  autoReconnect?: boolean;
  /** Whether to call `rtm.connect`, rather than `rtm.start`. Default `true`. */
  useRtmConnect?: boolean;
  /** The time between pings. Default 6000; must be more than 0. */
  clientPingTimeout?: number;
  /** How long after a ping the connection may stay silent before it counts as lost, whyever it was pinged: in its turn, as the page woke, or as Slack said goodbye. Default 4000; must be more than 0 and less than `clientPingTimeout`. */
  serverPongTimeout?: number;
  /** How long after a reconnection Slack may still reply to what the last connection sent. What has no reply then rejects with `RTMNoReplyReceivedError`. Default 2000; 0 means at once. */
  replyAckOnReconnectTimeout?: number;
  /**
   * Makes the calls to Slack in place of the client, with a token of its own: then
   * none need be given to the constructor, and one that is has no effect. A
   * `WebClient` of `@slack/web-api` or `@slack/client` will do. Of version 6.5 and later it
   * reaches Slack only through a proxy of the page's own origin: Slack takes no header
   * `Authorization` from a page.
   *
   * It may wait out a rate limit or an outage by itself: `connectTimeout` does not
   * bound its calls. One call for a session is under way at a time, and its answer
   * is used whenever it comes; {@link RTMClient.disconnect} and a `signal` end the
   * wait for it, but not the call. What it throws is the `cause` of a
   * `PlatformError` (where its `data.ok` is `false`), a `RateLimitedError` (where it
   * has a `retryAfter`, in seconds), an `HTTPError` (where it has a `statusCode`),
   * or else of a `RequestError`.
   */
  webClient?: WebClientLike;
  /**
   * Returns what `rtm.connect` would, in place of a call from the page, so that
   * no token needs to be in the page. Called once for each attempt, since the
   * URL serves once; `signal` aborts when the attempt is given up. A rejection
   * is a failed attempt. If it is a refusal of Slack's (`ok` is `false`), that is
   * taken as if the page had called: `invalid_auth`, for instance, is final. So is
   * an error that has the refusal as its `data`, or as that of one of its causes;
   * `retryAfter`, in seconds, is kept, too.
   *
   * @example
   * new RTMClient(undefined, { getConnection: ({ signal }) => fetch("/rtm", { method: "POST", signal }).then((r) => r.json()) });
   */
  getConnection?: (attempt: { signal: AbortSignal }) => Promise<Connection | ConnectRefusal>;
  /**
   * Whether the client speaks Socket Mode, which is what Slack gives to new apps, rather
   * than RTM. Default `false`. It needs `getConnection`, which then returns what
   * `apps.connections.open` answers (`{ok, url}`), or `appToken`. The token, or the
   * `webClient`, is the bot's: it says who that is (`auth.test`) and sends. Without one the
   * client only hears.
   *
   * The client is the same, with these differences:
   *
   * - each event comes in an envelope ({@link SocketModeEvents}), to any one of the app's
   *   sockets, of which there may be ten: so `shared` is advised, with which all tabs hear
   *   all. It is acknowledged once its listeners have been called, after 2 seconds at the
   *   latest, and comes again until it is; it is delivered once;
   * - so an interruption of less than 5 minutes is a `gap` that is `recovered`: what came
   *   meanwhile is delivered within 5 minutes, after what is newer, perhaps;
   * - {@link RTMClient.sendMessage} calls `chat.postMessage`, one at a time. Slack tells the
   *   app of its own messages, too;
   * - {@link RTMClient.sendTyping}, {@link RTMClient.subscribePresence},
   *   {@link RTMClient.ping} and frames of other types than `"message"` reject with
   *   `RTMNotInSocketModeError`;
   * - there are no pings, so `clientPingTimeout` and `serverPongTimeout` do nothing. A socket
   *   that is silent is replaced, before that ends which Slack sends again: after 4 minutes,
   *   or, where frames come often, after twenty times the usual pause, but no less than 30
   *   seconds. So is one that is about to end, before it does;
   * - with `autoReconnect: false` no socket is replaced, and one that is dead is not noticed.
   *
   * @example
   * const rtm = new RTMClient(botToken, { socketMode: true, getConnection: () => fetch("/socket", { method: "POST" }).then((r) => r.json()) });
   * rtm.on("slash_commands", (payload, ack) => ack({ text: `You said ${payload.text}` }));
   */
  socketMode?: boolean;
  /**
   * The app-level token (`xapp-...`, with the scope `connections:write`) that Socket Mode
   * asks Slack for a socket with. Whoever reads it can hear all that the app hears, for all
   * teams, and answer in its name: `getConnection` keeps it on a server. Slack's pages do
   * not agree whether `apps.connections.open` takes it in a form, which is all that a page
   * may send.
   */
  appToken?: string;
  /**
   * Gets the events that were missed in a gap, in order, for instance from
   * `conversations.history`. Events that come in meanwhile are held back, and
   * delivered after those, without the messages that were delivered before (by
   * channel and timestamp). Then `gap` says `recovered`. It has 30 seconds;
   * `signal` aborts when its answer is no longer wanted. If it fails, a warning
   * is logged and `recovered` is false.
   */
  backfill?: (gap: Omit<Gap, "recovered">, attempt: { signal: AbortSignal }) => readonly object[] | Promise<readonly object[]>;
  /** How long the call to Slack may take, and the opening of the socket, each. Default 10000; 0 means no limit. The call of a `webClient` has none. */
  connectTimeout?: number;
  /** How long an open socket may take to say hello. Default 10000; 0 means no limit. */
  helloTimeout?: number;
  /** How long a reply may take, counted from the writing of the frame. When another socket takes over, the old one is kept as long for the replies that it owes (30 s if there is no limit). Default 30000; 0 means no limit. */
  ackTimeout?: number;
  /** How many frames may wait to be written. A call that does not fit rejects at once. Default 1000; at least 1. */
  sendQueueLimit?: number;
  /** How fast messages are written: `burst` at once after a quiet time, then `perSecond`, which may be a fraction. Other frames do not wait. Default `{ perSecond: 1, burst: 5 }`, after Slack's own limit; `false` turns it off. */
  rateLimit?: { perSecond: number; burst: number } | false;
  /**
   * Whether the tabs of this origin have one session together: Go and the socket are
   * in a SharedWorker, every tab hears what comes and can send. With `true`, the
   * tabs do that have the same token and the same `slackApiUrl`; it needs a token
   * that is a string. With a name, those that have the same name and
   * `slackApiUrl`: name the user and the team by it, since what tells them apart
   * is only that. Default `false`.
   *
   * It needs the files `rtm.worker.js` and `rtm.remote.js` beside the script, or
   * `workerURL` ({@link InitializeOptions}). No program is loaded in the page, unless
   * there is a `dataStore`. Tabs with different builds of the client do not share.
   *
   * Where a page cannot share, the client has a session of its own:
   * {@link Stats.aloneBecause} and a line of the log say why. So it is without
   * SharedWorker, Web Locks or `crypto.subtle` (a page has them over HTTPS), inside
   * a worker, without an origin, with a `wasmModule`, and with a script of another
   * origin and no `workerURL` of the page's own. If the worker is not there, or a
   * policy forbids it (`worker-src`), {@link RTMClient.start} rejects with
   * `InitializeError`.
   *
   * When the worker is lost, the tabs begin another: they see `reconnecting` and,
   * once, a `gap` from the last event that each has heard. Frames that were posted to
   * the lost one reject with `RTMNoReplyReceivedError` (`delivered` is `"unknown"`),
   * and are never sent again. So it is with a tab that is put away (`pagehide`) and
   * comes back; the session of the others goes on meanwhile.
   *
   * The tabs trust one another: any script of the same origin can join the session,
   * read events and send as the user. A token that is a string is posted to the worker
   * and kept in memory there; the worker does not tell it.
   *
   * The client is the same, with these differences:
   *
   * - the session begins with the first {@link RTMClient.start} of any tab, and ends
   *   when the last tab that wants it disconnects. A tab that starts meanwhile
   *   goes through the same states and events. During a pause before another attempt
   *   the first start of a tab waits for that attempt;
   * - all options that are about the connection (times, limits, a token that is a
   *   string) are those of the tab that came first, so give each tab the same; what
   *   {@link RTMClient.start} has for Slack counts if it begins the session;
   * - functions (the token's, `getConnection`, `backfill`, a `webClient`) are asked in
   *   a tab that is open and has them, each time in another;
   * - messages that one tab sends with {@link RTMClient.sendMessage} the others
   *   hear as `message` events: Slack does not repeat them to its socket;
   * - presence is followed for all that the tabs have asked for together, and each
   *   tab hears of all; who leaves takes its own with it;
   * - a tab that has more than 16 Mi characters to take is told nothing more until it
   *   has taken them, and then has a `gap`. The others go on;
   * - `outgoing_message`, and replies as `slack_event` has them, bear the ids that
   *   the worker gives to frames; what a call resolves or rejects with has the
   *   caller's own. So a message whose reply nobody waits for (v4's `send`,
   *   `addOutgoingEvent(false, ...)`) is not entered into `dataStore`;
   * - {@link RTMClient.ws} is `null`, {@link RTMClient.handleWsMessage} and
   *   {@link RTMClient.handleWsClose} do nothing, and {@link RTMClient.stats} has the
   *   figures of the worker as they were when it last told something;
   * - {@link RTMClient.start} with a `token`, and {@link RTMClient.connect}, reject
   *   with `InvalidArgumentError`; with `socketFn` the constructor throws it.
   *
   * A tab that finds that the session is now for another user or team than the one it
   * had is `disconnected`, with an `RTMDisconnectedError`.
   */
  shared?: boolean | string;
  /** v3's spelling of `slackApiUrl`. */
  slackAPIUrl?: string;
  /** v3's name of `clientPingTimeout`. Default 5000 if `maxPongInterval` is given. */
  wsPingInterval?: number;
  /**
   * v3's longest time without a pong. Here: how long after a ping the connection
   * may stay silent before it counts as lost, in place of `serverPongTimeout`.
   * It may be longer than the time between pings; no other ping goes out before
   * one is answered. Default 20000 if `wsPingInterval` is given.
   */
  maxPongInterval?: number;
  /**
   * How many times to try again: `retryConfig.retries`. Default: for ever. No
   * effect beside `retryConfig`.
   * @deprecated Use `retryConfig`; a warning is logged.
   */
  maxReconnectionAttempts?: number;
  /**
   * The pause before each: `retryConfig.minTimeout` and `maxTimeout`. Default
   * 3000 if `maxReconnectionAttempts` is given. No effect beside `retryConfig`.
   * @deprecated Use `retryConfig`; a warning is logged.
   */
  reconnectionBackoff?: number;
  /** Makes the socket, in place of the page's `WebSocket`. All traffic of the session goes through it. */
  socketFn?: (url: string) => W3CSocket | EmitterSocket;
  /** v3's cache of what is known of the workspace: a `MemoryDataStore`, or an object of your own with the two methods that the client calls. Default none; `false` and `null` mean none, too. */
  dataStore?: DataStore | false | null;
  // What v1 to v4 knew and does nothing here: accepted, with one warning each.

  /** @deprecated Belongs to Node: a page's connections are the browser's. */
  agent?: unknown;
  /** @deprecated Belongs to Node: a page's connections are the browser's. */
  tls?: unknown;
  /** @deprecated Belongs to Node: to call in another way, see `webClient`. */
  transport?: unknown;
  /** @deprecated Belongs to Node: one call to connect is under way at a time. */
  maxRequestConcurrency?: unknown;
  /** @deprecated v1's. To mark a conversation as read, {@link RTMClient.call} `conversations.mark`. */
  autoMark?: unknown;
  /** @deprecated WebClient's: give {@link RTMClient.call} a `limit`. */
  pageSize?: unknown;
  /** @deprecated WebClient's: {@link RTMClient.call} rejects with `RateLimitedError` anyway. */
  rejectRateLimitedCalls?: unknown;
  /** @deprecated WebClient's: a page may not add headers to its calls to Slack. */
  headers?: unknown;
  /** @deprecated WebClient's: no token is refreshed here. Give a function as the token. */
  clientId?: unknown;
  /** @deprecated WebClient's, as `clientId`. It goes nowhere, and does not belong in a page. */
  clientSecret?: unknown;
  /** @deprecated WebClient's, as `clientId`. It goes nowhere. */
  refreshToken?: unknown;
}

/**
 * When to try again, in node-retry's terms: the pause before retry n (n from
 * 0) is `minTimeout * factor ** n`, times a random number from 1 to 2 with
 * `randomize`, and `maxTimeout` at most.
 *
 * A member that is left out has its default, whatever the others are. So only
 * `retries` sets an end: `{ retries: 5 }` tries again five times, and
 * `{ maxTimeout: 60_000 }` for ever. (node-retry itself would end after ten.)
 */
export interface RetryOptions {
  /** How many times to try again in a row, since a connection last held for 30 s. Default: for ever; with `forever: false` it is 10. 0 means never. */
  retries?: number;
  /** Default 1000; 0 means hardly any pause. */
  minTimeout?: number;
  /** Default 30000; with `retries`, `Infinity`. */
  maxTimeout?: number;
  /** Default `false`. */
  randomize?: boolean;
  /** Default 2. */
  factor?: number;
  /** Never to stop trying: after `retries` the pause grows no more. Default `false` with `retries`, else `true`. */
  forever?: boolean;
  /** @deprecated node-retry's, and Node's. Accepted with a warning, and without effect. */
  unref?: unknown;
  /** @deprecated node-retry's. Accepted with a warning, and without effect: bound the attempts by `retries`, or {@link RTMClient.start} by its `signal`. */
  maxRetryTime?: unknown;
}

/** Named values for `retryConfig`. */
export declare const retryPolicies: {
  /** For ever, the pause doubling from 1 s. */
  readonly retryForeverExponential: RetryOptions;
  /** The same, 30 minutes at most. */
  readonly retryForeverExponentialCapped: RetryOptions;
  /** The same, with `randomize`. */
  readonly retryForeverExponentialCappedRandom: RetryOptions;
  /** Five retries in about five minutes. */
  readonly fiveRetriesInFiveMinutes: RetryOptions;
  /** Ten retries with hardly a pause, for tests. */
  readonly rapidRetryPolicy: RetryOptions;
};

/**
 * Text that Slack shows as it is: `&`, `<` and `>` are written as `&amp;`, `&lt;` and
 * `&gt;`. {@link RTMClient.sendMessage} sends text unchanged, since `<@U024BE7LH>` and
 * `<!here>` are markup: escape what a user typed, or it may mention everybody.
 *
 * Throws `InvalidArgumentError` for anything but a string.
 *
 * @example
 * await rtm.sendMessage(`<@${user}> wrote: ${escapeText(input.value)}`, channel);
 */
export declare function escapeText(text: string): string;

/** Anything that can call a Web API method. */
export interface WebClientLike {
  apiCall(method: string, args?: any): Promise<object>;
}

/** A socket with the page's own interface. Its events are `open`, `message`, `error` and `close`. */
export interface W3CSocket {
  addEventListener(type: string, listener: (event: any) => void): void;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** A socket in the manner of the `ws` package. Its events are `open`, `message`, `error` and `close`. */
export interface EmitterSocket {
  on(event: string, listener: (...args: any[]) => void): unknown;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export declare const LogLevel: { readonly ERROR: "error"; readonly WARN: "warn"; readonly INFO: "info"; readonly DEBUG: "debug" };
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** Takes log lines. `console` is one. */
export interface Logger {
  debug(...message: any[]): void;
  info(...message: any[]): void;
  warn(...message: any[]): void;
  error(...message: any[]): void;
  /** Called once with the option `logLevel`, if both are there. */
  setLevel?(level: LogLevel): void;
  /** Called once with the client's name, if it is there. */
  setName?(name: string): void;
}

/** The older form of a logger. */
export type LoggingFunc = (level: LogLevel, message: string) => void;

/** What a connection needs, and whom it is for. */
export interface Connection {
  /** The socket's address, `wss:`. Slack's serve once, within 30 s. */
  url: string;
  /** The user that the connection acts for. */
  self: { id: string; name?: string; [key: string]: unknown };
  team: { id: string; name?: string; domain?: string; enterprise_id?: string; enterprise_name?: string; [key: string]: unknown };
  [key: string]: unknown;
}

/** Slack's answer to `rtm.connect` if it refuses. */
export interface ConnectRefusal {
  ok: false;
  /** Slack's word for why, such as `"invalid_auth"`. */
  error: string;
  [key: string]: unknown;
}

/** Slack's answer to `rtm.connect` or `rtm.start`, or what `getConnection` returned. */
export interface ConnectResponse extends Connection {
  ok: true;
  warning?: string;
  response_metadata?: { warnings?: string[]; [key: string]: unknown };
}

/** The event `authenticated` and {@link RTMClient.connect} have this instead, if the caller brought the URL. */
export interface SocketConnection {
  ok: true;
  url: string;
}

/** Slack's answer to a Web API method. */
export interface WebAPIResult {
  ok: boolean;
  /** Slack's name for what went wrong. */
  error?: string;
  warning?: string;
  response_metadata?: { warnings?: string[]; next_cursor?: string; [key: string]: unknown };
  [key: string]: any;
}

/** Slack's reply to a frame. */
export interface RTMCallResult {
  ok: true;
  /** The id of the frame that it answers. */
  reply_to: number;
  ts?: Timestamp;
  [key: string]: unknown;
}

/** Slack's reply to a message. */
export interface MessageReply extends RTMCallResult {
  /** The message's timestamp: with its channel, its name from now on. */
  ts: Timestamp;
  /** The text as Slack took it, with links marked. */
  text: string;
}

/** Slack's reply to a message, with what the message was. */
export interface MessageResult extends MessageReply {
  type: "message";
  channel: string;
  user: string;
}

/** A frame as the client writes it. */
export interface OutgoingFrame {
  id: number;
  type: string;
  [key: string]: unknown;
}

export interface SignalOptions {
  /** Ends the wait. `AbortSignal.timeout(ms)` is one. */
  signal?: AbortSignal;
}

export interface EventsOptions extends SignalOptions {
  /** How many events may wait to be taken. Default 1000; at least 1. */
  limit?: number;
}

export interface WaitOptions<E> extends SignalOptions {
  /** How long to wait. Default 0, which means without limit. */
  timeout?: number;
  /** Whether an event counts. Default: any does. */
  filter?: (event: E) => unknown;
}

/** What {@link RTMClient.events} gives. `return()` ends it. */
export interface EventIterator<E> {
  next(): Promise<IteratorResult<E, void>>;
  return(): Promise<IteratorResult<E, void>>;
  [Symbol.asyncIterator](): EventIterator<E>;
}

/** What {@link RTMClient.events} and {@link RTMClient.waitFor} give of the event `K`: its first argument, but of `slack_event` the event. */
export type EventOf<K> = K extends "slack_event" ? AnySlackEvent : EventArguments<K>[0];

/** What {@link RTMClient.start} takes; all but `signal` and `token` are Slack's own arguments, the last five `rtm.start`'s alone. Any other goes to Slack as a field of the call. */
export interface StartOptions extends SignalOptions {
  /** A token in place of the constructor's, for this start and the reconnections after it. */
  token?: string;
  /** To have presence changes in batches: {@link SlackEvents.presence_change} with `users`. */
  batch_presence_aware?: boolean;
  /** To have presence changes only for those one subscribes to. Slack no longer does otherwise. */
  presence_sub?: boolean;
  include_locale?: boolean;
  mpim_aware?: boolean;
  no_latest?: boolean | "0" | "1";
  no_unreads?: boolean | string;
  simple_latest?: boolean;
}

/** A frame to send, in v3's way: with its type. The client sets `id`. */
export interface FrameToSend {
  type: string;
  [key: string]: unknown;
}

/** What {@link RTMClient.updateMessage} takes. */
export interface MessageUpdate {
  /** The message's timestamp. */
  ts: Timestamp;
  channel: string;
  text: string;
  /** Other arguments of `chat.update`. */
  opts?: object;
}

/** Methods of the Web API in v3's way: after the required arguments, others and a node callback, both optional. */
export interface Facet {
  (...args: any[]): Promise<WebAPIResult> | undefined;
}

export interface SendMessageOptions extends SignalOptions {
  /** The first message of the thread to reply in. */
  thread_ts?: Timestamp;
  /** Whether a reply in a thread is shown to the whole channel too. Default `false`. */
  reply_broadcast?: boolean;
}

/** A node callback: `error` is `null` on success. */
export type Callback<T> = (...args: [error: null, result: T] | [error: RTMError, result: undefined]) => void;

/** A node callback: `error` is `null` on success. */
export type SendMessageCallback = (...args: [error: null, result: MessageResult] | [error: RTMError, result: undefined]) => void;

/**
 * Where a client stands.
 *
 * - `disconnected`: at rest; the state at first, and after {@link RTMClient.disconnect} or a failure for good
 * - `authenticating`: calling Slack
 * - `authenticated`: Slack has answered, and the socket is opening
 * - `handshaking`: the socket is open, and hello is awaited
 * - `connected`: hello has come; `ready` follows at once
 * - `ready`: frames are written
 * - `reconnecting`: the connection or an attempt failed, or Slack has asked to wait; waiting to try again
 * - `disconnecting`: {@link RTMClient.disconnect} is under way
 */
export type ConnectionState =
  | "disconnected" | "authenticating" | "authenticated" | "handshaking"
  | "connected" | "ready" | "reconnecting" | "disconnecting";

export interface StateChange {
  name: ConnectionState;
  previous: ConnectionState;
  /** What went wrong, if that is why. */
  cause?: RTMError;
}

/** The time in which events may have been missed. */
export interface Gap {
  /** The timestamp of the last event of the session before it; `undefined` if there was none, or if it is not known, since the program has ended. */
  from: Timestamp | undefined;
  /** Where it ends. */
  to: Timestamp;
  /** Why the connection was lost. */
  cause: RTMError | undefined;
  /**
   * Whether nothing is missing: another socket took over in time, or the option
   * `backfill` brought it. If not, `conversations.history` from `from` to `to`
   * has the messages.
   */
  recovered: boolean;
}

/**
 * The client's own events, with their arguments. At a start they come in the
 * order `connecting`, `authenticated`, `connected`, `ready`; when a connection
 * is lost, `reconnecting` and then the same again. v3's come beside: at a start
 * `connecting`, `authenticated`, `ws_opening`, `ws_opened`, `raw_message` with
 * hello, `open`; when a connection is lost, `ws_close`, `attempting_reconnect`
 * and then the same again; at the end `disconnect`. When another socket takes
 * over before the old one ends, none of these comes.
 */
export interface ClientEvents {
  /** An attempt begins. */
  connecting: [];
  /** Slack has answered; or {@link RTMClient.connect} gave the URL, which is all there is then. */
  authenticated: [response: ConnectResponse];
  /** Hello has come. */
  connected: [];
  /** Frames are written from now on, those that waited first. */
  ready: [];
  /** The connection was lost, or an attempt failed, and there will be another. */
  reconnecting: [];
  /** {@link RTMClient.disconnect} was called. */
  disconnecting: [];
  /** The client is at rest: after {@link RTMClient.disconnect}, or with the error that ended it. */
  disconnected: [error?: RTMError];
  /** The call to Slack failed. Another attempt may follow: `reconnecting` or `disconnected` tells. */
  unable_to_rtm_start: [error: RTMError];
  /** A socket failed or was lost, or the program could not be loaded or has ended. It needs no listener. */
  error: [error: RTMError];
  /** {@link RTMClient.state} changed. */
  state: [change: StateChange];
  /** A connection stands again, and events may have been missed. */
  gap: [gap: Gap];
  /** Any frame from Slack, with its type. A reply has none. */
  slack_event: [type: string | undefined, event: AnySlackEvent];
  /** The text of any frame from Slack, before it is parsed. What is neither an event nor a reply is dropped before that, with a warning in the log. */
  raw_message: [text: string];
  /** A frame is written, pings included, and the acknowledgements of Socket Mode. */
  outgoing_message: [frame: OutgoingFrame];
  /** A ping was answered: how long that took. */
  latency: [milliseconds: number];
  /** v3's: the socket is being opened. */
  ws_opening: [];
  /** v3's: the socket is open; hello is awaited. */
  ws_opened: [];
  /** v3's, and the same as `ready`: the connection can be used. */
  open: [];
  /** v3's: the socket was closed, and not by the client. */
  ws_close: [code: number, reason: string];
  /** v3's: an error of the socket, as it gave it; the page's own tell nothing. A `ws_close` follows. */
  ws_error: [error: unknown];
  /** v3's: the connection was lost, or an attempt failed, and there will be another. */
  attempting_reconnect: [];
  /**
   * v3's: the client is at rest, and makes no other attempt. After
   * {@link RTMClient.disconnect} it has that call's arguments; else the error
   * that ended the client, and Slack's word for it or the error's `code`.
   */
  disconnect: [error?: any, code?: any];
  /** v3's: Slack answered a call with HTTP status 429, and asks to wait for so many seconds (0 if it does not say). */
  rate_limited: [seconds: number];
  /** Socket Mode's: any envelope, before what is in it. One that comes again is not emitted again. */
  envelope: [envelope: Envelope];
  /** A `MemoryDataStore` that loads through this client has taken in a page: how many there are of these so far, and whether that is all. */
  load_progress: [what: "users" | "conversations", count: number, done: boolean];
}

/** Answers what a person waits for, once, within 2 seconds: later the client has acknowledged it without an answer. Of no more than 20,000 bytes as JSON. Rejects with `InvalidArgumentError` if it is acknowledged already, `RTMFrameTooLargeError`, and `RTMDisconnectedError` if its socket has ended: the payload's `response_url` takes an answer then. One need not look at the promise. */
export type Acknowledge = (payload?: unknown) => Promise<void>;

/** What Slack sends in Socket Mode, until it is acknowledged. */
export interface Envelope {
  envelope_id: string;
  type: "events_api" | "interactive" | "slash_commands" | (string & {});
  /** Of `events_api` it has the `event`, its `event_id` and whose it is. */
  payload: any;
  accepts_response_payload?: boolean;
  /** How often Slack has sent it before, and why it does again. */
  retry_attempt?: number;
  retry_reason?: string;
  [key: string]: unknown;
}

/** What Slack has for Socket Mode only. Events come under their own types, as RTM's do. */
export interface SocketModeEvents {
  /** Somebody has used a button, a menu, a shortcut or a modal of the app's. */
  interactive: [payload: any, ack: Acknowledge];
  /** Somebody has given a command of the app's. */
  slash_commands: [payload: any, ack: Acknowledge];
}

/** The names that are known. Any other string may be one of Slack's types, and any symbol one of the program's own events. */
export type EventName = keyof ClientEvents | keyof SocketModeEvents | keyof SlackEvents | `slack:${keyof SlackEvents}` | `message::${keyof SlackMessages}` | (string & {}) | symbol;

/**
 * The arguments of the event `K`: the client's own names first, then
 * `slack:<type>`, Slack's types and `<type>::<subtype>`.
 */
export type EventArguments<K> =
  K extends keyof ClientEvents ? ClientEvents[K]
  : K extends keyof SocketModeEvents ? SocketModeEvents[K]
  : K extends `slack:${infer T}` ? [event: SlackEventOf<T>]
  : K extends keyof SlackEvents ? [event: SlackEvents[K]]
  : K extends `${infer T}::${infer S}` ? [event: SlackSubtypeOf<T, S>]
  : string extends K ? any[]
  : K extends string ? [event: UnknownEvent]
  : any[];

/** For `on` and its like: the listener is removed when `signal` aborts. */
export interface ListenerOptions {
  signal: AbortSignal;
}

/**
 * The methods of eventemitter3, and those of Node's emitter beside. Listeners are called in the order they were
 * added. One that throws does not disturb the client or the others: the page
 * gets what it threw as an uncaught error.
 *
 * The third argument of {@link on} is the listener's `this`, the emitter by
 * default; or {@link ListenerOptions}, if its `signal` is an AbortSignal.
 */
declare class EventEmitter {
  /** eventemitter3's: the names of events have no prefix. */
  static readonly prefixed: false;
  /** eventemitter3's: the class itself. */
  static readonly EventEmitter: typeof EventEmitter;
  /** Adds a listener. One that is added twice is called twice. */
  on<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  on<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /** The same as {@link on}. */
  addListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  addListener<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /** Adds a listener for one event; then it is removed. */
  once<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  once<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /** Node's: as {@link on}, before the listeners there are. */
  prependListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /** Node's: as {@link once}, before the listeners there are. */
  prependOnceListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /** Removes a listener wherever it was added: with `context`, where it was added with that; with `once`, where {@link once} added it. Without `fn`, all of the event. */
  off<K extends EventName>(event: K, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /** The same as {@link off}. */
  removeListener<K extends EventName>(event: K, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /** Removes all listeners, or those of one event. */
  removeAllListeners(event?: EventName): this;
  /** Calls the listeners of an event. Whether there were any. */
  emit<K extends EventName>(event: K, ...args: EventArguments<K>): boolean;
  /** The events that have listeners. */
  eventNames(): (string | symbol)[];
  /** The listeners of an event. */
  listeners<K extends EventName>(event: K): ((...args: EventArguments<K>) => void)[];
  /** eventemitter3 1.2's: whether an event has listeners. */
  listeners(event: EventName, exists: true): boolean;
  /** Node's: the same as {@link listeners}. */
  rawListeners<K extends EventName>(event: K): ((...args: EventArguments<K>) => void)[];
  /** How many listeners an event has. */
  listenerCount(event: EventName): number;
  /** Does nothing: an event may have any number of listeners. */
  setMaxListeners(count?: number): this;
  /** `Infinity`. */
  getMaxListeners(): number;
}

/**
 * A connection to Slack that stays up.
 *
 * Each frame from Slack is emitted as `slack_event` (type, event), as
 * `slack:<type>`, as `<type>` and, if it has a subtype, as
 * `<type>::<subtype>`. A frame whose type is one of the client's own names
 * ({@link ClientEvents}) reaches the first two alone: an `error` from Slack
 * never poses as the client's own.
 *
 * A message with a `reply_to` that answers no call of this client reaches
 * `slack_event` and `raw_message` alone, and no data store. After its hello Slack
 * repeats the last message that was sent before, whoever sent it: a bot would
 * answer it again.
 *
 * A client may be kept in what Vue or MobX observe, and so may a
 * {@link MemoryDataStore}: both are left alone there, as by Vue's `markRaw`, so their
 * properties are not reactive; listen to `state`. Behind any other `Proxy` they work,
 * too.
 *
 * @example
 * rtm.on("reaction_added", (event) => console.log(event.reaction, event.item.ts));
 * rtm.on("message::channel_join", (event) => console.log(event.user));
 * rtm.on("slack:error", (event) => console.log(event.error.msg));
 */
export declare class RTMClient extends EventEmitter {
  /**
   * Throws `KeepAliveConfigError` unless `serverPongTimeout` is less than
   * `clientPingTimeout`, and `InvalidArgumentError` for an unknown option, a
   * value of the wrong type, or none of a token, `getConnection` and
   * `webClient`.
   */
  constructor(token: TokenSource, options?: RTMClientOptions);
  constructor(token: undefined, options: RTMClientOptions & Required<Pick<RTMClientOptions, "webClient">>);
  constructor(token: TokenSource | undefined, options: RTMClientOptions & Required<Pick<RTMClientOptions, "getConnection">>);
  constructor(token: TokenSource | undefined, options: RTMClientOptions & Required<Pick<RTMClientOptions, "appToken">>);

  /** Whether Slack has said hello, and the connection stands. */
  readonly connected: boolean;
  /** Whether Slack has accepted the client, for the connection that stands or is being made. */
  readonly authenticated: boolean;
  /** The user that the client acts for; `undefined` while it is not authenticated. */
  readonly activeUserId: string | undefined;
  /** The workspace; `undefined` until the client is authenticated. */
  readonly activeTeamId: string | undefined;
  /** Where the client stands. The event `state` tells of changes. */
  readonly state: ConnectionState;

  /**
   * Connects, and stays connected. Resolves with Slack's answer once
   * authenticated, before the socket is open; the event `ready` comes later. A
   * call while another is under way, or when the client is connected, does not
   * connect anew: it resolves with the same answer. During the pause before
   * another attempt, it ends the pause.
   *
   * Failures are retried as `retryConfig` says, by default for ever; give a
   * `signal` to bound that. An abort ends this call alone, unless nobody else wants
   * the session: if no other call of start() is waiting, and none was granted a
   * session since the last {@link disconnect}, it disconnects.
   *
   * Rejects with `PlatformError` if Slack refuses for good (`data.error` says
   * why); once the retries are used up, or without `autoReconnect`, with what
   * the last attempt met: `RequestError`, `ReadError`, `HTTPError`,
   * `RateLimitedError`, `PlatformError`, `RTMConnectTimeoutError`; with
   * `RTMDisconnectedError` on {@link disconnect}. A promise that nobody holds
   * causes no unhandled rejection.
   *
   * @example
   * const { self, team } = await rtm.start({ signal: AbortSignal.timeout(20_000) });
   */
  start(options?: StartOptions): Promise<ConnectResponse>;

  /**
   * Ends the connection, or the attempt to make one, within a bounded time,
   * whether or not Slack answers. Resolves when the client is `disconnected`; at
   * once if it is so already; also if the program ends meanwhile. It never
   * rejects. Calls that wait to be written reject with
   * `RTMDisconnectedError`, those that wait for a reply with
   * `RTMNoReplyReceivedError`. A later {@link start} connects again.
   */
  disconnect(): Promise<void>;
  /** The same with v3's arguments, which the event `disconnect` passes on. (v3 never reconnected by itself again; here {@link start} begins afresh.) */
  disconnect(optErr: unknown, optCode?: unknown): Promise<void>;

  /**
   * Sends a message, and resolves with Slack's reply: the message is posted.
   * It waits until the client is `ready`, {@link start} included. The text is
   * Slack's mrkdwn: {@link escapeText} makes it of what is to be shown as it is. Slack
   * advises 4000 characters at most. The message does not come back as an event.
   *
   * Rejects with the codes of {@link addOutgoingEvent}.
   *
   * @example
   * try {
   *   const { ts } = await rtm.sendMessage("Hello there", "C024BE91L");
   * } catch (error) {
   *   if (error.delivered === "no") retry(); // "unknown": look before posting it twice
   * }
   */
  sendMessage(text: string, conversationId: string, options?: SendMessageOptions): Promise<MessageResult>;
  /** The same with a node callback, which also gets what is wrong with the arguments. */
  sendMessage(text: string, conversationId: string, callback: SendMessageCallback): void;
  sendMessage(text: string, conversationId: string, callback: (error: RTMError | null) => void): void;

  /**
   * Shows that the user is typing, for a few seconds. Resolves when the frame
   * is written. Slack wants no more than one in three seconds. Rejects as
   * {@link addOutgoingEvent} does without a reply; a promise that nobody holds
   * causes no unhandled rejection.
   */
  sendTyping(conversationId: string, options?: SignalOptions): Promise<void>;

  /**
   * Asks for the `presence_change` events of these users, in place of those
   * asked for before; none if the array is empty. Resolves when the frame is
   * written. The client asks again after each reconnection, until
   * {@link disconnect}, or a start with another token. Rejects as
   * {@link addOutgoingEvent} does without a reply; a promise that nobody holds
   * causes no unhandled rejection.
   */
  subscribePresence(userIds: readonly string[], options?: SignalOptions): Promise<void>;

  /**
   * Sends a frame of any type in its turn: after the calls made before it, once
   * the client is `ready`, a message within `rateLimit`. Resolves with Slack's
   * reply; or, with `awaitReply` false, when the frame is written: then a promise
   * that nobody holds causes no unhandled rejection. Slack does not reply to every
   * type. The client sets `id` and `type`.
   *
   * Before anything is written (`delivered` is `"no"`) it rejects with
   * `RTMSendQueueFullError`; `RTMFrameTooLargeError`; `RTMDisconnectedError` on
   * {@link disconnect}, or if the client gave up (`cause` says why). After that
   * (`"unknown"`), with `RTMNoReplyReceivedError` if the connection was lost,
   * and the next one did not bring the reply; with `RTMAckTimeoutError` after
   * `ackTimeout`. With `RTMSendMessagePlatformError` if Slack refused (`"no"`;
   * `data` is the reply); if Slack only asks to slow down, the frame is
   * repeated.
   *
   * An abort before the frame is written leaves it unwritten; after that,
   * `delivered` is `"unknown"`.
   *
   * @example
   * await rtm.addOutgoingEvent(false, "presence_query", { ids: ["U024BE7LH"] });
   */
  addOutgoingEvent(awaitReply: true, type: "message", body?: object, options?: SignalOptions): Promise<MessageReply>;
  addOutgoingEvent(awaitReply: true, type: string, body?: object, options?: SignalOptions): Promise<RTMCallResult>;
  addOutgoingEvent(awaitReply: false, type: string, body?: object, options?: SignalOptions): Promise<void>;
  addOutgoingEvent(awaitReply: boolean, type: string, body?: object, options?: SignalOptions): Promise<RTMCallResult | void>;

  /**
   * Sends a frame of any type now, before those that wait and whatever
   * `rateLimit` says. Resolves with the frame's id once it is written.
   *
   * Rejects with `RTMSendWhileNotReadyError` if a connection is being made, and
   * with `RTMSendWhileDisconnectedError` if there is none; with
   * `RTMFrameTooLargeError`; with `RTMNoReplyReceivedError` if the connection
   * was lost during the write.
   */
  send(type: string, body?: object, options?: SignalOptions): Promise<number>;
  /**
   * v3's: sends a frame in its turn, as {@link addOutgoingEvent} does, but
   * rejects with `RTMSendWhileDisconnectedError` unless the client is
   * `connected`. The client sets `id`, whatever the frame has.
   *
   * Resolves with Slack's reply; for a message with what the message was, too.
   * What Slack does not reply to (`typing` and those of presence) is done when
   * written. With a callback it returns nothing.
   */
  send(message: FrameToSend & { type: "message" }): Promise<MessageResult>;
  send(message: FrameToSend): Promise<RTMCallResult | undefined>;
  send(message: FrameToSend, callback: Callback<any>): void;

  /**
   * Calls a method of the Web API once, with the client's token or with
   * `args.token`; the connection is not needed. Values that are objects are sent
   * as JSON, and those that are `undefined` or `null` not at all. Only `signal`
   * bounds the wait.
   *
   * Rejects with `PlatformError` if Slack refuses (`data` is its answer),
   * `RateLimitedError` (`retryAfter`), `HTTPError` (`statusCode`),
   * `RequestError` or `ReadError`; with `InvalidArgumentError` if there is no
   * token, as with `getConnection` alone.
   *
   * @example
   * const { messages } = await rtm.call("conversations.history", { channel: "C024BE91L", limit: 20 });
   */
  call(method: string, args?: object, options?: SignalOptions): Promise<WebAPIResult>;

  /**
   * The events of one type as they come from now on, for `for await`: what a
   * listener gets as its first argument. Without a type, every frame from Slack,
   * parsed.
   *
   * Events that the loop has not taken yet wait, in order, up to `limit`. If
   * another comes then, the loop gets those that wait and after them an
   * `RTMEventOverflowError`: nothing before it is missing, and what came after
   * was not kept. Leave the loop, or call this anew, and listen on.
   *
   * The loop ends by itself on {@link disconnect}, after those that wait. If the
   * client gives up for good, or the program ends or cannot be loaded, it throws
   * `RTMDisconnectedError`, with the `cause`; if `signal` aborts, `AbortError`
   * or `TimeoutError`, and drops what waits. `break` and `return` end it, too.
   * Reconnections do not.
   *
   * @example
   * for await (const event of rtm.events("message", { signal })) console.log(event.text);
   */
  events(type?: undefined, options?: EventsOptions): EventIterator<AnySlackEvent>;
  events<K extends EventName>(type: K, options?: EventsOptions): EventIterator<EventOf<K>>;

  /**
   * The next event of a type for which `filter` holds; it resolves with what a
   * listener gets as its first argument. What `filter` throws, it rejects with.
   *
   * Rejects with `RTMDisconnectedError` on {@link disconnect}, or if the client
   * gives up for good (`cause` says why) or cannot load its program; with
   * `TimeoutError` once `timeout` is over.
   *
   * @example
   * const answer = await rtm.waitFor("message", { filter: (event) => event.thread_ts === ts, timeout: 60_000 });
   */
  waitFor<K extends EventName>(type: K, options?: WaitOptions<EventOf<K>>): Promise<EventOf<K>>;

  /**
   * Pings Slack now, and resolves with the time until the answer was here, in
   * ms. The client's own pings go on; {@link ClientEvents.latency} has theirs.
   * Rejects as {@link send} does, and with `RTMAckTimeoutError` after
   * `ackTimeout`.
   */
  ping(options?: SignalOptions): Promise<number>;

  /**
   * The same as {@link disconnect}, for `await using`.
   *
   * @example
   * await using rtm = new RTMClient(token); // disconnected at the end of the block
   */
  [Symbol.asyncDispose](): Promise<void>;

  /** Figures of this moment, for those who look for delays or leaks. */
  stats(): Stats;

  /**
   * The client's flight recorder: the last inputs of its state machine (3,000 to 5,000 of
   * them), for a report of a fault. It is always on. JSON carries what it resolves with, and
   * `go test ./rtm/core -v -run TestReplay -recording /path/to/trace.json` replays it.
   *
   * It has no token, no address of a socket, nothing of {@link call}, and no text of any
   * message. Of a frame that came in it has the size and `type`, `subtype`, `channel`, `ts`,
   * `event_ts`, `reply_to`, `ok` and `error`, in Socket Mode the same of the event in it, the
   * IDs of both and what hello and `disconnect` say of the socket; of one that was sent the
   * type, and the rest with each string replaced by one of equal length that says nothing; besides, the times,
   * the IDs of user and team, what the options say of time, and the words of errors, without
   * addresses and tokens.
   *
   * Before the first {@link start} there are no recordings. After a session has ended, by
   * {@link disconnect} too, the recording is there yet, and goes on with the next one. After
   * the WebAssembly program has died, its last recording is there, too (of one in a worker, for
   * the client that hears of the death first); a trace that was asked for before then rejects
   * with `EngineDiedError`, or `RequestError` if the worker itself is gone, and may be asked
   * for again. What was recorded in a worker that is gone is lost. With the option `shared`
   * the recording is that of the session of all tabs.
   */
  trace(): Promise<Trace>;

  // v3's members. Those with an underscore v3 meant for itself.

  /** The socket that carries the session, or is to: the page's `WebSocket`, or what `socketFn` returned. `null` if there is none, or if it is in a worker. While another takes over, the old one until the other has had its hello. */
  readonly ws: any;
  /** The option `dataStore`; `undefined` if there is none. */
  readonly dataStore: DataStore | undefined;
  /** The option `socketFn`, or the function that makes the page's `WebSocket`. */
  readonly _socketFn: (url: string) => any;
  /** An object while pings are sent, else `null`. It is no timer, since the pings have none of their own. */
  readonly _pingTimer: object | null;
  /** What {@link _createFacets} made: `rtm.start` and `rtm.connect`, which only ask. */
  readonly _rtm: Record<"start" | "connect", Facet>;
  /** What {@link _createFacets} made: the methods `chat.*`, such as `_chat.update(ts, channel, text, opts, callback)`. */
  readonly _chat: Record<"delete" | "getPermalink" | "meMessage" | "postEphemeral" | "postMessage" | "unfurl" | "update", Facet>;
  /** Makes {@link _rtm} and {@link _chat} over {@link call}. The constructor does it. */
  _createFacets(): void;

  /**
   * The same as {@link start}.
   * @deprecated Use {@link start}; a warning is logged once.
   */
  login(options?: StartOptions): Promise<ConnectResponse>;

  /** A number that no other frame of this client has as its id. */
  nextMessageId(): number;

  /**
   * Connects as {@link start} does, but to a socket whose URL is known, without
   * a call to Slack. Who is connected is not known then: `activeUserId` and
   * `activeTeamId` stay `undefined` until the next reconnection, which asks Slack.
   * So does an attempt at a URL that is no good, at once.
   *
   * In a session, or while an attempt is under way, it does nothing but resolve
   * as that does.
   */
  connect(socketUrl: string): Promise<SocketConnection | ConnectResponse>;

  /**
   * Gives the connection up for an attempt that begins at once, without a
   * pause; `attempting_reconnect` is emitted. If an attempt is under way
   * already, that is left alone, or with `forceRetry` given up too. If the
   * client is `disconnected`, it is the last {@link start} again. Resolves and
   * rejects as {@link start} does.
   */
  reconnect(forceRetry?: boolean): Promise<ConnectResponse>;

  /** Changes a message by `chat.update`, as {@link call} does. With a callback it returns nothing. */
  updateMessage(message: MessageUpdate): Promise<WebAPIResult>;
  updateMessage(message: MessageUpdate, callback: Callback<WebAPIResult>): void;
  updateMessage(message: MessageUpdate, callback: (error: RTMError | null) => void): void;

  /** Emits `ws_opened`, as in v3, and does nothing else. */
  handleWsOpen(): void;
  /** Takes a frame, its text or an event with it as `data`, as if the socket had brought it. Without a socket its events are emitted, and that is all. */
  handleWsMessage(wsMsg: string | { data: string } | { toString(): string }): void;
  /** Emits `ws_error`, as in v3, and does nothing else. */
  handleWsError(err: unknown): void;
  /** Closes the socket and acts as if it had closed by itself, with this code and reason. */
  handleWsClose(code?: number | string, reason?: string): void;
  /** Takes Slack's reply to a frame, as {@link handleWsMessage} does: it settles the call that sent it. */
  _handleMessageAck(replyTo: number, message: object): void;
  /** Takes a pong, as {@link handleWsMessage} does: the connection counts as alive. */
  _handlePong(message: object): void;
  /** Takes hello, as {@link handleWsMessage} does: on a socket that awaits it, the connection stands then. */
  _handleHello(): void;
  /** Counts the connection as alive. Here any frame does that by itself. */
  _maybeKeepAlive(message?: object): void;
}

/** v3's name of {@link RTMClient}. */
export declare const RtmClient: typeof RTMClient;
export type RtmClient = RTMClient;

/** What {@link RTMClient.stats} gives. Those of Go are missing while there is no session. */
export interface Stats {
  state: ConnectionState;
  /** When the state was entered, in ms since 1970. */
  since: number;
  /** Frames that came in, and that were written. */
  framesIn: number;
  framesOut: number;
  /** How often the state was `reconnecting`, and how many `gap` events there were. */
  reconnections: number;
  gaps: number;
  /** How long the newest ping took to be answered, in ms; `undefined` before the first. */
  latency: number | undefined;
  /** Listeners of this client. */
  listeners: number;
  /** Frames that have come in and whose listeners were not called yet. */
  undelivered: number;
  /** Calls whose promise has not settled. */
  calls: number;
  /** Frames that wait to be written, and that wait for a reply. */
  queued?: number;
  pending?: number;
  /** Sockets that are open, opening or being closed. */
  sockets?: number;
  /** The timestamp of the newest event before which none is missing; empty before the first. */
  newest?: Timestamp;
  /** In Socket Mode: how many sockets the app had when this one was opened, and how long, in ms, Slack means to keep it. */
  connections?: number;
  connectionTime?: number;
  /** Whether the session is that of all tabs; and, with the option `shared`, why not. */
  shared: boolean;
  aloneBecause?: string;
  /** Of the whole WebAssembly program: goroutines, values of JavaScript that Go holds, and memory in bytes. */
  goroutines?: number;
  jsReferences?: number;
  wasmMemory?: number;
}

/** What {@link RTMClient.trace} resolves with. */
export interface Trace {
  /** Which build of this package it is of. */
  build: string;
  /** When it was asked for, in ms since 1970. */
  time: number;
  /** The browser's `navigator.userAgent`. */
  browser: string;
  /** The recordings, in base64: of a WebAssembly program that has died, if one has, and of the one that runs. */
  recordings: string[];
}

/**
 * The codes of errors: v4's, and some of our own.
 *
 * @example
 * if (error.code === ErrorCode.RTMSendQueueFullError) await pause();
 */
export declare const ErrorCode: {
  /** Slack could not be reached. */
  readonly RequestError: "slackclient_request_error";
  /** Slack's answer could not be read, or has more than 32 MiB, which is the most that is read of one. */
  readonly ReadError: "slackclient_read_error";
  /** Slack answered with an HTTP status other than 200. */
  readonly HTTPError: "slackclient_http_error";
  /** Slack answered and refused: `data.error` is its word for why. */
  readonly PlatformError: "slackclient_platform_error";
  /** Slack asks for a pause of `retryAfter` seconds. */
  readonly RateLimitedError: "slackclient_rate_limited_error";
  /** v4's; this client does not refresh tokens. */
  readonly RefreshFailedError: "slackclient_refresh_failed_error";
  /** `send` while there was no connection. */
  readonly RTMSendWhileDisconnectedError: "slackclient_rtmclient_send_while_disconnected_error";
  /** `send` before the connection was ready. */
  readonly RTMSendWhileNotReadyError: "slackclient_rtmclient_send_while_not_ready_error";
  /** Slack refused a frame: `data.error` has its code and message. */
  readonly RTMSendMessagePlatformError: "slackclient_rtmclient_send_message_platform_error";
  /** The socket failed or was lost. */
  readonly RTMWebsocketError: "slackclient_rtmclient_websocket_error";
  /** The connection ended before the reply came. */
  readonly RTMNoReplyReceivedError: "slackclient_rtmclient_no_reply_received_error";
  /** `serverPongTimeout` is not less than `clientPingTimeout`. */
  readonly KeepAliveConfigError: "slackclient_keepalive_config_error";
  /** v4's; not used. */
  readonly KeepAliveClientNotConnected: "slackclient_keepalive_client_not_connected";
  /** v4's; not used. */
  readonly KeepAliveInconsistentState: "slackclient_keepalive_inconsistent_state";
  /** The program could not be loaded. */
  readonly InitializeError: "slackclient_initialize_error";
  /** The program ended. Every call that was pending rejects; `initialize()` or `start()` begins afresh. */
  readonly EngineDiedError: "slackclient_engine_died_error";
  /** A signal aborted; `cause` is its reason. The error's name is `AbortError`. */
  readonly AbortError: "slackclient_abort_error";
  /** A signal's time was up; `cause` is its reason. The error's name is `TimeoutError`. */
  readonly TimeoutError: "slackclient_timeout_error";
  /** The wait ended because of `disconnect()`, or because the client gave up: then `cause` says why. */
  readonly RTMDisconnectedError: "slackclient_rtmclient_disconnected_error";
  /** `sendQueueLimit` calls are waiting already. */
  readonly RTMSendQueueFullError: "slackclient_rtmclient_send_queue_full_error";
  /** More events waited to be taken than {@link RTMClient.events} may keep: what came from here on is missing. */
  readonly RTMEventOverflowError: "slackclient_rtmclient_event_overflow_error";
  /** Socket Mode has nothing of this kind; the message says what there is instead. */
  readonly RTMNotInSocketModeError: "slackclient_rtmclient_not_in_socket_mode_error";
  /** The frame is longer than the 16 KB that Slack takes. */
  readonly RTMFrameTooLargeError: "slackclient_rtmclient_frame_too_large_error";
  /** No reply within `ackTimeout`. */
  readonly RTMAckTimeoutError: "slackclient_rtmclient_ack_timeout_error";
  /** The call to Slack, the opening of the socket or hello took too long. */
  readonly RTMConnectTimeoutError: "slackclient_rtmclient_connect_timeout_error";
  /** A value or an option is wrong; the message names it. The error is a TypeError. */
  readonly InvalidArgumentError: "slackclient_invalid_argument_error";
};
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** Any error of the client. */
export interface RTMError extends Error {
  name: string;
  message: string;
  code: ErrorCode;
  /** What led to it: an error, or a signal's reason. */
  cause?: unknown;
  /** v4's name for `cause`, if that is an error. */
  original?: Error;
  /** Slack's answer, or its reply to a frame. */
  data?: WebAPIResult | ReplyErrorFrame;
  /** The id of the frame, if it got one. */
  messageId?: number;
  /** The text of the message that was to be sent. */
  text?: string;
  /** The HTTP status of Slack's answer. */
  statusCode?: number;
  /** How long Slack asks to wait, in seconds. */
  retryAfter?: number;
  /** Of a call that sends: whether Slack can have got it. `"no"`: certainly not, or it refused. `"unknown"`: it was written, and no reply came. */
  delivered?: "no" | "unknown";
  /**
   * Of an `EngineDiedError`: what the program printed, such as the text of a panic, up to
   * 65,536 characters, and its build. Functions have no names in it: `./build.sh explain`,
   * in the sources, reads such a text and gives them theirs.
   */
  output?: string;
}

export {};
