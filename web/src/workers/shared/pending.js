// The calls of a tab that are the leader's to make, until they are settled. They
// outlive a leader: the next one gets those that certainly were not written.

import { ErrorCode, failure } from "../../client/errors.js";

/**
 * @typedef {object} Call that has not been settled
 * @property {string} name
 * @property {any[]} args
 * @property {"here" | "posted" | "taken" | "written"} progress how far it has come: posted to the leader, taken by it (it has said so), and written by it, or perhaps
 * @property {number | undefined} id of the frame, by which the leader knows it; undefined before the leader has taken it
 * @property {boolean} isWithdrawn
 */

export class Pending {
  #deliver;
  #standing;
  /** @type {Map<number, Call>} by ticket */
  #calls = new Map();

  /**
   * @param {(ticket: number, value: any, error: any) => void} deliver gives an outcome
   * @param {import("./standing.js").Standing} standing
   */
  constructor(deliver, standing) {
    this.#deliver = deliver;
    this.#standing = standing;
  }

  get size() {
    return this.#calls.size;
  }

  [Symbol.iterator]() {
    return this.#calls.entries();
  }

  /** @param {number} ticket */
  has(ticket) {
    return this.#calls.has(ticket);
  }

  /** @param {string} name */
  hasAny(name) {
    return [...this.#calls.values()].some((call) => call.name === name);
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {any[]} args
   * @returns {Call}
   */
  add(ticket, name, args) {
    /** @type {Call} */
    const call = { name, args, progress: "here", id: undefined, isWithdrawn: false };
    this.#calls.set(ticket, call);
    return call;
  }

  /** @param {Call} call that the leader is told of now */
  notePosted(call) {
    call.progress = "posted";
  }

  /**
   * @param {number} ticket of a call that the leader has now
   * @param {number} id
   * @param {boolean} isWritten
   */
  noteTaken(ticket, id, isWritten) {
    Object.assign(this.#calls.get(ticket) ?? {}, { id, progress: isWritten ? "written" : "taken" });
  }

  /** @param {string} frame that the leader has written, of any tab */
  noteWritten(frame) {
    if (this.#calls.size === 0) return;
    const { id } = JSON.parse(frame);
    for (const call of this.#calls.values()) if (call.id === id) call.progress = "written";
  }

  /** @param {number} ticket of a call that its caller wants no more */
  withdraw(ticket) {
    const call = this.#calls.get(ticket);
    if (call) call.isWithdrawn = true;
    return call;
  }

  /**
   * Settles a call that was withdrawn, and that no leader has.
   * @param {number} ticket
   * @param {Call} call
   */
  giveUp(ticket, call) {
    const frame = call.name === "send" ? membersOf(call, "no") : {};
    this.settle(ticket, undefined, failure(ErrorCode.AbortError, `${call.name} was given up`, frame));
  }

  /**
   * There is no leader any more. A leader that says farewell has closed its socket,
   * and has said before what it took and what it wrote. Of one that does not (it
   * crashed, or was robbed), its last words may be lost: it may have written
   * whatever was posted to it.
   * @param {boolean} hasFarewell
   */
  lose(hasFarewell) {
    for (const [ticket, call] of this.#calls) {
      const isUnwritten = call.progress === "here" || (hasFarewell && call.progress === "taken");
      if (call.name === "send" && !isUnwritten) this.settle(ticket, undefined, unanswered(call));
      else if (call.isWithdrawn) this.giveUp(ticket, call);
      Object.assign(call, { id: undefined, progress: "here" });
    }
  }

  /** The session has ended for this tab. */
  end() {
    for (const [ticket, call] of this.#calls) {
      if (call.name === "stop") this.settle(ticket);
      else if (call.name === "send" && call.progress !== "here") this.settle(ticket, undefined, unanswered(call));
      else if (call.name === "send") this.settle(ticket, undefined, failure(ErrorCode.RTMDisconnectedError, "the frame was not sent, since the session has ended: it may be sent again after a start", membersOf(call, "no")));
      else this.settle(ticket, undefined, failure(ErrorCode.RTMDisconnectedError, "disconnect() was called"));
    }
  }

  /**
   * Gives the outcome of a call, with the id that the caller knows in place of
   * the leader's.
   * @param {number} ticket
   * @param {any} [value]
   * @param {any} [error]
   */
  settle(ticket, value, error) {
    const call = this.#calls.get(ticket);
    if (!call) return;
    this.#calls.delete(ticket);
    if (call.name === "send") {
      const [id] = call.args;
      if (typeof value === "number") value = id;
      if (typeof value === "string") value = JSON.stringify({ ...JSON.parse(value), reply_to: id });
      if (error?.messageId !== undefined) {
        error.message = error.message.replace(`frame ${error.messageId}`, `frame ${id}`);
        error.messageId = id;
        if (error.data?.reply_to !== undefined) error.data.reply_to = id;
      }
      if (error?.code === ErrorCode.AbortError && !call.isWithdrawn && !this.#standing.isUp) error = failure(ErrorCode.RTMDisconnectedError, "disconnect() was called", membersOf(call, error.delivered));
    }
    this.#deliver(ticket, value, error);
  }
}

/**
 * What an error about a frame carries.
 * @param {Call} call
 * @param {"no" | "unknown"} delivered
 */
export function membersOf({ args: [messageId, , body] }, delivered) {
  const text = body && JSON.parse(body).text;
  return { messageId, ...(typeof text === "string" && { text }), delivered };
}

/**
 * The error of a frame that may have been written, of which no leader knows.
 * @param {Call} call
 */
function unanswered(call) {
  return failure(ErrorCode.RTMNoReplyReceivedError, `the tab that had the connection was lost before Slack answered frame ${call.args[0]}: look whether it arrived before sending it again`, membersOf(call, "unknown"));
}
