// How far the session of the tabs has come, by what Go tells the leader. A tab
// that comes later goes the same way.

/** @typedef {import("../../engine/engine.js").Item} Item */

/** The events that tell of a state: whoever comes later hears them, too. */
const ofStates = new Set(["connecting", "ws_opening", "ws_opened", "connected", "ready", "open", "reconnecting", "attempting_reconnect"]);

export class Progress {
  // Only this class changes these.
  state = "disconnected";
  /** @type {Item[]} the way to the present state, from the beginning of the attempt */
  way = [];
  /** @type {string | undefined} Slack's answer, of the session that stands or is being opened */
  answer;
  /** Whose session it is or was. */
  user = "";
  /** @type {any} why the last session ended */
  cause;
  /** @type {(() => void)[]} what waits for the session to have ended */
  #late = [];

  /** Whether there is a session, or has to be one soon. */
  get isOn() {
    return this.#late.length > 0 || this.state !== "disconnected";
  }

  /** A start has been called for. Go may be in a worker, and say so later. */
  begin() {
    this.state = "authenticating";
    this.way = [];
  }

  /** @param {boolean} isForced whether the connection is made anew in any state */
  reconnect(isForced) {
    if (isForced || this.state === "ready") this.answer = undefined;
  }

  /** A stop has been called for. */
  finish() {
    if (this.state !== "disconnected") this.state = "disconnecting";
  }

  /**
   * @param {() => void} fn waits for the session to have ended
   * @returns {boolean} whether it is about to: otherwise, fn is not called
   */
  defer(fn) {
    const isEnding = this.state === "disconnecting";
    if (isEnding) this.#late.push(fn);
    return isEnding;
  }

  /** The session has ended, and the tabs know. */
  over() {
    this.way = [];
  }

  /** Calls what has waited for the session to have ended. */
  resume() {
    for (const fn of this.#late.splice(0)) fn();
  }

  /** @param {Item} item that Go tells */
  note(item) {
    const [kind, name, ...args] = item;
    switch (kind) {
      case "state":
        this.state = name;
        this.user = args[1] || this.user;
        if (name === "authenticating") this.way = [];
        if (/^(authenticating|reconnecting|disconnect)/.test(name)) this.answer = undefined;
        if (name === "disconnected") this.cause = args[0];
        break;
      case "event":
        if (!ofStates.has(name)) return;
        break;
      case "json":
        if (name !== "authenticated") return;
        this.answer = args[0];
        break;
      default:
        return;
    }
    this.way.push(item);
  }
}
