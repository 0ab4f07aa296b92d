// What a tab hears of the session from the one that leads; the leader's own tab
// hears of it in the same way.

import { queueMicrotask } from "../../engine/clock.js";
import { ErrorCode, failure } from "../../client/errors.js";

/** @typedef {import("../../engine/engine.js").Item} Item */

export class Follower {
  #standing;
  #pending;
  #events;
  /** Whether the leader's items are for this tab, too. */
  #isIn = false;
  state = "disconnected"; // only this class changes it
  /** @type {string | undefined} whose session it is */
  #whose;

  /**
   * @param {import("./standing.js").Standing} standing
   * @param {import("./pending.js").Pending} pending
   * @param {object} events
   * @param {(item: Item) => void} events.deliver tells the client
   * @param {() => void} events.left the leader is to know that the tab wants no session
   * @param {() => void} events.ended the session has ended
   * @param {() => void} events.refused the tab is to take no part in the session any more
   */
  constructor(standing, pending, events) {
    this.#standing = standing;
    this.#pending = pending;
    this.#events = events;
  }

  /** What a leader may say of the session. */
  does = {
    welcome: (/** @type {string} */ _, /** @type {string} */ newest, /** @type {Item[]} */ way) => {
      if (newest) this.#standing.hear(newest);
      this.#isIn = this.#standing.isUp;
      for (const item of way) this.#take(item);
    },
    items: (/** @type {string} */ _, /** @type {Item[]} */ items) => {
      for (const item of items) this.#take(item);
    },
    taken: (/** @type {string} */ _, /** @type {number} */ ticket, /** @type {number} */ id, /** @type {boolean} */ isWritten) => this.#pending.noteTaken(ticket, id, isWritten),
    newest: (/** @type {string} */ _, /** @type {string} */ newest) => this.#standing.hear(newest),
  };

  /** @param {Item} item */
  #take(item) {
    const [kind, name, ...args] = item;
    if (kind === "settle") return this.#pending.settle(name, ...args);
    if (!this.#isIn) return;
    switch (kind) {
      case "state": {
        const [, user, team] = args;
        const whose = user ? `${team}/${user}` : this.#whose;
        if (this.#whose && whose !== this.#whose) return this.#refuse();
        this.#whose = whose;
        this.state = name;
        break;
      }
      case "json":
        if (name === "outgoing_message") this.#pending.noteWritten(args[0]);
        break;
    }
    this.#events.deliver(item);
    if (kind !== "event") return;
    if (name === "ready") this.#standing.ready();
    if (name !== "disconnected") return;
    this.#out();
    this.#forget();
    queueMicrotask(() => this.#events.ended());
  }

  /** The leader's session is for somebody else: this tab wants no part in it. */
  #refuse() {
    const error = failure(ErrorCode.RTMDisconnectedError, `The tab that leads now has a session for another user or team than ${this.#whose} (team/user): give each its own name as the option "shared"`);
    this.#out();
    this.#events.deliver(["state", (this.state = "disconnected"), error]);
    this.#events.deliver(["event", "disconnected", error]);
    this.#forget();
    // After what is being told.
    queueMicrotask(() => {
      this.stop();
      this.#events.refused();
    });
  }

  /**
   * There is no leader any more.
   * @param {boolean} hasFarewell whether it has said so
   */
  lost(hasFarewell) {
    this.#isIn = false;
    this.#pending.lose(hasFarewell);
    if (this.#pending.hasAny("stop")) return this.stop();
    if (!this.#standing.isUp || /^(disconnect|reconnecting)/.test(this.state)) return;
    this.state = "reconnecting";
    this.#events.deliver(["state", "reconnecting", failure(ErrorCode.RTMWebsocketError, "the tab that had the connection has let it go")]);
    for (const name of ["reconnecting", "attempting_reconnect"]) this.#events.deliver(["event", name]);
  }

  /** Ends the session for this tab, without the leader. */
  stop() {
    this.#out();
    this.#events.left();
    if (this.state !== "disconnected") for (const name of ["disconnecting", "disconnected"]) {
      this.#events.deliver(["state", (this.state = name)]);
      this.#events.deliver(["event", name]);
    }
    this.#forget();
    this.#pending.end();
  }

  #out() {
    this.#standing.down();
    this.#isIn = false;
  }

  #forget() {
    this.#standing.forget();
    this.#whose = undefined;
  }
}
