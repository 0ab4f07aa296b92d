// What the data store of the option dataStore is told: the response of a start, Slack's
// frames, and the messages that the client sends itself.

import { own } from "./checks.js";
import { isAccepted, replyTo } from "./envelope.js";
import { wordsOf } from "./errors.js";

/** How many messages without a reply are kept for the data store; the oldest go first. */
const maxUnanswered = 1000;

/** The frames of these types v3 does not show its store. */
const keptBack = /^(hello|pong|team_migration_started)$/;

export class StoreFeed {
  #dataStore;
  #connection;
  /** @type {Map<number, string>} the bodies of messages whose reply nobody waits for but the data store, by id */
  #unanswered = new Map();

  /**
   * @param {any} dataStore anybody's, or none
   * @param {import("./connection.js").Connection} connection
   */
  constructor(dataStore, connection) {
    this.#dataStore = dataStore;
    this.#connection = connection;
  }

  /** Whether anything is to be fed: whether there is a data store. */
  get isWanted() {
    return Boolean(this.#dataStore);
  }

  /**
   * Stores what Slack has said to a start.
   * @param {any} response
   */
  started(response) {
    if (own(response, "self")) this.#call("cacheRtmStart", response);
  }

  /**
   * Stores a frame of Slack's.
   * @param {string} type
   * @param {any} event
   * @param {string} text the frame, which spares our store to make it
   */
  received(type, event, text) {
    if (this.#dataStore && type && !keptBack.test(type)) this.#message(type, event, text);
  }

  /**
   * Has a message stored that is being sent, once there is a reply to it.
   * @param {number} id
   * @param {string} type
   * @param {string | null} body
   * @param {boolean} awaitReply
   * @returns {((reply: string) => void) | undefined} what is to be called with the reply, if the sender waits for it
   */
  sending(id, type, body, awaitReply) {
    // In Socket Mode Slack tells an app of its own messages, too.
    if (!this.#dataStore || type !== "message" || body === null || this.#connection.isSocketMode) return;
    if (awaitReply) return (reply) => reply && this.#sent(body, JSON.parse(reply));
    this.#unanswered.set(id, body);
    if (this.#unanswered.size > maxUnanswered) this.#unanswered.delete([...this.#unanswered.keys()][0]);
  }

  /**
   * Stores the message that a frame is the reply to, if its sender does not wait.
   * @param {any} event
   */
  answered(event) {
    const id = replyTo(event);
    const body = this.#unanswered.get(id);
    if (body === undefined) return;
    this.#unanswered.delete(id);
    if (isAccepted(event)) this.#sent(body, event);
  }

  /**
   * Stores a message of ours. Slack does not repeat to a socket what came through
   * it: the body and the reply together are the message.
   * @param {string} body as it was sent
   * @param {any} reply which says what Slack made of the text
   */
  #sent(body, reply) {
    const { id, ...sent } = JSON.parse(body); // the frame's id is no member of the message
    const text = own(reply, "text");
    this.#message("message", { ...sent, ...(text !== undefined && { text }), ts: own(reply, "ts"), type: "message", user: this.#connection.lastUserId });
  }

  /** @param {[type: string, event: any, text?: string]} args */
  #message(...args) {
    this.#call("handleRtmMessage", this.#connection.lastUserId, this.#connection.teamId, ...args);
  }

  /**
   * Calls the data store as v3 does.
   * @param {string} method
   * @param {...any} args
   */
  #call(method, ...args) {
    try {
      this.#dataStore?.[method](...args);
    } catch (error) {
      this.#connection.log("error", `The data store's ${method}() failed: ${wordsOf(error)}`);
    }
  }
}
