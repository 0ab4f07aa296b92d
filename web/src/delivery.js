// Hands what Go tells to the client, in order: after Go has returned, in the
// same task where possible, and in turns, so that the page keeps answering. Turns are
// timed by Date.now(): performance.now() takes four times as long, which is longer
// than all else that is done here for a frame.

import { report } from "./report.js";
import { Date, queueMicrotask } from "./clock.js";
import { nextTask } from "./task.js";

/**
 * @typedef {import("./engine.js").Item} Item
 * @typedef {import("./socket.js").Frame} Frame
 */

/** For how long, in ms, listeners are called before the page gets a turn. */
const maxTurn = 8;

/** With more frames than this undelivered, those that come in wait for some to be delivered. */
const maxWaiting = 1000;

export class Delivery {
  #deal;
  #deliverFrame;
  /** @type {Item[]} */
  #items = [];
  /** How many frames no listener has seen. */
  waiting = 0;
  #working = false;
  #scheduled = false;
  /** For how many whole ms listeners have been called in this task. */
  #spent = 0;

  /**
   * @param {(item: Item) => void} deal deals with an item that is not frames
   * @param {(text: string, event: any, isReplay?: boolean) => void} deliverFrame
   */
  constructor(deal, deliverFrame) {
    // What one throws is reported, and the next follows.
    this.#deal = (/** @type {Item} */ item) => attempt(() => deal(item));
    this.#deliverFrame = (/** @type {string} */ text, /** @type {any} */ event, /** @type {boolean} */ isReplay = false) => attempt(() => deliverFrame(text, event, isReplay));
  }

  /**
   * Takes an item from Go, which is on the stack.
   * @param {Item} item
   */
  take(item) {
    this.#items.push(item);
    if (item[0] === "frames") this.waiting += item[1].length;
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  /**
   * Called for each message that comes in: if listeners cannot keep up, the
   * socket is made to wait, and not the memory to grow.
   */
  relieve() {
    if (this.waiting > maxWaiting) this.#work(() => this.waiting <= maxWaiting);
  }

  /**
   * Deals with items in this task as long as its time lasts, and leaves the
   * others to the next. A browser may hand over hundreds of messages in one
   * task, so the time is that of all of them together.
   */
  #turn() {
    const began = Date.now();
    const over = began + maxTurn - this.#spent;
    this.#work(() => Date.now() >= over);
    // The next task counts anew, if there was anything to count: a task costs as much
    // as to deliver a frame.
    const isFirst = this.#spent === 0;
    this.#spent += Date.now() - began; // less than nothing if the clock was set back, for this task
    if (!isFirst || this.#spent === 0) return;
    nextTask(() => {
      this.#spent = 0;
      if (this.#items.length > 0) this.#turn();
    });
  }

  /**
   * Deals with items until there are none, or it is enough.
   * @param {() => boolean} isEnough
   */
  #work(isEnough) {
    if (this.#working) return;
    this.#working = true;
    let done = 0;
    try {
      while (done < this.#items.length && !isEnough()) {
        const item = this.#items[done];
        if (item[0] === "frames") {
          this.#deliverFrames(item[1], item[2], isEnough);
          // Frames that were not delivered stay in their item.
          if (item[1].length === 0) done++;
        } else {
          done++;
          this.#deal(item);
        }
      }
    } finally {
      this.#items.splice(0, done);
      this.#working = false;
    }
  }

  /**
   * @param {Frame[]} frames those that are done with are taken out
   * @param {boolean} isReplay whether they are replays: see Role in rtm/core/effect.go
   * @param {() => boolean} isEnough
   */
  #deliverFrames(frames, isReplay, isEnough) {
    let done = 0;
    try {
      while (done < frames.length) {
        this.waiting--;
        const [text, event] = frames[done++];
        this.#deliverFrame(text, event, isReplay);
        if (isEnough()) break;
      }
    } finally {
      frames.splice(0, done);
    }
  }
}

/** @param {() => void} fn */
function attempt(fn) {
  try {
    fn();
  } catch (error) {
    report(error);
  }
}
