// Hands what Go tells to the client, in order: after Go has returned, in the
// same task where possible, and in turns, so that the page keeps answering.

import { nextTask } from "./task.js";

/**
 * @typedef {import("./engine.js").Item} Item
 * @typedef {import("./socket.js").Frame} Frame
 */

/** For how long, in ms, listeners are called before the page gets a turn. */
const maxTurn = 8;

/** What is too short, in ms, to begin the count anew for it: a task for that costs as much. */
const moment = 0.5;

/** With more frames than this undelivered, those that come in wait for some to be delivered. */
const maxWaiting = 1000;

export class Delivery {
  #deal;
  #deliverFrame;
  /** @type {Item[]} */
  #items = [];
  #waitingFrames = 0;
  #working = false;
  #scheduled = false;
  /** For how long listeners have been called in this task, and for moments in those before. */
  #spent = 0;
  /** Whether there will be a task that counts anew. */
  #isRelieved = false;

  /**
   * @param {(item: Item) => void} deal deals with an item that is not frames
   * @param {(text: string, event: any) => void} deliverFrame
   */
  constructor(deal, deliverFrame) {
    this.#deal = deal;
    this.#deliverFrame = deliverFrame;
  }

  /** How many frames Go has passed on and no listener has seen. */
  get waiting() {
    return this.#waitingFrames;
  }

  /**
   * Takes an item from Go, which is on the stack.
   * @param {Item} item
   */
  take(item) {
    this.#items.push(item);
    if (item[0] === "frames") this.#waitingFrames += item[1].length;
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
    if (this.#waitingFrames > maxWaiting) this.#work(() => this.#waitingFrames <= maxWaiting);
  }

  /**
   * Deals with items in this task as long as its time lasts, and leaves the
   * others to the next. A browser may hand over hundreds of messages in one
   * task, so the time is that of all of them together.
   */
  #turn() {
    const began = performance.now();
    const over = began + maxTurn - this.#spent;
    this.#work(() => performance.now() >= over);
    this.#spent += performance.now() - began;
    if (this.#spent < moment || this.#isRelieved) return;
    this.#isRelieved = true;
    nextTask(() => {
      this.#isRelieved = false;
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
          this.#deliverFrames(item[1], isEnough);
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
   * @param {() => boolean} isEnough
   */
  #deliverFrames(frames, isEnough) {
    let done = 0;
    try {
      while (done < frames.length) {
        this.#waitingFrames--;
        const [text, event] = frames[done++];
        this.#deliverFrame(text, event);
        if (isEnough()) break;
      }
    } finally {
      frames.splice(0, done);
    }
  }
}
