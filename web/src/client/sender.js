// Sends frames: encodes them, gives them their ids, and refuses what cannot be sent now.

import { bare } from "./bare.js";
import { isText, members, needMembers, own } from "./checks.js";
import { ErrorCode, failure, invalid } from "./errors.js";
import { encode, needConversation } from "./outgoing.js";

/**
 * @typedef {object} How
 * @property {boolean} [awaitReply] whether the outcome is the reply, and not that the frame was written
 * @property {boolean} [unqueued] whether it is refused unless it can be written now
 * @property {boolean} [needsConnection] whether it is refused unless there is a connection
 */

export class Sender {
  #connection;
  #feed;
  #limit;
  #messageId = 0;

  /**
   * @param {import("./connection.js").Connection} connection
   * @param {import("./store-feed.js").StoreFeed} feed
   * @param {number} [limit] how many frames may wait for the program to be loaded; Go keeps to it afterwards
   */
  constructor(connection, feed, limit = QUEUE_LIMIT) {
    this.#connection = connection;
    this.#feed = feed;
    this.#limit = limit;
  }

  nextId() {
    return ++this.#messageId;
  }

  /**
   * @param {string} type
   * @param {any} body
   * @param {unknown} [options]
   * @param {How} [how]
   */
  async send(type, body, options, how = {}) {
    const { signal } = needMembers("The options", options ?? {}, ["signal"]);
    const { awaitReply = false, unqueued = false, needsConnection = false } = bare(how);
    const { port } = this.#connection;
    const json = encode(type, body);
    // As it was when it was given: the caller may change it.
    const sent = JSON.parse(json ?? "{}");
    const text = own(sent, "text");
    if (unqueued && port.waiting("start") > 0) throw failure(ErrorCode.RTMSendWhileNotReadyError, "The connection is not ready: wait for it, or use a method that queues", { delivered: "no" });
    if (unqueued ? !port.isOpen : needsConnection && !this.#connection.isConnected) throw failure(ErrorCode.RTMSendWhileDisconnectedError, "There is no connection: call start() first, or use a method that queues", { delivered: "no" });
    if (port.waiting("send") >= this.#limit) {
      throw failure(ErrorCode.RTMSendQueueFullError, `The queue holds ${this.#limit} frames already: wait for some, or raise sendQueueLimit`, { delivered: "no" });
    }
    const messageId = this.nextId();
    const settled = this.#feed.sending(messageId, type, json, awaitReply);
    const outcome = await port.call("send", [messageId, type, json, awaitReply, unqueued], { signal, members: { messageId, ...(typeof text === "string" && { text }) }, settled });
    return awaitReply ? { ...JSON.parse(outcome), reply_to: messageId } : messageId; // it may have gone out under another
  }

  /**
   * Sends a frame, and gives v3's result: the reply to a message with what the
   * message was. Slack does not answer some types: they are done when written.
   * @param {any} frame
   * @param {{signal?: AbortSignal}} options
   * @param {How} [how]
   */
  async post(frame, options, how) {
    const { type, ...body } = needMembers("The frame", frame, ["type"]);
    if (!isText(type)) throw invalid("The type of a frame must be a string that is not empty");
    const awaitReply = !/typing|presence/.test(type);
    const reply = await this.send(type, body, options, { ...how, awaitReply });
    return type === "message" ? { ok: true, ...reply, type, channel: body.channel, user: this.#connection.lastUserId } : awaitReply ? reply : undefined;
  }

  /**
   * @param {boolean} awaitReply
   * @param {string} type
   * @param {any} body
   * @param {unknown} options
   */
  async outgoingEvent(awaitReply, type, body, options) {
    if (typeof awaitReply !== "boolean") throw invalid("addOutgoingEvent() needs a boolean: whether to wait for the reply");
    const outcome = await this.send(type, body, options, { awaitReply });
    return awaitReply ? outcome : undefined;
  }

  /**
   * @param {string} text
   * @param {string} channel
   * @param {unknown} options
   */
  async message(text, channel, options) {
    const { signal, ...thread } = needMembers("The options of sendMessage()", options ?? {}, ["signal"]);
    if (!isText(text)) throw invalid("sendMessage() needs a text that is not empty");
    needConversation("sendMessage", channel);
    return await this.post({ text, channel, ...thread, type: "message" }, { signal });
  }

  /**
   * @param {string} channel
   * @param {unknown} options
   */
  async typing(channel, options) {
    needConversation("sendTyping", channel);
    await this.send("typing", { channel }, options);
  }

  /**
   * @param {string[]} userIds
   * @param {unknown} options
   */
  async presence(userIds, options) {
    const ids = Array.isArray(userIds) ? Object.values(members("The array of user IDs", userIds)) : [undefined];
    if (!ids.every((id) => typeof id === "string")) throw invalid("subscribePresence() needs an array of user IDs");
    await this.send("presence_sub", { ids }, options);
  }
}
