// What Go gets to see of a frame. To encode all of it for Go, which would only
// skip it, costs more than everything else that is done with a message.

/**
 * The types of frames that are about the socket or the session: Go gets them
 * whole, at once (rtm/session.go).
 */
const signals = new Set(["hello", "goodbye", "reconnect_url", "error", "team_migration_started"]);

/**
 * Whether a frame is an event and nothing else. Of a row of these Go gets a
 * digest (rtm/digest.go).
 * @param {any} event what the frame says
 */
export function isPlain(event) {
  return typeof event?.type === "string" && event.type !== "" && event.reply_to === undefined && !signals.has(event.type);
}

/** The timestamps that Slack writes, which sort as text. */
const timestamp = /^\d+\.\d{6}$/;

/**
 * The newer of a timestamp and that of an event, if it has one.
 * @param {string} newest
 * @param {any} event
 */
export function newer(newest, { event_ts, ts }) {
  const when = typeof event_ts === "string" && event_ts ? event_ts : ts;
  return typeof when === "string" && when > newest && timestamp.test(when) ? when : newest;
}

/**
 * What Go is shown of a plain event if it asks. Only where an event has a time,
 * and so an identity, is anything left out.
 * @param {string} text
 * @param {any} event
 */
export function envelope(text, event) {
  const { type, subtype, channel, ts, event_ts } = event;
  return event_ts ? JSON.stringify({ type, subtype, channel, ts, event_ts }) : text;
}
