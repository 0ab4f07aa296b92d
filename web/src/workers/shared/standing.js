// How a tab stands to the session: what it wants, and what it knows of the one
// that it had. The next leader is told.

/**
 * @typedef {object} Report what a tab tells the leader when it joins
 * @property {boolean} isUp
 * @property {any} fields
 * @property {string | undefined} newest if it had a session
 * @property {string[] | undefined} presence
 */

export class Standing {
  // Only this class changes these two.
  /** Whether the tab wants a session. */
  isUp = false;
  /** The newest timestamp before which nothing is missing. */
  newest = "";
  /** @type {any} for the call to Slack, of the last start */
  #fields = [];
  /** @type {string[] | undefined} whose presence the tab follows */
  #presence;
  /** Whether the tab has had the session. */
  hasStood = false;

  /** @returns {Report} */
  get report() {
    return { isUp: this.isUp, fields: this.#fields, newest: this.hasStood ? this.newest : undefined, presence: this.#presence };
  }

  /**
   * Notes a call of the tab's.
   * @param {import("./pending.js").Call} call
   */
  note({ name, args }) {
    switch (name) {
      case "start":
        this.#fields = args[1];
        this.isUp = true;
        break;
      case "reconnect":
        this.isUp = true;
        break;
      case "send":
        if (args[1] === "presence_sub") this.#presence = args[2] && JSON.parse(args[2]).ids;
        break;
      case "stop":
        this.isUp = false;
        break;
    }
  }

  /** The session stands. */
  ready() {
    this.hasStood = true;
  }

  /** @param {string} newest */
  hear(newest) {
    this.newest = newest;
  }

  /** The tab wants no session any more. */
  down() {
    this.isUp = false;
  }

  /** The session has ended: the next one does not continue it. */
  forget() {
    this.hasStood = false;
    this.#presence = undefined;
    this.newest = "";
  }
}
