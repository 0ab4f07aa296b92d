// Checks and encodes what callers want to send.

import { invalid } from "./errors.js";

/**
 * The JSON text of a frame's body; null if there is none.
 * @param {string} type
 * @param {any} body
 */
export function encode(type, body) {
  if (typeof type !== "string" || type === "") throw invalid("The type of a frame must be a string that is not empty");
  if (body === undefined) return null;
  if (body === null || typeof body !== "object" || Array.isArray(body)) throw invalid("The body of a frame must be an object");
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw Object.assign(invalid(`The body of a frame must be something that JSON can carry: ${/** @type {any} */ (cause).message}`), { cause });
  }
}

/**
 * @param {string} method
 * @param {unknown} id
 */
export function needConversation(method, id) {
  if (typeof id !== "string" || id === "") throw invalid(`${method}() needs the ID of a conversation`);
}

/**
 * The fields of a form, as Slack reads them: 1 and 0 for booleans (it was seen
 * not to take "true" for batch_presence_aware), JSON for objects.
 * @param {Record<string, unknown>} args
 */
export function fields(args) {
  return Object.entries(args)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(typeof value === "boolean" ? Number(value) : value)]);
}
