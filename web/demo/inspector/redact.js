// What a frame must not show: tokens, and the addresses of sockets, which let in
// whoever has one.

/** Slack's tokens: xoxb-, xoxp-, xoxe.xoxp- and their like. */
const tokens = /xox[a-z](?:\.xox[a-z])?-[\w-]+/g;
const sockets = /wss?:(?:\\?\/){2}[^\s"]+/g;

/**
 * @param {string} text
 * @param {string} [token] one that may not look like Slack's
 */
export function redact(text, token) {
  if (token) text = text.replaceAll(token, "(token)");
  return text.replace(tokens, "(token)").replace(sockets, "(address of a socket)");
}
