// How a client stands to its session: what another host must be told, should the one that it
// has be gone.

export class Standing {
  // Only this class changes these.
  state = "disconnected";
  /** How often the client has wanted no session: what belongs to the time before is not heard. */
  epoch = 0;
  /** @type {any[] | undefined} the arguments of the start that began the session, since the last stop */
  start;
  /** Whether a start was granted the session. */
  isHeld = false;
  /** Whether there is a session to continue. */
  #hasStood = false;
  /** @type {string | undefined} the body of the newest presence_sub */
  #presence;
  /** Whose session it is. */
  #user = "";

  /**
   * Notes a call of the client's.
   * @param {string} name
   * @param {any[]} args
   */
  note(name, args) {
    if (name === "stop") {
      if (this.start) this.epoch++; // else it is the wish that it was
      this.forget();
    }
    if (starts(name) && (!this.start || this.state.startsWith("disconnect"))) {
      const begun = name === "start" ? args : ["", [], ""];
      if (this.start && this.start[0] !== begun[0]) this.#presence = undefined; // it is another token's
      this.start = begun;
    }
    if (name === "send" && args[1] === "presence_sub") this.#presence = args[2];
  }

  /** A start has got the session. */
  hold() {
    this.isHeld = true;
  }

  /**
   * Notes a state that the client is told of.
   * @param {string} state
   * @param {string} [user]
   * @param {string} [team]
   */
  enter(state, user, team) {
    this.state = state;
    if (user) this.#user = `${team}/${user}`; // as UserOf of rtm/members has it
    if (state === "connected") this.#hasStood = true;
    if (state === "disconnected") this.isHeld = this.#hasStood = false;
  }

  /** The client wants no session. */
  forget() {
    this.start = this.#presence = undefined;
    this.isHeld = this.#hasStood = false;
    this.#user = "";
  }

  /**
   * What a start says of the session that it continues, if there is one; see wasm/api.go.
   * @param {string} newest the timestamp of the newest event before which the client has missed none
   */
  earlier(newest) {
    return this.#hasStood ? [newest, this.#presence, undefined, this.#user] : undefined;
  }
}

/** @param {string} name */
export function starts(name) {
  return name === "start" || name === "reconnect";
}
