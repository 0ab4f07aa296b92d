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
  #watcher;

  /**
   * @param {string} url
   * @param {() => void} putAway the page is: it may have no open socket
   */
  constructor(url, putAway) {
    this.#url = url;
    this.#watcher = { sleep: putAway, wake: () => {} };
    this.#socket = new WebSocket(url);
    for (const type of types) this.#socket.addEventListener(type, this.#keep);
    watch(this.#watcher);
  }

  /**
   * The socket, if it is the one of an address. Whoever listens to it at once hears what it
   * has brought, before all that comes. One that the page's policy forbids is nobody's, since
   * only while it is opened can be seen that this is why.
   * @param {string} url
   */
  take(url) {
    if (url !== this.#url || this.#isForbidden) return this.close();
    this.#letGo();
    queueMicrotask(() => {
      for (const event of this.#brought) this.#socket.dispatchEvent(event);
    });
    return this.#socket;
  }

  /** Chromium tells of it by an error without a close. */
  get #isForbidden() {
    return this.#socket.readyState === 3 && !this.#brought.some(({ type }) => type === "close");
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
