// Hands what Go tells to the client, in order: after Go has returned, in the
// same task where possible, and in turns, so that the page keeps answering.

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
  #isMuted;
  /** @type {Item[]} */
  #items = [];
  #waitingFrames = 0;
  #working = false;
  #scheduled = false;
  /** @type {number | undefined} when the turn of this task is over; undefined before it has begun */
  #turnEnds;

  /**
   * @param {(item: Item) => void} deal deals with an item that is not frames
   * @param {(text: string, event: any) => void} deliverFrame
   * @param {() => boolean} isMuted whether frames are to be dropped
   */
  constructor(deal, deliverFrame, isMuted) {
    this.#deal = deal;
    this.#deliverFrame = deliverFrame;
    this.#isMuted = isMuted;
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
    if (this.#turnEnds === undefined) {
      this.#turnEnds = performance.now() + maxTurn;
      nextTask(() => {
        this.#turnEnds = undefined;
        if (this.#items.length > 0) this.#turn();
      });
    }
    const over = this.#turnEnds;
    this.#work(() => performance.now() >= over);
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
      // A listener may mute the client, which ends the row at once.
      while (done < frames.length && !this.#isMuted()) {
        this.#waitingFrames--;
        const [text, event] = frames[done++];
        this.#deliverFrame(text, event);
        if (isEnough()) break;
      }
    } finally {
      if (this.#isMuted()) {
        this.#waitingFrames -= frames.length - done;
        done = frames.length;
      }
      frames.splice(0, done);
    }
  }
}
