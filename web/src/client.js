// The client, with v4's members: everything that JavaScript must answer at
// once, and the delivery of what Go tells, in order. Decisions are Go's. v3-client.js
// makes it the RTMClient that serves v3's code too.

import { bare } from "./bare.js";
import { answers } from "./answers.js";
import { callBack, forgettable } from "./calls.js";
import { isText, kind, members, needMembers, needObject, needOptions, own } from "./checks.js";
import { clearTimeout, performance, setTimeout } from "./clock.js";
import { Delivery } from "./delivery.js";
import { EventEmitter } from "./emitter.js";
import { ErrorCode, failure, invalid, wordsOf } from "./errors.js";
import { Events, first } from "./events.js";
import { Figures } from "./figures.js";
import { isAccepted, replyTo, textOf } from "./envelope.js";
import { emitFrame, isReply } from "./frames.js";
import { needInPage } from "./initialize.js";
import { unwatch, watch } from "./lifecycle.js";
import { logTo } from "./logger.js";
import { check, forGo, warnings } from "./options.js";
import { encode, fields, needConversation } from "./outgoing.js";
import { Port } from "./port.js";
import { throughProxies } from "./proxies.js";

/** How many messages without a reply are kept for the data store; the oldest go first. */
const maxUnanswered = 1000;

// What v3-client.js needs of a client beside its members.

/** @type {(client: Client) => Port} */
export let portOf;
/** @type {(client: Client, text: string) => void} */
export let logOf;
/** @type {(client: Client) => Set<import("./socket.js").Socket>} those that are opening or open, the oldest first */
export let socketsOf;
/** @type {(client: Client) => (url: string) => any} */
export let socketFnOf;
/** @type {(client: Client, text: string) => void} */
export let deliver;
/** @type {(client: Client, url: unknown) => Promise<any>} */
export let open;
/** @type {(client: Client, frame: any) => Promise<any>} */
export let post;
/** @type {(client: Client) => number} */
export let nextId;
/** @type {(client: Client, args: any[]) => void} */
export let sayFarewell;

export class Client extends EventEmitter {
  static {
    portOf = (client) => client.#port;
    logOf = (client, text) => client.#log("warn", text);
    socketsOf = (client) => client.#sockets;
    socketFnOf = (client) => client.#socketFn;
    deliver = (client, text) => client.#deliverFrame(text);
    open = (client, url) => client.#start({}, url);
    post = (client, frame) => client.#post(frame, {}, { needsConnection: true });
    nextId = (client) => ++client.#messageId;
    sayFarewell = (client, args) => {
      client.#farewell = args;
    };
  }

  #options;
  #dataStore;
  #port;
  #log;
  #messageId = 0;
  #socketFn;
  /** @type {Set<any>} */
  #sockets = new Set();
  /** @type {any[]} the arguments of the next `disconnect` */
  #farewell = [];
  /** @type {Promise<any> | undefined} of a start() under way */
  #starting;
  /** How many disconnect() calls are under way: until they settle no frame is delivered. */
  #stopping = 0;
  /** @type {Set<import("./events.js").End>} the waits for events that end with the session */
  #ends = new Set();

  /** @type {Map<number, string>} the bodies of messages whose reply nobody waits for but the data store, by id */
  #unanswered = new Map();

