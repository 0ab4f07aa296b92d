// The page's timers and clocks, as they were when rtm.js was imported: whoever puts
// others in their place later, as tests do, does not move the client. Fakes that were
// there at the import do, as sinon's and vitest's (which bear their `clock`). When they
// are taken away, the client goes on with the page's own: what waits then waits for the
// rest of its time.

/** @typedef {{fn: () => void, due: number, id: any}} Timer one that was set with a fake */

/** How often, in ms, it is looked whether fakes are still there: by a timer that they do not replace. */
const glance = 100;

class Clock {
  #page = taken();
  /** By how much our time is ahead of the page's performance.now(), since fakes are gone. */
  #ahead = 0;
  /** @type {Set<Timer>} those that were set with fakes and have not fired */
  #timers = new Set();
  #isWatching = false;

  now() {
    this.#change();
    return this.#page.now() + this.#ahead;
  }

  wall() {
    this.#change();
    return this.#page.wall();
  }

  /**
   * @param {() => void} fn
   * @param {number} ms
   * @returns {any}
   */
  set(fn, ms) {
    this.#change();
    const { set, isFake } = this.#page; // a timer of the page's is called without a `this`
    if (!isFake) return set(fn, ms);
    const timer = { fn, due: this.now() + ms, id: undefined };
    this.#timers.add(timer);
    this.#arm(timer);
    this.#watch();
    return timer;
  }

  /** @param {any} timer */
  clear(timer) {
    const { clear, isFake } = this.#page;
    if (this.#timers.delete(timer)) clear(timer.id);
    else if (!isFake) clear(timer);
  }

  /** @param {Timer} timer */
  #arm(timer) {
    const { set } = this.#page;
    timer.id = set(() => {
      this.#timers.delete(timer);
      timer.fn();
    }, Math.max(0, timer.due - this.now()));
  }

  #watch() {
    if (this.#isWatching || this.#timers.size === 0) return;
    this.#isWatching = true;
    AbortSignal.timeout(glance).addEventListener("abort", () => {
      this.#isWatching = false;
      this.#change();
      if (this.#page.isFake) this.#watch();
    });
  }

  /** Takes the page's timers anew, if those that were taken are fakes, and gone. */
  #change() {
    const before = this.#page;
    if (!before.isFake || before.set === globalThis.setTimeout) return;
    this.#page = taken();
    this.#ahead += before.now() - this.#page.now();
    for (const timer of this.#timers) this.#arm(timer);
  }
}

function taken() {
  const { setTimeout, clearTimeout, Date, performance } = globalThis;
  const { clock } = /** @type {any} */ (setTimeout);
  const { now } = clock?.performance ?? performance; // fakes may have left the page's performance alone
  return { set: setTimeout, clear: clearTimeout, wall: Date.now.bind(Date), now: /** @type {() => number} */ (now.bind(performance)), isFake: clock !== undefined };
}

/** The one of this file, until it is given that of rtm.js. */
export let clock = new Clock();

/** @param {Clock} ofPage that of rtm.js, which was there before this file */
export function takeClock(ofPage) {
  clock = ofPage;
}

// In place of the globals of these names.

export const setTimeout = (/** @type {() => void} */ fn, /** @type {number} */ ms) => clock.set(fn, ms);
export const clearTimeout = (/** @type {any} */ timer) => clock.clear(timer);
export const performance = { now: () => clock.now() };

/** As much of it as we and Go use. */
export class Date {
  static now() {
    return clock.wall();
  }

  getTime() {
    return clock.wall();
  }
}

/** A microtask is no time, and one that a fake keeps might never come. */
export const queueMicrotask = "clock" in globalThis.queueMicrotask ? (/** @type {() => void} */ fn) => void Promise.resolve().then(fn) : globalThis.queueMicrotask;
