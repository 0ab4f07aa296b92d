// Compile-time checks of rtm.d.ts: `tsc -p test/types` must be silent. Nothing
// here runs. A line that must not compile follows a ts-expect-error comment.

import { ErrorCode, escapeText, initialize, isRTMError, LogLevel, retryPolicies, RTMClient } from "rtmwasm";
import * as engine from "rtmwasm/rtm.engine.js";
import type {
  AnySlackEvent,
  BotMessage,
  ChannelJoinMessage,
  ClientEvents,
  ConnectionState,
  ConnectResponse,
  EmitterSocket,
  EmojiRemovedEvent,
  EngineDiedError,
  EventArguments,
  EventName,
  Gap,
  InitializeOptions,
  Logger,
  MessageFields,
  MessageReply,
  MessageResult,
  OutgoingFrame,
  PlainMessage,
  PlatformError,
  PresenceQueryFrame,
  ReplyFrame,
  RetryOptions,
  RTMCallResult,
  RTMClientOptions,
  RTMError,
  SendMessageCallback,
  ServerErrorEvent,
  SlackEvents,
  SlackMessageEvent,
  SlackMessages,
  SlackUser,
  StartOptions,
  StateChange,
  UnknownEvent,
  W3CSocket,
  WebAPIResult,
} from "rtmwasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function is<A, B>(equal: Equal<A, B>): void;
declare function show(...values: unknown[]): void;

declare const signal: AbortSignal;
declare const wasmModule: WebAssembly.Module;

// initialize

is<ReturnType<typeof initialize>, Promise<void>>(true);
initialize();
initialize({ wasmURL: "/rtm.wasm", integrity: "sha384-x", signal, timeout: 0 });
initialize({ wasmURL: new URL("https://example.com/rtm.wasm"), integrity: false });
initialize({ wasmModule });
initialize({ worker: true, workerURL: "/rtm.worker.js" });
initialize({ worker: "blob" });
initialize({ engine });
// @ts-expect-error: no such kind of worker
initialize({ worker: "shared" });
const later: InitializeOptions = { timeout: undefined };
initialize(later);
// @ts-expect-error: a time is a number
initialize({ timeout: "30s" });
// @ts-expect-error: true is no hash
initialize({ integrity: true });
// @ts-expect-error: an unknown option
initialize({ wasmUrl: "/rtm.wasm" });

// The constructor and its options

const rtm = new RTMClient("xoxb-1");
new RTMClient(() => "xoxb-1");
new RTMClient(async () => "xoxb-1");
new RTMClient(undefined, { getConnection: async () => ({ url: "wss://x", self: { id: "U1" }, team: { id: "T1" } }) });
new RTMClient(undefined, { getConnection: ({ signal }) => fetch("/rtm", { signal }).then((response) => response.json()) });
new RTMClient("xoxb-1", {});
new RTMClient(undefined, { webClient: { apiCall: async () => ({ ok: true }) } });
new RTMClient("xoxb-1" as string | undefined, { webClient: { apiCall: async () => ({ ok: true }) } });
new RTMClient(undefined, { socketMode: true, getConnection: async () => ({ ok: true as const, url: "wss://x" }) });
new RTMClient(undefined, { socketMode: true, appToken: "xapp-1" });
// @ts-expect-error: appToken without socketMode
new RTMClient(undefined, { appToken: "xapp-1" });
// @ts-expect-error: no token and no getConnection
new RTMClient();
// @ts-expect-error: no token and no getConnection
new RTMClient(undefined, { logLevel: "info" });
// @ts-expect-error: a token is a string
new RTMClient(42);
// @ts-expect-error: the function returns no string
new RTMClient(async () => 42);

