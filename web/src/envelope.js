// What Go gets to see of a frame. To encode all of it for Go, which would only
// skip it, costs more than everything else that is done with a message.

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
 * Whether a frame is an event and nothing else.
 * @param {any} event what the frame says
 */
export function isPlain(event) {
  return typeof event?.type === "string" && event.type !== "" && event.reply_to === undefined && socketTypes?.has(event.type) === false;
}

/**
 * What Go is shown of a frame. Only where an event has a time, and so an identity, is
 * anything left out.
 * @param {string} text
 * @param {any} event what it says
 */
export function envelope(text, event) {
  if (!isPlain(event) || !event.event_ts) return text;
  const { type, subtype, channel, ts, event_ts } = event;
  return JSON.stringify({ type, subtype, channel, ts, event_ts });
}
