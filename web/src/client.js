// RTMClient: everything that JavaScript must answer at once, and the delivery
// of what Go tells, in order. Decisions are Go's.

import { callBack } from "./calls.js";
import { Delivery } from "./delivery.js";
import { EventEmitter } from "./emitter.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { logTo } from "./logger.js";
import { check, forGo, nodeOnly } from "./options.js";
import { encode, fields, needConversation } from "./outgoing.js";
import { Port } from "./port.js";
import { callWithFetch, callWithWebClient } from "./webapi.js";

/** The client's own events. A frame of Slack's with one of these as its type does not pose as one. */
const ownEvents = new Set([
  "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
  "unable_to_rtm_start", "error", "state", "gap", "latency", "slack_event", "raw_message", "outgoing_message",
]);

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
  #token;
  #options;
  #port;
  #log;
  #messageId = 0;
  /** @type {Promise<any> | undefined} of a start() under way */
  #starting;
  /** How many disconnect() calls are under way: until they settle no frame is delivered. */
  #stopping = 0;

  #delivery = new Delivery((item) => this.#deal(item), (text) => this.#deliverFrame(text), () => this.#stopping > 0);

  #state = "disconnected";
  /** @type {string | undefined} */
  #userId;
  /** @type {string | undefined} */
  #teamId;

  /**
   * @param {any} token
   * @param {any} [options]
   */
  constructor(token, options = {}) {
    super();
    check(token, options);
    this.#token = token;
    this.#options = { ...options };
    this.#log = logTo(options.logger, options.logLevel);
    this.#port = new Port({
      deliver: (item) => this.#delivery.take(item),
      relieve: () => this.#delivery.relieve(),
      answer: (name, args, signal) => this.#answer(name, args, signal),
      openSocket: (url) => (options.socketFn ? options.socketFn(url) : new WebSocket(url)),
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
    if (options === null || typeof options !== "object") return Promise.reject(invalid("The options of start() must be an object"));
    const { token, signal, ...args } = options;
    if (token !== undefined && (typeof token !== "string" || token === "")) return Promise.reject(invalid("The token given to start() must be a string that is not empty"));
    if (this.#starting && !signal && token === undefined) return this.#starting;
    const promise = this.#port.call("start", [token ?? "", fields(args)], { signal }).then(JSON.parse);
    // A start that nobody waits for tells its outcome by events.
    promise.catch(() => {});
    if (!signal) {
      this.#starting = promise;
      const over = () => {
        if (this.#starting === promise) this.#starting = undefined;
      };
      promise.then(over, over);
    }
    this.#port.load();
    return promise;
  }

  async disconnect() {
    if (!this.#port.isOpen) {
      this.#port.giveUp(failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
      return;
    }
    this.#stopping++;
    try {
      await this.#port.call("stop", []);
    } finally {
      this.#stopping--;
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
  async addOutgoingEvent(awaitReply, type, body, options) {
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
    return this.#sendMessage(text, conversationId, optionsOrCallback ?? {});
  }

  /**
   * @param {string} text
   * @param {string} channel
   * @param {{signal?: AbortSignal, thread_ts?: string, reply_broadcast?: boolean}} options
   */
  async #sendMessage(text, channel, { signal, ...thread }) {
    if (typeof text !== "string" || text === "") throw invalid("sendMessage() needs a text that is not empty");
    needConversation("sendMessage", channel);
    const reply = await this.#send("message", { text, channel, ...thread }, { signal }, { awaitReply: true });
    return { ...reply, type: "message", channel, user: this.#userId };
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
  async call(method, args = {}, options) {
    if (typeof method !== "string" || !/^[a-zA-Z]+(\.[a-zA-Z]+)*$/.test(method)) throw invalid('call() needs the name of a method, such as "chat.update"');
    const outcome = this.#port.call("call", [method, fields(args)], options);
    this.#port.load();
    return JSON.parse(await outcome);
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
    const { type, subtype } = event;
    this.emit("raw_message", text);
    this.emit("slack_event", type, event);
    if (typeof type !== "string") return;
    this.emit(`slack:${type}`, event);
    if (ownEvents.has(type)) return;
    this.emit(type, event);
    if (typeof subtype === "string") this.emit(`${type}::${subtype}`, event);
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
      case "latency":
        return this.emit("latency", args[0]);
      case "settle": {
        const [ticket, value, error] = args;
        return this.#port.settle(ticket, value, error);
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

  /**
   * Answers a question of Go's.
   * @param {string} name
   * @param {any[]} args
   * @param {AbortSignal} signal
   */
  async #answer(name, args, signal) {
    switch (name) {
      case "token": {
        const token = await this.#token();
        if (typeof token !== "string" || token === "") throw new TypeError("The token function must return a string that is not empty, or a promise of one");
        return token;
      }
      case "connection": {
        const connection = await this.#options.getConnection({ signal });
        if (typeof connection?.url !== "string") throw new TypeError("getConnection must return {url, self, team}, or a promise of it");
        return { url: connection.url, user: connection.self?.id, team: connection.team?.id, json: JSON.stringify({ ok: true, ...connection }) };
      }
      case "call": {
        const [url, form] = args;
        const { webClient } = this.#options;
        return webClient ? callWithWebClient(webClient, url, form) : callWithFetch(url, form, signal);
      }
    }
  }

  // Calling Go.

  /**
   * @param {string} type
   * @param {any} body
   * @param {{signal?: AbortSignal}} [options]
   * @param {{awaitReply?: boolean, unqueued?: boolean}} [how]
   */
  async #send(type, body, { signal } = {}, { awaitReply = false, unqueued = false } = {}) {
    const json = encode(type, body);
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
