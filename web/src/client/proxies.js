// An object with private members is of no use behind a proxy, which frameworks put before
// what they are given: its methods are called on the proxy, which has no such members.
// Vue leaves alone what says so, and MobX leaves alone the objects of all classes. Behind
// any other proxy methods are called on the object itself.

import { bare } from "./bare.js";

/** Names a method that gives the object itself: a proxy hands functions on as they are. */
const itself = Symbol("itself");

/**
 * Marks an object of a class of which throughProxies was called: its constructor does it.
 * @param {object} object
 */
export function markItself(object) {
  Object.defineProperty(object, itself, bare({ value: () => object, configurable: true }));
  Object.defineProperty(object, "__v_skip", bare({ value: true })); // as Vue's markRaw does
}

/**
 * The object behind a proxy, or the object.
 * @template T
 * @param {T} object
 * @returns {T}
 */
export function behind(object) {
  return /** @type {any} */ (object)?.[itself]?.() ?? object;
}

/**
 * Has the methods and accessors of a class work behind a proxy.
 * @param {Function} of
 */
export function throughProxies({ prototype }) {
  for (const [name, found] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === "constructor") continue;
    const descriptor = bare(found);
    for (const kind of /** @type {const} */ (["value", "get"])) {
      const method = descriptor[kind];
      if (method) descriptor[kind] = /** @this {any} @param {any[]} args */ function (...args) {
        return method.apply(behind(this), args);
      };
    }
    Object.defineProperty(prototype, name, descriptor);
  }
}
