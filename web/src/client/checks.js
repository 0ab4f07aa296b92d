// Checks of what callers hand over.

import { invalid, wordsOf } from "./errors.js";
import { tagOf } from "../engine/tag.js";

/**
 * Of a value: whether it is of the kind, the words for it, and the names of its own
 * members, if it is an object of options.
 * @typedef {[is: (value: any) => boolean, should: string, names?: string[]]} Kind
 */

/**
 * A member that an object has itself: what a page has given Object.prototype is none.
 * @param {any} object
 * @param {string} name
 */
export function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * The members of what a caller gave, each read once and now: its own, and of those with
 * these names its class's. A getter may throw, or give something else the next time.
 * @param {string} what
 * @param {any} given
 * @param {string[]} [names]
 * @returns {any} an object without a prototype
 */
export function members(what, given, names = []) {
  const read = Object.create(null);
  try {
    for (const name of new Set([...Object.keys(given), ...names.filter((name) => hasMember(given, name))])) read[name] = given[name];
  } catch (cause) {
    throw invalid(`${what} could not be read: ${wordsOf(cause)}`, cause);
  }
  return read;
}

/**
 * Whether an object or its class has a member. What any script of the page may have put
 * into Object.prototype is nobody's: a token must not go to an address found there.
 * @param {any} object
 * @param {string} name
 */
export function hasMember(object, name) {
  for (let at = object; at && (at === object || !isRoot(at)); at = Object.getPrototypeOf(at)) if (Object.hasOwn(at, name)) return true;
  return false;
}

/**
 * Whether an object is an Object.prototype, perhaps an iframe's.
 * @param {any} object
 */
function isRoot(object) {
  return object === Object.prototype || (Object.getPrototypeOf(object) === null && Object.hasOwn(object, "hasOwnProperty"));
}

/** @param {unknown} value */
export function isText(value) {
  return typeof value === "string" && value !== "";
}

/**
 * Whether a value is a number of milliseconds, or another that is not negative.
 * @param {unknown} value
 */
export function isNumber(value) {
  return typeof value === "number" && value >= 0;
}

/** @param {unknown} value */
export function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/**
 * @param {any} value
 * @param {...string} names
 */
export function hasMethods(value, ...names) {
  return names.every((name) => typeof value?.[name] === "function");
}

/**
 * Whether a value can do what an AbortSignal can.
 * @param {any} value
 */
export function isSignal(value) {
  return typeof value?.aborted === "boolean" && hasMethods(value, "addEventListener", "removeEventListener");
}

/** @param {unknown} value */
export function isURL(value) {
  return typeof value === "string" || tagOf(value) === "URL";
}

/**
 * Kinds of more than one function's options.
 * @type {Record<"count" | "function" | "milliseconds" | "signal", Kind>}
 */
export const kind = {
  count: [(v) => Number.isInteger(v) && v > 0, "a whole number greater than 0"],
  function: [(v) => typeof v === "function", "a function"],
  milliseconds: [isNumber, "a number of milliseconds, 0 or more"],
  signal: [isSignal, "an AbortSignal"],
};

/**
 * @param {string} what
 * @param {any} value
 */
export function needObject(what, value) {
  if (!isObject(value)) throw invalid(`${what} must be an object`);
  return value;
}

/**
 * The members of an object.
 * @param {string} what
 * @param {any} given
 * @param {string[]} [names] those that its class may have
 */
export function needMembers(what, given, names) {
  return members(what, needObject(what, given), names);
}

/**
 * The options of a method or a constructor, each of which must be known and of
 * its kind. An undefined one counts as absent, and so do options that are null.
 * @param {any} given
 * @param {Record<string, Kind>} known
 */
export function needOptions(given, known) {
  const options = needMembers("The options", given ?? {}, Object.keys(known));
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name)) {
      const meant = Object.keys(known).find((other) => other.toLowerCase() === name.toLowerCase());
      throw invalid(`There is no option "${name}"${meant ? `: is "${meant}" meant?` : ""}`);
    }
    const [is, should, names] = known[name];
    if (names && isObject(options[name])) options[name] = members(`The option "${name}"`, options[name], names);
    if (options[name] !== undefined && !is(options[name])) throw invalid(`The option "${name}" must be ${should}`);
  }
  return options;
}
