// What a client counts, for stats().

import { Date } from "../engine/clock.js";

export class Figures {
  since = Date.now();
  framesIn = 0;
  framesOut = 0;
  reconnections = 0;
  gaps = 0;
  /** @type {number | undefined} */
  latency;

  /**
   * Counts what Go has told, but for frames.
   * @param {import("../engine/engine.js").Item} item
   */
  note(item) {
    switch (item[0]) {
      case "json":
        if (item[1] === "outgoing_message") this.framesOut++;
        break;
      case "state":
        this.since = Date.now();
        if (item[1] === "reconnecting") this.reconnections++;
        break;
      case "gap":
        this.gaps++;
        break;
      case "latency":
        this.latency = item[1];
        break;
    }
  }
}
