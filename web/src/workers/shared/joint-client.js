// The client of Go's that the leader has for all tabs. It makes their calls, each
// under a ticket of its own, and tells the leader what Go tells.

import { queueMicrotask } from "../../engine/clock.js";

/**
 * @typedef {import("../../engine/engine.js").Item} Item
 *
 * @typedef {object} Call of a tab
 * @property {string} tab
 * @property {number} ticket the tab's
 * @property {string} name
 * @property {any[]} args
 */

/** Above the tickets of clients (calls.js), and one row for all leaders of a page. */
let newestTicket = 2 ** 40;

export class JointClient {
  #engine;
  #client;
  #options;
  #events;
  #number = 0;
  /** @type {Map<number, Call>} those that Go has, by our ticket */
  #calls = new Map();
  // A reply that Slack repeats to the next socket must not be taken for one to
  // another frame, so leaders do not begin to count at the same number. Go's own
  // ids begin at 2 ** 30.
  #newestId = Math.floor(Math.random() * 2 ** 14) * 2 ** 15;
  #isOver = false;

  /**
   * @param {import("../../engine/engine.js").AnyEngine} engine
   * @param {import("../../engine/engine.js").Client} client of the tab that leads: its functions are asked
   * @param {any} options for wasm/options.go
   * @param {object} events
   * @param {(item: Item) => void} events.told Go tells something of the session
   * @param {(call: Call, value: any, error: any) => void} events.settled
   */
  constructor(engine, client, options, events) {
    this.#engine = engine;
    this.#client = client;
    this.#options = options;
    this.#events = events;
  }

  get isOpen() {
    return this.#number !== 0;
  }

  /** Whether it is of use yet. */
  get isRunning() {
    return this.isOpen && !this.#isOver && !this.#engine.death;
  }

  /** Whether Go is in a worker, where a frame may be written without the page's knowing. */
  get isRemote() {
    return this.#engine.get === undefined;
  }

  /** Makes it known to Go, unless it is. */
  open() {
    if (this.isOpen) return;
    // Not all of the tab's client: its state and its calls are not these.
    const { answer, sockets } = this.#client;
    this.#number = this.#engine.register({
      deliver: (item) => this.#deliver(item),
      answer,
      sockets: {
        ...sockets,
        wrote: (frame) => this.#deliver(["json", "outgoing_message", frame]),
        failed: (error) => this.#deliver(["event", "ws_error", error]),
      },
    });
    this.call("open", this.#options);
  }

  figures() {
    return this.isOpen ? this.#engine.figures(this.#number) : undefined;
  }

  nextId() {
    return ++this.#newestId;
  }

  /**
   * Calls a function of wasm/api.go whose outcome nobody waits for.
   * @param {string} name
   * @param {...any} args
   */
  call(name, ...args) {
    this.#engine.call(0, name, this.#number, ...args);
  }

  /**
   * Calls one for a tab.
   * @param {Call} call
   * @param {...any} args
   */
  callFor(call, ...args) {
    this.#calls.set(++newestTicket, call);
    this.#engine.call(newestTicket, call.name, this.#number, ...args);
  }

  /** @param {(call: Call) => boolean} which */
  withdraw(which) {
    for (const [ticket, call] of this.#calls) if (which(call)) this.call("withdraw", ticket);
  }

  /** @param {Item} item */
  #deliver(item) {
    const [kind, ticket, value, error] = item;
    if (kind === "settle") return this.#settle(ticket, value, error);
    if (this.#isOver || kind === "died") return; // the tab's own client hears of a death, too
    this.#events.told(item);
  }

  /**
   * @param {number} ticket
   * @param {any} value
   * @param {any} error
   */
  #settle(ticket, value, error) {
    const call = this.#calls.get(ticket);
    this.#calls.delete(ticket);
    if (!call) return;
    if (this.#isOver) queueMicrotask(() => this.#engine.forget(this.#number)); // it was the stop
    else this.#events.settled(call, value, error);
  }

  /**
   * Closes the socket before it returns, and tells nothing more.
   * @param {boolean} isPutAway whether the page is, and its worker
   */
  end(isPutAway) {
    const { isRunning } = this;
    // Calls of this task enter Go first, and what it writes then the tabs must know.
    if (isRunning) this.call("sleep");
    this.#isOver = true;
    this.#calls.clear();
    if (!isRunning) return;
    this.callFor({ tab: "", ticket: 0, name: "stop", args: [] });
    if (isPutAway) this.#engine.forget(this.#number);
  }
}
