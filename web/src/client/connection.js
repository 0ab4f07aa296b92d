// The connection of a client: what Go has told of it, how it is begun and ended, and what
// ends with it. Decisions are Go's.

import { answers } from "./answers.js";
import { forgettable } from "./calls.js";
import { isText, needMembers } from "./checks.js";
import { EarlyCall } from "./early.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { unwatch, watch } from "./lifecycle.js";
import { forGo } from "./options.js";
import { fields } from "./outgoing.js";
import { Port } from "./port.js";
import { Receiver } from "./receiver.js";
import { Sender } from "./sender.js";
import { StoreFeed } from "./store-feed.js";

export class Connection {
  #emitter;
  #isShared;
  /** @type {Promise<any> | undefined} of a start() under way */
  #starting;
  /** How many calls of stop() are under way: until they settle no frame is delivered. */
  #stopping = 0;
  #watcher = { sleep: () => this.port.tell("sleep"), wake: () => this.port.tell("wake") };

  isStopping = () => this.#stopping > 0;
  state = "disconnected";
  /** @type {string | undefined} */
  userId;
  /** @type {string | undefined} */
  teamId;
  /** @type {string | undefined} whom the newest session is or was for: a reply may be read after its end */
  lastUserId;
  /** Whether Web API calls have a token to go with. */
  hasToken;
  /** @type {any[]} the arguments of the next `disconnect` */
  farewell = [];
  /** @type {Set<import("./events.js").End>} the waits for events that end with the session */
  ends = new Set();
  /** @type {Set<any>} the sockets that are opening or open, the oldest first */
  sockets = new Set();

  /**
   * @param {import("./emitter.js").EventEmitter} emitter the client
   * @param {any} token
   * @param {any} options
   * @param {import("./logger.js").Log} log
   */
  constructor(emitter, token, options, log) {
    this.#emitter = emitter;
    this.#isShared = options.shared;
    this.isSocketMode = Boolean(options.socketMode);
    this.log = log;
    this.hasToken = Boolean(token) || options.webClient !== undefined;
    const feed = new StoreFeed(options.dataStore, this);
    const receiver = this.receiver = new Receiver(emitter, this, feed);
    this.sender = new Sender(this, feed, options.sendQueueLimit);
    const given = forGo(token, options);
    const early = new EarlyCall(answers(token, options), given);
    /** @type {(url: string) => any} */
    const open = this.socketFn = options.socketFn ?? ((/** @type {string} */ url) => early.socket(url) ?? new WebSocket(url));
    const deliver = (/** @type {import("../engine/engine.js").Item} */ item) => receiver.take(item);
    this.port = new Port({
      deliver,
      answer: early.answer,
      sockets: {
        isSocketMode: this.isSocketMode,
        began: (socket) => this.sockets.add(socket),
        open,
        log,
        // In its turn, since a listener may be added right after the call that sends.
        wrote: (frame) => deliver(["json", "outgoing_message", frame]),
        during: (bring) => receiver.during(bring),
        failed: (error) => deliver(["event", "ws_error", error]),
        ended: (socket) => this.sockets.delete(socket),
      },
    }, given, early);
  }

  get isConnected() {
    return this.state === "connected" || this.state === "ready";
  }

  /**
   * @param {any} options of start()
   * @param {any} url of a socket, or empty to ask Slack for one
   */
  start(options, url) {
    /** @type {Promise<any>} */
    let promise;
    try {
      if (typeof url !== "string") throw invalid("connect() needs the URL of a socket");
      const { token: given, signal, ...args } = needMembers("The options of start()", options ?? {}, ["token", "signal"]);
      const token = given ?? undefined;
      if (token !== undefined && !isText(token)) throw invalid("The token given to start() must be a string that is not empty");
      if (this.#isShared && (url || token !== undefined)) throw invalid('With the option "shared", neither start() can have a token nor connect() be used');
      if (this.#starting && !signal && token === undefined) return this.#starting;
      this.hasToken ||= token !== undefined;
      const settled = () => {
        if (this.#starting === promise) this.#starting = undefined;
      };
      promise = this.port.call("start", [token ?? "", fields(args), url], { signal, settled }).then(JSON.parse);
      if (!signal) this.#starting ??= promise;
      this.port.load();
    } catch (error) {
      promise = Promise.reject(error);
    }
    return forgettable(promise); // events tell its outcome, too
  }

  async stop() {
    this.#starting = undefined;
    const ends = [...this.ends]; // not of what is begun meanwhile
    this.port.session.forget();
    if (this.port.isOpen) {
      this.#stopping++;
      const settled = () => {
        this.#stopping--;
        this.port.session.forgetEnd(); // what stood when this was called may have been told since
      };
      // What keeps Go from stopping, such as its death, has ended the session.
      await this.port.call("stop", [], { settled }).catch(() => {});
    } else {
      this.port.giveUp(failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
    }
    for (const end of ends) end();
  }

  // What Go tells.

  /**
   * @param {string} state
   * @param {any} cause
   * @param {string} [user]
   * @param {string} [team]
   */
  enter(state, cause, user, team) {
    const previous = this.state;
    this.state = state;
    this.port.note(state, cause);
    if (state === "disconnecting" && this.#stopping === 0) this.port.session.forget(); // the only start was given up
    this.userId = user || undefined;
    this.teamId = team || undefined;
    this.lastUserId = user || this.lastUserId;
    if (state === "authenticated" && user) this.port.hadSession(); // a bare URL, of connect(), comes without a user
    // A listener that starts again is not to get the promise of what has ended.
    const isOver = state === "disconnected";
    if (isOver) this.#starting = undefined;
    if (isOver) unwatch(this.#watcher);
    else watch(this.#watcher);
    this.#emitter.emit("state", { name: state, previous, cause });
  }

  /**
   * Emits an event of the connection. After the one for the end come v3's, and what ends
   * with the session, unless stop() does it.
   * @param {string} event
   * @param {...any} args
   */
  announce(event, ...args) {
    this.#emitter.emit(event, ...args);
    if (event === "disconnected") {
      const [cause] = args;
      this.#emitter.emit("disconnect", ...(cause ? [cause, cause.data?.error ?? cause.code] : this.farewell));
      if (this.#stopping === 0) this.giveUp(cause);
    }
    this.rest();
  }

  /** A client with no session and no calls is closed, whatever has ended the last of them. */
  rest() {
    if (this.state === "disconnected") this.port.closeIfIdle();
  }

  /** @param {any} cause */
  giveUp(cause) {
    for (const end of this.ends) end(cause);
  }

  /**
   * @param {any} error
   * @param {string} [recording]
   */
  die(error, recording) {
    this.port.die(error, recording);
    this.log("error", `${error.message}\n${error.output}`);
    this.#emitter.emit("error", error);
    if (this.state === "disconnected") return this.giveUp(error);
    this.enter("disconnected", error);
    this.announce("disconnected", error);
  }
}
