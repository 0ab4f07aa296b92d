// What is no part of the tabs' session, such as calls to the Web API: the tab's
// own engine does it, for a client of the tab's own that has no session.

import { ErrorCode, failure } from "../../client/errors.js";

/**
 * @typedef {import("../../engine/engine.js").Client} Client
 * @typedef {import("../../engine/engine.js").Item} Item
 */

export class OwnClient {
  #engine;
  #number = 0;
  /** @type {Map<number, string>} the names of its calls, by ticket */
  #calls = new Map();
  /** @type {Set<number>} those of them that a disconnect has ended */
  #ended = new Set();

  /** @param {import("../../engine/engine.js").AnyEngine} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /**
   * @param {Client} client that hears of it
   * @param {() => void} died
   */
  register(client, died) {
    const deliver = (/** @type {Item} */ item) => {
      if (item[0] === "settle") {
        this.#calls.delete(item[1]);
        if (this.#ended.delete(item[1]) && item[3]) item[3] = failure(ErrorCode.RTMDisconnectedError, "disconnect() was called during the load of the data store: what was loaded stays");
      }
      if (item[0] === "died") died();
      client.deliver(item);
    };
    return (this.#number = this.#engine.register({ answer: client.answer, sockets: client.sockets, deliver }));
  }

  /** @param {number} ticket */
  has(ticket) {
    return this.#calls.has(ticket);
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {...any} args
   */
  call(ticket, name, ...args) {
    if (ticket) this.#calls.set(ticket, name);
    this.#engine.call(ticket, name, this.#number, ...args);
  }

  /** A disconnect ends the loads of the data store, too. */
  endLoads() {
    for (const [ticket, name] of this.#calls) {
      if (name !== "load") continue;
      this.#ended.add(ticket);
      this.#engine.call(0, "withdraw", this.#number, ticket);
    }
  }
}
