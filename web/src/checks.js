// Checks of what callers hand over.

import { invalid } from "./errors.js";

/** @typedef {[is: (value: any) => boolean, should: string]} Kind of a value, and the words for it */

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
 * Kinds of more than one function's options.
 * @type {Record<"count" | "function" | "milliseconds" | "signal", Kind>}
 */
export const kind = {
  count: [(v) => Number.isInteger(v) && v > 0, "a whole number greater than 0"],
  function: [(v) => typeof v === "function", "a function"],
  milliseconds: [isNumber, "a number of milliseconds, 0 or more"],
  signal: [(v) => v instanceof AbortSignal, "an AbortSignal"],
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
 * The options of a method or a constructor, each of which must be known and of
 * its kind. An undefined one counts as absent.
 * @param {any} given
 * @param {Record<string, Kind>} known
 */
export function needOptions(given, known) {
  for (const [name, value] of Object.entries(needObject("The options", given))) {
    if (!Object.hasOwn(known, name)) throw invalid(`There is no option "${name}"`);
    const [is, should] = known[name];
    if (value !== undefined && !is(value)) throw invalid(`The option "${name}" must be ${should}`);
  }
  return given;
}
