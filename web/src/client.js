// RTMClient: everything that JavaScript must answer at once, and the delivery
// of what Go tells, in order. Decisions are Go's.

import { Calls } from "./calls.js";
import { EventEmitter, report } from "./emitter.js";
import { aborted, ErrorCode, failure, invalid } from "./errors.js";
import { engine } from "./initialize.js";
import { logTo } from "./logger.js";
import { check, forGo, nodeOnly } from "./options.js";
import { nextTask } from "./task.js";
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

/** For how long, in ms, listeners are called before the page gets a turn. */
const maxTurn = 8;

/** With more frames than this undelivered, each message that comes first waits for some to be delivered. */
const maxWaiting = 1000;

export class RTMClient extends EventEmitter {
  #token;
  #options;
  #log;
  #calls = new Calls();
  /** @type {import("./engine.js").Engine | undefined} */
  #engine;
  #number = 0;
  #loading = false;
  /** @type {[ticket: number, name: string, args: any[]][]} calls from before there was an engine */
  #backlog = [];
  #messageId = 0;
  /** @type {Promise<any> | undefined} of a start() under way */
  #starting;
  /** How many disconnect() calls are under way: until they settle no frame is delivered. */
  #stopping = 0;

  /** @type {import("./engine.js").Item[]} what Go told and the listeners do not know yet */
  #items = [];
  #waitingFrames = 0;
  #delivering = false;
  #scheduled = false;

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
    const { token, signal, ...fields } = options;
    if (token !== undefined && (typeof token !== "string" || token === "")) return Promise.reject(invalid("The token given to start() must be a string that is not empty"));
    if (this.#starting && !signal && token === undefined) return this.#starting;
    const pairs = Object.entries(fields)
      .filter(([, value]) => value !== undefined && value !== null)
      // Slack was seen to take 1 and not "true" for batch_presence_aware.
      .map(([name, value]) => [name, value === true ? "1" : value === false ? "0" : String(value)]);
    const promise = this.#call("start", [token ?? "", pairs], { signal }).then(parse);
    // A start that nobody waits for tells its outcome by events.
    promise.catch(() => {});
    if (!signal) {
      this.#starting = promise;
      const over = () => {
        if (this.#starting === promise) this.#starting = undefined;
      };
      promise.then(over, over);
    }
    this.#load();
    return promise;
  }

  async disconnect() {
    if (!this.#engine) {
      const error = failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
      this.#backlog = [];
      this.#calls.rejectAll((members) => unsent(error, members));
      return;
    }
    this.#stopping++;
    try {
      await this.#call("stop", []);
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
    needsConversation("sendMessage", channel);
    const reply = await this.#send("message", { text, channel, ...thread }, { signal }, { awaitReply: true });
    return { ...reply, type: "message", channel, user: this.#userId };
  }

  /**
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   */
  async sendTyping(conversationId, options) {
    needsConversation("sendTyping", conversationId);
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
    const pairs = Object.entries(args)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
    const outcome = this.#call("call", [method, pairs], options);
    this.#load();
    return parse(await outcome);
  }

  // What the engine calls.

  /**
   * Takes an item from Go, whose listeners are called once Go has returned.
   * @param {import("./engine.js").Item} item
   */
  #take(item) {
    this.#items.push(item);
    if (item[0] === "frames") this.#waitingFrames += item[1].length;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  /** Deals with items until there are none, or the turn is over. */
  #deliver() {
    if (this.#delivering) return;
    this.#delivering = true;
    this.#scheduled = true;
    const over = performance.now() + maxTurn;
    let done = 0;
    while (done < this.#items.length) {
      const item = this.#items[done];
      if (item[0] === "frames") this.#deliverFrames(item, over);
      else this.#deal(item);
      // Frames that the turn had no time for stay in their item.
      if (item[0] !== "frames" || item[1].length === 0) done++;
      if (performance.now() >= over) break;
    }
    this.#items.splice(0, done);
    this.#delivering = false;
    this.#scheduled = this.#items.length > 0;
    if (this.#scheduled) nextTask(() => this.#deliver());
  }

  /**
   * @param {import("./engine.js").Item} item
   * @param {number} over when the turn is over
   */
  #deliverFrames(item, over) {
    /** @type {string[]} */
    const texts = item[1];
    let done = 0;
    while (done < texts.length && !this.#stopping) {
      this.#deliverFrame(texts[done++]);
      if (performance.now() >= over) break;
    }
    if (this.#stopping) done = texts.length;
    this.#waitingFrames -= done;
    item[1] = texts.slice(done);
  }

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
        if (error) this.#calls.reject(ticket, () => error);
        else this.#calls.resolve(ticket, value);
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
    this.emit("state", { name: state, previous, cause });
    const event = eventOf[state];
    if (state === "authenticated") this.emit(event, JSON.parse(session));
    else if (state === "disconnected" && cause) this.emit(event, cause);
    else if (event) this.emit(event);
  }

  /** @param {any} error */
  #die(error) {
    this.#engine = undefined;
    this.#waitingFrames = 0;
    const previous = this.#state;
    this.#calls.rejectAll((members) => failure(error.code, error.message, { cause: error.cause, ...members, ...(members.messageId !== undefined && { delivered: "unknown" }) }));
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

  /** Loads the engine, unless it is there, and makes the calls that wait for it. */
  async #load() {
    if (this.#engine || this.#loading) return;
    this.#loading = true;
    try {
      const loaded = await engine();
      if (this.#backlog.length === 0) return;
      this.#engine = loaded;
      this.#number = loaded.register({
        deliver: (item) => this.#take(item),
        answer: (name, args, signal) => this.#answer(name, args, signal),
        openSocket: (url) => (this.#options.socketFn ? this.#options.socketFn(url) : new WebSocket(url)),
        log: (level, text) => this.#log(level, text),
        relieve: () => {
          if (this.#waitingFrames > maxWaiting) this.#deliver();
        },
      });
      loaded.call(0, "open", this.#number, forGo(this.#token, this.#options));
      for (const [ticket, name, args] of this.#backlog.splice(0)) loaded.call(ticket, name, this.#number, ...args);
    } catch (error) {
      this.#backlog = [];
      this.#calls.rejectAll((members) => unsent(error, members));
      this.emit("error", error);
    } finally {
      this.#loading = false;
    }
  }

  /**
   * Calls a function of wasm/api.go, or keeps the call until it can be made.
   * @param {string} name
   * @param {any[]} args
   * @param {{signal?: AbortSignal, members?: Record<string, unknown>}} [options]
   * @returns {Promise<any>}
   */
  #call(name, args, { signal, members } = {}) {
    if (signal !== undefined && !(signal instanceof AbortSignal)) return Promise.reject(invalid("The option signal must be an AbortSignal"));
    const { ticket, promise } = this.#calls.add(members);
    if (signal?.aborted) this.#calls.reject(ticket, (known) => aborted(signal, `${name} was aborted before it began`, known.messageId === undefined ? {} : { ...known, delivered: "no" }));
    else if (this.#engine) this.#engine.call(ticket, name, this.#number, ...args);
    else this.#backlog.push([ticket, name, args]);
    this.#calls.onAbort(ticket, signal, () => this.#withdraw(ticket, /** @type {AbortSignal} */ (signal)));
    return promise.catch((error) => {
      // Go knows what became of the call; the signal knows why it was given up.
      if (error.code !== ErrorCode.AbortError || !signal?.aborted) throw error;
      const { messageId, text, delivered } = error;
      throw aborted(signal, error.message, messageId === undefined ? {} : { messageId, text, delivered });
    });
  }

  /**
   * @param {number} ticket
   * @param {AbortSignal} signal
   */
  #withdraw(ticket, signal) {
    if (this.#engine) {
      this.#engine.call(0, "withdraw", this.#number, ticket, { name: "AbortError", message: "" });
      return;
    }
    this.#backlog = this.#backlog.filter(([waiting]) => waiting !== ticket);
    this.#calls.reject(ticket, (members) => aborted(signal, "The call was aborted before it began", members.messageId === undefined ? {} : { ...members, delivered: "no" }));
  }

  /**
   * @param {string} type
   * @param {any} body
   * @param {{signal?: AbortSignal}} [options]
   * @param {{awaitReply?: boolean, unqueued?: boolean}} [how]
   */
  async #send(type, body, { signal } = {}, { awaitReply = false, unqueued = false } = {}) {
    if (typeof type !== "string" || type === "") throw invalid("The type of a frame must be a string that is not empty");
    if (body !== undefined && (body === null || typeof body !== "object" || Array.isArray(body))) throw invalid("The body of a frame must be an object");
    let json = null;
    try {
      if (body !== undefined) json = JSON.stringify(body);
    } catch (cause) {
      throw Object.assign(invalid(`The body of a frame must be something that JSON can carry: ${/** @type {any} */ (cause).message}`), { cause });
    }
    if (unqueued && !this.#engine) throw failure(ErrorCode.RTMSendWhileDisconnectedError, "There is no connection: call start() first, or use a method that queues", { delivered: "no" });
    const limit = this.#options.sendQueueLimit ?? 1000;
    if (!this.#engine && this.#backlog.filter(([, name]) => name === "send").length >= limit) {
      throw failure(ErrorCode.RTMSendQueueFullError, `The queue holds ${limit} frames already: wait for some, or raise sendQueueLimit`, { delivered: "no" });
    }
    const messageId = ++this.#messageId;
    const members = { messageId, ...(typeof body?.text === "string" && { text: body.text }) };
    const outcome = await this.#call("send", [messageId, type, json, awaitReply, unqueued], { signal, members });
    return awaitReply ? JSON.parse(outcome) : outcome;
  }
}

/** @param {string} text */
function parse(text) {
  return JSON.parse(text);
}

/**
 * @param {string} method
 * @param {unknown} id
 */
function needsConversation(method, id) {
  if (typeof id !== "string" || id === "") throw invalid(`${method}() needs the ID of a conversation`);
}

/**
 * The error of a call that never reached Go.
 * @param {any} error
 * @param {Record<string, unknown>} members
 */
function unsent(error, members) {
  if (members.messageId === undefined) return error;
  return failure(ErrorCode.RTMDisconnectedError, "The frame was not sent, since there is no session: it may be sent again after a start", { cause: error, ...members, delivered: "no" });
}

/**
 * Gives a promise's outcome to a node callback, whose exceptions are its own.
 * @param {Promise<any>} promise
 * @param {(error: any, value?: any) => void} callback
 */
function callBack(promise, callback) {
  const call = (/** @type {[any, any?]} */ ...args) => {
    try {
      callback(...args);
    } catch (error) {
      report(error);
    }
  };
  promise.then((value) => call(null, value), (error) => call(error));
}
