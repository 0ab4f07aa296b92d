// What the client reads of a frame by itself. Each member is of one kind: what a
// server sends of another kind counts as absent, here as in rtm/core/members.go. Both
// sides are tested with rtm/core/testdata/envelopes.json.

import { isObject, own } from "./checks.js";

/**
 * The string that a member of a frame is; "" if it is anything else.
 * @param {object} event what the frame says
 * @param {string} name
 */
export function textOf(event, name) {
  const value = own(event, name);
  return typeof value === "string" ? value : "";
}

/**
 * The id of the frame that this one answers; 0 if none.
 * @param {object} event
 */
export function replyTo(event) {
  const value = own(event, "reply_to");
  return Number.isSafeInteger(value) ? value || 0 : 0; // -0 is 0
}

/**
 * Whether a frame is a reply that says ok.
 * @param {object} event
 */
export function isAccepted(event) {
  return replyTo(event) !== 0 && own(event, "ok") === true && !isObject(own(event, "error"));
}
