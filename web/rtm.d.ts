/**
 * A client for web pages of Slack's Real Time Messaging API, and of Socket Mode
 * ({@link RTMClientOptions.socketMode}), which is what new apps have.
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
 * with an {@link RTMError}, whose `code` is one of {@link ErrorCode}; `@throws` of a
 * member names the codes that are its own. Any call may also end in
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
 * @param options Where the files are, and how long the load may take.
 * @returns A promise that resolves once the program runs.
 * @throws `InitializeError` if the program cannot be fetched, verified, compiled or run
 * within `timeout`, if the worker cannot be started, if another is loaded already, from
 * other options, or if the browser is too old: the message says what to do. `AbortError` or
 * `TimeoutError` on `signal`.
 * @example
 * await initialize({ wasmURL: "/assets/rtm.wasm" });
 */
export declare function initialize(options?: InitializeOptions): Promise<void>;

/** What {@link initialize} takes. */
export interface InitializeOptions {
  /**
   * Where the program is. A relative address is resolved against the page.
   * @default `rtm.wasm?v=<hash>`, beside the script
   */
  wasmURL?: string | URL;
  /**
   * The program, compiled already. `wasmURL` then has no meaning, and `integrity` cannot be given: of a module only the build that it says it is of is compared, so check the bytes before you compile them.
   * @default undefined
   */
  wasmModule?: WebAssembly.Module;
  /**
   * The hash that the download must have, in the form of Subresource Integrity (`"sha384-..."`; several, with blanks between, are alternatives). It is checked before the program runs. `false` does without; the program must be of the script's build all the same.
   * @default the hash of the `rtm.wasm` that came with this script
   */
  integrity?: string | false;
  /**
   * The module `rtm.engine.js`, which is loaded by itself where there is
   * `import()`. A service worker has none.
   * @default the file `rtm.engine.js`, beside the script
   * @example
   * import * as engine from "rtmwasm/rtm.engine.js";
   * await initialize({ engine });
   */
  engine?: { readonly Engine: unknown; readonly builtWith: string };
  /**
   * Whether the program and the sockets are in a dedicated worker, where a page
   * that is busy or hidden does not hold them up. The worker's
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
   * @default false
   */
  worker?: boolean | "blob";
  /**
   * Where the worker's file is. It
   * must be of this origin, unless `worker` is `"blob"`.
   *
   * A page with `require-trusted-types-for 'script'` that lists policies
   * (`trusted-types`) allows `rtmwasm`, or gives a `TrustedScriptURL`; with `"blob"` it
   * needs both.
   * @default `rtm.worker.js?v=<hash>`, beside the script
   */
  workerURL?: string | URL | TrustedScriptURLLike;
  /**
   * Gives the load up.
   * @default undefined
   */
  signal?: AbortSignal;
  /**
   * How long the load may take, in ms. 0 means no limit.
   * @default 30000
   */
  timeout?: number;
}

/** A `TrustedScriptURL`, as a policy of `trustedTypes` makes it. */
export interface TrustedScriptURLLike {
  /** @returns The address. */
  toString(): string;
  /** @returns The address. */
  toJSON(): string;
}

/** A token, or a function that returns one or a promise of one. The function is called before each call to Slack. */
export type TokenSource = string | (() => string | Promise<string>);

