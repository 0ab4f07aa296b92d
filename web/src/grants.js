// The messages that Go lets clients write by themselves (rtm/grant.go), so that the
// network need not wait for Go.

/** The largest frame, in bytes, that Slack takes (rtm/outgoing.go), and the most that a character of a text makes. */
const maxFrame = 16 * 1024;
const maxBytes = 3;

/** The calls, beside a send, that end what Go has granted. */
const ending = new Set(["reconnect", "stop", "sleep", "forget"]);

/**
 * @typedef {object} Grant
 * @property {number} socket
 * @property {number} messages how many; Infinity where nothing limits them
 * @property {(frame: string) => void} write throws if the socket is not open, or if it is Go's turn
 */

export class Grants {
  /** @type {Map<number, Grant>} by the number of their client */
  #grants = new Map();

  /**
   * @param {number} client
   * @param {Grant} grant
   */
  give(client, grant) {
    this.#grants.set(client, grant);
  }

  /**
   * Takes note of a call that Go is about to get. If it sends a plain message, and
   * there is a grant, its frame is written, and the grant returned.
   * @param {string} name
   * @param {number} client
   * @param {any[]} args see wasm/api.go
   * @param {boolean} isClear whether Go has had the calls before it: it may have a frame to write first
   */
  use(name, client, args, isClear) {
    const grant = this.#grants.get(client);
    if (!grant || (name !== "send" && !ending.has(name))) return;
    // Counted first, since a socket of socketFn may call us back.
    if (name === "send" && isClear && grant.messages-- > 0 && write(grant, args)) return grant;
    this.#grants.delete(client);
  }
}

/**
 * @param {Grant} grant
 * @param {any[]} send
 */
function write(grant, [id, type, body, awaitReply, unqueued]) {
  // Members of the body that are named like the frame's own are Go's to leave out.
  if (type !== "message" || !awaitReply || unqueued || !body || body === "{}" || body.includes('"id":') || body.includes('"type":')) return false;
  const frame = `{"id":${id},"type":"message",${body.slice(1)}`;
  if (frame.length * maxBytes > maxFrame) return false;
  try {
    grant.write(frame);
    return true;
  } catch {
    return false; // Go will be told so when it tries
  }
}
