// Who is gone is known by a Web Lock: he held it, and whatever ends a page or a worker lets
// it go.

import { bare } from "../client/bare.js";

/**
 * Holds a lock. Resolves once it is held, with how to let it go.
 * @param {string} name
 * @returns {Promise<() => void>}
 */
export function hold(name) {
  return new Promise((resolve, reject) => {
    navigator.locks.request(name, () => new Promise((/** @type {(value?: any) => void} */ letGo) => resolve(letGo))).catch(reject);
  });
}

/**
 * Calls a function once nobody holds a lock. Returns how to wait no more.
 * @param {string} name
 * @param {() => void} fn
 */
export function whenFree(name, fn) {
  const waiting = new AbortController();
  // "shared", so that all who wait learn of it at once.
  navigator.locks.request(name, bare({ mode: /** @type {const} */ ("shared"), signal: waiting.signal }), () => {
    if (!waiting.signal.aborted) fn();
  }).catch(() => {});
  return () => waiting.abort();
}
