// The time of the schedules. It passes as they say, and what is to happen in it lies here:
// the package's timers, and what the world of a schedule has planned.

/** A task of the page's own: before it all microtasks are over. */
const nextTask = () => scheduler.postTask(() => {});

const { setTimeout: setRealTimeout } = globalThis;

/** The real time, in ms: for what really takes some, such as the loading of the program. */
const real = (ms) => new Promise((resolve) => setRealTimeout(resolve, ms));

export class Clock {
  /** What performance.now() says. It never goes back: Go's runtime outlives a schedule. */
  mono = 3_600_000;
  /** What Date.now() says beyond that. */
  offset = Date.UTC(2026, 0, 1);
  /** What is to happen, by number. */
  #coming = new Map();
  #newest = 0;
  /** Tasks that the package has asked for by a MessageChannel. */
  #tasks = [];
  /** Whether something is under way that takes real time. */
  isBusy = () => false;

  get wall() {
    return this.mono + this.offset;
  }

  /** How many timers the package has. */
  get timers() {
    return [...this.#coming.values()].filter(({ isOurs }) => !isOurs).length;
  }

  /** What the package is to find in place of the page's own. */
  globals() {
    const clock = this;
    return {
      setTimeout: (fn, ms = 0) => clock.#set(fn, ms < 2 ** 31 ? ms : 0, false), // as browsers do
      clearTimeout: (number) => void clock.#coming.delete(number),
      performance: { now: () => clock.mono },
      Date: class {
        static now() {
          return clock.wall;
        }
      },
      MessageChannel: class {
        port1 = { onmessage: () => {} };
        port2 = { postMessage: () => clock.task(() => this.port1.onmessage({ data: null })) };
      },
    };
  }

  /** Has something done in a task of its own. */
  task(fn) {
    this.#tasks.push(fn);
  }

  /** Has the world do something later. */
  after(ms, fn) {
    return this.#set(fn, ms, true);
  }

  /** Forgets what the world has planned. */
  forgetPlans() {
    for (const [number, { isOurs }] of this.#coming) if (isOurs) this.#coming.delete(number);
  }

  #set(fn, ms, isOurs) {
    this.#coming.set(++this.#newest, { fn, due: this.mono + Math.max(ms, 0), isOurs });
    return this.#newest;
  }

  /** Lets time pass, with what happens in it. */
  async pass(ms) {
    const end = this.mono + ms;
    for (let turns = 0; ; turns++) {
      if (turns > 100_000) throw new Error("time does not pass: a timer is set again and again");
      await this.quiet();
      const next = this.#next(end);
      if (next === undefined) break;
      const { fn, due } = this.#coming.get(next);
      this.#coming.delete(next);
      this.mono = Math.max(this.mono, due);
      fn();
    }
    this.mono = Math.max(this.mono, end);
  }

  /** What comes next. At one time what comes in is there before the package's timers. */
  #next(end) {
    let first, soonest = Infinity;
    for (const [number, { due, isOurs }] of this.#coming) {
      if (due > end) continue;
      const at = isOurs ? due - 1e-4 : due;
      if (at < soonest) [first, soonest] = [number, at];
    }
    return first;
  }

  /** Waits until the page has done all that it can without time. */
  async quiet() {
    for (let waits = 0; ; ) {
      await nextTask();
      if (this.#tasks.length > 0) this.#tasks.shift()();
      else if (!this.isBusy()) return;
      else if (++waits < 5000) await real(1);
      else throw new Error("what takes real time does not end");
    }
  }
}
