// What crosses between a page and a worker: plain values. An Error would lose its members.

import { isError } from "../client/errors.js";

/**
 * An error as it crosses; fromGo of errors.js makes it again.
 * @param {any} error
 * @returns {any}
 */
export function crossing({ name, message, code, output, cause }) {
  return { name: name === "Error" ? undefined : name, message, code, output, cause: isError(cause) ? crossing(cause) : undefined };
}

/**
 * What can cross of a client's options, and tells Go the same: of what only the page can
 * use, that it is there.
 * @param {any} options
 */
export function crossingOptions({ retryConfig, rateLimit, ...others }) {
  const flags = (/** @type {object} */ of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, /object|function|symbol/.test(typeof value) ? true : value]));
  return { ...flags(others), retryConfig: retryConfig && flags(retryConfig), rateLimit: rateLimit && flags(rateLimit) };
}
