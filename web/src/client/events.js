// A client's events as they come, for `for await`, and the wait for one.

import { isText } from "./checks.js";
import { aborted, ErrorCode, failure, invalid } from "./errors.js";

/**
 * @typedef {object} Choice
 * @property {AbortSignal[]} [signals]
 * @property {number} [limit] how many events may wait to be taken
 * @property {(event: any) => unknown} [filter] whether an event counts
 *
 * @typedef {(cause?: any) => void} End
 */

/**
 * An async iterator of the events from now on. When more wait to be taken than
 * may, it keeps no other: it gives those that wait, and then an error. So a loop
 * that is too slow learns from where on it has missed events.
 */
export class Events {
  #release;
  /** @type {any[]} events that were not taken yet */
  #waiting = [];
  /** @type {(() => void)[]} calls of next() that wait */
  #wakers = [];
  #isOver = false;
  /** @type {any} */
  #error;

  /**
   * @param {import("./emitter.js").EventEmitter} emitter
   * @param {Set<End>} ends where the client finds what to call when the session is over
   * @param {string | symbol} type
   * @param {Choice} [choice]
   */
  constructor(emitter, ends, type, { signals = [], limit = 1000, filter = () => true } = {}) {
    if (!isText(type) && typeof type !== "symbol") throw invalid("The type of the events must be a string that is not empty, or a symbol");
    const listener = (/** @type {any[]} */ ...args) => {
      const event = args[type === "slack_event" ? 1 : 0];
      try {
        if (!filter(event)) return;
      } catch (error) {
        return this.#end(error);
      }
      if (this.#waiting.length < limit) {
        this.#waiting.push(event);
        this.#wake();
      } else this.#end(failure(ErrorCode.RTMEventOverflowError, `${limit} events waited to be taken and another came: this one and those after it were not kept. Take them faster, or raise the limit`));
    };
    const aborts = signals.map((signal) => () => {
      this.#waiting = [];
      this.#end(aborted(signal, `The wait for "${String(type)}" was aborted`));
    });
    /** @type {End} */
    const end = (cause) => this.#end(cause && failure(ErrorCode.RTMDisconnectedError, `The session ended: ${cause.message}`, { cause }));
    this.#release = () => {
      emitter.off(type, listener);
      for (const [i, signal] of signals.entries()) signal.removeEventListener("abort", aborts[i]);
      ends.delete(end);
    };
    emitter.on(type, listener);
    ends.add(end);
    for (const [i, signal] of signals.entries()) {
      signal.addEventListener("abort", aborts[i]);
      if (signal.aborted) aborts[i]();
    }
  }

  /** @returns {Promise<{done: boolean, value: any}>} */
  async next() {
    while (this.#waiting.length === 0) {
      if (this.#isOver) {
        const error = this.#error;
        this.#error = undefined;
        if (error) throw error;
        return { done: true, value: undefined };
      }
      await new Promise((resolve) => this.#wakers.push(/** @type {() => void} */ (resolve)));
    }
    return { done: false, value: this.#waiting.shift() };
  }

  /** What leaving a loop calls. */
  async return() {
    this.#end();
    this.#waiting = [];
    this.#error = undefined;
    return this.next();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @param {any} [error] */
  #end(error) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = error;
    this.#release();
    this.#wake();
  }

  #wake() {
    for (const wake of this.#wakers.splice(0)) wake();
  }
}

/**
 * The first of the events.
 * @param {Events} events
 */
export async function first(events) {
  const { done, value } = await events.next();
  events.return();
  if (done) throw failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
  return value;
}
