// Items on their way from tab to tab. An Error would lose its members, and what
// a frame says is made of its text again.

import { fromGo, isCoded, isError } from "../../client/errors.js";

/** @typedef {import("../../engine/engine.js").Item} Item */

/**
 * @param {Item} item
 * @returns {Item}
 */
export function crossing([kind, ...args]) {
  if (kind === "frame") return [kind, args[0], args[2]];
  return [kind, ...args.map((value) => (isError(value) ? plain(value) : typeof value === "object" ? undefined : value))];
}

/**
 * @param {Item} item
 * @returns {Item}
 */
export function arrived([kind, ...args]) {
  if (kind === "frame") return [kind, args[0], JSON.parse(args[0]), args[1]];
  if (kind === "event" && args[0] === "ws_error") return [kind, args[0], new Event("error")];
  return [kind, ...args.map((value) => (value && typeof value === "object" ? fromGo(value) : value))];
}

/** How many causes of an error cross with it: they may be a circle. */
const maxCauses = 10;

/**
 * What fromGo makes the error of. Of a stranger's, such as what a user's function threw,
 * members that cannot cross are left out.
 * @param {any} error
 * @param {number} [depth] how many errors it is a cause of
 * @returns {any}
 */
function plain(error, depth = 0) {
  const { name, message, cause, data } = error;
  const isOurs = isCoded(error);
  const members = isOurs ? error : Object.fromEntries(Object.entries(error).filter(([, value]) => !/object|function|symbol/.test(typeof value)));
  return {
    ...members,
    message,
    name: name === "Error" ? undefined : name,
    cause: isError(cause) && depth < maxCauses ? plain(cause, depth + 1) : undefined,
    data: isOurs && data !== undefined ? JSON.stringify(data) : undefined,
  };
}
