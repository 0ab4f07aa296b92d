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
  note(item) {
    switch (item[0]) {
      case "frames":
        this.#framesIn += item[1].length;
        break;
      case "json":
        if (item[1] === "outgoing_message") this.#framesOut++;
        break;
      case "state":
        this.#since = Date.now();
        if (item[1] === "reconnecting") this.#reconnections++;
        break;
      case "gap":
        this.#gaps++;
        break;
      case "latency":
        this.#latency = item[1];
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
