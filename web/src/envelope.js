// The members of a frame that decide what becomes of it. Each is of one kind: what a
// server sends of another kind counts as absent, here as in rtm/core/members.go. Both
// sides are tested with rtm/core/testdata/envelopes.json.

import { isObject, own } from "./checks.js";

/** What Go reads of an event. */
const ofEvents = ["type", "subtype", "channel", "ts", "event_ts"];

/** What Go reads of other frames, such as replies. */
const ofOthers = ["reply_to", "ok", "error", "url"];

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

/**
 * What Go is shown of a frame. To encode all of it for Go, which would only skip it,
 * costs more than everything else that is done with a message. But Go compares what two
 * sockets bring, so only of an event that has a time is anything left out.
 * @param {string} text
 * @param {object} event what it says
 */
export function envelope(text, event) {
  if (!textOf(event, "type") || !textOf(event, "event_ts") || ofOthers.some((name) => Object.hasOwn(event, name))) return text;
  // Without a prototype, since a page may have given Object.prototype a toJSON.
  /** @type {Record<string, any>} */
  const shown = Object.create(null);
  for (const name of ofEvents) {
    shown[name] = own(event, name);
    if (shown[name] !== undefined && typeof shown[name] !== "string") return text;
  }
  return JSON.stringify(shown);
}
