// Checks and encodes what callers hand over.

import { isObject, isText } from "./checks.js";
import { invalid, wordsOf } from "./errors.js";
import { stringify } from "./json.js";

/**
 * The JSON text of a frame's body; null if there is none.
 * @param {string} type
 * @param {any} body
 */
export function encode(type, body) {
  if (!isText(type)) throw invalid("The type of a frame must be a string that is not empty");
  if (body === undefined || body === null) return null;
  const json = isObject(body) ? toJSON("The body of a frame", body) : undefined;
  // A Date, for instance, is an object and makes a string.
  if (!json?.startsWith("{")) throw invalid("The body of a frame must be an object");
  return json;
}

/**
 * @param {string} method
 * @param {unknown} id
 */
export function needConversation(method, id) {
  if (!isText(id)) throw invalid(`${method}() needs the ID of a conversation`);
}

/**
 * The fields of a form, as Slack reads them: 1 and 0 for booleans (it was seen
 * not to take "true" for batch_presence_aware), JSON for objects.
 * @param {Record<string, unknown>} args as members of checks.js gives them
 */
export function fields(args) {
  return Object.entries(args)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      if (typeof value === "object") return [name, toJSON(`The argument "${name}"`, value)];
      if (typeof value === "function" || typeof value === "symbol") throw invalid(`The argument "${name}" is a ${typeof value}, which a form cannot carry`);
      return [name, String(typeof value === "boolean" ? Number(value) : value)];
    });
}

/**
 * @param {string} what
 * @param {any} value
 * @returns {string | undefined}
 */
export function toJSON(what, value) {
  try {
    return stringify(value);
  } catch (cause) {
    throw invalid(`${what} must be something that JSON can carry: ${wordsOf(cause)}`, cause);
  }
}
