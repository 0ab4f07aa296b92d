// RTMClient: everything that JavaScript must answer at once, and the delivery
// of what Go tells, in order. Decisions are Go's.

import { answer } from "./answers.js";
import { callBack } from "./calls.js";
import { Delivery } from "./delivery.js";
import { EventEmitter } from "./emitter.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { Figures } from "./figures.js";
import { emitFrame } from "./frames.js";
import { unwatch, watch } from "./lifecycle.js";
import { logTo } from "./logger.js";
import { check, forGo, nodeOnly } from "./options.js";
import { encode, fields, needConversation, needOptions } from "./outgoing.js";
import { Port } from "./port.js";

/** v4's event for each state. Handshaking has none. */
const eventOf = /** @type {Record<string, string>} */ ({
  authenticating: "connecting",
  authenticated: "authenticated",
  connected: "connected",
  ready: "ready",
  reconnecting: "reconnecting",
  disconnecting: "disconnecting",
  disconnected: "disconnected",
});

export class RTMClient extends EventEmitter {
  #options;
  #port;
  #log;
  #messageId = 0;
  /** @type {Promise<any> | undefined} of a start() under way */
  #starting;
  /** How many disconnect() calls are under way: until they settle no frame is delivered. */
  #stopping = 0;

  #figures = new Figures();
  #watcher = { sleep: () => this.#port.tell("sleep"), wake: () => this.#port.tell("wake") };
  #isMuted = () => this.#stopping > 0;
  #delivery = new Delivery((item) => this.#deal(item), (text) => this.#deliverFrame(text), this.#isMuted);

  #state = "disconnected";
  /** @type {string | undefined} */
  #userId;
  /** @type {string | undefined} */
  #teamId;
  /** @type {string | undefined} whom the newest session was for: a reply may be read after its end */
  #sender;
  /** Whether Web API calls have a token to go with. */
  #hasToken;

