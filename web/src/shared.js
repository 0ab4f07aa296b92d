// One session for the tabs of an origin, of the option `shared`: each tab has
// this in place of its engine. One of them leads (election.js): its engine has
// the socket and a client for all tabs (leader.js). The others post their calls to
// it (channel.js), and all hear what it tells. What is no part of the session, such
// as calls to the Web API, each tab's own engine does.

import { Channel, nameOf } from "./channel.js";
import { arrived, crossing } from "./crossing.js";
import { Election } from "./election.js";
import { ErrorCode, failure } from "./errors.js";
import { Leader } from "./leader.js";
import { unwatch, watch } from "./lifecycle.js";

/**
 * @typedef {import("./engine.js").AnyEngine} AnyEngine
 * @typedef {import("./engine.js").Client} Client
 * @typedef {import("./engine.js").Item} Item
 *
 * @typedef {object} Call that has not been settled
 * @property {string} name
 * @property {any[]} args
 * @property {number | undefined} id of the frame, by which the leader knows it; undefined before the leader has it
 * @property {boolean} isPosted whether the leader was told
 * @property {boolean} isWritten whether it may have left
 * @property {boolean} isWithdrawn
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

/** How long, in ms, a disconnect waits for the leader. */
const patience = 1000;

/**
 * An engine's stand-in, for a client with the option `shared`.
 * @param {AnyEngine} engine
 * @param {any} options for wasm/options.go
 */
export async function share(engine, options) {
  return new Shared(engine, options, await nameOf(options));
}

/** @implements {AnyEngine} */
class Shared {
  #engine;
  #options;
  #name;
  #times;
  #tab = crypto.randomUUID();
  /** @type {Client} */
  #client = /** @type {any} */ (undefined);
  /** The number of the tab's own client, which has no session. */
  #number = 0;
  /** @type {Channel | undefined} while the tab takes part */
  #channel;
  /** @type {Election} */
  #election;
  /** @type {Leader | undefined} if this tab leads */
  #leading;
  /** @type {string | undefined} the tab that leads */
  #leader;
  /** @type {(() => void) | undefined} tells that the tab is gone */
  #letGo;
  /** @type {Map<number, Call>} those for the leader, by ticket */
  #calls = new Map();
  /** @type {Map<number, string>} the names of the others */
  #own = new Map();
  /** @type {Set<number>} those of them that a disconnect has ended */
  #ended = new Set();
  #isUp = false;
  /** Whether the leader's items are for this tab, too. */
  #isIn = false;
  #state = "disconnected";
  #hasStood = false;
  /** @type {string} the newest timestamp before which nothing is missing */
  #newest = "";
  /** @type {string | undefined} whose session it is */
  #whose;
  /** @type {string[] | undefined} */
  #presence;
  /** @type {any} of the last start */
  #fields = [];
  #watcher = { sleep: () => this.#sleep(true), wake: () => this.#wake() };
  #freeze = () => this.#sleep(false);

