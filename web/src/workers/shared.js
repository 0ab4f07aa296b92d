// One session for the tabs of an origin, of the option `shared`: each tab has
// this in place of its engine. Its parts are in the folder shared/: one of the tabs
// leads (election.js): its engine has the socket and a client for all tabs
// (leader.js). The others post their calls to it (pending.js, tab.js), and all hear
// what it tells (follower.js). What is no part of the session, such as calls to the
// Web API, each tab's own engine does (own-client.js).

import { nameOf } from "./shared/channel.js";
import { queueMicrotask, setTimeout } from "../engine/clock.js";
import { ErrorCode, failure } from "../client/errors.js";
import { Follower } from "./shared/follower.js";
import { Leader } from "./shared/leader.js";
import { OwnClient } from "./shared/own-client.js";
import { membersOf, Pending } from "./shared/pending.js";
import { Standing } from "./shared/standing.js";
import { Tab } from "./shared/tab.js";

/**
 * @typedef {import("../engine/engine.js").AnyEngine} AnyEngine
 * @typedef {import("../engine/engine.js").Client} Client
 * @typedef {import("./shared/pending.js").Call} Call
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export { takeClock } from "../engine/clock.js";

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
  #own;
  /** @type {Tab} */
  #tab;
  /** @type {Client} */
  #client = /** @type {any} */ (undefined);
  #standing = new Standing();
  #pending = new Pending((ticket, value, error) => {
    this.#client.deliver(["settle", ticket, value, error]);
    if (!this.#standing.isUp) queueMicrotask(() => this.#rest());
  }, this.#standing);
  #follower = new Follower(this.#standing, this.#pending, {
    deliver: (item) => this.#client.deliver(item),
    left: () => this.#tab.leave(),
    ended: () => this.#rest(),
    refused: () => this.#tab.end(),
  });

  /**
   * @param {AnyEngine} engine
   * @param {any} options
   * @param {string} name of the channel and the lock
   */
  constructor(engine, options, name) {
    this.#engine = engine;
    this.#own = new OwnClient(engine);
    const { clientPingTimeout, wsPingInterval, serverPongTimeout, maxPongInterval } = options;
    const times = { pingAfter: clientPingTimeout ?? wsPingInterval ?? 6000, pongWithin: serverPongTimeout ?? maxPongInterval ?? 4000 };
    this.#tab = new Tab(name, times, this.#follower.does, {
      lead: () => new Leader(engine, this.#client, options, {
        say: (name, to, ...args) => this.#tab.say(name, to, ...args),
        lockOf: (tab) => this.#tab.lockOf(tab),
        idle: () => this.#rest(),
      }),
      follow: () => this.#join(),
      lost: (hasFarewell) => this.#follower.lost(hasFarewell),
      failed: (cause) => this.#fail(cause),
    });
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
    return this.#own.register(client, () => this.#tab.end());
  }

  /** @param {number} number */
  forget(number) {
    this.#engine.forget(number);
    this.#rest();
  }

  /** @param {number} number */
  figures(number) {
    return { ...this.#engine.figures(number), ...this.#tab.leading?.figures(), newest: this.#standing.newest };
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} _
   * @param {...any} args
   */
  call(ticket, name, _, ...args) {
    switch (name) {
      case "sleep":
      case "wake":
        return; // which we hear of, too
      case "hear":
        return this.#tab.leading?.tell(name);
      case "withdraw":
        if (!this.#own.has(args[0])) return this.#withdraw(args[0]);
        break;
      case "trace": // the leader's, if there is one
        if (!this.#tab.leader || !this.#standing.isUp) break;
      case "start":
      case "reconnect":
      case "send":
      case "stop":
        return this.#callLeader(ticket, name, args);
    }
    this.#own.call(ticket, name, ...args);
  }

  // Calls for the leader

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {any[]} args
   */
  #callLeader(ticket, name, args) {
    const call = this.#pending.add(ticket, name, args);
    const { state } = this.#follower;
    const { isUp: wasUp } = this.#standing;
    if (name === "send" && args[4] && state !== "ready") return this.#pending.settle(ticket, undefined, notReady(call, state));
    this.#standing.note(call);
    switch (name) {
      case "stop":
        this.#own.endLoads();
        if (!this.#tab.leader) return this.#follower.stop();
        setTimeout(() => this.#pending.has(ticket) && this.#follower.stop(), patience);
        break;
      case "start":
      case "reconnect":
        if (!this.#tab.takesPart) return this.#tab.enter();
        if (!wasUp && this.#tab.leader) return this.#join();
        break;
    }
    this.#post(ticket, call);
  }

  /**
   * Tells the leader, if there is one, and if it is to know of this tab.
   * @param {number} ticket
   * @param {Call} call
   */
  #post(ticket, call) {
    const { leader } = this.#tab;
    if (!leader || call.progress !== "here" || (!this.#standing.isUp && call.name !== "stop")) return;
    this.#pending.notePosted(call);
    this.#tab.say("call", leader, ticket, call.name, call.name === "start" ? [] : call.args);
  }

  /** Tells the leader of this tab, and of the calls that wait for one. */
  #join() {
    this.#tab.say("join", this.#tab.leader, this.#standing.report);
    for (const [ticket, call] of this.#pending) this.#post(ticket, call);
  }

  /** @param {number} ticket */
  #withdraw(ticket) {
    const call = this.#pending.withdraw(ticket);
    if (!call) return;
    if (this.#tab.leader && call.progress !== "here") return this.#tab.say("call", this.#tab.leader, 0, "withdraw", [ticket]);
    this.#pending.giveUp(ticket, call);
    if (call.name === "start" && !this.#pending.hasAny("start") && !this.#standing.hasStood) this.#follower.stop();
  }

  /** @param {any} cause why there are no locks, or no channel: a sandboxed frame has none, for instance */
  #fail(cause) {
    this.#standing.down();
    for (const [ticket] of this.#pending) this.#pending.settle(ticket, undefined, failure(ErrorCode.InitializeError, `The session of the tabs could not be entered: ${cause.message}. Leave out the option "shared" where there are no Web Locks and no BroadcastChannel`, { cause }));
  }

  /** Takes part no more, if nobody needs it. */
  #rest() {
    if (!this.#standing.isUp && this.#pending.size === 0) this.#tab.rest();
  }
}

/**
 * The error of a frame that is not to wait for a connection.
 * @param {Call} call
 * @param {string} state
 */
function notReady(call, state) {
  const [code, words] = /^(disc|reconn)/.test(state) ? [ErrorCode.RTMSendWhileDisconnectedError, "there is no connection: call start first"] : [ErrorCode.RTMSendWhileNotReadyError, "the connection is not ready: wait for it"];
  return failure(code, `${words}, or use a method that queues`, membersOf(call, "no"));
}
