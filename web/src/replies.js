// The calls that wait for Slack's reply to a frame. A reply that says ok settles
// its call as soon as it comes in, if all that came before it has been delivered:
// the caller need not wait for Go, which hears of it with what comes next. What is
// not so plain, such as a refusal, Go decides.

import { isAccepted, replyTo } from "./envelope.js";

/** What frames begin with, before their id: rtm/outgoing.go, grants.js. */
const start = '{"id":';

export class Replies {
  /** @type {Map<string, {ticket: number, socket?: number}>} by client and frame; with the socket that it was written to */
  #awaited = new Map();
  /** @type {Map<number, string>} the key above of each ticket */
  #keys = new Map();

  /**
   * A call is about to have a frame written, and waits for the reply.
   * @param {number} ticket
   * @param {number} client
   * @param {number} frame its id
   */
  expect(ticket, client, frame) {
    const key = `${client}/${frame}`;
    this.#awaited.set(key, { ticket });
    this.#keys.set(ticket, key);
  }

  /**
   * A frame has been written.
   * @param {number} client
   * @param {number} socket
   * @param {string} frame
   */
  wrote(client, socket, frame) {
    const call = this.#awaited.get(`${client}/${frame.slice(start.length, frame.indexOf(",", start.length))}`);
    if (call) call.socket = socket;
  }

  /**
   * The ticket of the call that an event settles, if it says ok to a frame that was
   * written to the socket that has brought it.
   * @param {number} client
   * @param {number} socket
   * @param {object} event
   */
  settledBy(client, socket, event) {
    if (!isAccepted(event)) return;
    const call = this.#awaited.get(`${client}/${replyTo(event)}`);
    if (call?.socket === socket) return call.ticket;
  }

  /** @param {number} ticket that has been settled */
  forget(ticket) {
    const key = this.#keys.get(ticket);
    if (key === undefined) return;
    this.#keys.delete(ticket);
    this.#awaited.delete(key);
  }
}
