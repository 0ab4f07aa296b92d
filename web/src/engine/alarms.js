// The timers of the clients: Go says when it wants to know that time has passed.

import { clearTimeout, setTimeout } from "./clock.js";

export class Alarms {
  #ring;
  /** @type {Map<number, any>} by the clients' numbers */
  #timers = new Map();

  /** @param {(client: number) => void} ring is called when one is due */
  constructor(ring) {
    this.#ring = ring;
  }

  /**
   * Sets a client's alarm, in place of the one that it had.
   * @param {number} client
   * @param {number} ms
   */
  set(client, ms) {
    clearTimeout(this.#timers.get(client));
    this.#timers.set(client, setTimeout(() => {
      this.#timers.delete(client);
      this.#ring(client);
    }, ms));
  }

  /** @param {number} client */
  delete(client) {
    clearTimeout(this.#timers.get(client));
    this.#timers.delete(client);
  }

  clear() {
    for (const client of [...this.#timers.keys()]) this.delete(client);
  }
}
