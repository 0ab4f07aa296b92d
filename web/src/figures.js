// What a client counts, for stats().

export class Figures {
  #since = Date.now();
  #framesIn = 0;
  #framesOut = 0;
  #reconnections = 0;
  #gaps = 0;
  /** @type {number | undefined} */
  #latency;

  /**
   * Counts what Go has told.
   * @param {import("./engine.js").Item} item
   */
  note([kind, ...args]) {
    switch (kind) {
      case "frames":
        this.#framesIn += args[0].length;
        break;
      case "json":
        if (args[0] === "outgoing_message") this.#framesOut++;
        break;
      case "state":
        this.#since = Date.now();
        if (args[0] === "reconnecting") this.#reconnections++;
        break;
      case "gap":
        this.#gaps++;
        break;
      case "latency":
        this.#latency = args[0];
        break;
    }
  }

  get all() {
    return {
      since: this.#since,
      framesIn: this.#framesIn,
      framesOut: this.#framesOut,
      reconnections: this.#reconnections,
      gaps: this.#gaps,
      latency: this.#latency,
    };
  }
}
