// The events that a frame of Slack's is emitted as.

/** The client's own events. A frame of Slack's with one of these as its type does not pose as one. */
const ownEvents = new Set([
  "connecting", "authenticated", "connected", "ready", "reconnecting", "disconnecting", "disconnected",
  "unable_to_rtm_start", "error", "state", "gap", "latency", "slack_event", "raw_message", "outgoing_message",
  // v3's
  "ws_opening", "ws_opened", "open", "ws_close", "ws_error", "attempting_reconnect", "disconnect", "rate_limited",
  "load_progress",
]);

/**
 * "slack:" with each type, of which Slack has about a hundred: to make a name takes
 * longer than to emit.
 * @type {Map<string, string>}
 */
const prefixed = new Map();
const maxPrefixed = 1000;

/**
 * Emits a frame under all its names. A listener may end the session, and then
 * nothing more is emitted.
 * @param {import("./emitter.js").EventEmitter} emitter
 * @param {any} event the frame, parsed
 * @param {() => boolean} isOver
 */
export function emitFrame(emitter, event, isOver) {
  const { type, subtype } = event;
  emitter.emit("slack_event", type, event);
  if (typeof type !== "string") return;
  let name = prefixed.get(type);
  if (!name) {
    name = `slack:${type}`;
    if (prefixed.size > maxPrefixed) prefixed.clear();
    prefixed.set(type, name);
  }
  if (!isOver()) emitter.emit(name, event);
  if (ownEvents.has(type)) return;
  if (!isOver()) emitter.emit(type, event);
  if (typeof subtype === "string" && !isOver()) emitter.emit(`${type}::${subtype}`, event);
}
