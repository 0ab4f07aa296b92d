// The starts of tabs that wait for Slack's answer.

import { ErrorCode, failure } from "../../client/errors.js";

export class Starts {
  #progress;
  #settle;
  /** @type {{tab: string, ticket: number}[]} */
  #waiting = [];
  /** @type {Set<string>} the tabs that were granted the session: it is theirs until they stop */
  #holders = new Set();

  /**
   * @param {import("./progress.js").Progress} progress
   * @param {(tab: string, ticket: number, value?: any, error?: any) => void} settle
   */
  constructor(progress, settle) {
    this.#progress = progress;
    this.#settle = settle;
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   */
  has(tab, ticket) {
    return this.#waiting.some((start) => start.tab === tab && start.ticket === ticket);
  }

  /**
   * Whether a start of this tab waits, or was granted the session.
   * @param {string} tab
   */
  isWantedBy(tab) {
    return this.#holders.has(tab) || this.#waiting.some((start) => start.tab === tab);
  }

  /** @param {string} tab that had the session under another leader */
  hold(tab) {
    this.#holders.add(tab);
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   */
  add(tab, ticket) {
    if (this.#progress.defer(() => this.add(tab, ticket))) return;
    const { answer, cause, state } = this.#progress;
    if (answer) this.#grant(tab, ticket);
    else if (state === "disconnected") this.#settle(tab, ticket, undefined, cause ?? stopped());
    else this.#waiting.push({ tab, ticket });
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   */
  giveUp(tab, ticket) {
    this.#waiting = this.#waiting.filter((start) => start.tab !== tab || start.ticket !== ticket);
    this.#settle(tab, ticket, undefined, failure(ErrorCode.AbortError, "start was given up"));
  }

  /** Slack has answered. */
  answer() {
    for (const { tab, ticket } of this.#waiting.splice(0)) this.#grant(tab, ticket);
  }

  /**
   * @param {string} tab
   * @param {number} ticket
   */
  #grant(tab, ticket) {
    this.#holders.add(tab);
    this.#settle(tab, ticket, this.#progress.answer);
  }

  /** @param {string} tab that wants no session any more */
  stop(tab) {
    this.#holders.delete(tab);
    for (const { ticket } of this.#waiting.filter((start) => start.tab === tab)) this.#settle(tab, ticket, undefined, stopped());
    this.#waiting = this.#waiting.filter((start) => start.tab !== tab);
  }

  /** The session has ended. */
  over() {
    this.#holders.clear();
    for (const { tab, ticket } of this.#waiting.splice(0)) this.#settle(tab, ticket, undefined, this.#progress.cause ?? stopped());
  }
}

function stopped() {
  return failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
}