  #figures = new Figures();
  #watcher = { sleep: () => this.#port.tell("sleep"), wake: () => this.#port.tell("wake") };
  #isMuted = () => this.#stopping > 0;
  #delivery = new Delivery((item) => this.#deal(item), (text, event, isReplay) => {
    this.#figures.framesIn++;
    this.#emitFrame(text, event, isReplay);
  });

  #state = "disconnected";
  /** @type {string | undefined} */
  #userId;
  /** @type {string | undefined} */
  #teamId;
  /** @type {string | undefined} whom the newest session is or was for: a reply may be read after its end */
  #sender;
  /** Whether Web API calls have a token to go with. */
  #hasToken;

  /**
   * @param {any} token
   * @param {any} [given] options
   */
  constructor(token, given) {
    super();
    const options = check(token, given);
    needInPage('The option "socketFn"', options.socketFn !== undefined);
    this.#options = options;
    this.#dataStore = options.dataStore || undefined;
    this.#hasToken = Boolean(token) || options.webClient !== undefined;
    this.#log = logTo(options.logger, options.logLevel);
    this.#socketFn = options.socketFn ?? ((/** @type {string} */ url) => new WebSocket(url));
    const deliver = (/** @type {import("./engine.js").Item} */ item) => {
      this.#figures.note(item);
      this.#delivery.take(item);
    };
    this.#port = new Port({
      deliver,
      answer: answers(token, this.#options),
      sockets: {
        began: (socket) => this.#sockets.add(socket),
        open: this.#socketFn,
        log: this.#log,
        // In its turn, since a listener may be added right after the call that sends.
        wrote: (frame) => deliver(["json", "outgoing_message", frame]),
        relieve: () => this.#delivery.relieve(),
        failed: (error) => deliver(["event", "ws_error", error]),
        ended: (socket) => this.#sockets.delete(socket),
      },
    }, forGo(token, options));
    for (const warning of warnings(options)) this.#log("warn", warning);
  }

  get connected() {
    return this.#state === "connected" || this.#state === "ready";
  }

  get authenticated() {
    return this.connected || this.#state === "authenticated" || this.#state === "handshaking";
  }

  get activeUserId() {
    return this.#userId;
  }

  get activeTeamId() {
    return this.#teamId;
  }

  get state() {
    return this.#state;
  }

  get dataStore() {
    return this.#dataStore;
  }

  /** @param {any} [options] */
  start(options = {}) {
    return this.#start(options, "");
  }

  /**
   * @param {any} options
   * @param {any} url of a socket, or empty to ask Slack for one
   */
  #start(options, url) {
    /** @type {Promise<any>} */
    let promise;
    try {
      if (typeof url !== "string") throw invalid("connect() needs the URL of a socket");
      const { token: given, signal, ...args } = needMembers("The options of start()", options ?? {}, ["token", "signal"]);
      const token = given ?? undefined;
      if (token !== undefined && !isText(token)) throw invalid("The token given to start() must be a string that is not empty");
      if (this.#options.shared && (url || token !== undefined)) throw invalid('With the option "shared", neither start() can have a token nor connect() be used');
      if (this.#starting && !signal && token === undefined) return this.#starting;
      this.#hasToken ||= token !== undefined;
      const settled = () => {
        if (this.#starting === promise) this.#starting = undefined;
      };
      promise = this.#port.call("start", [token ?? "", fields(args), url], { signal, settled }).then(JSON.parse);
      if (!signal) this.#starting ??= promise;
      this.#port.load();
    } catch (error) {
      promise = Promise.reject(error);
    }
    return forgettable(promise); // events tell its outcome, too
  }

  async disconnect() {
    this.#starting = undefined;
    const ends = [...this.#ends]; // not of what is begun meanwhile
    if (this.#port.isOpen) {
      this.#stopping++;
      // What keeps Go from stopping, such as its death, has ended the session.
      await this.#port.call("stop", [], { settled: () => this.#stopping-- }).catch(() => {});
    } else {
      this.#port.forgetSession();
      this.#port.giveUp(failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
    }
    for (const end of ends) end();
  }

  [Symbol.asyncDispose ?? Symbol()]() {
    return this.disconnect();
  }

  /**
   * @param {string | symbol} [type]
   * @param {{signal?: AbortSignal, limit?: number}} [options]
   */
  events(type, options) {
    const { signal, limit } = needOptions(options, { signal: kind.signal, limit: kind.count });
    return new Events(this, this.#ends, type ?? "slack_event", bare({ signals: signal ? [signal] : [], limit }));
  }

  /**
   * @param {string | symbol} type
   * @param {{signal?: AbortSignal, timeout?: number, filter?: (event: any) => unknown}} [options]
   */
  async waitFor(type, options) {
    const { signal, timeout = 0, filter } = needOptions(options, { signal: kind.signal, timeout: kind.milliseconds, filter: kind.function });
    const overdue = new AbortController();
    const isBounded = timeout > 0 && timeout < 2 ** 31;
    const timer = isBounded && setTimeout(() => overdue.abort(new DOMException(`It did not come within ${timeout} ms`, "TimeoutError")), timeout);
    try {
      return await first(new Events(this, this.#ends, type, bare({ signals: [signal, overdue.signal].filter(Boolean), limit: undefined, filter })));
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} type
   * @param {object} [body]
   * @param {{signal?: AbortSignal}} [options]
   */
  async send(type, body, options) {
    return this.#send(type, body, options, { unqueued: true });
  }

  /**
   * @param {boolean} awaitReply
   * @param {string} type
   * @param {object} [body]
   * @param {{signal?: AbortSignal}} [options]
   */
  addOutgoingEvent(awaitReply, type, body, options) {
    const outcome = this.#addOutgoingEvent(awaitReply, type, body, options);
    return awaitReply === false ? forgettable(outcome) : outcome;
  }

  /**
   * @param {boolean} awaitReply
   * @param {string} type
   * @param {object} [body]
   * @param {{signal?: AbortSignal}} [options]
   */
  async #addOutgoingEvent(awaitReply, type, body, options) {
    if (typeof awaitReply !== "boolean") throw invalid("addOutgoingEvent() needs a boolean: whether to wait for the reply");
    const outcome = await this.#send(type, body, options, { awaitReply });
    return awaitReply ? outcome : undefined;
  }

  /**
   * @param {string} text
   * @param {string} conversationId
   * @param {any} [optionsOrCallback]
   * @returns {any}
   */
  sendMessage(text, conversationId, optionsOrCallback) {
    const options = typeof optionsOrCallback === "function" ? {} : optionsOrCallback ?? {};
    return callBack(this.#sendMessage(text, conversationId, options), optionsOrCallback);
  }

  /**
   * @param {string} text
   * @param {string} channel
   * @param {unknown} options
   */
  async #sendMessage(text, channel, options) {
    const { signal, ...thread } = needMembers("The options of sendMessage()", options ?? {}, ["signal"]);
    if (!isText(text)) throw invalid("sendMessage() needs a text that is not empty");
    needConversation("sendMessage", channel);
    return await this.#post({ text, channel, ...thread, type: "message" }, { signal });
  }

  /**
   * Sends a frame, and gives v3's result: the reply to a message with what the
   * message was. Slack does not answer some types: they are done when written.
   * @param {any} frame
   * @param {{signal?: AbortSignal}} options
   * @param {{needsConnection?: boolean}} [how]
   */
  async #post(frame, options, how) {
    const { type, ...body } = needMembers("The frame", frame, ["type"]);
    if (!isText(type)) throw invalid("The type of a frame must be a string that is not empty");
    const awaitReply = !/typing|presence/.test(type);
    const reply = await this.#send(type, body, options, { ...how, awaitReply });
    return type === "message" ? { ok: true, ...reply, type, channel: body.channel, user: this.#sender } : awaitReply ? reply : undefined;
  }

  /**
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   */
  sendTyping(conversationId, options) {
    return forgettable(this.#sendTyping(conversationId, options));
  }

  /**
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   */
  async #sendTyping(conversationId, options) {
    needConversation("sendTyping", conversationId);
    await this.#send("typing", { channel: conversationId }, options);
  }

  /**
   * @param {string[]} userIds
   * @param {{signal?: AbortSignal}} [options]
   */
  subscribePresence(userIds, options) {
    return forgettable(this.#subscribePresence(userIds, options));
  }

  /**
   * @param {string[]} userIds
   * @param {{signal?: AbortSignal}} [options]
   */
  async #subscribePresence(userIds, options) {
    const ids = Array.isArray(userIds) ? Object.values(members("The array of user IDs", userIds)) : [undefined];
    if (!ids.every((id) => typeof id === "string")) throw invalid("subscribePresence() needs an array of user IDs");
    await this.#send("presence_sub", { ids }, options);
  }

  /** @param {{signal?: AbortSignal}} [options] */
  async ping(options) {
    const sent = performance.now();
    await this.#send("ping", undefined, options, { awaitReply: true, unqueued: true });
    return performance.now() - sent;
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [args]
   * @param {{signal?: AbortSignal}} [options]
   */
  async call(method, args, options) {
    if (typeof method !== "string" || !/^[a-zA-Z]+(\.[a-zA-Z]+)*$/.test(method)) throw invalid('call() needs the name of a method, such as "chat.update"');
    const { signal } = needMembers("The options of call()", options ?? {}, ["signal"]);
    const given = needMembers("The arguments of a method", args ?? {});
    const form = fields(given);
    if (!this.#hasToken && (given.token ?? undefined) === undefined) throw invalid("There is no token: give one to the constructor or in the arguments, or give the option webClient");
    const outcome = this.#port.call("call", [method, form], { signal });
    this.#port.load();
    return JSON.parse(await outcome);
  }

  stats() {
    return {
      state: this.#state,
      ...this.#figures,
      listeners: this.eventNames().reduce((sum, event) => sum + this.listenerCount(event), 0),
      undelivered: this.#delivery.waiting,
      ...this.#port.figures(),
    };
  }

  // What Go tells.

  /** @param {string} text of a frame that did not come through a socket of ours */
  #deliverFrame(text) {
    let event;
    try {
      event = needObject("A frame", JSON.parse(text));
    } catch (error) {
      this.#log("error", `A frame of ${text.length} characters was dropped: ${wordsOf(error)}`);
      return;
    }
    this.#emitFrame(text, event, isReply(event)); // no call waits for it
  }

  /**
   * @param {string} text
   * @param {any} event what it says
   * @param {boolean} [isReplay] whether it repeats what was said before: see Role in rtm/core/effect.go
   */
  #emitFrame(text, event, isReplay = false) {
    if (this.#isMuted()) return;
    this.emit("raw_message", text);
    if (this.#isMuted()) return;
    this.#answered(event);
    const type = textOf(event, "type");
    if (isReplay) {
      this.emit("slack_event", type, event);
      return;
    }
    // v3 keeps these three from its store. The text spares ours to make it.
    if (this.#dataStore && type && !/^(hello|pong|team_migration_started)$/.test(type)) this.#store("handleRtmMessage", this.#sender, this.#teamId, type, event, text);
    emitFrame(this, event, this.#isMuted);
  }

  /**
   * Calls the data store, if there is one, as v3 does. It may be anybody's.
   * @param {string} method
   * @param {...any} args
   */
  #store(method, ...args) {
    try {
      this.#dataStore?.[method](...args);
    } catch (error) {
      this.#log("error", `The data store's ${method}() failed: ${wordsOf(error)}`);
    }
  }

  /** @param {import("./engine.js").Item} item anything but frames */
  #deal([kind, ...args]) {
    switch (kind) {
      case "state":
        return this.#enter(.../** @type {[string, any, string, string]} */ (args));
      case "event":
        this.emit(.../** @type {[string, ...any]} */ (args));
        if (args[0] === "disconnected") this.#end(args[1]);
        return this.#rest();
      case "gap": {
        const [from, to, cause, recovered] = args;
        return this.emit("gap", { from: from || undefined, to, cause, recovered });
      }
      case "json": {
        const [event, text] = args;
        const isStored = this.#dataStore && event === "authenticated";
        if (!isStored && this.listenerCount(event) === 0) return;
        const value = JSON.parse(text);
        if (isStored && own(value, "self")) this.#store("cacheRtmStart", value);
        return this.emit(event, value);
      }
      case "log":
        return this.#log(args[0], args[1]);
      case "backfilled":
        return this.#deliverFrame(args[0]);
      case "latency":
        return this.emit("latency", args[0]);
      case "settle": {
        const [ticket, value, error] = args;
        this.#port.settle(ticket, value, error);
        return this.#rest();
      }
      case "unloaded":
        this.emit("error", args[0]);
        return this.#giveUp(args[0]);
      case "died":
        return this.#die(args[0]);
    }
  }

  /**
   * @param {string} state
   * @param {any} cause
   * @param {string} [user]
   * @param {string} [team]
   */
  #enter(state, cause, user, team) {
    const previous = this.#state;
    this.#state = state;
    this.#port.note(state, cause);
    this.#userId = user || undefined;
    this.#teamId = team || undefined;
    this.#sender = user || this.#sender;
    if (state === "authenticated" && user) this.#port.hadSession(); // a bare URL, of connect(), comes without a user
    // A listener that starts again is not to get the promise of what has ended.
    const isOver = state === "disconnected";
    if (isOver) this.#starting = undefined;
    if (isOver) unwatch(this.#watcher);
    else watch(this.#watcher);
    this.emit("state", { name: state, previous, cause });
  }

  /**
   * After the event for the end: v3's, and what ends with the session, unless
   * disconnect() does it.
   * @param {any} cause
   */
  #end(cause) {
    this.emit("disconnect", ...(cause ? [cause, cause.data?.error ?? cause.code] : this.#farewell));
    if (this.#stopping === 0) this.#giveUp(cause);
  }

  /** A client with no session and no calls is closed, whatever has ended the last of them. */
  #rest() {
    if (this.#state === "disconnected") this.#port.closeIfIdle();
  }

  /** @param {any} cause */
  #giveUp(cause) {
    for (const end of this.#ends) end(cause);
  }

  /** @param {any} error */
  #die(error) {
    this.#port.die(error);
    this.#log("error", `${error.message}\n${error.output}`);
    this.emit("error", error);
    if (this.#state === "disconnected") return this.#giveUp(error);
    this.#enter("disconnected", error);
    this.#deal(["event", "disconnected", error]);
  }

  // Calling Go.

  /**
   * @param {string} type
   * @param {any} body
   * @param {unknown} [options]
   * @param {{awaitReply?: boolean, unqueued?: boolean, needsConnection?: boolean}} [how]
   */
  async #send(type, body, options, how = {}) {
    const { signal } = needMembers("The options", options ?? {}, ["signal"]);
    const { awaitReply = false, unqueued = false, needsConnection = false } = bare(how);
    const json = encode(type, body);
    // As it was when it was given: the caller may change it.
    const sent = JSON.parse(json ?? "{}");
    const text = own(sent, "text");
    if (unqueued && this.#port.waiting("start") > 0) throw failure(ErrorCode.RTMSendWhileNotReadyError, "The connection is not ready: wait for it, or use a method that queues", { delivered: "no" });
    if (unqueued ? !this.#port.isOpen : needsConnection && !this.connected) throw failure(ErrorCode.RTMSendWhileDisconnectedError, "There is no connection: call start() first, or use a method that queues", { delivered: "no" });
    const limit = this.#options.sendQueueLimit ?? 1000;
    if (this.#port.waiting("send") >= limit) {
      throw failure(ErrorCode.RTMSendQueueFullError, `The queue holds ${limit} frames already: wait for some, or raise sendQueueLimit`, { delivered: "no" });
    }
    const messageId = ++this.#messageId;
    const members = { messageId, ...(typeof text === "string" && { text }) };
    const isStored = this.#dataStore && type === "message" && json !== null;
    const settled = isStored && awaitReply ? (/** @type {string} */ reply) => reply && this.#storeSent(json, JSON.parse(reply)) : undefined;
    if (isStored && !awaitReply) this.#unanswered.set(messageId, json);
    if (this.#unanswered.size > maxUnanswered) this.#unanswered.delete([...this.#unanswered.keys()][0]);
    const outcome = await this.#port.call("send", [messageId, type, json, awaitReply, unqueued], { signal, members, settled });
    return awaitReply ? JSON.parse(outcome) : outcome;
  }

  /**
   * Stores the message that a frame is the reply to, if its sender does not wait.
   * @param {any} event
   */
  #answered(event) {
    const id = replyTo(event);
    const body = this.#unanswered.get(id);
    if (body === undefined) return;
    this.#unanswered.delete(id);
    if (isAccepted(event)) this.#storeSent(body, event);
  }

  /**
   * Stores a message of ours. Slack does not repeat to a socket what came through
   * it: the body and the reply together are the message.
   * @param {string} body as it was sent
   * @param {any} reply which says what Slack made of the text
   */
  #storeSent(body, reply) {
    const { id, ...sent } = JSON.parse(body); // the frame's id is no member of the message
    const text = own(reply, "text");
    const message = { ...sent, ...(text !== undefined && { text }), ts: own(reply, "ts"), type: "message", user: this.#sender };
    this.#store("handleRtmMessage", this.#sender, this.#teamId, "message", message);
  }
}

throughProxies(Client);