const logger: Logger = console;
const wholeLogger: Required<Logger> = {
  debug: (...message) => show(...message),
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: (level) => is<typeof level, LogLevel>(true),
  setName: (name) => is<typeof name, string>(true),
};
new RTMClient("xoxb-1", { logger: wholeLogger });
// @ts-expect-error: no logger
new RTMClient("xoxb-1", { logger: { debug() {} } });
const all: RTMClientOptions = {
  slackApiUrl: "https://slack-gov.com/api/",
  logger,
  logLevel: LogLevel.DEBUG,
  retryConfig: { retries: 3, minTimeout: 100, maxTimeout: 1000, factor: 1.5, randomize: true, forever: false },
  autoReconnect: false,
  useRtmConnect: false,
  clientPingTimeout: 30_000,
  serverPongTimeout: 10_000,
  replyAckOnReconnectTimeout: 0,
  webClient: { apiCall: async (method: string, args?: Record<string, unknown>) => ({ ok: true, method, args }) },
  getConnection: async () => ({ url: "wss://x", self: { id: "U1", name: "me" }, team: { id: "T1", domain: "d" } }),
  connectTimeout: 0,
  helloTimeout: 5000,
  ackTimeout: 10_000,
  sendQueueLimit: 10,
  rateLimit: { perSecond: 1, burst: 1 },
  socketFn: (url) => new WebSocket(url),
  agent: {},
  tls: { key: "" },
};
new RTMClient("xoxb-1", all);
new RTMClient("xoxb-1", {
  slackAPIUrl: "https://slack-gov.com/api/",
  logLevel: "verbose",
  maxReconnectionAttempts: 3,
  reconnectionBackoff: 1000,
  wsPingInterval: 5000,
  maxPongInterval: 20_000,
  transport: () => {},
  maxRequestConcurrency: 1,
});
new RTMClient("xoxb-1", { rateLimit: false, logger: (level, text) => show(level.toUpperCase(), text) });
new RTMClient("xoxb-1", { logLevel: "warn", retryConfig: retryPolicies.fiveRetriesInFiveMinutes });
interface WsLike {
  on(event: "open" | "close", listener: () => void): this;
  on(event: string, listener: (...args: any[]) => void): this;
  send(data: string, callback?: (error?: Error) => void): void;
  close(code?: number, reason?: string): void;
}
declare const ws: WsLike;
new RTMClient("xoxb-1", { socketFn: () => ws });
// @ts-expect-error: an unknown option
new RTMClient("xoxb-1", { slackApiURL: "https://slack.com/api/" });
// @ts-expect-error: no such level
new RTMClient("xoxb-1", { logLevel: "loud" });
// @ts-expect-error: true is no limit
new RTMClient("xoxb-1", { rateLimit: true });
// @ts-expect-error: both numbers are needed
new RTMClient("xoxb-1", { rateLimit: { perSecond: 1 } });
declare const w3c: W3CSocket;
declare const emitter: EmitterSocket;
w3c.addEventListener("message", (event) => w3c.send(event.data));
w3c.close(1000, "done");
emitter.on("message", (data) => emitter.send(data));
emitter.close(1000, "done");
// @ts-expect-error: no socket
new RTMClient("xoxb-1", { socketFn: (url) => url });
// @ts-expect-error: a connection needs a url
new RTMClient(undefined, { getConnection: async () => ({ self: { id: "U1" }, team: { id: "T1" } }) });
// @ts-expect-error: not one of node-retry's names
new RTMClient("xoxb-1", { retryConfig: { attempts: 3 } });
// @ts-expect-error: no apiCall
new RTMClient("xoxb-1", { webClient: {} });

is<ReturnType<typeof escapeText>, string>(true);
// @ts-expect-error: text is a string
escapeText(1);

const policies: RetryOptions[] = [
  retryPolicies.retryForeverExponential,
  retryPolicies.retryForeverExponentialCapped,
  retryPolicies.retryForeverExponentialCappedRandom,
  retryPolicies.fiveRetriesInFiveMinutes,
  retryPolicies.rapidRetryPolicy,
];
show(policies);
// @ts-expect-error: v3's name
retryPolicies.RETRY_FOREVER_EXPONENTIAL;
is<LogLevel, "error" | "warn" | "info" | "debug">(true);
show(LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO);

// Properties

is<RTMClient["connected"], boolean>(true);
is<RTMClient["authenticated"], boolean>(true);
is<RTMClient["activeUserId"], string | undefined>(true);
is<RTMClient["activeTeamId"], string | undefined>(true);
is<RTMClient["state"], ConnectionState>(true);
is<
  ConnectionState,
  "disconnected" | "authenticating" | "authenticated" | "handshaking" | "connected" | "ready" | "reconnecting" | "disconnecting"
>(true);
// @ts-expect-error: read-only
rtm.connected = true;
// @ts-expect-error: read-only
rtm.state = "ready";
// @ts-expect-error: no such state
show(rtm.state === "open");

