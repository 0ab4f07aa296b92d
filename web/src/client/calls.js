// The calls of a client that have not settled yet. They belong to JavaScript,
// so that they can be rejected when the Go program dies.

import { bare } from "./bare.js";
import { report } from "./report.js";

let newestTicket = 0;

const nothing = () => {};

/**
 * @typedef {object} Call
 * @property {(value: any) => void} resolve
 * @property {(error: any) => void} reject
 * @property {Record<string, unknown>} members what errors about the call carry
 * @property {(value?: any) => void} settled called just before the promise is settled, with the value that it gets
 * @property {() => void} release stops listening to the call's signal
 */

export class Calls {
  /** @type {Map<number, Call>} */
  #calls = new Map();

  get size() {
    return this.#calls.size;
  }

  /**
   * A ticket, unique among all clients, and the promise of its outcome.
   * @param {Record<string, unknown>} [members]
   * @param {(value?: any) => void} [settled]
   * @returns {{ticket: number, promise: Promise<any>}}
   */
  add(members = {}, settled = nothing) {
    const ticket = ++newestTicket;
    const promise = new Promise((resolve, reject) => this.#calls.set(ticket, { resolve, reject, members, settled, release: nothing }));
    return { ticket, promise };
  }

  /**
   * Calls fn if the signal aborts before the call has settled.
   * @param {number} ticket
   * @param {AbortSignal | undefined} signal
   * @param {() => void} fn
   */
  onAbort(ticket, signal, fn) {
    const call = this.#calls.get(ticket);
    if (!signal || !call) return;
    signal.addEventListener("abort", fn, bare({ once: true }));
    call.release = () => signal.removeEventListener("abort", fn);
  }

  /**
   * @param {number} ticket
   * @param {any} value
   */
  resolve(ticket, value) {
    this.#take(ticket, value)?.resolve(value);
  }

  /**
   * @param {number} ticket
   * @param {(members: Record<string, unknown>) => any} error makes the error
   */
  reject(ticket, error) {
    const call = this.#take(ticket);
    call?.reject(error(call.members));
  }

  /** @param {(members: Record<string, unknown>) => any} error */
  rejectAll(error) {
    for (const ticket of [...this.#calls.keys()]) this.reject(ticket, error);
  }

  /**
   * @param {number} ticket
   * @param {any} [value]
   */
  #take(ticket, value) {
    const call = this.#calls.get(ticket);
    this.#calls.delete(ticket);
    call?.release();
    try {
      call?.settled(value);
    } catch (error) {
      report(error); // the promise is settled nevertheless
    }
    return call;
  }
}

/**
 * A promise that one need not look at: v3's method returned none, or v4's could not
 * be rejected by the end of the session.
 * @template T
 * @param {Promise<T>} promise
 */
export function forgettable(promise) {
  promise.catch(nothing);
  return promise;
}

/**
 * Gives a promise's outcome to a node callback, if there is one, whose
 * exceptions are its own; else returns the promise.
 * @param {Promise<any>} promise
 * @param {unknown} callback
 */
export function callBack(promise, callback) {
  if (typeof callback !== "function") return promise;
  const call = (/** @type {[any, any?]} */ ...args) => {
    try {
      callback(...args);
    } catch (error) {
      report(error);
    }
  };
  promise.then((value) => call(null, value), (error) => call(error));
}
