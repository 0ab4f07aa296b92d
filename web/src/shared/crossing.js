// Items on their way from tab to tab. An Error would lose its members, and what
// a frame says is made of its text again.

import { fromGo, isCoded, isError } from "../errors.js";

/** @typedef {import("../engine.js").Item} Item */

/**
 * @param {Item} item
 * @returns {Item}
 */
export function crossing([kind, ...args]) {
  if (kind === "frames") return [kind, args[0].map((/** @type {import("../socket.js").Frame} */ [text]) => text), args[1]];
  return [kind, ...args.map((value) => (isError(value) ? plain(value) : typeof value === "object" ? undefined : value))];
}

/**
 * @param {Item} item
 * @returns {Item}
 */
export function arrived([kind, ...args]) {
  if (kind === "frames") return [kind, args[0].map((/** @type {string} */ text) => [text, JSON.parse(text)]), args[1]];
  if (kind === "event" && args[0] === "ws_error") return [kind, args[0], new Event("error")];
  return [kind, ...args.map((value) => (value && typeof value === "object" ? fromGo(value) : value))];
}

/**
 * What fromGo makes the error of. A cause may be what a user's function threw, with
 * members that cannot cross.
 * @param {any} error
 * @returns {any}
 */
function plain(error) {
  const { name, message, cause, data, code } = error;
  const isOurs = isCoded(error);
  return {
    ...(isOurs ? error : { code }),
    message,
    name: name === "Error" ? undefined : name,
    cause: isOurs && isError(cause) ? plain(cause) : undefined,
    data: isOurs && data !== undefined ? JSON.stringify(data) : undefined,
  };
}
