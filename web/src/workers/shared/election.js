// Which tab leads: the one that holds the lock. The others wait for it, and ask
// the leader now and then whether it is there, since a page that hangs keeps its
// locks. A timer of a hidden page may be late, and one of a machine that slept
// is: so a leader is asked twice before the lock is taken from it.

import { clearTimeout, setTimeout } from "../../engine/clock.js";

export class Election {
  #name;
  #events;
  #pingAfter;
  #pongWithin;
  /** @type {AbortController | undefined} of the wait for the lock; undefined if there is none */
  #waiting;
  /** @type {(() => void) | undefined} gives the lock back */
  #release;
  /** How often the leader was asked in vain. */
  #unanswered = 0;
  #hasAsked = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} name of the lock
   * @param {object} events
   * @param {() => void} events.won this tab leads
   * @param {() => void} events.robbed another tab has taken the lock
   * @param {() => void} events.ask the leader is to be asked
   * @param {{pingAfter: number, pongWithin: number}} times in ms
   */
  constructor(name, events, { pingAfter, pongWithin }) {
    this.#name = name;
    this.#events = events;
    this.#pingAfter = pingAfter;
    this.#pongWithin = pongWithin;
  }

  /** Takes part, unless it does already. */
  run() {
    if (this.#waiting || this.#release) return;
    this.#waiting = new AbortController();
    this.#unanswered = 0;
    this.#hasAsked = false;
    this.#request({ signal: this.#waiting.signal });
    this.ask();
  }

  /** Takes part no more. A lock that is held goes to the next. */
  stop() {
    clearTimeout(this.#timer);
    this.#waiting?.abort();
    this.#waiting = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  /** The leader was heard of. */
  heard() {
    this.#unanswered = 0;
  }

  /** Asks the leader now and then, and takes the lock if it was in vain twice. */
  ask() {
    clearTimeout(this.#timer);
    if (!this.#waiting) return;
    if (this.#unanswered === 2) return this.#steal();
    const isAnswered = this.#hasAsked && this.#unanswered === 0;
    this.#hasAsked = !isAnswered;
    this.#timer = setTimeout(() => this.ask(), isAnswered ? this.#pingAfter : this.#pongWithin);
    if (isAnswered) return;
    this.#unanswered++;
    this.#events.ask();
  }

  #steal() {
    this.stop();
    this.#waiting = new AbortController(); // steal and signal do not go together
    this.#request({ steal: true });
  }

  /** @param {LockOptions} options */
  async #request(options) {
    const waiting = this.#waiting;
    /** @type {(() => void) | undefined} */
    let release;
    try {
      await navigator.locks.request(this.#name, options, () => new Promise((/** @type {(value?: any) => void} */ resolve) => {
        if (this.#waiting !== waiting) return resolve(); // it was stopped meanwhile
        release = this.#release = resolve;
        clearTimeout(this.#timer);
        this.#waiting = undefined;
        this.#events.won();
      }));
    } catch {
      // The wait was ended, or another has stolen the lock.
      if (!release || this.#release !== release) return;
      this.#release = undefined;
      this.#events.robbed();
    }
  }
}
