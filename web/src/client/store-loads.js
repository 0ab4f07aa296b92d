// The loads of data stores, for a client whose session all tabs share: a store is in this
// page, and so the page's own engine makes the calls, for a client that has no session.

import { failure } from "./errors.js";

export class StoreLoads {
  engine;
  #number;
  /** @type {Set<number>} the tickets of those under way */
  #tickets = new Set();

  /**
   * @param {import("../engine/engine.js").AnyEngine} engine of the page
   * @param {import("../engine/engine.js").Client} client that hears of them
   * @param {any} options of the client
   */
  constructor(engine, client, options) {
    this.engine = engine;
    const { answer, sockets } = client;
    const deliver = (/** @type {import("../engine/engine.js").Item} */ item) => {
      const [kind, given] = item;
      if (kind === "settle") this.#tickets.delete(given);
      if (kind !== "died") return client.deliver(item);
      for (const ticket of this.#tickets) client.deliver(["settle", ticket, undefined, failure(given.code, given.message, { cause: given.cause })]);
      this.#tickets.clear();
    };
    this.#number = engine.register({ answer, sockets, deliver });
    engine.call(0, "open", this.#number, options);
  }

  /**
   * @param {number} ticket
   * @param {number} store
   */
  begin(ticket, store) {
    this.#tickets.add(ticket);
    this.engine.call(ticket, "load", this.#number, store);
  }

  /** A disconnect ends them all. */
  stop() {
    this.engine.call(0, "stop", this.#number);
  }

  /** @param {number} ticket */
  withdraw(ticket) {
    if (this.#tickets.has(ticket)) this.engine.call(0, "withdraw", this.#number, ticket);
  }

  end() {
    this.engine.forget(this.#number);
  }
}
