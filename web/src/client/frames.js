// The events that a frame of Slack's is emitted as.

import { replyTo, textOf } from "./envelope.js";

/** The client's own events. A frame of Slack's with one of these as its type does not pose as one. */
const ownEvents = new Set([
  "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
  "unable_to_rtm_start", "error", "state", "gap", "latency", "slack_event", "raw_message", "outgoing_message",
  // v3's
  "ws_opening", "ws_opened", "open", "ws_close", "ws_error", "attempting_reconnect", "disconnect", "rate_limited",
  "load_progress",
  "envelope", // of Socket Mode
]);

/**
 * Whether a frame is a message in reply to one that was sent, as rtm/core/members.go sees it.
 * @param {any} event
 */
export function isReply(event) {
  return textOf(event, "type") === "message" && replyTo(event) !== 0;
}

/**
 * "slack:" with each type, of which Slack has about a hundred: to make a name takes
 * longer than to emit. What a server makes up is not kept for ever.
 * @type {Map<string, string>}
 */
const prefixed = new Map();
const maxPrefixed = 1000;
const maxType = 100; // characters

/**
 * Emits a frame under all its names. A listener may end the session, and then
 * nothing more is emitted.
 * @param {import("./emitter.js").EventEmitter} emitter
 * @param {any} event the frame, parsed
 * @param {() => boolean} isOver
 */
export function emitFrame(emitter, event, isOver) {
  emitAs(emitter, textOf(event, "type"), textOf(event, "subtype"), [event], isOver);
}

/**
 * The same for what is of another type than its own member says.
 * @param {import("./emitter.js").EventEmitter} emitter
 * @param {string} type
 * @param {string} subtype
 * @param {[event: any, ...more: any[]]} args what listeners get
 * @param {() => boolean} isOver
 */
export function emitAs(emitter, type, subtype, args, isOver) {
  emitter.emit("slack_event", type || undefined, ...args);
  if (!type) return;
  if (!isOver()) emitter.emit(prefixedName(type), ...args);
  if (ownEvents.has(type)) return;
  if (!isOver()) emitter.emit(type, ...args);
  if (subtype && !isOver()) emitter.emit(`${type}::${subtype}`, ...args);
}

/** @param {string} type */
function prefixedName(type) {
  let name = prefixed.get(type);
  if (name) return name;
  name = `slack:${type}`;
  if (type.length > maxType) return name;
  if (prefixed.size >= maxPrefixed) prefixed.clear();
  prefixed.set(type, name);
  return name;
}
