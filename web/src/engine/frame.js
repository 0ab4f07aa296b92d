// What enters Go of a frame: the members that it reads. Which these are it says itself.

import { isObject, own } from "../client/checks.js";
import { room } from "./wire.js";

/**
 * Writes the members of a frame that Go reads: of each that is there its place among the
 * names, and its value. Of a list or an object only that it is one. Both sides are tested with
 * rtm/core/testdata/members.json.
 * @param {import("./wire.js").Wire} wire
 * @param {object} event what the frame says
 * @param {string[][]} names each with the name of the object that has it before it
 */
export function writeMembers(wire, event, names) {
  for (let i = 0; i < names.length; i++) {
    const value = memberOf(event, names[i]);
    if (value === undefined) continue;
    wire.write(i);
    wire.write(isObject(value) ? emptyObject : Array.isArray(value) ? emptyList : value);
  }
}

/** @type {any[]} */
const emptyList = [];
const emptyObject = {};

/**
 * @param {any} event
 * @param {string[]} name
 */
function memberOf(event, name) {
  let value = own(event, name[0]);
  for (let i = 1; i < name.length; i++) value = isObject(value) ? own(value, name[i]) : undefined;
  return value;
}

/**
 * How many bytes a frame takes that enters, or more.
 * @param {string} text
 * @param {object | undefined} event
 * @param {string[][]} names
 * @param {boolean} withText
 */
export function frameRoom(text, event, names, withText) {
  const numbers = (6 + 2 * names.length) * room(0);
  const whole = room(text);
  // All of the texts in a frame are no longer than it.
  if (whole < 32_000) return numbers + (withText ? 2 : 1) * whole;
  const members = event ? names.reduce((sum, name) => sum + room(memberOf(event, name)), 0) : 0;
  return numbers + members + (withText ? whole : 0);
}