  /**
   * @param {any} token
   * @param {any} [options]
   */
  constructor(token, options = {}) {
    super();
    check(token, options);
    this.#options = { ...options };
    this.#hasToken = token !== undefined || options.webClient !== undefined;
    this.#log = logTo(options.logger, options.logLevel);
    this.#port = new Port({
      deliver: (item) => {
        this.#figures.note(item);
        this.#delivery.take(item);
      },
      relieve: () => this.#delivery.relieve(),
      answer: (name, args, signal) => answer(token, this.#options, name, args, signal),
      openSocket: (url) => (this.#options.socketFn ? this.#options.socketFn(url) : new WebSocket(url)),
      log: this.#log,
    }, forGo(token, options));
    for (const name of nodeOnly) {
      if (options[name] !== undefined) this.#log("warn", `The option "${name}" belongs to Node and does nothing in a page`);
    }
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

  /** @param {any} [options] */
  start(options = {}) {
    /** @type {Promise<any>} */
    let promise;
    try {
      const { token, signal, ...args } = needOptions("start", options);
      if (token !== undefined && (typeof token !== "string" || token === "")) throw invalid("The token given to start() must be a string that is not empty");
      if (this.#starting && !signal && token === undefined) return this.#starting;
      this.#hasToken ||= token !== undefined;
      const settled = () => {
        if (this.#starting === promise) this.#starting = undefined;
      };
      promise = this.#port.call("start", [token ?? "", fields(args)], { signal, settled }).then(JSON.parse);
      if (!signal) this.#starting ??= promise;
      this.#port.load();
    } catch (error) {
      promise = Promise.reject(error);
    }
    // A start that nobody waits for tells its outcome by events.
    promise.catch(() => {});
    return promise;
  }

  async disconnect() {
    this.#starting = undefined;
    if (!this.#port.isOpen) {
      this.#port.giveUp(failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
      return;
    }
    this.#stopping++;
    await this.#port.call("stop", [], { settled: () => this.#stopping-- });
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
  async addOutgoingEvent(awaitReply, type, body, options) {
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
    if (typeof optionsOrCallback === "function") {
      callBack(this.#sendMessage(text, conversationId, {}), optionsOrCallback);
      return undefined;
    }
    return this.#sendMessage(text, conversationId, optionsOrCallback === undefined ? {} : optionsOrCallback);
  }

  /**
   * @param {string} text
   * @param {string} channel
   * @param {unknown} options
   */
  async #sendMessage(text, channel, options) {
    const { signal, ...thread } = needOptions("sendMessage", options);
    if (typeof text !== "string" || text === "") throw invalid("sendMessage() needs a text that is not empty");
    needConversation("sendMessage", channel);
    const reply = await this.#send("message", { text, channel, ...thread }, { signal }, { awaitReply: true });
    return { ...reply, type: "message", channel, user: this.#sender };
  }

  /**
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   */
  async sendTyping(conversationId, options) {
    needConversation("sendTyping", conversationId);
    await this.#send("typing", { channel: conversationId }, options);
  }

  /**
   * @param {string[]} userIds
   * @param {{signal?: AbortSignal}} [options]
   */
  async subscribePresence(userIds, options) {
    if (!Array.isArray(userIds) || !userIds.every((id) => typeof id === "string")) throw invalid("subscribePresence() needs an array of user IDs");
    await this.#send("presence_sub", { ids: userIds }, options);
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [args]
   * @param {{signal?: AbortSignal}} [options]
   */
  async call(method, args = {}, options = {}) {
    if (typeof method !== "string" || !/^[a-zA-Z]+(\.[a-zA-Z]+)*$/.test(method)) throw invalid('call() needs the name of a method, such as "chat.update"');
    const { signal } = needOptions("call", options);
    const form = fields(args);
    if (!this.#hasToken && args.token === undefined) throw invalid("There is no token: give one to the constructor, to start() or in the arguments, or give the option webClient");
    const outcome = this.#port.call("call", [method, form], { signal });
    this.#port.load();
    return JSON.parse(await outcome);
  }

  stats() {
    return {
      state: this.#state,
      ...this.#figures.all,
      listeners: this.eventNames().reduce((sum, event) => sum + this.listenerCount(event), 0),
      undelivered: this.#delivery.waiting,
      ...this.#port.figures(),
    };
  }

  // What Go tells.

  /** @param {string} text */
  #deliverFrame(text) {
    let event;
    try {
      event = JSON.parse(text);
    } catch (error) {
      this.#log("error", `A frame of ${text.length} characters was dropped: ${error}`);
      return;
    }
    emitFrame(this, text, event, this.#isMuted);
  }

  /** @param {import("./engine.js").Item} item anything but frames */
  #deal([kind, ...args]) {
    switch (kind) {
      case "state":
        return this.#enter(.../** @type {[string, string, any, string, string, string]} */ (args));
      case "event":
        return this.emit(args[0], args[1]);
      case "gap": {
        const [from, to, cause, recovered] = args;
        return this.emit("gap", { from: from || undefined, to, cause, recovered });
      }
      case "wrote":
        if (this.listenerCount("outgoing_message") > 0) this.emit("outgoing_message", JSON.parse(args[0]));
        return;
      case "log":
        return this.#log(args[0], args[1]);
      case "backfilled":
        return this.#isMuted() ? undefined : this.#deliverFrame(args[0]);
      case "latency":
        return this.emit("latency", args[0]);
      case "settle": {
        const [ticket, value, error] = args;
        this.#port.settle(ticket, value, error);
        if (this.#state === "disconnected") this.#port.closeIfIdle();
        return;
      }
      case "died":
        return this.#die(args[0]);
    }
  }

  /**
   * @param {string} state
   * @param {string} previous
   * @param {any} cause
   * @param {string} session
   * @param {string} user
   * @param {string} team
   */
  #enter(state, previous, cause, session, user, team) {
    // First the properties, then the events about them.
    this.#state = state;
    this.#userId = user || undefined;
    this.#teamId = team || undefined;
    this.#sender = user || this.#sender;
    // A listener that starts again is not to get the promise of what has ended.
    if (state === "disconnected") this.#starting = undefined;
    if (state === "disconnected") unwatch(this.#watcher);
    else watch(this.#watcher);
    this.emit("state", { name: state, previous, cause });
    const event = eventOf[state];
    if (state === "authenticated") this.emit(event, JSON.parse(session));
    else if (state === "disconnected" && cause) this.emit(event, cause);
    else if (event) this.emit(event);
  }

  /** @param {any} error */
  #die(error) {
    const previous = this.#state;
    this.#port.die(error);
    this.#log("error", `${error.message}\n${error.output}`);
    this.emit("error", error);
    if (previous !== "disconnected") this.#enter("disconnected", previous, error, "", "", "");
  }

  // Calling Go.

  /**
   * @param {string} type
   * @param {any} body
   * @param {unknown} [options]
   * @param {{awaitReply?: boolean, unqueued?: boolean}} [how]
   */
  async #send(type, body, options = {}, { awaitReply = false, unqueued = false } = {}) {
    const { signal } = needOptions("a call that sends", options);
    const json = encode(type, body);
    if (unqueued && this.#port.waiting("start") > 0) throw failure(ErrorCode.RTMSendWhileNotReadyError, "The connection is not ready: wait for it, or use a method that queues", { delivered: "no" });
    if (unqueued && !this.#port.isOpen) throw failure(ErrorCode.RTMSendWhileDisconnectedError, "There is no connection: call start() first, or use a method that queues", { delivered: "no" });
    const limit = this.#options.sendQueueLimit ?? 1000;
    if (this.#port.waiting("send") >= limit) {
      throw failure(ErrorCode.RTMSendQueueFullError, `The queue holds ${limit} frames already: wait for some, or raise sendQueueLimit`, { delivered: "no" });
    }
    const messageId = ++this.#messageId;
    const members = { messageId, ...(typeof body?.text === "string" && { text: body.text }) };
    const outcome = await this.#port.call("send", [messageId, type, json, awaitReply, unqueued], { signal, members });
    return awaitReply ? JSON.parse(outcome) : outcome;
  }
}