// start and disconnect

async function lifecycle(): Promise<void> {
  const response = await rtm.start();
  is<typeof response, ConnectResponse>(true);
  const id: string = response.self.id;
  is<typeof response.ok, true>(true);
  is<typeof response.warning, string | undefined>(true);
  show(id, response.url, response.team.domain, response.response_metadata?.warnings, response["users"]);
  const options: StartOptions = {
    token: "xoxb-2",
    batch_presence_aware: true,
    presence_sub: true,
    include_locale: true,
    mpim_aware: true,
    no_latest: "1",
    no_unreads: true,
    simple_latest: true,
    signal: AbortSignal.timeout(1000),
  };
  await rtm.start(options);
  // @ts-expect-error: an unknown option
  await rtm.start({ presence: true });
  // @ts-expect-error: a controller is no signal
  await rtm.start({ signal: new AbortController() });
  const nothing: void = await rtm.disconnect();
  show(nothing);
}
lifecycle();

// Sending

async function sending(): Promise<void> {
  const result = await rtm.sendMessage("hello", "C1");
  is<typeof result, MessageResult>(true);
  const { ok, reply_to, ts, text, type, channel, user } = result;
  is<typeof ok, true>(true);
  is<typeof reply_to, number>(true);
  is<typeof ts, string>(true);
  is<typeof type, "message">(true);
  is<typeof text, string>(true);
  is<typeof channel, string>(true);
  is<typeof user, string>(true);
  await rtm.sendMessage("hello", "C1", { signal, thread_ts: ts, reply_broadcast: true });
  is<ReturnType<typeof voidForm>, void>(true);
  rtm.sendMessage("hello", "C1", (error, posted) => {
    if (error) show(error.code, error.delivered);
    else show(posted.ts);
  });
  rtm.sendMessage("hello", "C1", (error: Error | null, posted?: { ts: string }) => show(error, posted));
  rtm.sendMessage("hello", "C1", (error) => show(error?.code));
  const callback: SendMessageCallback = (error, posted) => show(error?.code, posted?.ts);
  rtm.sendMessage("hello", "C1", callback);
  // @ts-expect-error: no conversation
  await rtm.sendMessage("hello");
  // @ts-expect-error: the text is a string
  await rtm.sendMessage({ text: "hello" }, "C1");
  // @ts-expect-error: blocks are the Web API's
  await rtm.sendMessage("hello", "C1", { blocks: [] });

  is<ReturnType<RTMClient["sendTyping"]>, Promise<void>>(true);
  await rtm.sendTyping("C1");
  await rtm.sendTyping("C1", { signal });
  // @ts-expect-error: no conversation
  await rtm.sendTyping();

  await rtm.subscribePresence(["U1", "U2"]);
  await rtm.subscribePresence(["U1"] as const, { signal });
  // @ts-expect-error: an array
  await rtm.subscribePresence("U1");

  const reply = await rtm.addOutgoingEvent(true, "ping", { time: 1 });
  is<typeof reply, RTMCallResult>(true);
  is<typeof reply.ts, string | undefined>(true);
  const posted = await rtm.addOutgoingEvent(true, "message", { text: "hello", channel: "C1" }, { signal });
  is<typeof posted, MessageReply>(true);
  is<typeof posted.ts, string>(true);
  const query: Omit<PresenceQueryFrame, "type"> = { ids: ["U1"] };
  const written = await rtm.addOutgoingEvent(false, "presence_query", query);
  is<typeof written, void>(true);
  const either = await rtm.addOutgoingEvent(Math.random() < 0.5, "typing", { channel: "C1" });
  is<typeof either, RTMCallResult | void>(true);
  // @ts-expect-error: the type comes second
  await rtm.addOutgoingEvent("typing", { channel: "C1" });

  const id = await rtm.send("typing", { channel: "C1" }, { signal });
  is<typeof id, number>(true);
  await rtm.send("ping");
  // @ts-expect-error: no type
  await rtm.send();
  // @ts-expect-error: the body is an object
  await rtm.send("typing", "C1");

  const history = await rtm.call("conversations.history", { channel: "C1", limit: 20 }, { signal });
  is<typeof history, WebAPIResult>(true);
  is<typeof history.ok, boolean>(true);
  is<typeof history.error, string | undefined>(true);
  is<typeof history.warning, string | undefined>(true);
  show(history.messages[0].text, history.response_metadata?.next_cursor);
  await rtm.call("auth.test");
  const answer = await rtm.call<{ user: SlackUser; cache_ts: number }>("users.info", { user: "U1" }, { signal });
  is<typeof answer.ok, true>(true);
  is<typeof answer.user, SlackUser>(true);
  show(answer.cache_ts.toFixed(), answer.warning?.length, answer.response_metadata?.next_cursor);
  // @ts-expect-error: not in what the method is said to answer
  answer.members;
  // @ts-expect-error: the arguments are an object
  await rtm.call("auth.test", "xoxb-1");
}
function voidForm() {
  return rtm.sendMessage("hello", "C1", () => {});
}
sending();

