// A session in a host, for the client of one page, or for those of several that share it.
// What Go tells it, the members are told that hear it: which those are, Go says.

import { callWithFetch } from "../client/webapi.js";

/**
 * @typedef {import("../engine/engine.js").Item} Item
 * @typedef {import("./member.js").Member} Member
 */

/** Which option of a client says that its page has the function for a question of Go's. */
const functions = { token: "asksToken", connection: "getConnection", backfill: "backfill", call: "webClient" };

export class Session {
  #engine;
  /** Whether the first of its members has one. */
  #hasWebClient = false;
  isShared;
  /** By which Go knows it. */
  number;
  /** @type {Set<Member>} in the order of their turns to be asked */
  #members = new Set();
  /** @type {Set<Member>} those that are told what it tells */
  #hearing = new Set();
  /** Whose it is. */
  #user = "";
  /** @type {Map<number, import("../engine/socket.js").Socket>} */
  #sockets = new Map();
  #newestSocket = 0;

  /**
   * @param {import("../engine/engine.js").Engine} engine
   * @param {any} options of the first client
   * @param {{own?: number, earlier?: Session}} [before] the number that its page gives it, if it is nobody else's, or the session that it follows: Go may still know that Slack has asked that to wait
   */
  constructor(engine, options, { own, earlier } = {}) {
    this.#engine = engine;
    this.sockets.isSocketMode = Boolean(options.socketMode);
    this.isShared = own === undefined;
    this.number = engine.register(this, own);
    engine.call(0, "open", this.number, options, earlier?.number);
  }

  /**
   * Whether it is as a client wants it.
   * @param {any} options
   */
  suits(options) {
    return this.#engine.get("suits", this.number, options);
  }

  get isEmpty() {
    return this.#members.size === 0;
  }

  /**
   * @param {Member} member
   * @returns {number} by which Go knows it
   */
  admit(member) {
    if (this.isEmpty) this.#hasWebClient = member.options.webClient;
    this.#members.add(member);
    if (!this.isShared) {
      this.#hearing.add(member);
      return this.number;
    }
    const number = this.#engine.register(member);
    this.#engine.call(0, "join", number, this.number);
    return number;
  }

  /** @param {Member} member */
  remove(member) {
    this.#members.delete(member);
    this.#hearing.delete(member);
    if (!this.isShared) return this.end();
    this.#engine.call(0, "leave", member.number);
    this.#engine.forget(member.number);
  }

  end() {
    this.#engine.forget(this.number);
  }

  /** @param {number} key */
  socket(key) {
    return this.#sockets.get(key);
  }

  /**
   * Tells the other members what one has said; when, the core decides (Reply in
   * rtm/core/effect.go).
   * @param {Member} speaker
   * @param {string} body of the message
   * @param {string} reply
   */
  repeat(speaker, body, reply) {
    const { ts, text } = JSON.parse(reply);
    const message = JSON.stringify({ ...JSON.parse(body), type: "message", user: this.#user, text, ts });
    for (const member of this.#hearing) if (member !== speaker) member.deliver(["backfilled", message, false]);
  }

  // What the engine needs of a client.

  /** @param {Item} item */
  deliver(item) {
    const [kind, , , user] = item;
    if (kind === "died" && this.isShared) return; // each member is told
    if (kind === "state" && user) this.#user = user;
    for (const member of this.#hearing) member.deliver(item);
  }

  /**
   * @param {number} number of a member
   * @param {number} epoch
   * @param {boolean} hears
   */
  hears(number, epoch, hears) {
    for (const member of this.#members) {
      if (member.number !== number) continue;
      member.hears(epoch, hears);
      if (hears) this.#hearing.add(member);
      else this.#hearing.delete(member);
    }
  }

  /**
   * Asks a page that has the function: each time another, since a page may be frozen; and the
   * next, if one goes without an answer.
   * @param {string} name
   * @param {any[]} args
   * @param {AbortSignal} signal
   */
  async answer(name, args, signal) {
    const option = functions[/** @type {keyof typeof functions} */ (name)];
    // A call has the session's token in it: it is no page's, unless its webClient makes all calls.
    if (name === "call" && !this.#hasWebClient) return callWithFetch(args[0], args[1], signal);
    for (;;) {
      const member = [...this.#members].find(({ options }) => options[option]);
      if (!member) throw new Error("No page is open that has the function");
      this.#members.delete(member);
      this.#members.add(member);
      try {
        return await member.ask(name, args, signal);
      } catch (error) {
        if (this.#members.has(member) || signal.aborted) throw error;
      }
    }
  }

  /** @type {import("../engine/socket.js").Owner} */
  sockets = {
    isSocketMode: false,
    began: (socket) => {
      this.#sockets.set(++this.#newestSocket, /** @type {any} */ (socket));
      this.#tellOwn("began", this.#newestSocket);
    },
    open: (url) => new WebSocket(url),
    wrote: (frame) => this.deliver(["json", "outgoing_message", frame]),
    log: (level, text) => this.deliver(["log", level, text]),
    during: (bring) => bring(),
    failed: () => this.deliver(["event", "ws_error"]), // the page's own errors tell nothing
    ended: (socket) => {
      for (const [key, other] of this.#sockets) {
        if (other !== socket) continue;
        this.#sockets.delete(key);
        this.#tellOwn("ended", key);
      }
    },
  };

  /**
   * A socket that is shared is no page's to close.
   * @param {"began" | "ended"} name
   * @param {number} key
   */
  #tellOwn(name, key) {
    if (!this.isShared) for (const member of this.#members) member.say(name, key);
  }
}
