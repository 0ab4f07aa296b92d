// An EventEmitter with the method names and the semantics of eventemitter3,
// which v3's client and v4's extend, and two differences: a listener that throws
// harms nobody (the exception goes to reportError), and `on` takes {signal}. Node's
// own has some methods more, which are here, too.

import { bare } from "./bare.js";
import { hasMember, isSignal } from "./checks.js";
import { markItself, throughProxies } from "./proxies.js";
import { report } from "./report.js";

/**
 * @typedef {(...args: any[]) => void} Listener
 * @typedef {{fn: Listener, context: unknown, once: boolean, release?: () => void}} Entry
 */

export class EventEmitter {
  // As eventemitter3 has them: names of events have no prefix.
  static prefixed = false;
  static EventEmitter = EventEmitter;

  /** @type {Map<string | symbol, Entry[]>} */
  #entries = new Map();

  constructor() {
    markItself(this);
  }

  /**
   * @param {string | symbol} event
   * @param {Listener} fn
   * @param {unknown} [context]
   */
  on(event, fn, context) {
    return this.#add(event, fn, context, false);
  }

  /**
   * @param {string | symbol} event
   * @param {Listener} fn
   * @param {unknown} [context]
   */
  once(event, fn, context) {
    return this.#add(event, fn, context, true);
  }

  /**
   * Node's: on, before all others.
   * @param {string | symbol} event
   * @param {Listener} fn
   * @param {unknown} [context]
   */
  prependListener(event, fn, context) {
    return this.#add(event, fn, context, false, true);
  }

  /**
   * Node's: once, before all others.
   * @param {string | symbol} event
   * @param {Listener} fn
   * @param {unknown} [context]
   */
  prependOnceListener(event, fn, context) {
    return this.#add(event, fn, context, true, true);
  }

  /**
   * @param {string | symbol} event
   * @param {Listener} [fn]
   * @param {unknown} [context]
   * @param {boolean} [once]
   */
  off(event, fn, context, once) {
    this.#remove(event, (entry) =>
      !fn || (entry.fn === fn && (!once || entry.once) && (!context || entry.context === context)));
    return this;
  }

  /** @param {string | symbol} [event] */
  removeAllListeners(event) {
    for (const name of event ? [event] : [...this.#entries.keys()]) this.#remove(name, () => true);
    return this;
  }

  /**
   * Calls the listeners of an event, in the order in which they were added.
   * Those added or removed meanwhile do not change the round.
   * @param {string | symbol} event
   * @param {...any} args
   */
  emit(event, ...args) {
    // An array is never changed, only replaced, so this one is the round's.
    const entries = this.#entries.get(event);
    if (!entries) return false;
    for (const entry of entries) {
      if (entry.once) this.#remove(event, (other) => other.once && other.fn === entry.fn);
      try {
        entry.fn.apply(entry.context, args);
      } catch (error) {
        report(error);
      }
    }
    return true;
  }

  eventNames() {
    return [...this.#entries.keys()];
  }

  /**
   * @param {string | symbol} event
   * @param {boolean} [exists] eventemitter3 1.2's: whether there are any is asked
   * @returns {any} functions, or whether there are any
   */
  listeners(event, exists) {
    const all = (this.#entries.get(event) ?? []).map((entry) => entry.fn);
    return exists ? all.length > 0 : all;
  }

  /** @param {string | symbol} event */
  rawListeners(event) {
    return this.listeners(event);
  }

  /** @param {string | symbol} event */
  listenerCount(event) {
    return this.#entries.get(event)?.length ?? 0;
  }

  /** There is no limit. */
  setMaxListeners() {
    return this;
  }

  getMaxListeners() {
    return Infinity;
  }

  /**
   * @param {string | symbol} event
   * @param {Listener} fn
   * @param {unknown} context
   * @param {boolean} once
   * @param {boolean} [isFirst]
   */
  #add(event, fn, context, once, isFirst) {
    if (typeof fn !== "function") throw new TypeError("The listener must be a function");
    /** @type {Entry} */
    const entry = { fn, context: context || this, once, release: undefined };
    const signal = signalOf(context);
    if (signal) {
      if (signal.aborted) return this;
      entry.context = this;
      const remove = () => this.#remove(event, (other) => other === entry);
      signal.addEventListener("abort", remove, bare({ once: true }));
      entry.release = () => signal.removeEventListener("abort", remove);
    }
    const others = this.#entries.get(event) ?? [];
    this.#entries.set(event, isFirst ? [entry, ...others] : [...others, entry]);
    return this;
  }

  /**
   * @param {string | symbol} event
   * @param {(entry: Entry) => boolean} chosen
   */
  #remove(event, chosen) {
    const entries = this.#entries.get(event);
    if (!entries) return;
    const rest = entries.filter((entry) => !chosen(entry));
    for (const entry of entries) if (chosen(entry)) entry.release?.();
    if (rest.length > 0) this.#entries.set(event, rest);
    else this.#entries.delete(event);
  }
}

EventEmitter.prototype.addListener = EventEmitter.prototype.on;
EventEmitter.prototype.removeListener = EventEmitter.prototype.off;
throughProxies(EventEmitter);

/**
 * The signal of {signal}, if it is one: else the third argument is a context.
 * @param {unknown} context
 * @returns {AbortSignal | undefined}
 */
function signalOf(context) {
  const signal = Object(context) === context && hasMember(context, "signal") ? /** @type {any} */ (context).signal : undefined;
  return isSignal(signal) ? signal : undefined;
}
