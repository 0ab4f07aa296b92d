// The members of a frame that decide what becomes of it. Each is of one kind: what a
// server sends of another kind counts as absent, here as in rtm/envelope.go. Both sides
// are tested with rtm/testdata/envelopes.json.

import { isObject, own } from "./checks.js";

/**
 * The types of frames that are about their socket (SocketTypes in rtm/envelope.go):
 * Go gets them whole, and before they are delivered.
 * @type {Set<string> | undefined} none before Go has started
 */
let socketTypes;

/** @param {string[]} types as Go tells them when it starts */
export function setSocketTypes(types) {
  socketTypes = new Set(types);
}

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
 * Whether a frame is a reply that says ok. Go decides what becomes of other replies.
 * @param {object} event
 */
export function isAccepted(event) {
  return replyTo(event) !== 0 && own(event, "ok") === true && !isObject(own(event, "error"));
}

/**
 * Whether a frame is an event and nothing else.
 * @param {object} event
 */
export function isPlain(event) {
  const type = textOf(event, "type");
  return type !== "" && !Object.hasOwn(event, "reply_to") && socketTypes?.has(type) === false;
}

/**
 * What Go is shown of a frame. To encode all of it for Go, which would only skip it,
 * costs more than everything else that is done with a message. But only where an event
 * has a time, and so an identity, is anything left out.
 * @param {string} text
 * @param {object} event what it says
 */
export function envelope(text, event) {
  if (!isPlain(event) || !textOf(event, "event_ts")) return text;
  // Without a prototype, since a page may have given Object.prototype a toJSON.
  /** @type {Record<string, any>} */
  const shown = Object.create(null);
  for (const name of ["type", "subtype", "channel", "ts", "event_ts"]) {
    shown[name] = own(event, name);
    if (shown[name] !== undefined && typeof shown[name] !== "string") return text;
  }
  return JSON.stringify(shown);
}