// The emitter

function listener(this: { prefix: string }, event: SlackMessageEvent): void {
  show(this.prefix, event.text);
}
is<RTMClient, ReturnType<typeof chain>>(true);
function chain() {
  return rtm
    .on("ready", () => {})
    .addListener("ready", () => {}, { signal })
    .once("ready", () => {}, { signal })
    .on("message", listener, { prefix: ">" })
    .addListener("message", listener, { prefix: ">" })
    .once("message", listener, { prefix: ">" })
    .off("message", listener, { prefix: ">" }, true)
    .off("message")
    .removeListener("message", listener)
    .removeAllListeners("message")
    .removeAllListeners();
}
rtm.on("ready", function () {
  is<typeof this, RTMClient>(true);
}, { signal });
rtm.once("message", function () {
  is<typeof this, RTMClient>(true);
});
// @ts-expect-error: the context has no prefix
rtm.on("message", listener, { suffix: "<" });
// @ts-expect-error: a listener is a function
rtm.on("message", "listener");
// @ts-expect-error: there is a listener to give
rtm.on("message");
const names: (string | symbol)[] = rtm.eventNames();
const count: number = rtm.listenerCount("message");
show(names, count, rtm.listeners("message")[0]);
const had: boolean = rtm.emit("raw_message", "{}");
show(had, rtm.emit("ready"), rtm.emit(Symbol("own"), 1, 2));
// @ts-expect-error: the text is missing
rtm.emit("raw_message");
// @ts-expect-error: no such member
rtm.webSocket;

// The client's own events

rtm.on("connecting", (...args) => is<typeof args, []>(true));
rtm.on("authenticated", (response) => is<typeof response, ConnectResponse>(true));
rtm.on("connected", (...args) => is<typeof args, []>(true));
rtm.on("ready", (...args) => is<typeof args, []>(true));
rtm.on("reconnecting", (...args) => is<typeof args, []>(true));
rtm.on("disconnecting", (...args) => is<typeof args, []>(true));
rtm.on("disconnected", (error) => is<typeof error, RTMError | undefined>(true));
rtm.on("unable_to_rtm_start", (error) => is<typeof error, RTMError>(true));
rtm.on("error", (error) => is<typeof error, RTMError>(true));
rtm.on("state", (change) => is<typeof change, StateChange>(true));
rtm.on("state", ({ name, previous, cause }) => show(name === "ready", previous === "connected", cause?.code));
rtm.on("gap", (gap) => is<typeof gap, Gap>(true));
rtm.on("gap", ({ from, to, cause, recovered }) => show(from?.length, to.length, cause?.message, !recovered));
rtm.on("latency", (milliseconds) => is<typeof milliseconds, number>(true));
rtm.on("raw_message", (text) => is<typeof text, string>(true));
rtm.on("outgoing_message", (frame) => is<typeof frame, OutgoingFrame>(true));
is<OutgoingFrame["id"], number>(true);
is<OutgoingFrame["type"], string>(true);
// @ts-expect-error: it has no argument
rtm.on("reconnecting", (cause) => show(cause));
// @ts-expect-error: a state change has no reason
rtm.on("state", ({ reason }) => show(reason));

// Names that are not listed. What looks like a misspelling of one of the client's own is
// an error, wherever the name of an event is given.

