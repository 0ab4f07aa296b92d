// The newest session of a client, as Go must know of it when it begins another one: Go may
// have forgotten the client, or have ended.

export class LastSession {
  /** The token that it is or was for; empty for the constructor's. */
  #token = "";
  /** Whether a start would begin another. */
  #isDown = true;
  /** Whether there was one, and disconnect() has not ended it. */
  #hasStood = false;
  /** @type {string | undefined} why the client is in its state */
  #cause;
  /** @type {string | undefined} the body of the newest presence_sub */
  presence;
  /** @type {{newest: string, cause: string | undefined} | undefined} how one has ended by itself, until there is another */
  #end;

  /**
   * @param {string} state that the client is in now
   * @param {any} cause
   */
  note(state, cause) {
    this.#cause = cause?.message;
    this.#isDown = state === "disconnected" || state === "disconnecting";
    if (state === "connected") {
      this.#hasStood = true;
      this.#end = undefined;
    }
  }

  /**
   * A start has come. What another token's session has left behind is none of its business.
   * @param {string} token
   */
  isAskedFor(token) {
    if (!this.#isDown) return;
    if (token !== this.#token) this.forget();
    this.#token = token;
  }

  /** The caller wants to be away: nothing is missed from now on, and nobody followed. */
  forget() {
    this.forgetEnd();
    this.presence = undefined;
  }

  /** There is none that another would go on with. */
  forgetEnd() {
    this.#hasStood = false;
    this.#end = undefined;
  }

  /**
   * It has ended by itself, and Go will not know of it any more.
   * @param {string} [newest] the timestamp of the newest event before which none is missing, if it is known
   */
  isOver(newest = "") {
    if (this.#hasStood) this.#end = { newest, cause: this.#cause };
    this.#hasStood = false;
  }

  /**
   * It has ended with the program.
   * @param {string} cause
   */
  ends(cause) {
    this.#cause = cause;
    this.isOver();
  }

  /** What a start says of it, if it has ended by itself; see wasm/api.go. */
  earlier() {
    return this.#end ? [this.#end.newest, this.presence, this.#end.cause] : [];
  }
}
