// Hands what Go tells to the client, in order: after Go has returned, in the
// same task where possible, and in turns, so that the page keeps answering. Turns are
// timed by Date.now(): performance.now() takes four times as long, which is longer
// than all else that is done here for a frame.

import { report } from "./report.js";
import { Date, queueMicrotask } from "../engine/clock.js";
import { nextTask } from "../engine/task.js";

/** @typedef {import("../engine/engine.js").Item} Item */

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
  /** Whether somebody waits to deal with the items. */
  #isAwaited = false;
  /** For how many whole ms listeners have been called in this task. */
  #spent = 0;

  /**
   * @param {(item: Item) => void} deal deals with an item that is no frame
   * @param {(text: string, event: any, isReplay?: boolean) => void} deliverFrame
   */
  constructor(deal, deliverFrame) {
    this.#deal = deal;
    this.#deliverFrame = deliverFrame;
  }

  /**
   * Takes an item from Go.
   * @param {Item} item
   */
  take(item) {
    this.#items.push(item);
    if (item[0] === "frame") this.waiting++;
    if (this.#scheduled || this.#isAwaited) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#turn();
    });
  }

  /**
   * Has Go take what a socket has brought, and deals with what comes of it at once. If
   * listeners cannot keep up, the socket is made to wait, and not the memory to grow.
   * @param {() => void} bring
   */
  during(bring) {
    this.#isAwaited = true;
    try {
      bring();
    } finally {
      this.#isAwaited = false;
      this.#turn();
    }
    if (this.waiting > maxWaiting) this.#work(() => this.waiting <= maxWaiting);
  }

  /**
   * Deals with items in this task as long as its time lasts, and leaves the
   * others to the next. A browser may hand over hundreds of messages in one
   * task, so the time is that of all of them together.
   */
  #turn() {
    const began = Date.now();
    let now = began;
    if (this.#spent < maxTurn) this.#work(() => (now = Date.now()) >= began + maxTurn - this.#spent);
    // The next task counts anew, if there was anything to count: a task costs as much
    // as to deliver a frame.
    const isFirst = this.#spent === 0;
    this.#spent += now - began; // less than nothing if the clock was set back, for this task
    if (!isFirst || this.#spent === 0) return;
    nextTask(() => {
      this.#spent = 0;
      if (this.#items.length > 0) this.#turn();
    });
  }

  /**
   * Deals with items until there are none, or it is enough.
   * @param {() => boolean} isEnough is asked after each
   */
  #work(isEnough) {
    if (this.#working) return;
    this.#working = true;
    let done = 0;
    try {
      while (done < this.#items.length) {
        const item = this.#items[done++];
        const isFrame = item[0] === "frame";
        if (isFrame) this.waiting--;
        try {
          if (isFrame) this.#deliverFrame(item[1], item[2], item[3]);
          else this.#deal(item);
        } catch (error) {
          report(error); // and the next follows
        }
        if (isEnough()) break;
      }
    } finally {
      this.#items.splice(0, done);
      this.#working = false;
    }
  }
}
