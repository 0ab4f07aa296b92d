// What the data store's getters give: snapshots, with the methods of v3's
// models (its models/). A method that changes something changes it in the store,
// and brings the snapshot up to date; of what the store no longer has, it
// changes nothing.

import { bare } from "../client/bare.js";
import { stringify } from "../client/json.js";

/**
 * Calls a method of wasm/store_models.go on what a snapshot is of, and gives
 * what is there now, undefined if nothing.
 * @typedef {(method: string, argument?: string) => any} Call
 */

/** Names what a snapshot knows of the store. A private member would be missing behind a proxy (proxies.js). */
const origin = Symbol("origin");

/** A user: v3's User. */
export class User {
  /**
   * @param {object} members
   * @param {Call} call
   */
  constructor(members, call) {
    hide(this, { call, type: "User" });
    assign(this, members);
  }

  /** @param {object} members */
  update(members) {
    const now = originOf(this).call("updateUser", stringify(members));
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

  /**
   * @param {[type: string, members: object, state: any]} snapshot
   * @param {Call} call
   */
  constructor(snapshot, call) {
    hide(this, { call, type: snapshot[0] });
    take(this, snapshot);
  }

  getType() {
    return originOf(this).type;
  }

  /** @param {string} ts */
  getMessageByTs(ts) {
    return this.history.find((message) => message.ts === ts);
  }

  getTypingUsers() {
    return originOf(this).call("getChannelGroupOrDMById")?.[2].typing ?? [];
  }

  /** @param {object} members */
  update(members) {
    change(this, "updateConversation", stringify(members));
    return this;
  }

  /** @param {object} message */
  addMessage(message) {
    change(this, "addMessage", stringify(message));
  }

  /** @param {object} event a message_changed */
  updateMessage(event) {
    change(this, "updateMessage", stringify(event));
  }

  /** @param {string} userId */
  startedTyping(userId) {
    change(this, "startedTyping", userId);
  }

  recalcUnreads() {
    change(this, "recalcUnreads");
    return this.unreadCount;
  }

  toJSON() {
    const { history, unreadCount, lastRead, ...members } = this;
    return members;
  }
}

/**
 * @param {Conversation} conversation
 * @param {string} method
 * @param {string} [argument]
 */
function change(conversation, method, argument) {
  const now = originOf(conversation).call(method, argument);
  if (now) take(conversation, now);
}

/**
 * @param {Conversation} conversation
 * @param {any} snapshot
 */
function take(conversation, [, members, { history, unreadCount, lastRead }]) {
  assign(conversation, members);
  assign(conversation, { history, unreadCount, lastRead });
}

/**
 * @param {object} snapshot
 * @param {{call: Call, type: string}} from
 */
function hide(snapshot, from) {
  Object.defineProperty(snapshot, origin, bare({ value: from, configurable: true })); // or a proxy may not answer with another of its own
}

/**
 * @param {any} snapshot
 * @returns {{call: Call, type: string}}
 */
function originOf(snapshot) {
  return snapshot[origin];
}

/**
 * Gives an object members that came from outside. Unlike Object.assign it takes
 * one that is named "__proto__" for a member like others.
 * @param {object} object
 * @param {object} members
 */
function assign(object, members) {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(object, name, bare({ value, writable: true, enumerable: true, configurable: true }));
  }
}