rtm.on("app_mention", (event) => is<typeof event, UnknownEvent>(true));
rtm.once("a_type_of_slack_that_is_far_longer_than_any_that_it_has_had_in_all_of_its_years", (event) => show(event.type));
rtm.on("slack:huddle", (event) => is<typeof event, UnknownEvent>(true));
rtm.on("own:tick", (event) => show(event));
rtm.on(Symbol("own"), (...args) => show(...args));
// @ts-expect-error: a letter is missing
rtm.on("conected", () => {});
// @ts-expect-error: a letter too many
rtm.on("readyy", () => {});
// @ts-expect-error: another letter
rtm.on("slack_evemt", () => {});
// @ts-expect-error: two letters the other way round
rtm.on("raw_mesasge", () => {});
// @ts-expect-error: capitals count
rtm.on("Ready", () => {});
// @ts-expect-error: a word that is neither the client's nor Slack's
rtm.on("reconnected", () => {});
// @ts-expect-error: an empty name
rtm.on("", () => {});
// @ts-expect-error: one of the two is misspelt
rtm.on(Math.random() < 0.5 ? "ready" : "redy", () => {});
// @ts-expect-error: misspelt
rtm.once("disconected", () => {});
// @ts-expect-error: misspelt
rtm.addListener("lattency", () => {});
// @ts-expect-error: misspelt
rtm.prependListener("ready ", () => {});
// @ts-expect-error: misspelt
rtm.off("reconecting", () => {});
// @ts-expect-error: misspelt
rtm.emit("raw_messages", "{}");
// @ts-expect-error: misspelt
rtm.events("gaps");
// @ts-expect-error: misspelt
rtm.waitFor("connectd");
// @ts-expect-error: misspelt, and with a context
rtm.on("conected", () => {}, {});

// A program's own function may take the name of any event that is listed.
function listen<K extends EventName>(event: K, fn: (...args: EventArguments<K>) => void): void {
  rtm.on(event, fn);
  rtm.off(event, fn);
}
listen("reaction_added", (event) => is<typeof event.reaction, string>(true));
listen("slack:message", (event) => is<typeof event, SlackMessageEvent>(true));
// @ts-expect-error: misspelt
listen("conected", () => {});

// Slack's events

rtm.on("reaction_added", (event) => is<typeof event.item.ts, string>(true));
rtm.on("reaction_removed", (event) => show(event.reaction, event.item_user?.length, event.item.channel));
rtm.on("channel_created", (event) => show(event.channel.id, event.channel.name));
rtm.on("channel_deleted", (event) => is<typeof event.channel, string>(true));
rtm.on("team_join", (event) => show(event.user.profile?.display_name));
rtm.on("user_typing", (event) => show(event.channel, event.user, event.thread_ts));
rtm.on("presence_change", (event) => {
  const users = event.users ?? [event.user];
  is<typeof users, string[]>(true);
});
rtm.on("emoji_changed", (event) => {
  if (event.subtype === "remove") is<typeof event.names, string[]>(true);
});
rtm.on("goodbye", (event) => is<typeof event.type, "goodbye">(true));
rtm.on("desktop_notification", (event) => is<typeof event.subtitle, unknown>(true));
rtm.on("a_new_event", (event) => {
  is<typeof event, UnknownEvent>(true);
  is<typeof event.channel, unknown>(true);
});
rtm.on(Math.random() < 0.5 ? "pin_added" : "pin_removed", (event) => show(event.type === "pin_removed" && event.has_pins));
declare const name: string;
rtm.on(name, (event) => show(event.anything));
// @ts-expect-error: no such field
rtm.on("reaction_added", (event) => event.emoji);
// @ts-expect-error: an id, not a channel
rtm.on("channel_deleted", (event) => event.channel.id);
// @ts-expect-error: of another event
rtm.on("reaction_added", (event: SlackEvents["pin_added"]) => show(event));

// Messages, told apart by subtype

