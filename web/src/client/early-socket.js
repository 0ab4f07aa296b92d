// A socket that is opened while the program loads. It is Go's, once that opens one at the
// same address, with what it has brought; else it is closed, and nobody hears of it.

import { unwatch, watch } from "./lifecycle.js";
import { queueMicrotask } from "../engine/clock.js";

const types = ["open", "message", "error", "close"];

export class EarlySocket {
  #url;
  #socket;
  /** @type {Event[]} */
  #brought = [];
  #keep = (/** @type {Event} */ event) => void this.#brought.push(event);
  #watcher = { sleep: () => this.close(), wake: () => {} };

  /** @param {string} url */
  constructor(url) {
    this.#url = url;
    this.#socket = new WebSocket(url);
    for (const type of types) this.#socket.addEventListener(type, this.#keep);
    watch(this.#watcher);
  }

  /**
   * The socket, if it is the one of an address. Whoever listens to it at once hears what it
   * has brought, before all that comes.
   * @param {string} url
   */
  take(url) {
    // One that the policy forbids has in Chromium an error and no close. Another, which is
    // opened with the policy watched, tells why.
    const hasNoClose = this.#socket.readyState === this.#socket.CLOSED && !this.#brought.some(({ type }) => type === "close");
    if (url !== this.#url || hasNoClose) return this.close();
    this.#letGo();
    queueMicrotask(() => {
      for (const event of this.#brought) this.#socket.dispatchEvent(event);
    });
    return this.#socket;
  }

  close() {
    this.#url = ""; // nobody's: its end is not kept
    this.#letGo();
    this.#socket.close();
  }

  #letGo() {
    unwatch(this.#watcher);
    for (const type of types) this.#socket.removeEventListener(type, this.#keep);
  }
}