  /**
   * @param {AnyEngine} engine
   * @param {any} options
   * @param {string} name of the channel and the lock
   */
  constructor(engine, options, name) {
    this.#engine = engine;
    this.#options = options;
    this.#name = name;
    const { clientPingTimeout, wsPingInterval, serverPongTimeout, maxPongInterval } = options;
    this.#times = { pingAfter: clientPingTimeout ?? wsPingInterval ?? 6000, pongWithin: serverPongTimeout ?? maxPongInterval ?? 4000 };
    this.#election = new Election(name, {
      won: (stolen) => this.#lead(stolen),
      robbed: () => this.#abdicate(),
      ask: () => this.#say("ask", undefined),
    }, this.#times);
  }

  // What a port needs of an engine.

  get death() {
    return this.#engine.death;
  }

  ondeath() {}

  async run() {}

  /** @param {Client} client */
  register(client) {
    this.#client = client;
    const deliver = (/** @type {Item} */ item) => {
      if (item[0] === "settle") {
        this.#own.delete(item[1]);
        if (this.#ended.delete(item[1]) && item[3]) item[3] = failure(ErrorCode.RTMDisconnectedError, "disconnect() was called during the load of the data store: what was loaded stays");
      }
      if (item[0] === "died") this.#end();
      client.deliver(item);
    };
    return (this.#number = this.#engine.register({ answer: client.answer, sockets: client.sockets, deliver }));
  }

  /** @param {number} number */
  forget(number) {
    this.#engine.forget(number);
    this.#rest();
  }

  /** @param {number} number */
  figures(number) {
    return { ...this.#engine.figures(number), ...this.#leading?.figures(), newest: this.#newest };
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    switch (name) {
      case "sleep":
      case "wake":
        return; // which we hear of, too
      case "hear":
        return this.#leading?.tell(name);
      case "withdraw":
        return this.#own.has(args[0]) ? this.#engine.call(0, name, number, ...args) : this.#withdraw(args[0]);
      case "start":
      case "reconnect":
      case "send":
      case "stop":
        return this.#callLeader(ticket, { name, args, id: undefined, isPosted: false, isWritten: false, isWithdrawn: false });
    }
    if (ticket) this.#own.set(ticket, name);
    this.#engine.call(ticket, name, number, ...args);
  }

  // Calls for the leader

  /**
   * @param {number} ticket
   * @param {Call} call
   */
  #callLeader(ticket, call) {
    const { name, args } = call;
    this.#calls.set(ticket, call);
    switch (name) {
      case "stop":
        this.#isUp = false;
        this.#endLoads();
        if (!this.#leader) return this.#stopAlone();
        setTimeout(() => this.#calls.has(ticket) && this.#stopAlone(), patience);
        break;
      case "send": {
        const [id, type, body, , unqueued] = args;
        if (unqueued && this.#state !== "ready") {
          const [code, words] = /^(disc|reconn)/.test(this.#state) ? [ErrorCode.RTMSendWhileDisconnectedError, "there is no connection: call start first"] : [ErrorCode.RTMSendWhileNotReadyError, "the connection is not ready: wait for it"];
          return this.#settle(ticket, undefined, failure(code, `${words}, or use a method that queues`, { messageId: id, ...textOf(body), delivered: "no" }));
        }
        if (type === "presence_sub") this.#presence = body && JSON.parse(body).ids;
        break;
      }
      default: {
        if (name === "start") this.#fields = args[1];
        const wasUp = this.#isUp;
        this.#isUp = true;
        if (!this.#channel) return this.#enter();
        if (!wasUp && this.#leader) return this.#joinWithCalls();
      }
    }
    this.#post(ticket, call);
  }

  #endLoads() {
    for (const [ticket, name] of this.#own) {
      if (name !== "load") continue;
      this.#ended.add(ticket);
      this.#engine.call(0, "withdraw", this.#number, ticket);
    }
  }

  /**
   * Tells the leader, if there is one, and if it is to know of this tab.
   * @param {number} ticket
   * @param {Call} call
   */
  #post(ticket, call) {
    if (!this.#leader || call.isPosted || (!this.#isUp && call.name !== "stop")) return;
    call.isPosted = true;
    this.#say("call", this.#leader, ticket, call.name, call.name === "start" ? [] : call.args);
  }

  /** @param {number} ticket */
  #withdraw(ticket) {
    const call = this.#calls.get(ticket);
    if (!call) return;
    call.isWithdrawn = true;
    if (this.#leader && call.isPosted) return this.#say("call", this.#leader, 0, "withdraw", [ticket]);
    this.#giveUp(ticket, call);
    if (call.name === "start" && ![...this.#calls.values()].some(({ name }) => name === "start")) this.#stopAlone();
  }

  /**
   * Settles a call that was withdrawn, and that no leader has.
   * @param {number} ticket
   * @param {Call} call
   */
  #giveUp(ticket, { name, args }) {
    const frame = name === "send" ? { messageId: args[0], ...textOf(args[2]), delivered: "no" } : {};
    this.#settle(ticket, undefined, failure(ErrorCode.AbortError, `${name} was given up`, frame));
  }

  /** Ends the session for this tab, without the leader. */
  #stopAlone() {
    this.#isUp = this.#isIn = false;
    if (this.#leader) this.#say("leave", this.#leader);
    if (this.#state !== "disconnected") for (const name of ["disconnecting", "disconnected"]) {
      this.#client.deliver(["state", (this.#state = name)]);
      this.#client.deliver(["event", name]);
    }
    this.#forgetSession();
    for (const [ticket, call] of this.#calls) {
      if (call.name === "stop") this.#settle(ticket);
      else if (call.name === "send" && call.isPosted) this.#settle(ticket, undefined, unanswered(call));
      else if (call.name === "send") this.#settle(ticket, undefined, failure(ErrorCode.RTMDisconnectedError, "the frame was not sent, since the session has ended: it may be sent again after a start", { messageId: call.args[0], ...textOf(call.args[2]), delivered: "no" }));
      else this.#settle(ticket, undefined, failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
    }
  }

  #forgetSession() {
    this.#hasStood = false;
    this.#presence = this.#whose = undefined;
    this.#newest = "";
  }

  /**
   * Gives the outcome of a call, with the id that the caller knows in place of
   * the leader's.
   * @param {number} ticket
   * @param {any} [value]
   * @param {any} [error]
   */
  #settle(ticket, value, error) {
    const call = this.#calls.get(ticket);
    if (!call) return;
    this.#calls.delete(ticket);
    if (call.name === "send") {
      const [id] = call.args;
      if (typeof value === "number") value = id;
      if (typeof value === "string") value = JSON.stringify({ ...JSON.parse(value), reply_to: id });
      if (error?.messageId !== undefined) {
        error.message = error.message.replace(`frame ${error.messageId}`, `frame ${id}`);
        error.messageId = id;
        if (error.data?.reply_to !== undefined) error.data.reply_to = id;
      }
      if (error?.code === ErrorCode.AbortError && !this.#isUp) error = failure(ErrorCode.RTMDisconnectedError, "disconnect() was called", { messageId: id, ...textOf(call.args[2]), delivered: error.delivered });
    }
    this.#client.deliver(["settle", ticket, value, error]);
    if (!this.#isUp) queueMicrotask(() => this.#rest());
  }

  // The tabs

  /**
   * Says something to a tab, or to all, this one among them.
   * @param {string} name
   * @param {string | undefined} to
   * @param {...any} args
   */
  #say(name, to, ...args) {
    if (to !== this.#tab) this.#channel?.say(name, to, name === "items" ? [args[0].map(crossing)] : args);
    if (to === undefined || to === this.#tab) this.#hear(name, this.#tab, args);
  }

  /**
   * @param {string} name
   * @param {string} from
   * @param {any[]} args
   */
  #hear(name, from, args) {
    if (Object.hasOwn(this.#does, name)) {
      // Another may lead no more, and not know it; but who answers now has the lock.
      if (from !== this.#leader && name !== "lead" && name !== "here") return;
      this.#election.heard();
      /** @type {any} */ (this.#does)[name](from, ...args);
    } else if (this.#leading && Object.hasOwn(this.#leading.does, name)) /** @type {any} */ (this.#leading.does)[name](from, ...args);
  }

  /** What a leader may say. */
  #does = {
    lead: (/** @type {string} */ from, /** @type {boolean} */ stolen) => {
      if (this.#leading && from !== this.#tab) this.#abdicate();
      this.#follow(from, stolen);
    },
    left: () => this.#lost(isWritten),
    here: (/** @type {string} */ from) => this.#follow(from, true),
    welcome: (/** @type {string} */ _, /** @type {string} */ newest, /** @type {Item[]} */ way) => {
      this.#newest = newest || this.#newest;
      this.#isIn = this.#isUp;
      for (const item of way) this.#take(item);
    },
    items: (/** @type {string} */ from, /** @type {Item[]} */ items) => {
      for (const item of items) this.#take(from === this.#tab ? item : arrived(item));
    },
    taken: (/** @type {string} */ _, /** @type {number} */ ticket, /** @type {number} */ id, /** @type {boolean} */ isWritten) => Object.assign(this.#calls.get(ticket) ?? {}, { id, isWritten }),
    newest: (/** @type {string} */ _, /** @type {string} */ newest) => {
      this.#newest = newest;
    },
  };

  /** @param {Item} item */
  #take(item) {
    const [kind, name, ...args] = item;
    if (kind === "settle") return this.#settle(name, ...args);
    if (!this.#isIn) return;
    switch (kind) {
      case "state": {
        const [, user, team] = args;
        const whose = user ? `${team}/${user}` : this.#whose;
        if (this.#whose && whose !== this.#whose) return this.#refuse();
        this.#whose = whose;
        this.#state = name;
        break;
      }
      case "json":
        if (name === "outgoing_message" && this.#calls.size > 0) this.#noteWritten(JSON.parse(args[0]).id);
        break;
    }
    this.#client.deliver(item);
    if (kind !== "event") return;
    if (name === "ready") this.#hasStood = true;
    if (name !== "disconnected") return;
    this.#isUp = this.#isIn = false;
    this.#forgetSession();
    queueMicrotask(() => this.#rest());
  }

  /** @param {number} id */
  #noteWritten(id) {
    for (const call of this.#calls.values()) if (call.id === id) call.isWritten = true;
  }

  /** The leader's session is for somebody else: this tab wants no part in it. */
  #refuse() {
    const error = failure(ErrorCode.RTMDisconnectedError, `The tab that leads now has a session for another user or team than ${this.#whose} (team/user): give each its own name as the option "shared"`);
    this.#isUp = this.#isIn = false;
    this.#client.deliver(["state", (this.#state = "disconnected"), error]);
    this.#client.deliver(["event", "disconnected", error]);
    this.#forgetSession();
    // Go may be on the stack.
    queueMicrotask(() => {
      this.#stopAlone();
      this.#end();
    });
  }

  /**
   * Takes a tab for the leader.
   * @param {string} leader
   * @param {boolean} stolen whether the last one may not know it yet
   */
  #follow(leader, stolen) {
    if (leader === this.#leader) return;
    this.#lost(stolen ? isTaken : isWritten);
    this.#leader = leader;
    this.#joinWithCalls();
  }

  #joinWithCalls() {
    this.#join();
    for (const [ticket, call] of this.#calls) this.#post(ticket, call);
  }

  #join() {
    this.#say("join", this.#leader, { isUp: this.#isUp, fields: this.#fields, newest: this.#hasStood ? this.#newest : undefined, presence: this.#presence });
  }

  /**
   * There is no leader any more. The next one gets the calls that no socket
   * has got.
   * @param {(call: Call) => boolean} mayHaveLeft
   */
  #lost(mayHaveLeft) {
    this.#leader = undefined;
    this.#isIn = false;
    for (const [ticket, call] of this.#calls) {
      if (call.name === "send" && mayHaveLeft(call)) this.#settle(ticket, undefined, unanswered(call));
      else if (call.isWithdrawn) this.#giveUp(ticket, call);
      Object.assign(call, { id: undefined, isPosted: false });
    }
    if ([...this.#calls.values()].some(({ name }) => name === "stop")) return this.#stopAlone();
    if (!this.#isUp || /^(disconnect|reconnecting)/.test(this.#state)) return;
    this.#state = "reconnecting";
    this.#client.deliver(["state", "reconnecting", failure(ErrorCode.RTMWebsocketError, "the tab that had the connection has let it go")]);
    for (const name of ["reconnecting", "attempting_reconnect"]) this.#client.deliver(["event", name]);
  }

  // Taking part, and leading

  #enter() {
    const channel = (this.#channel = new Channel(this.#name, this.#tab, ({ name, from, at, args }) => {
      // Who hears so late was held up, and may have been robbed without knowing.
      if (this.#leading && Date.now() - at > this.#times.pongWithin) this.#abdicate();
      this.#hear(name, from, args);
    }));
    watch(this.#watcher);
    globalThis.document?.addEventListener("freeze", this.#freeze);
    // The lock by which the leader knows that this tab is there.
    navigator.locks.request(this.#lockOf(this.#tab), () => new Promise((/** @type {(value?: any) => void} */ resolve) => {
      if (this.#channel !== channel) return resolve();
      this.#letGo = resolve;
      this.#election.run();
    })).catch((cause) => this.#fail(cause));
  }

  /** @param {Error} cause why there are no locks: a sandboxed frame has none, for instance */
  #fail(cause) {
    this.#isUp = false;
    for (const ticket of this.#calls.keys()) this.#settle(ticket, undefined, failure(ErrorCode.InitializeError, `The session of the tabs could not be entered: ${cause.message}. Leave out the option "shared" where there are no Web Locks`, { cause }));
    this.#end();
  }

  /** @param {string} tab */
  #lockOf(tab) {
    return `${this.#name} ${tab}`;
  }

  /** @param {boolean} stolen */
  #lead(stolen) {
    this.#leading = new Leader(this.#engine, this.#client, this.#options, {
      say: (name, to, ...args) => this.#say(name, to, ...args),
      lockOf: (tab) => this.#lockOf(tab),
      idle: () => this.#rest(),
    });
    this.#say("lead", undefined, stolen);
  }

  /** Leads no more, and waits to lead again. */
  #abdicate() {
    this.#resign(false);
    this.#election.stop();
    this.#election.run();
  }

  /** @param {boolean} isPutAway */
  #resign(isPutAway) {
    const leading = this.#leading;
    this.#leading = undefined;
    leading?.end(isPutAway);
    if (leading) this.#say("left", undefined);
  }

  /**
   * The page is put away, or frozen. It must not have the lock then. (A frozen
   * page keeps its locks, and Chromium delivers messages to it, so that it would
   * answer who asks for it: it is of no use in any other way.)
   * @param {boolean} isPutAway whether it may only be back by the back/forward cache
   */
  #sleep(isPutAway) {
    this.#resign(isPutAway);
    this.#election.stop();
    if (!isPutAway) return;
    if (this.#leader) this.#say("leave", this.#leader);
    this.#lost(isPosted);
    this.#close();
  }

  #wake() {
    if (!this.#channel) this.#enter();
    else if (this.#leading) this.#leading.tell("wake");
    else if (this.#letGo) {
      this.#election.run();
      this.#election.ask();
    }
  }

  #close() {
    this.#channel?.close();
    this.#channel = this.#leader = undefined;
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** Takes part no more, if nobody needs it: a tab at rest is not to lead. */
  #rest() {
    if (this.#channel && !this.#isUp && this.#calls.size === 0 && !this.#leading?.isNeeded) this.#end();
  }

  #end() {
    unwatch(this.#watcher);
    globalThis.document?.removeEventListener("freeze", this.#freeze);
    if (this.#leader && !this.#leading) this.#say("leave", this.#leader);
    this.#resign(false);
    this.#election.stop();
    this.#close();
  }
}

// Which frames may have left: of a leader whose socket is closed, those that it
// has said it wrote; of one that was robbed, and may not know it, those that it
// has taken (it takes no more: what it hears late it does not believe); of one
// that this tab leaves, all that it was told.
const isWritten = (/** @type {Call} */ call) => call.isWritten;
const isTaken = (/** @type {Call} */ call) => call.id !== undefined;
const isPosted = (/** @type {Call} */ call) => call.isPosted;

/**
 * The error of a frame that may have been written, of which no leader knows.
 * @param {Call} call
 */
function unanswered({ args: [messageId, , body] }) {
  return failure(ErrorCode.RTMNoReplyReceivedError, `the tab that had the connection was lost before Slack answered frame ${messageId}: look whether it arrived before sending it again`, { messageId, ...textOf(body), delivered: "unknown" });
}

/**
 * The text of a message, for an error about it.
 * @param {string | null} body
 */
function textOf(body) {
  const text = body && JSON.parse(body).text;
  return typeof text === "string" ? { text } : {};
}