rtm.on("message", (event) => {
  show(event.channel, event.ts, event.user?.length, event.text?.length, event.hidden);
  // @ts-expect-error: of an edit alone
  event.message;
  if (event.subtype === undefined) {
    is<typeof event, PlainMessage>(true);
    is<typeof event.text, string>(true);
  } else if (event.subtype === "message_changed") {
    show(event.message.text, event.previous_message?.text);
  } else if (event.subtype === "message_deleted") {
    is<typeof event.deleted_ts, string>(true);
  } else if (event.subtype === "bot_message") {
    is<typeof event, BotMessage>(true);
  }
});
rtm.on("message", (event) => {
  switch (event.subtype) {
    case "channel_join":
    case "group_join":
      return is<typeof event, ChannelJoinMessage>(true);
    case "channel_topic":
      return show(event.topic);
    default:
      return show(event.text);
  }
});
rtm.on("message", (event) => {
  if (!event.subtype) is<typeof event, PlainMessage>(true);
});
// @ts-expect-error: no such field in a plain message
rtm.on("message", (event) => !event.subtype && event.topic);
const listed: (keyof SlackMessages)[] = ["me_message", "file_share", "thread_broadcast", "ekm_access_denied"];
show(listed);
// @ts-expect-error: no such subtype
const unlisted: keyof SlackMessages = "message_read";
show(unlisted);

// The other names of an event

rtm.on("message::message_changed", (event) => show(event.message.ts));
rtm.on("message::bot_message", (event) => show(event.bot_id, event.username));
rtm.on("message::channel_join", (event) => is<typeof event.subtype, "channel_join">(true));
rtm.on("message::a_new_subtype", (event) => show(event.subtype === "a_new_subtype", event.anything));
rtm.on("emoji_changed::remove", (event) => is<(typeof event)["names"], EmojiRemovedEvent["names"]>(true));
rtm.on("a_new_event::add", (event) => show(event.subtype, event.anything));
rtm.on("slack:message", (event) => is<typeof event, SlackMessageEvent>(true));
rtm.on("slack:reaction_added", (event) => is<typeof event.item.ts, string>(true));
rtm.on("slack:error", (event) => is<typeof event, ServerErrorEvent>(true));
rtm.on("slack:connected", (event) => is<typeof event, UnknownEvent>(true));
rtm.on("slack:a_new_event", (event) => is<typeof event, UnknownEvent>(true));
is<EventArguments<"error">, [error: RTMError]>(true);
is<Extract<keyof ClientEvents, keyof SlackEvents>, "error">(true);
rtm.on("slack_event", (type, event) => {
  is<typeof type, string | undefined>(true);
  if (event.type === "reaction_added") is<typeof event.item.ts, string>(true);
  else if (event.type === "message") is<typeof event, SlackMessageEvent>(true);
  else if (event.type === "error") show(event.error.msg);
  else if (event.type === undefined) is<typeof event, ReplyFrame>(true);
  else show(type === "a_new_event" && (event as UnknownEvent).anything);
});
rtm.on("slack_event", (type) => show(type?.length));
rtm.on("slack_event", (_type, event) => {
  if (event.type === undefined && !event.ok) show(event.error.code);
});

// A program may add the events that it knows of

declare module "rtmwasm" {
  interface SlackEvents {
    brand_new: { type: "brand_new"; channel: string };
  }
  interface SlackMessages {
    brand_new: MessageFields & { subtype: "brand_new"; extra: number };
  }
  interface ClientEvents {
    "own:event": [count: number];
  }
}
rtm.on("brand_new", (event) => is<typeof event.channel, string>(true));
rtm.on("message", (event) => event.subtype === "brand_new" && is<typeof event.extra, number>(true));
rtm.on("own:event", (count) => is<typeof count, number>(true));
rtm.emit("own:event", 1);

// Errors