/** What the constructor of {@link RTMClient} takes. */
export interface RTMClientOptions {
  /**
   * Where Slack's Web API is; `https:`, but for a loopback address, without a user, a query or a fragment. It is read as a browser reads it: blanks around it and capitals in the host do not matter. A redirect from there is not followed: the call fails with `RequestError`, and the token reaches no other address.
   * @default "https://slack.com/api/"
   */
  slackApiUrl?: string;
  /**
   * Takes the log lines, in place of the page's console.
   * @default the page's console
   */
  logger?: Logger | LoggingFunc;
  /**
   * The least severe level that is logged. A logger that is an object gets every line, and decides itself. v3's `"verbose"` and `"silly"` let everything through.
   * @default "warn"
   */
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
   * @default retries without end, 1 s doubled n times and 30 s at most
   */
  retryConfig?: RetryOptions;
  /**
   * Whether to connect again when a connection or an attempt fails. What Slack refuses for good, such as an invalid token, is not tried again, nor is an address that answers with HTTP 404 or 410 before it has ever given a session.
   * @default true
   */
  autoReconnect?: boolean;
  /**
   * Whether to call `rtm.connect`, rather than `rtm.start`.
   * @default true
   */
  useRtmConnect?: boolean;
  /**
   * The time between pings, in ms; more than 0.
   * @default 6000
   */
  clientPingTimeout?: number;
  /**
   * How long after a ping the connection may stay silent before it counts as lost, in ms;
   * more than 0 and less than `clientPingTimeout`. It does not matter why it was pinged: in
   * its turn, as the page woke, or as Slack said goodbye.
   * @default 4000
   */
  serverPongTimeout?: number;
  /**
   * How long after a reconnection Slack may still reply to what the last connection sent, in
   * ms. What has no reply then rejects with `RTMNoReplyReceivedError`. 0 means at once.
   * @default 2000
   */
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
   * @default undefined
   */
  webClient?: WebClientLike;
  /**
   * Returns what `rtm.connect` would ({@link Connection}), in place of a call from the page, so
   * that no token needs to be in the page; with `socketMode`, what `apps.connections.open` would
   * ({@link SocketConnection}). Called once for each attempt, since the URL serves once; for the
   * first attempt it is called while the program loads. `signal` aborts when the attempt is
   * given up. A rejection is a failed attempt. If it is a refusal of Slack's (`ok` is `false`),
   * that is taken as if the page had called: `invalid_auth`, for instance, is final. So is an
   * error that has the refusal as its `data`, or as that of one of its causes; `retryAfter`, in
   * seconds, is kept, too.
   *
   * @default undefined
   * @example
   * new RTMClient(undefined, { getConnection: ({ signal }) => fetch("/rtm", { method: "POST", signal }).then((r) => r.json()) });
   */
  getConnection?: (attempt: { signal: AbortSignal }) => Promise<Connection | SocketConnection | ConnectRefusal>;
  /**
   * Whether the client speaks Socket Mode, which is what Slack gives to new apps, rather
   * than RTM. It needs `getConnection` or `appToken`. The token, or the `webClient`, is the
   * bot's: it says who that is (`auth.test`) and sends. Without one the client only hears.
   *
   * The client is the same, with these differences:
   *
   * - each event comes in an envelope ({@link Envelope}), to any one of the app's sockets, of
   *   which there may be ten: give `shared`, or tabs do not hear what others hear. The client
   *   acknowledges the envelope once the listeners have been called, after 2 seconds at the
   *   latest. Slack sends again what is not acknowledged; the client delivers it once;
   * - so an interruption of less than 5 minutes is a `gap` that is `recovered`: Slack sends
   *   again what happened meanwhile, within 5 minutes, perhaps after newer events;
   * - {@link RTMClient.sendMessage} calls `chat.postMessage`, one at a time. Slack tells the
   *   app of its own messages, too;
   * - {@link RTMClient.sendTyping}, {@link RTMClient.subscribePresence},
   *   {@link RTMClient.ping} and frames of other types than `"message"` reject with
   *   `RTMNotInSocketModeError`;
   * - there are no pings, so `clientPingTimeout` and `serverPongTimeout` do nothing. A socket
   *   that is silent for 4 minutes is replaced; where frames come often, one that is silent for
   *   twenty times the usual pause, and for 30 seconds at least. A socket that is about to end
   *   is replaced before it does;
   * - with `autoReconnect: false` no socket is replaced, and one that is dead is not noticed.
   *
   * @default false
   * @example
   * const rtm = new RTMClient(botToken, { socketMode: true, getConnection: () => fetch("/socket", { method: "POST" }).then((r) => r.json()) });
   * rtm.on("slash_commands", (payload, ack) => ack({ text: `You said ${payload.text}` }));
   */
  socketMode?: boolean;
  /**
   * The app-level token (`xapp-...`, with the scope `connections:write`), with which the page
   * itself asks Slack for a socket of Socket Mode. Whoever reads it can hear all that the app
   * hears, for all teams, and answer in its name: `getConnection` keeps it on a server. Slack's pages do
   * not agree whether `apps.connections.open` takes it in a form, which is all that a page
   * may send.
   * @default undefined
   */
  appToken?: string;
  /**
   * Gets the events that were missed in a gap, in order, for instance from
   * `conversations.history`. Events that come in meanwhile are held back, and
   * delivered after those, without the messages that were delivered before (by
   * channel and timestamp). Then `gap` says `recovered`. It has 30 seconds;
   * `signal` aborts when its answer is no longer wanted. If it fails, a warning
   * is logged and `recovered` is false.
   * @default undefined
   */
  backfill?: (gap: Omit<Gap, "recovered">, attempt: { signal: AbortSignal }) => readonly object[] | Promise<readonly object[]>;
  /**
   * How long the call to Slack may take, and the opening of the socket, each, in ms. 0 means
   * no limit. The call of a `webClient` has none.
   * @default 10000
   */
  connectTimeout?: number;
  /**
   * How long an open socket may take to say hello, in ms. 0 means no limit.
   * @default 10000
   */
  helloTimeout?: number;
  /**
   * How long a reply may take, in ms, counted from the writing of the frame. 0 means no
   * limit. When another socket takes over, the old one is kept as long for the replies that
   * it owes (30 s if there is no limit).
   * @default 30000
   */
  ackTimeout?: number;
  /**
   * How many frames may wait to be written; at least 1. A call that does not fit rejects at
   * once.
   * @default 1000
   */
  sendQueueLimit?: number;
  /**
   * How fast messages are written: `burst` at once after a quiet time, then `perSecond`,
   * which may be a fraction. The default is Slack's own limit; `false` turns it off. Other
   * frames do not wait.
   * @default { perSecond: 1, burst: 5 }
   */
  rateLimit?: { perSecond: number; burst: number } | false;
  /**
   * Whether the tabs of this origin have one session together: Go and the socket are
   * in a SharedWorker, every tab hears what comes and can send. With `true`, the
   * tabs do that have the same token and the same `slackApiUrl`; it needs a token
   * that is a string. With a name, those that have the same name and
   * `slackApiUrl`: name the user and the team by it, since what tells them apart
   * is only that.
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
   *   string) are those of the tab that came first, so give each tab the same; when no
   *   tab has the session any more, those of the next. `Retry-After` binds that one,
   *   too. What {@link RTMClient.start} has for Slack counts if it begins the session;
   * - functions (the token's, `getConnection`, `backfill`, a `webClient`) are asked in
   *   a tab that is open and has them, each time in another;
   * - messages that one tab sends with {@link RTMClient.sendMessage} the others
   *   hear as `message` events, once: Slack does not repeat them to its socket, but may
   *   to another, while the session moves there;
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
   * @default false
   */
  shared?: boolean | string;
  /**
   * v3's spelling of `slackApiUrl`.
   * @deprecated Use `slackApiUrl`.
   */
  slackAPIUrl?: string;
  /**
   * v3's name of `clientPingTimeout`.
   * @default 5000 if `maxPongInterval` is given
   * @deprecated Use `clientPingTimeout`.
   */
  wsPingInterval?: number;
  /**
   * v3's longest time without a pong. Here: how long after a ping the connection
   * may stay silent before it counts as lost, in place of `serverPongTimeout`.
   * It may be longer than the time between pings; no other ping goes out before
   * one is answered.
   * @default 20000 if `wsPingInterval` is given
   * @deprecated Use `serverPongTimeout`.
   */
  maxPongInterval?: number;
  /**
   * How many times to try again: `retryConfig.retries`. No
   * effect beside `retryConfig`.
   * @default for ever
   * @deprecated Use `retryConfig`; a warning is logged.
   */
  maxReconnectionAttempts?: number;
  /**
   * The pause before each: `retryConfig.minTimeout` and `maxTimeout`. No effect beside `retryConfig`.
   * @default 3000 if `maxReconnectionAttempts` is given
   * @deprecated Use `retryConfig`; a warning is logged.
   */
  reconnectionBackoff?: number;
  /**
   * Makes the socket, in place of the page's `WebSocket`. All traffic of the session goes through it.
   * @default the page's `WebSocket`
   */
  socketFn?: (url: string) => W3CSocket | EmitterSocket;
  /**
   * A cache of what is known of the workspace: a {@link MemoryDataStore}, or an object of your
   * own with the two methods that the client calls. `false` and `null` mean none, too.
   * @default undefined
   */
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
  /**
   * How many times to try again in a row, since a connection last held for 30 s. 0 means never.
   * @default for ever; 10 with `forever: false`
   */
  retries?: number;
  /**
   * The pause before the first retry, in ms. 0 means hardly any.
   * @default 1000
   */
  minTimeout?: number;
  /**
   * The longest pause, in ms.
   * @default 30000; with `retries`, `Infinity`
   */
  maxTimeout?: number;
  /**
   * Whether each pause is multiplied by a random number from 1 to 2.
   * @default false
   */
  randomize?: boolean;
  /**
   * By what the pause grows from retry to retry.
   * @default 2
   */
  factor?: number;
  /**
   * Never to stop trying: after `retries` the pause grows no more.
   * @default `false` with `retries`, else `true`
   */
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
 * @param text The text, as it is to be shown.
 * @returns The text for {@link RTMClient.sendMessage} and its like.
 * @throws `InvalidArgumentError` for anything but a string.
 * @example
 * await rtm.sendMessage(`<@${user}> wrote: ${escapeText(input.value)}`, channel);
 */
export declare function escapeText(text: string): string;

/** Anything that can call a Web API method. */
export interface WebClientLike {
  /**
   * Calls a method.
   * @param method Its name, such as `"rtm.connect"`.
   * @param args Its arguments.
   * @returns Slack's answer.
   * @throws What went wrong: {@link RTMClientOptions.webClient} says what is made of it.
   */
  apiCall(method: string, args?: object): Promise<object>;
}

/** A socket with the page's own interface. Its events are `open`, `message`, `error` and `close`. */
export interface W3CSocket {
  /**
   * Adds a listener.
   * @param type The event's name.
   * @param listener Called with each event: a `MessageEvent` or a `CloseEvent`, or what has their members.
   */
  addEventListener(type: string, listener: (event: any) => void): void;
  /**
   * Sends a frame.
   * @param data Its text.
   */
  send(data: string): void;
  /**
   * Closes the socket.
   * @param code 1000, or from 3000 to 4999.
   * @param reason At most 123 bytes.
   */
  close(code?: number, reason?: string): void;
}

/** A socket in the manner of the `ws` package. Its events are `open`, `message`, `error` and `close`. */
export interface EmitterSocket {
  /**
   * Adds a listener.
   * @param event The event's name.
   * @param listener Called with what `ws` gives: the data, the error, or the code and the reason.
   * @returns Anything.
   */
  on(event: string, listener: (...args: any[]) => void): unknown;
  /**
   * Sends a frame.
   * @param data Its text.
   */
  send(data: string): void;
  /**
   * Closes the socket.
   * @param code 1000, or from 3000 to 4999.
   * @param reason At most 123 bytes.
   */
  close(code?: number, reason?: string): void;
}

/** A socket that carries a session: the page's, or one of `socketFn`. */
export type Socket = WebSocket | W3CSocket | EmitterSocket;

/** How severe a log line is. */
export declare const LogLevel: { readonly ERROR: "error"; readonly WARN: "warn"; readonly INFO: "info"; readonly DEBUG: "debug" };
/** How severe a log line is. */
export type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

/** Takes log lines. `console` is one. */
export interface Logger {
  /**
   * Takes a line about what the client does.
   * @param message Its parts.
   */
  debug(...message: unknown[]): void;
  /**
   * Takes a line about what has changed.
   * @param message Its parts.
   */
  info(...message: unknown[]): void;
  /**
   * Takes a line about what needs a look.
   * @param message Its parts.
   */
  warn(...message: unknown[]): void;
  /**
   * Takes a line about what failed.
   * @param message Its parts.
   */
  error(...message: unknown[]): void;
  /**
   * Called once with the option `logLevel`, if both are there.
   * @param level The option.
   */
  setLevel?(level: LogLevel): void;
  /**
   * Called once with the client's name, if it is there.
   * @param name The client's.
   */
  setName?(name: string): void;
}

/**
 * The older form of a logger.
 * @param level How severe the line is.
 * @param message Its text.
 */
export type LoggingFunc = (level: LogLevel, message: string) => void;

/** What a connection needs, and whom it is for. */
export interface Connection {
  /** The socket's address, `wss:`. Slack's serve once, within 30 s. */
  url: string;
  /** The user that the connection acts for. */
  self: { id: string; name?: string; [key: string]: unknown };
  /** The workspace. */
  team: { id: string; name?: string; domain?: string; enterprise_id?: string; enterprise_name?: string; [key: string]: unknown };
  [key: string]: unknown;
}

/** Slack's answer to `rtm.connect` if it refuses. */
export interface ConnectRefusal {
  /** Slack refused. */
  ok: false;
  /** Slack's word for why, such as `"invalid_auth"`. */
  error: string;
  [key: string]: unknown;
}

/**
 * Slack's answer to `rtm.connect` or `rtm.start`, or what `getConnection` returned. In Socket
 * Mode `self` and `team` are those that `auth.test` has named; without a bot's token they are
 * not there.
 */
export interface ConnectResponse extends Connection {
  /** Slack agreed. */
  ok: true;
  /** What Slack warns of, with commas between. */
  warning?: string;
  /** What Slack says of the answer. */
  response_metadata?: { warnings?: string[]; [key: string]: unknown };
}

/** Slack's answer to `apps.connections.open`. The event `authenticated` and {@link RTMClient.connect} have this instead, if the caller brought the URL. */
export interface SocketConnection {
  /** Always `true`. */
  ok: true;
  /** The socket's address, as it was given. */
  url: string;
  [key: string]: unknown;
}

/** Slack's answer to a Web API method. */
export interface WebAPIResult {
  /** Whether Slack did it. What {@link RTMClient.call} resolves with has `true`. */
  ok: boolean;
  /** Slack's name for what went wrong. */
  error?: string;
  /** What Slack warns of, with commas between. */
  warning?: string;
  /** What Slack says of the answer: `next_cursor` asks for the next page. */
  response_metadata?: { warnings?: string[]; next_cursor?: string; [key: string]: unknown };
  [key: string]: any;
}

/** Slack's answer to a method of which the program says what it answers: see {@link RTMClient.call}. */
export type WebAPIAnswer<T extends object> = T & {
  /** Slack did it. */
  ok: true;
  /** What Slack warns of, with commas between. */
  warning?: string;
  /** What Slack says of the answer: `next_cursor` asks for the next page. */
  response_metadata?: { warnings?: string[]; next_cursor?: string };
};

/** Slack's reply to a frame. */
export interface RTMCallResult {
  /** Slack took it. */
  ok: true;
  /** The id of the frame that it answers. */
  reply_to: number;
  /** The timestamp of what came of it. */
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
  /** Always `"message"`. */
  type: "message";
  /** The conversation that it was sent to. */
  channel: string;
  /** Who sent it: {@link RTMClient.activeUserId}. */
  user: string;
}

/** A frame as the client writes it. */
export interface OutgoingFrame {
  /** A number that no other frame of the session has. */
  id: number;
  /** What it asks for. */
  type: string;
  [key: string]: unknown;
}

/** What a call takes that can be given up. */
export interface SignalOptions {
  /**
   * Ends the wait. `AbortSignal.timeout(ms)` is one.
   * @default undefined
   */
  signal?: AbortSignal;
}

/** What {@link RTMClient.events} takes. */
export interface EventsOptions extends SignalOptions {
  /**
   * How many events may wait to be taken; at least 1.
   * @default 1000
   */
  limit?: number;
}

/** What {@link RTMClient.waitFor} takes. */
export interface WaitOptions<E> extends SignalOptions {
  /**
   * How long to wait, in ms. 0 means without limit.
   * @default 0
   */
  timeout?: number;
  /**
   * Whether an event counts.
   * @default any event counts
   */
  filter?: (event: E) => unknown;
}

/** What {@link RTMClient.events} gives. `return()` ends it. */
export interface EventIterator<E> {
  /**
   * @returns The next event, or that there is no other.
   * @throws `RTMEventOverflowError`, `RTMDisconnectedError`, `AbortError` or `TimeoutError`, as
   * {@link RTMClient.events} says, once.
   */
  next(): Promise<IteratorResult<E, void>>;
  /**
   * Ends it. It never rejects.
   * @returns That there is no other event.
   */
  return(): Promise<IteratorResult<E, void>>;
  /** @returns Itself. */
  [Symbol.asyncIterator](): EventIterator<E>;
}

/** What {@link RTMClient.events} and {@link RTMClient.waitFor} give of the event `K`: its first argument, but of `slack_event` the event. */
export type EventOf<K> = K extends "slack_event" ? AnySlackEvent : EventArguments<K>[0];

/** What {@link RTMClient.start} takes; all but `signal` and `token` are Slack's own arguments, the last five `rtm.start`'s alone. Any other goes to Slack as a field of the call. */
export interface StartOptions extends SignalOptions {
  /**
   * A token in place of the constructor's, for this start and the reconnections after it.
   * @default the constructor's
   */
  token?: string;
  /**
   * To have presence changes in batches: {@link SlackEvents.presence_change} with `users`.
   * @default false
   */
  batch_presence_aware?: boolean;
  /**
   * To have presence changes only for those one subscribes to. Slack no longer does otherwise.
   * @default true
   */
  presence_sub?: boolean;
  /**
   * `rtm.start`'s: whether users and channels come with their locale.
   * @default false
   */
  include_locale?: boolean;
  /**
   * `rtm.start`'s: whether group direct messages come as `mpims`, rather than as groups.
   * @default false
   */
  mpim_aware?: boolean;
  /**
   * `rtm.start`'s: whether the latest message of each channel is left out.
   * @default false
   */
  no_latest?: boolean | "0" | "1";
  /**
   * `rtm.start`'s: whether the counts of unread messages are left out.
   * @default false
   */
  no_unreads?: boolean | string;
  /**
   * `rtm.start`'s: whether of the latest message only the timestamp comes.
   * @default false
   */
  simple_latest?: boolean;
}

/** A frame to send, in v3's way: with its type. The client sets `id`. */
export interface FrameToSend {
  /** What it asks for, such as `"message"`. */
  type: string;
  [key: string]: unknown;
}

/** What {@link RTMClient.updateMessage} takes. */
export interface MessageUpdate {
  /** The message's timestamp. */
  ts: Timestamp;
  /** The conversation that it is in. */
  channel: string;
  /** The new text. */
  text: string;
  /** Other arguments of `chat.update`. */
  opts?: object;
}

/**
 * A method of the Web API in v3's way.
 * @deprecated Use {@link RTMClient.call}.
 */
export interface Facet {
  /**
   * @param args The required arguments, others and a node callback, both optional.
   * @returns Slack's answer; with a callback nothing.
   * @throws As {@link RTMClient.call}.
   */
  (...args: unknown[]): Promise<WebAPIResult> | undefined;
}

/** What {@link RTMClient.sendMessage} takes. */
export interface SendMessageOptions extends SignalOptions {
  /**
   * The first message of the thread to reply in.
   * @default undefined
   */
  thread_ts?: Timestamp;
  /**
   * Whether a reply in a thread is shown to the whole channel too.
   * @default false
   */
  reply_broadcast?: boolean;
}

/**
 * A node callback.
 * @param args What went wrong, `null` on success; and the result.
 */
export type Callback<T> = (...args: [error: null, result: T] | [error: RTMError, result: undefined]) => void;

/**
 * A node callback of {@link RTMClient.sendMessage}.
 * @param args What went wrong, `null` on success; and the result.
 */
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

/** What the event `state` has. */
export interface StateChange {
  /** The state now. */
  name: ConnectionState;
  /** The state before. */
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
  /**
   * v3's: the socket is being opened.
   * @deprecated Use `state`: it is `authenticated` then.
   */
  ws_opening: [];
  /**
   * v3's: the socket is open; hello is awaited.
   * @deprecated Use `state`: it is `handshaking` then.
   */
  ws_opened: [];
  /**
   * v3's, and the same as `ready`: the connection can be used.
   * @deprecated Use `ready`.
   */
  open: [];
  /**
   * v3's: the socket was closed, and not by the client.
   * @deprecated Use `reconnecting`, or the `cause` of `state`.
   */
  ws_close: [code: number, reason: string];
  /**
   * v3's: an error of the socket, as it gave it; the page's own tell nothing. A `ws_close` follows.
   * @deprecated Use `error`.
   */
  ws_error: [error: unknown];
  /**
   * v3's: the connection was lost, or an attempt failed, and there will be another.
   * @deprecated Use `reconnecting`.
   */
  attempting_reconnect: [];
  /**
   * v3's: the client is at rest, and makes no other attempt. After
   * {@link RTMClient.disconnect} it has that call's arguments; else the error
   * that ended the client, and Slack's word for it or the error's `code`.
   * @deprecated Use `disconnected`.
   */
  disconnect: [error?: unknown, code?: unknown];
  /**
   * v3's: Slack answered a call with HTTP status 429, and asks to wait for so many seconds (0 if it does not say).
   * @deprecated Use `unable_to_rtm_start`, or what {@link RTMClient.call} rejects with: a
   * `RateLimitedError` has `retryAfter`.
   */
  rate_limited: [seconds: number];
  /** Socket Mode's: any envelope, before what is in it. One that comes again is not emitted again. */
  envelope: [envelope: Envelope];
  /** A `MemoryDataStore` that loads through this client has taken in a page: how many there are of these so far, and whether that is all. */
  load_progress: [what: "users" | "conversations", count: number, done: boolean];
}

/**
 * Answers what a person waits for, once, within 2 seconds: later the client has acknowledged
 * it without an answer. One need not look at the promise.
 * @param payload What Slack shows, such as `{ text: "done" }`. It is no more than 20,000 bytes as JSON. Default: none, which only acknowledges.
 * @returns A promise that resolves once it is written.
 * @throws `InvalidArgumentError` if it is acknowledged already, `RTMFrameTooLargeError`, and
 * `RTMDisconnectedError` if its socket has ended: the payload's `response_url` takes an answer
 * then.
 */
export type Acknowledge = (payload?: unknown) => Promise<void>;

/** What Slack sends in Socket Mode, until it is acknowledged. */
export interface Envelope {
  /** By which it is acknowledged. The client does that. */
  envelope_id: string;
  /** What kind of payload it has. */
  type: "events_api" | "interactive" | "slash_commands" | (string & {});
  /** Of `events_api` it has the `event`, its `event_id` and whose it is. */
  payload: EnvelopePayload;
  /** Whether Slack shows what it is answered with. */
  accepts_response_payload?: boolean;
  /** How often Slack has sent it before. */
  retry_attempt?: number;
  /** Why Slack sends it again, such as `timeout`. */
  retry_reason?: string;
  [key: string]: unknown;
}

/** What an envelope brings. */
export interface EnvelopePayload {
  /** Such as `event_callback` or `block_actions`. */
  type?: string;
  /** Where an answer may be posted for 30 minutes. */
  response_url?: string;
  /** Opens a modal, within 3 seconds. */
  trigger_id?: string;
  [key: string]: any;
}

/** What Slack has for Socket Mode only. Events come under their own types, as RTM's do. */
export interface SocketModeEvents {
  /** Somebody has used a button, a menu, a shortcut or a modal of the app's. */
  interactive: [payload: EnvelopePayload, ack: Acknowledge];
  /** Somebody has given a command of the app's. */
  slash_commands: [payload: EnvelopePayload, ack: Acknowledge];
}

/** The names of events that are listed here, and any symbol, which may be an event of the program's own. */
export type EventName = keyof ClientEvents | keyof SocketModeEvents | keyof SlackEvents | `slack:${keyof SlackEvents}` | `message::${keyof SlackMessages}` | symbol;

/**
 * A name that is not listed: of an event that Slack sends and this package does not know
 * yet, or of the program's own. What looks like a misspelling is an error, and the error
 * names what may be meant:
 *
 * - a name that differs from one of {@link ClientEvents} by a letter, such as `"conected"`;
 * - a single word, such as `"connect"`. All of Slack's that are such are listed. Another is
 *   heard as `"slack:<type>"`.
 *
 * A program adds names of its own to {@link ClientEvents}, or has a colon in them.
 */
export type OtherEventName<K extends string> =
  string extends K ? K
  : K extends `${string}:${string}` ? K
  : [ClientEventNear<K>] extends [never] ? (K extends `${string}_${string}` ? K : OfSlack<K>)
  : ClientEventNear<K>;

/** `slack:${K}`, but not as a place from which TypeScript infers K. */
type OfSlack<K extends string> = `slack:${[K][K extends string ? 0 : never]}`;

/** Those of the client's own events whose names are the same as `K` when one letter at most is left out of each. */
type ClientEventNear<K extends string> = { [N in keyof ClientEvents & string]: OneLess<K> & OneLess<N> extends never ? never : N }[keyof ClientEvents & string];

/** A name, and what it is without one of its letters. */
type OneLess<Rest extends string, Before extends string = "", All = Rest> =
  Rest extends `${infer Letter}${infer After}` ? OneLess<After, `${Before}${Letter}`, All | `${Before}${After}`> : All;

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

/** What `on` and its like take. */
export interface ListenerOptions {
  /** Removes the listener when it aborts. */
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
  /**
   * Adds a listener. One that is added twice is called twice.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  on<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Adds a listener. One that is added twice is called twice.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  on<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * Adds a listener. One that is added twice is called twice.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  on<K extends string>(event: OtherEventName<K>, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Adds a listener. One that is added twice is called twice.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  on<K extends string, C>(event: OtherEventName<K>, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * The same as {@link on}.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  addListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * The same as {@link on}.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  addListener<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * The same as {@link on}.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  addListener<K extends string>(event: OtherEventName<K>, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * The same as {@link on}.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  addListener<K extends string, C>(event: OtherEventName<K>, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * Adds a listener for one event; then it is removed.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  once<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Adds a listener for one event; then it is removed.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  once<K extends EventName, C>(event: K, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * Adds a listener for one event; then it is removed.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  once<K extends string>(event: OtherEventName<K>, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Adds a listener for one event; then it is removed.
   * @param event The event's name.
   * @param fn The listener.
   * @param context The listener's `this`.
   * @returns The emitter.
   */
  once<K extends string, C>(event: OtherEventName<K>, fn: (this: C, ...args: EventArguments<K>) => void, context: C): this;
  /**
   * Node's: as {@link on}, before the listeners there are.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  prependListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Node's: as {@link on}, before the listeners there are.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  prependListener<K extends string>(event: OtherEventName<K>, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Node's: as {@link once}, before the listeners there are.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  prependOnceListener<K extends EventName>(event: K, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Node's: as {@link once}, before the listeners there are.
   * @param event The event's name.
   * @param fn The listener.
   * @param options `signal` removes it.
   * @returns The emitter.
   */
  prependOnceListener<K extends string>(event: OtherEventName<K>, fn: (this: this, ...args: EventArguments<K>) => void, options?: ListenerOptions): this;
  /**
   * Removes a listener wherever it was added.
   * @param event The event's name.
   * @param fn The listener. Without it, all of the event.
   * @param context Removes it only where it was added with that.
   * @param once Removes it only where `once` added it.
   * @returns The emitter.
   */
  off(event: EventName, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /**
   * Removes a listener wherever it was added.
   * @param event The event's name.
   * @param fn The listener. Without it, all of the event.
   * @param context Removes it only where it was added with that.
   * @param once Removes it only where `once` added it.
   * @returns The emitter.
   */
  off<K extends string>(event: OtherEventName<K>, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /**
   * The same as {@link off}.
   * @param event The event's name.
   * @param fn The listener. Without it, all of the event.
   * @param context Removes it only where it was added with that.
   * @param once Removes it only where `once` added it.
   * @returns The emitter.
   */
  removeListener(event: EventName, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /**
   * The same as {@link off}.
   * @param event The event's name.
   * @param fn The listener. Without it, all of the event.
   * @param context Removes it only where it was added with that.
   * @param once Removes it only where `once` added it.
   * @returns The emitter.
   */
  removeListener<K extends string>(event: OtherEventName<K>, fn?: (...args: any[]) => void, context?: unknown, once?: boolean): this;
  /**
   * Removes all listeners, or those of one event.
   * @param event The event's name.
   * @returns The emitter.
   */
  removeAllListeners(event?: EventName | (string & {})): this;
  /**
   * Calls the listeners of an event.
   * @param event The event's name.
   * @param args What they are called with.
   * @returns Whether there were any.
   */
  emit<K extends EventName>(event: K, ...args: EventArguments<K>): boolean;
  /**
   * Calls the listeners of an event.
   * @param event The event's name.
   * @param args What they are called with.
   * @returns Whether there were any.
   */
  emit<K extends string>(event: OtherEventName<K>, ...args: EventArguments<K>): boolean;
  /** @returns The names of the events that have listeners. */
  eventNames(): (string | symbol)[];
  /**
   * @param event The event's name.
   * @returns The listeners of the event.
   */
  listeners<K extends EventName | (string & {})>(event: K): ((...args: EventArguments<K>) => void)[];
  /**
   * eventemitter3 1.2's.
   * @deprecated Use {@link listenerCount}.
   * @param event The event's name.
   * @param exists Asks whether there are any.
   * @returns Whether the event has listeners.
   */
  listeners(event: EventName | (string & {}), exists: true): boolean;
  /**
   * Node's: the same as {@link listeners}.
   * @param event The event's name.
   * @returns The listeners of the event.
   */
  rawListeners<K extends EventName | (string & {})>(event: K): ((...args: EventArguments<K>) => void)[];
  /**
   * @param event The event's name.
   * @returns How many listeners the event has.
   */
  listenerCount(event: EventName | (string & {})): number;
  /**
   * Does nothing: an event may have any number of listeners.
   * @param count Has no effect.
   * @returns The emitter.
   */
  setMaxListeners(count?: number): this;
  /** @returns `Infinity`. */
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
   * Makes a client, which connects with {@link start}.
   * @param token The token, or what gives one before each call to Slack.
   * @param options How it connects, sends and logs.
   * @throws `KeepAliveConfigError` unless `serverPongTimeout` is less than
   * `clientPingTimeout`, and `InvalidArgumentError` for an unknown option, a
   * value of the wrong type, or none of a token, `getConnection` and `webClient`;
   * `InitializeError` if the browser is too old.
   */
  constructor(token: TokenSource, options?: RTMClientOptions);
  /**
   * Makes a client whose calls a `webClient` makes, with its own token.
   * @param token Has no effect.
   * @param options How it connects, sends and logs.
   * @throws `KeepAliveConfigError` unless `serverPongTimeout` is less than
   * `clientPingTimeout`, and `InvalidArgumentError` for an unknown option, a
   * value of the wrong type, or none of a token, `getConnection` and `webClient`;
   * `InitializeError` if the browser is too old.
   */
  constructor(token: TokenSource | undefined, options: RTMClientOptions & Required<Pick<RTMClientOptions, "webClient">>);
  /**
   * Makes a client that asks `getConnection` for each connection.
   * @param token Only {@link call} needs it.
   * @param options How it connects, sends and logs.
   * @throws `KeepAliveConfigError` unless `serverPongTimeout` is less than
   * `clientPingTimeout`, and `InvalidArgumentError` for an unknown option, a
   * value of the wrong type, or none of a token, `getConnection` and `webClient`;
   * `InitializeError` if the browser is too old.
   */
  constructor(token: TokenSource | undefined, options: RTMClientOptions & Required<Pick<RTMClientOptions, "getConnection">>);
  /**
   * Makes a client that asks Slack for sockets in Socket Mode with an `appToken`.
   * @param token The bot's, which says who that is and sends. Without one the client only listens.
   * @param options How it connects, sends and logs.
   * @throws `KeepAliveConfigError` unless `serverPongTimeout` is less than
   * `clientPingTimeout`, and `InvalidArgumentError` for an unknown option or a value of the
   * wrong type; `InitializeError` if the browser is too old.
   */
  constructor(token: TokenSource | undefined, options: RTMClientOptions & { socketMode: true } & Required<Pick<RTMClientOptions, "appToken">>);

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
   * The client's first start asks Slack while the program loads, if that is not there
   * yet, and opens the socket, but not that of Socket Mode. That is the only call, also if the load fails or the start
   * is given up. (With Go in a worker, or with an `appToken`, it asks once the program is there.)
   *
   * Failures are retried as `retryConfig` says, by default for ever; give a
   * `signal` to bound that. An abort ends this call alone, unless nobody else wants
   * the session: if no other call of start() is waiting, and none was granted a
   * session since the last {@link disconnect}, it disconnects.
   *
   * A promise that nobody holds causes no unhandled rejection.
   *
   * @param options For this call, and for Slack.
   * @returns Slack's answer.
   * @throws `PlatformError` if Slack refuses for good (`data.error` says why); once the
   * retries are used up, or without `autoReconnect`, what the last attempt met:
   * `RequestError`, `ReadError`, `HTTPError`, `RateLimitedError`, `PlatformError`,
   * `RTMWebsocketError`, `RTMConnectTimeoutError`; `RTMDisconnectedError` on {@link disconnect}.
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
   * @returns A promise that resolves when the client is `disconnected`.
   */
  disconnect(): Promise<void>;
  /**
   * v3's arguments, which the event `disconnect` passes on. (v3 never reconnected by itself
   * again; here {@link start} begins afresh.) It never rejects.
   * @deprecated Give no arguments.
   * @param optErr The event's first argument.
   * @param optCode The event's second argument.
   * @returns A promise that resolves when the client is `disconnected`.
   */
  disconnect(optErr: unknown, optCode?: unknown): Promise<void>;

  /**
   * Sends a message, and resolves with Slack's reply: the message is posted.
   * It waits until the client is `ready`, {@link start} included. The text is
   * Slack's mrkdwn: {@link escapeText} makes it of what is to be shown as it is. Slack
   * advises 4000 characters at most. The message does not come back as an event, except in
   * Socket Mode.
   *
   * @param text The text.
   * @param conversationId The ID of a channel, a group or a direct message.
   * @param options The thread, and a signal.
   * @returns Slack's reply, with what was sent.
   * @throws As {@link addOutgoingEvent}.
   * @example
   * try {
   *   const { ts } = await rtm.sendMessage("Hello there", "C024BE91L");
   * } catch (error) {
   *   if (isRTMError(error) && error.delivered === "no") retry(); // "unknown": look before posting it twice
   * }
   */
  sendMessage(text: string, conversationId: string, options?: SendMessageOptions): Promise<MessageResult>;
  /**
   * The same with a node callback, which also gets what is wrong with the arguments.
   * @param text The text.
   * @param conversationId The ID of a channel, a group or a direct message.
   * @param callback Called once.
   */
  sendMessage(text: string, conversationId: string, callback: SendMessageCallback): void;
  /**
   * The same with a node callback, which also gets what is wrong with the arguments.
   * @param text The text.
   * @param conversationId The ID of a channel, a group or a direct message.
   * @param callback Called once.
   */
  sendMessage(text: string, conversationId: string, callback: (error: RTMError | null) => void): void;

  /**
   * Shows that the user is typing, for a few seconds. Resolves when the frame
   * is written. Slack wants no more than one in three seconds. A promise that nobody
   * holds causes no unhandled rejection.
   * @param conversationId The ID of a channel, a group or a direct message.
   * @param options A signal.
   * @returns A promise that resolves when the frame is written.
   * @throws As {@link addOutgoingEvent} without a reply.
   */
  sendTyping(conversationId: string, options?: SignalOptions): Promise<void>;

  /**
   * Asks for the `presence_change` events of these users, in place of those
   * asked for before; none if the array is empty. Resolves when the frame is
   * written. The client asks again after each reconnection, until
   * {@link disconnect}, or a start with another token. A promise that nobody holds
   * causes no unhandled rejection.
   * @param userIds The IDs of the users.
   * @param options A signal.
   * @returns A promise that resolves when the frame is written.
   * @throws As {@link addOutgoingEvent} without a reply.
   */
  subscribePresence(userIds: readonly string[], options?: SignalOptions): Promise<void>;

  /**
   * Sends a frame of any type in its turn: after the calls made before it, once
   * the client is `ready`, a message within `rateLimit`. Resolves with Slack's
   * reply; or, with `awaitReply` false, when the frame is written: then a promise
   * that nobody holds causes no unhandled rejection. Slack does not reply to every
   * type. The client sets `id` and `type`.
   *
   * An abort before the frame is written leaves it unwritten; after that,
   * `delivered` is `"unknown"`.
   *
   * @param awaitReply Whether to wait for Slack's reply.
   * @param type The frame's type.
   * @param body Its other members.
   * @param options A signal.
   * @returns Slack's reply.
   * @throws Before anything is written (`delivered` is `"no"`) `RTMSendQueueFullError`;
   * `RTMFrameTooLargeError`; `RTMDisconnectedError` on {@link disconnect}, or if the client
   * gave up (`cause` says why). After that (`"unknown"`) `RTMNoReplyReceivedError` if the
   * connection was lost, and the next one did not bring the reply; `RTMAckTimeoutError` after
   * `ackTimeout`. `RTMSendMessagePlatformError` if Slack refused (`"no"`; `data` is the
   * reply); if Slack only asks to slow down, the frame is repeated.
   * @example
   * await rtm.addOutgoingEvent(false, "presence_query", { ids: ["U024BE7LH"] });
   */
  addOutgoingEvent(awaitReply: true, type: "message", body?: object, options?: SignalOptions): Promise<MessageReply>;
  /**
   * Sends a frame that is no message.
   * @param awaitReply Whether to wait for Slack's reply.
   * @param type The frame's type.
   * @param body Its other members.
   * @param options A signal.
   * @returns Slack's reply.
   * @throws As for a message.
   */
  addOutgoingEvent(awaitReply: true, type: string, body?: object, options?: SignalOptions): Promise<RTMCallResult>;
  /**
   * Sends a frame, and waits for no reply.
   * @param awaitReply Whether to wait for Slack's reply.
   * @param type The frame's type.
   * @param body Its other members.
   * @param options A signal.
   * @returns A promise that resolves when the frame is written.
   * @throws As with a reply, until the frame is written.
   */
  addOutgoingEvent(awaitReply: false, type: string, body?: object, options?: SignalOptions): Promise<void>;
  /**
   * Sends a frame.
   * @param awaitReply Whether to wait for Slack's reply.
   * @param type The frame's type.
   * @param body Its other members.
   * @param options A signal.
   * @returns Slack's reply, if it was to be awaited.
   * @throws As with a reply.
   */
  addOutgoingEvent(awaitReply: boolean, type: string, body?: object, options?: SignalOptions): Promise<RTMCallResult | void>;

  /**
   * Sends a frame of any type now, before those that wait and whatever
   * `rateLimit` says.
   * @param type The frame's type.
   * @param body Its other members.
   * @param options A signal.
   * @returns The frame's id, once it is written.
   * @throws `RTMSendWhileNotReadyError` if a connection is being made, and
   * `RTMSendWhileDisconnectedError` if there is none; `RTMFrameTooLargeError`;
   * `RTMNoReplyReceivedError` if the connection was lost during the write.
   */
  send(type: string, body?: object, options?: SignalOptions): Promise<number>;
  /**
   * v3's: sends a message in its turn. The client sets `id`, whatever the frame has.
   * @deprecated Use {@link sendMessage} or {@link addOutgoingEvent}.
   * @param message The frame, with its type.
   * @returns Slack's reply, with what was sent.
   * @throws As {@link addOutgoingEvent}, and `RTMSendWhileDisconnectedError` unless the client
   * is `connected`.
   */
  send(message: FrameToSend & { type: "message" }): Promise<MessageResult>;
  /**
   * v3's: sends a frame in its turn. The client sets `id`, whatever the frame has.
   * @deprecated Use {@link addOutgoingEvent}.
   * @param message The frame, with its type.
   * @returns Slack's reply; nothing for what it does not reply to (`typing` and those of
   * presence), which is done when written.
   * @throws As {@link addOutgoingEvent}, and `RTMSendWhileDisconnectedError` unless the client
   * is `connected`.
   */
  send(message: FrameToSend): Promise<RTMCallResult | undefined>;
  /**
   * v3's: sends a message in its turn, with a node callback.
   * @deprecated Use {@link sendMessage} or {@link addOutgoingEvent}.
   * @param message The frame, with its type.
   * @param callback Called once.
   */
  send(message: FrameToSend & { type: "message" }, callback: Callback<MessageResult>): void;
  /**
   * v3's: sends a frame in its turn, with a node callback.
   * @deprecated Use {@link addOutgoingEvent}.
   * @param message The frame, with its type.
   * @param callback Called once.
   */
  send(message: FrameToSend, callback: Callback<RTMCallResult | undefined>): void;

  /**
   * Calls a method of the Web API once, with the client's token or with
   * `args.token`; the connection is not needed. Values that are objects are sent
   * as JSON, and those that are `undefined` or `null` not at all. Only `signal`
   * bounds the wait.
   *
   * @param method The method's name.
   * @param args Its arguments.
   * @param options A signal.
   * @returns Slack's answer.
   * @throws `PlatformError` if Slack refuses (`data` is its answer), `RateLimitedError`
   * (`retryAfter`), `HTTPError` (`statusCode`), `RequestError` or `ReadError`;
   * `InvalidArgumentError` if there is no token, as with `getConnection` alone.
   * @example
   * const { messages } = await rtm.call("conversations.history", { channel: "C024BE91L", limit: 20 });
   */
  call(method: string, args?: object, options?: SignalOptions): Promise<WebAPIResult>;
  /**
   * The same for a program that says what the method answers. Nobody checks that.
   * @typeParam T What the answer has beside `ok`, `warning` and `response_metadata`.
   * @param method The method's name.
   * @param args Its arguments.
   * @param options A signal.
   * @returns Slack's answer.
   * @throws `PlatformError` if Slack refuses (`data` is its answer), `RateLimitedError`
   * (`retryAfter`), `HTTPError` (`statusCode`), `RequestError` or `ReadError`;
   * `InvalidArgumentError` if there is no token, as with `getConnection` alone.
   * @example
   * const { user } = await rtm.call<{ user: SlackUser }>("users.info", { user: "U024BE7LH" });
   */
  call<T extends object>(method: string, args?: object, options?: SignalOptions): Promise<WebAPIAnswer<T>>;

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
   * @param type The event's name.
   * @param options A signal, and how many events may wait.
   * @returns What `for await` takes.
   * @throws `InvalidArgumentError` for a wrong argument.
   * @example
   * for await (const event of rtm.events("message", { signal })) console.log(event.text);
   */
  events<K extends EventName>(type: K, options?: EventsOptions): EventIterator<EventOf<K>>;
  /**
   * The events of a type that is not listed.
   * @param type The event's name.
   * @param options A signal, and how many events may wait.
   * @returns What `for await` takes.
   * @throws `InvalidArgumentError` for a wrong argument.
   */
  events<K extends string>(type: OtherEventName<K>, options?: EventsOptions): EventIterator<EventOf<K>>;
  /**
   * Every frame from Slack.
   * @param type None.
   * @param options A signal, and how many events may wait.
   * @returns What `for await` takes.
   * @throws `InvalidArgumentError` for a wrong argument.
   */
  events(type?: undefined, options?: EventsOptions): EventIterator<AnySlackEvent>;

  /**
   * The next event of a type for which `filter` holds; it resolves with what a
   * listener gets as its first argument.
   *
   * @param type The event's name.
   * @param options Which event, and how long to wait.
   * @returns The event.
   * @throws `RTMDisconnectedError` on {@link disconnect}, or if the client gives up for good
   * (`cause` says why) or cannot load its program; `TimeoutError` once `timeout` is over; what
   * `filter` throws.
   * @example
   * const answer = await rtm.waitFor("message", { filter: (event) => event.thread_ts === ts, timeout: 60_000 });
   */
  waitFor<K extends EventName>(type: K, options?: WaitOptions<EventOf<K>>): Promise<EventOf<K>>;
  /**
   * The next event of a type that is not listed.
   * @param type The event's name.
   * @param options Which event, and how long to wait.
   * @returns The event.
   * @throws `RTMDisconnectedError` on {@link disconnect}, or if the client gives up for good
   * (`cause` says why) or cannot load its program; `TimeoutError` once `timeout` is over; what
   * `filter` throws.
   */
  waitFor<K extends string>(type: OtherEventName<K>, options?: WaitOptions<EventOf<K>>): Promise<EventOf<K>>;

  /**
   * Pings Slack now. The client's own pings go on; {@link ClientEvents.latency} has theirs.
   * @param options A signal.
   * @returns The time until the answer was here, in ms.
   * @throws As {@link send}, and `RTMAckTimeoutError` after `ackTimeout`.
   */
  ping(options?: SignalOptions): Promise<number>;

  /**
   * The same as {@link disconnect}, for `await using`. It never rejects.
   * @returns A promise that resolves when the client is `disconnected`.
   * @example
   * await using rtm = new RTMClient(token); // disconnected at the end of the block
   */
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * For those who look for delays or leaks.
   * @returns Figures of this moment.
   */
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
   * type, the ID of the channel, and the rest with each string replaced by one of equal length
   * that says nothing; besides, the times, the IDs of user and team, what the options say of
   * time, and the words of errors, without addresses and tokens.
   *
   * Before the first {@link start} there are no recordings. After a session has ended, by
   * {@link disconnect} too, the recording is there yet, and goes on with the next one. After
   * the WebAssembly program has died, its last recording is there, too (of one in a worker, for
   * the client that hears of the death first). What was recorded in a worker that is gone is
   * lost. With the option `shared` the recording is that of the session of all tabs.
   * @returns What a report of a fault needs.
   * @throws `EngineDiedError` if the program dies meanwhile, or `RequestError` if the worker
   * itself is gone: it may be asked for again.
   */
  trace(): Promise<Trace>;

  /** The option `dataStore`; `undefined` if there is none. */
  readonly dataStore: DataStore | undefined;

  // v3's members. Those with an underscore v3 meant for itself.

  /**
   * v3's: the socket that carries the session, or is to: the page's `WebSocket`, or what
   * `socketFn` returned. `null` if there is none, or if it is in a worker. While another takes
   * over, the old one until the other has had its hello.
   * @deprecated The client closes and opens sockets by itself: listen to `state`.
   */
  readonly ws: Socket | null;
  /**
   * v3's: the option `socketFn`, or the function that makes the page's `WebSocket`.
   * @deprecated It was v3's own: give the option.
   */
  readonly _socketFn: (url: string) => Socket;
  /**
   * v3's: an object while pings are sent, else `null`. It is no timer, since the pings have none of their own.
   * @deprecated It was v3's own: use {@link connected}.
   */
  readonly _pingTimer: object | null;
  /**
   * v3's: what {@link _createFacets} made: `rtm.start` and `rtm.connect`, which only ask.
   * @deprecated Use {@link call}.
   */
  readonly _rtm: Record<"start" | "connect", Facet>;
  /**
   * v3's: what {@link _createFacets} made: the methods `chat.*`, such as `_chat.update(ts, channel, text, opts, callback)`.
   * @deprecated Use {@link call}.
   */
  readonly _chat: Record<"delete" | "getPermalink" | "meMessage" | "postEphemeral" | "postMessage" | "unfurl" | "update", Facet>;
  /**
   * v3's: makes {@link _rtm} and {@link _chat} over {@link call}. The constructor does it.
   * @deprecated Use {@link call}.
   */
  _createFacets(): void;

  /**
   * v3's: the same as {@link start}.
   * @deprecated Use {@link start}; a warning is logged once.
   * @param options As those of {@link start}.
   * @returns Slack's answer.
   * @throws As {@link start}.
   */
  login(options?: StartOptions): Promise<ConnectResponse>;

  /**
   * v3's.
   * @deprecated The client numbers its frames by itself.
   * @returns A number that no other frame of this client has as its id.
   */
  nextMessageId(): number;

  /**
   * v3's: connects as {@link start} does, but to a socket whose URL is known, without
   * a call to Slack. Who is connected is not known then: `activeUserId` and
   * `activeTeamId` stay `undefined` until the next reconnection, which asks Slack.
   * So does an attempt at a URL that is no good, at once.
   *
   * In a session, or while an attempt is under way, it does nothing but resolve
   * as that does.
   * @deprecated Use the option `getConnection`, which serves reconnections, too.
   * @param socketUrl The socket's address, `wss:`.
   * @returns What there is of an answer.
   * @throws As {@link start}.
   */
  connect(socketUrl: string): Promise<SocketConnection | ConnectResponse>;

  /**
   * v3's: gives the connection up for an attempt that begins at once, without a
   * pause; `attempting_reconnect` is emitted. If an attempt is under way
   * already, that is left alone, or with `forceRetry` given up too. If the
   * client is `disconnected`, it is the last {@link start} again.
   * @deprecated The client reconnects by itself; {@link start} ends a pause.
   * @param forceRetry Whether an attempt that is under way is given up. Default `false`.
   * @returns Slack's answer.
   * @throws As {@link start}.
   */
  reconnect(forceRetry?: boolean): Promise<ConnectResponse>;

  /**
   * v3's: changes a message by `chat.update`, as {@link call} does.
   * @deprecated Use {@link call} with `"chat.update"`.
   * @param message What to change, and into what.
   * @returns Slack's answer.
   * @throws As {@link call}.
   */
  updateMessage(message: MessageUpdate): Promise<WebAPIResult>;
  /**
   * v3's: the same with a node callback.
   * @deprecated Use {@link call} with `"chat.update"`.
   * @param message What to change, and into what.
   * @param callback Called once.
   */
  updateMessage(message: MessageUpdate, callback: Callback<WebAPIResult>): void;
  /**
   * v3's: the same with a node callback.
   * @deprecated Use {@link call} with `"chat.update"`.
   * @param message What to change, and into what.
   * @param callback Called once.
   */
  updateMessage(message: MessageUpdate, callback: (error: RTMError | null) => void): void;

  /**
   * v3's: emits `ws_opened`, and does nothing else.
   * @deprecated Give the socket by the option `socketFn`.
   */
  handleWsOpen(): void;
  /**
   * v3's: takes a frame as if the socket had brought it. Without a socket its events are emitted, and that is all.
   * @deprecated Give the socket by the option `socketFn`.
   * @param wsMsg The frame's text, or an event with it as `data`.
   */
  handleWsMessage(wsMsg: string | { data: string } | { toString(): string }): void;
  /**
   * v3's: emits `ws_error`, and does nothing else.
   * @deprecated Give the socket by the option `socketFn`.
   * @param err What the event has.
   */
  handleWsError(err: unknown): void;
  /**
   * v3's: closes the socket and acts as if it had closed by itself.
   * @deprecated Give the socket by the option `socketFn`.
   * @param code The code that it closed with.
   * @param reason The reason that it closed with.
   */
  handleWsClose(code?: number | string, reason?: string): void;
  /**
   * v3's: takes Slack's reply to a frame, as {@link handleWsMessage} does: it settles the call that sent it.
   * @deprecated It was v3's own.
   * @param replyTo The id of the frame.
   * @param message The reply.
   */
  _handleMessageAck(replyTo: number, message: object): void;
  /**
   * v3's: takes a pong, as {@link handleWsMessage} does: the connection counts as alive.
   * @deprecated It was v3's own.
   * @param message The pong.
   */
  _handlePong(message: object): void;
  /**
   * v3's: takes hello, as {@link handleWsMessage} does: on a socket that awaits it, the connection stands then.
   * @deprecated It was v3's own.
   */
  _handleHello(): void;
  /**
   * v3's: counts the connection as alive. Here any frame does that by itself.
   * @deprecated It was v3's own.
   * @param message Has no effect.
   */
  _maybeKeepAlive(message?: object): void;
}

/**
 * v3's name of {@link RTMClient}.
 * @deprecated Use {@link RTMClient}.
 */
export declare const RtmClient: typeof RTMClient;
/**
 * v3's name of {@link RTMClient}.
 * @deprecated Use {@link RTMClient}.
 */
export type RtmClient = RTMClient;

/** What {@link RTMClient.stats} gives. Those of Go are missing while there is no session. */
export interface Stats {
  /** Where the client stands. */
  state: ConnectionState;
  /** When the state was entered, in ms since 1970. */
  since: number;
  /** How many frames came in. */
  framesIn: number;
  /** How many frames were written. */
  framesOut: number;
  /** How often the state was `reconnecting`. */
  reconnections: number;
  /** How many `gap` events there were. */
  gaps: number;
  /** How long the newest ping took to be answered, in ms; `undefined` before the first. */
  latency: number | undefined;
  /** Listeners of this client. */
  listeners: number;
  /** Frames that have come in and whose listeners were not called yet. */
  undelivered: number;
  /** Calls whose promise has not settled. */
  calls: number;
  /** Frames that wait to be written. */
  queued?: number;
  /** Frames that wait for a reply. */
  pending?: number;
  /** Sockets that are open, opening or being closed. */
  sockets?: number;
  /** When the next attempt begins, in ms since 1970; missing unless one is waited for. {@link RTMClient.start} ends the wait, unless Slack asked for it. */
  nextAttempt?: number;
  /** The timestamp of the newest event before which none is missing; empty before the first. */
  newest?: Timestamp;
  /** In Socket Mode: how many sockets the app had when this one was opened. */
  connections?: number;
  /** In Socket Mode: how long, in ms, Slack means to keep the socket. */
  connectionTime?: number;
  /** Whether the session is that of all tabs. */
  shared: boolean;
  /** Why it is not, with the option `shared`. */
  aloneBecause?: string;
  /** Goroutines of the whole WebAssembly program. */
  goroutines?: number;
  /** Values of JavaScript that the whole program holds. */
  jsReferences?: number;
  /** The memory of the whole program, in bytes. */
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
  /**
   * v4's; this client does not refresh tokens.
   * @deprecated No error has it.
   */
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
  /**
   * v4's; not used.
   * @deprecated No error has it.
   */
  readonly KeepAliveClientNotConnected: "slackclient_keepalive_client_not_connected";
  /**
   * v4's; not used.
   * @deprecated No error has it.
   */
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
/** One of the codes. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** What any error of the client has, or may have. */
export interface RTMErrorOf<C extends ErrorCode> extends Error {
  /** What kind of error it is. */
  code: C;
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

/** Slack answered and refused. */
export interface PlatformError extends RTMErrorOf<typeof ErrorCode.PlatformError> {
  /** Its answer: `error` is its word for why. */
  data: WebAPIResult;
}

/** Slack refused a frame, or in Socket Mode a message. */
export interface SendRefusedError extends RTMErrorOf<typeof ErrorCode.RTMSendMessagePlatformError> {
  /** Its reply, whose `error` has a code and a message. In Socket Mode its answer to `chat.postMessage`, whose `error` is its word for why. */
  data: ReplyErrorFrame | (WebAPIResult & { error: string });
  /** It was not posted. */
  delivered: "no";
}

/** Slack asks for a pause, or answered with another HTTP status than 200. */
export interface HTTPStatusError extends RTMErrorOf<typeof ErrorCode.HTTPError | typeof ErrorCode.RateLimitedError> {
  /** The HTTP status of Slack's answer. */
  statusCode: number;
}

/** A frame was not written. */
export interface UnsentError extends RTMErrorOf<typeof ErrorCode.RTMSendQueueFullError | typeof ErrorCode.RTMFrameTooLargeError | typeof ErrorCode.RTMSendWhileDisconnectedError | typeof ErrorCode.RTMSendWhileNotReadyError> {
  /** Sending it again posts it once. */
  delivered: "no";
}

/** A frame was written, and no reply came. */
export interface UnansweredError extends RTMErrorOf<typeof ErrorCode.RTMNoReplyReceivedError | typeof ErrorCode.RTMAckTimeoutError> {
  /** Look whether it arrived before sending it again. */
  delivered: "unknown";
}

/** The program ended. */
export interface EngineDiedError extends RTMErrorOf<typeof ErrorCode.EngineDiedError> {
  /** What it printed, and its build; empty if it printed nothing. */
  output: string;
}

/** The errors that have members of their own. */
type ParticularError = PlatformError | SendRefusedError | HTTPStatusError | UnsentError | UnansweredError | EngineDiedError;

/**
 * Any error of the client. Its `code` tells which: TypeScript then knows what it has.
 *
 * @example
 * if (isRTMError(error) && error.code === ErrorCode.PlatformError) console.log(error.data.error);
 */
export type RTMError = ParticularError | RTMErrorOf<Exclude<ErrorCode, ParticularError["code"]>>;

/**
 * Whether something that was caught is an error of a client: of this one, or of another frame.
 *
 * @param value What was caught.
 * @returns Whether it is an error with one of {@link ErrorCode}.
 * @example
 * try {
 *   await rtm.start();
 * } catch (error) {
 *   if (!isRTMError(error)) throw error;
 *   console.log(error.code, error.message);
 * }
 */
export declare function isRTMError(value: unknown): value is RTMError;

export {};
