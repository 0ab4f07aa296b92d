// What Go gets to see of a frame: the members that rtm/envelope.go reads. To
// encode the rest for Go, which would only skip it, costs more than all else
// that is done with a message.

/**
 * The envelope of a frame, as JSON. Only of an event with a time, and so with an
 * identity, is anything left out: all else is about the session, and small.
 * @param {string} text
 * @param {any} event what the text says
 */
export function envelope(text, event) {
  if (!event?.event_ts || event.reply_to !== undefined) return text;
  const { type, subtype, channel, ts, event_ts, error, url } = event;
  return JSON.stringify({ type, subtype, channel, ts, event_ts, error, url });
}
