// What the data store's getters give: snapshots, with the methods of v3's
// models (its models/). A method that changes something changes it in the store,
// and brings the snapshot up to date; of what the store no longer has, it
// changes nothing.

import { stringify } from "./json.js";

/**
 * Calls a method of wasm/store_models.go on what a snapshot is of, and gives
 * what is there now, undefined if nothing.
 * @typedef {(method: string, argument?: string) => any} Call
 */

/** A user: v3's User. */
export class User {
  /** @type {Call} */
  #call;

  /**
   * @param {object} members
   * @param {Call} call
   */
  constructor(members, call) {
    this.#call = call;
    assign(this, members);
  }

  /** @param {object} members */
  update(members) {
    const now = this.#call("updateUser", stringify(members));
    if (now) assign(this, now);
    return this;
  }

  toJSON() {
    return { ...this };
  }
}

/** A channel, group, DM or MPDM: v3's BaseChannel. */
export class Conversation {
  /** @type {any[]} */
  history = [];
  unreadCount = 0;
  lastRead = "";
  #type;
  /** @type {Call} */
  #call;

  /**
   * @param {[type: string, members: object, state: any]} snapshot
   * @param {Call} call
   */
  constructor(snapshot, call) {
    this.#type = snapshot[0];
    this.#call = call;
    this.#take(snapshot);
  }

  getType() {
    return this.#type;
  }

  /** @param {string} ts */
  getMessageByTs(ts) {
    return this.history.find((message) => message.ts === ts);
  }

  getTypingUsers() {
    return this.#call("getChannelGroupOrDMById")?.[2].typing ?? [];
  }

  /** @param {object} members */
  update(members) {
    this.#change("updateConversation", stringify(members));
    return this;
  }

  /** @param {object} message */
  addMessage(message) {
    this.#change("addMessage", stringify(message));
  }

  /** @param {object} event a message_changed */
  updateMessage(event) {
    this.#change("updateMessage", stringify(event));
  }

  /** @param {string} userId */
  startedTyping(userId) {
    this.#change("startedTyping", userId);
  }

  recalcUnreads() {
    this.#change("recalcUnreads");
    return this.unreadCount;
  }

  toJSON() {
    const { history, unreadCount, lastRead, ...members } = this;
    return members;
  }

  /**
   * @param {string} method
   * @param {string} [argument]
   */
  #change(method, argument) {
    const now = this.#call(method, argument);
    if (now) this.#take(now);
  }

  /** @param {any} snapshot */
  #take([, members, { history, unreadCount, lastRead }]) {
    assign(this, members);
    assign(this, { history, unreadCount, lastRead });
  }
}

/**
 * Gives an object members that came from outside. Unlike Object.assign it takes
 * one that is named "__proto__" for a member like others.
 * @param {object} object
 * @param {object} members
 */
function assign(object, members) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(object, name, /** @type {PropertyDescriptor} */ ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }));
  }
}