const codes: ErrorCode[] = [
  ErrorCode.RequestError,
  ErrorCode.ReadError,
  ErrorCode.HTTPError,
  ErrorCode.PlatformError,
  ErrorCode.RateLimitedError,
  ErrorCode.RefreshFailedError,
  ErrorCode.RTMSendWhileDisconnectedError,
  ErrorCode.RTMSendWhileNotReadyError,
  ErrorCode.RTMSendMessagePlatformError,
  ErrorCode.RTMWebsocketError,
  ErrorCode.RTMNoReplyReceivedError,
  ErrorCode.KeepAliveConfigError,
  ErrorCode.KeepAliveClientNotConnected,
  ErrorCode.KeepAliveInconsistentState,
  ErrorCode.InitializeError,
  ErrorCode.EngineDiedError,
  ErrorCode.AbortError,
  ErrorCode.TimeoutError,
  ErrorCode.RTMDisconnectedError,
  ErrorCode.RTMSendQueueFullError,
  ErrorCode.RTMFrameTooLargeError,
  ErrorCode.RTMAckTimeoutError,
  ErrorCode.RTMConnectTimeoutError,
  ErrorCode.InvalidArgumentError,
];
show(codes);
is<typeof ErrorCode.InvalidArgumentError, "slackclient_invalid_argument_error">(true);
is<typeof ErrorCode.RTMNoReplyReceivedError, "slackclient_rtmclient_no_reply_received_error">(true);
// @ts-expect-error: read-only
ErrorCode.ReadError = "other";
// @ts-expect-error: a code that there is not
const wrong: ErrorCode = "slackclient_other_error";
show(wrong);
function inspect(error: RTMError): void {
  const plain: Error = error;
  is<typeof error.code, ErrorCode>(true);
  is<typeof error.delivered, "no" | "unknown" | undefined>(true);
  is<typeof error.retryAfter, number | undefined>(true);
  is<typeof error.statusCode, number | undefined>(true);
  is<typeof error.messageId, number | undefined>(true);
  is<typeof error.text, string | undefined>(true);
  show(plain, error.name, error.message, error.cause, error.original?.message);
  if (error.data && typeof error.data.error === "object") show(error.data.error.code, error.data.error.msg);
  else if (error.data) show(error.data.ok, error.data.error);
  // @ts-expect-error: no such value
  show(error.delivered === "yes");
}
inspect(null as never);

function distinguish(caught: unknown): void {
  if (!isRTMError(caught)) return is<typeof caught, unknown>(true);
  is<typeof caught, RTMError>(true);
  switch (caught.code) {
    case ErrorCode.PlatformError:
      is<typeof caught, PlatformError>(true);
      return show(caught.data.error);
    case ErrorCode.RTMSendMessagePlatformError:
      is<typeof caught.delivered, "no">(true);
      // A reply of RTM has a code, an answer of the Web API a word.
      if (typeof caught.data.error === "object") return show(caught.data.error.code.toFixed());
      return is<typeof caught.data.error, string>(true);
    case ErrorCode.HTTPError:
    case ErrorCode.RateLimitedError:
      return is<typeof caught.statusCode, number>(true);
    case ErrorCode.RTMSendQueueFullError:
      return is<typeof caught.delivered, "no">(true);
    case ErrorCode.RTMAckTimeoutError:
      return is<typeof caught.delivered, "unknown">(true);
    case ErrorCode.EngineDiedError:
      is<typeof caught, EngineDiedError>(true);
      return is<typeof caught.output, string>(true);
    case ErrorCode.RTMDisconnectedError:
      return is<typeof caught.delivered, "no" | "unknown" | undefined>(true);
    // @ts-expect-error: a code that there is not
    case "slackclient_other_error":
  }
  // @ts-expect-error: only some errors have it
  caught.data.error;
}
show(distinguish);

// events, waitFor, ping, await using

async () => {
  for await (const event of rtm.events("message", { signal, limit: 10 })) is<typeof event, SlackMessageEvent>(true);
  for await (const event of rtm.events("slack:reaction_added")) is<typeof event, SlackEvents["reaction_added"]>(true);
  for await (const event of rtm.events()) is<typeof event, AnySlackEvent>(true);
  for await (const event of rtm.events("slack_event")) is<typeof event, AnySlackEvent>(true);
  for await (const error of rtm.events("error")) is<typeof error, RTMError>(true);
  const gaps = rtm.events("gap");
  await gaps.return();
  is<Awaited<ReturnType<typeof gaps.next>>, IteratorResult<Gap, void>>(true);
  // @ts-expect-error: a limit is a number
  rtm.events("message", { limit: "many" });
  // @ts-expect-error: an unknown option
  rtm.events("message", { timeout: 5 });

  const message = await rtm.waitFor("message", { signal, timeout: 1000, filter: (event) => event.channel === "C1" });
  is<typeof message, SlackMessageEvent>(true);
  is<ReturnType<typeof rtm.waitFor<"state">>, Promise<StateChange>>(true);
  is<Awaited<ReturnType<typeof rtm.waitFor<"ready">>>, undefined>(true);
  // @ts-expect-error: a type must be given
  rtm.waitFor();

  is<ReturnType<typeof rtm.ping>, Promise<number>>(true);
  rtm.ping({ signal });

  await using scoped = new RTMClient("xoxb-1");
  show(scoped);
};
