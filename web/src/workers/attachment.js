// How a replica is attached to a host: it finds one, and learns that one is gone.

import { clearTimeout, setTimeout } from "../engine/clock.js";
import { whenFree } from "./locks.js";

/**
 * @typedef {import("./hosts.js").Way} Way
 *
 * @typedef {object} Attached what is done when
 * @property {(way: Way) => void} found there is a host
 * @property {(message: any) => void} heard it tells something
 * @property {() => void} gone it has ended; another is looked for next
 * @property {(error: any) => void} failed there is none, or what it tells cannot be read
 */

/** How long, in ms, a host may take to begin: Firefox keeps a SharedWorker that has closed for up to 30 s, and asks no other. */
const patience = 45_000;

/**
 * A way to a host, if it begins in time.
 * @param {import("./hosts.js").AnyHost} host
 * @returns {Promise<Way>}
 */
export async function wayTo(host) {
  /** @type {any} */
  let overdue;
  const controller = new AbortController();
  const opening = host.open(controller.signal);
  try {
    return await Promise.race([
      opening,
      new Promise((/** @type {(value: never) => void} */ _, reject) => (overdue = setTimeout(() => {
        reject(new Error(`it did not begin within ${patience} ms`));
        controller.abort();
        opening.then((way) => way.close(), () => {}); // too late
      }, patience))),
    ]);
  } finally {
    clearTimeout(overdue);
  }
}

export class Attachment {
  #host;
  #on;
  /** @type {Way | undefined} while there is a host */
  #way;
  /** @type {object | undefined} from an attempt to reach a host until it is gone */
  #term;
  #stopWaiting = () => {};

  /**
   * @param {import("./hosts.js").AnyHost} host
   * @param {Attached} on
   */
  constructor(host, on) {
    this.#host = host;
    this.#on = on;
  }

  /** Whether there is a host. */
  get isThere() {
    return this.#way !== undefined;
  }

  /** @param {Way} [way] to a host, if there is one */
  async attach(way) {
    const term = (this.#term = {});
    try {
      const found = way ?? (await wayTo(this.#host));
      if (this.#term === term) this.#attached(found);
      else found.close();
    } catch (error) {
      if (this.#term === term) this.#on.failed(error);
    }
  }

  /** @param {Way} way */
  #attached(way) {
    this.#way = way;
    way.port.onmessage = ({ data }) => this.#on.heard(data);
    way.port.onmessageerror = () => this.#on.failed(new Error("a message could not be read"));
    if (way.host) this.#stopWaiting = whenFree(way.host, () => this.#moveOn(way.host));
    this.#on.found(way);
  }

  /**
   * The worker has gone: another takes the session up.
   * @param {string} [host] the lock that it held
   */
  #moveOn(host) {
    this.detach();
    this.#host.end(host);
    this.#on.gone();
    this.attach();
  }

  detach() {
    this.#term = undefined;
    this.#stopWaiting();
    this.#way?.close();
    this.#way = undefined;
  }

  /** Leaves the host; a worker that is the page's own ends. */
  end() {
    this.detach();
    this.#host.end();
  }

  /** @param {[name: string, ...args: any[]]} message for the host, if there is one */
  post(...message) {
    this.#way?.port.postMessage(message);
  }
}
