// Hands what Go tells to the client, in order: after Go has returned, in the
// same task where possible, and in turns, so that the page keeps answering.

import { nextTask } from "./task.js";

/** @typedef {import("./engine.js").Item} Item */

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

  /**
   * @param {(item: Item) => void} deal deals with an item that is not frames
   * @param {(text: string) => void} deliverFrame
   * @param {() => boolean} isMuted whether frames are to be dropped
   */
  constructor(deal, deliverFrame, isMuted) {
    this.#deal = deal;
    this.#deliverFrame = deliverFrame;
    this.#isMuted = isMuted;
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
    queueMicrotask(() => this.#work());
  }

  /**
   * Called for each message that comes in: if listeners cannot keep up, the
   * socket is made to wait, and not the memory to grow.
   */
  relieve() {
    if (this.#waitingFrames > maxWaiting) this.#work();
  }

  /** Deals with items until there are none, or the turn is over. */
  #work() {
    if (this.#working) return;
    this.#working = true;
    const over = performance.now() + maxTurn;
    let done = 0;
    do {
      const item = this.#items[done];
      if (item[0] !== "frames") this.#deal(item);
      // Frames for which there is no time stay in their item.
      if (item[0] !== "frames" || this.#deliverFrames(item, over)) done++;
    } while (done < this.#items.length && performance.now() < over);
    this.#items.splice(0, done);
    this.#working = false;
    this.#scheduled = this.#items.length > 0;
    if (this.#scheduled) nextTask(() => this.#work());
  }

  /**
   * Reports whether all frames of the item are done with.
   * @param {Item} item
   * @param {number} over when the turn is over
   */
  #deliverFrames(item, over) {
    /** @type {string[]} */
    const texts = item[1];
    let done = 0;
    // A listener may mute the client, which ends the row at once.
    while (done < texts.length && !this.#isMuted()) {
      this.#deliverFrame(texts[done++]);
      if (performance.now() >= over) break;
    }
    if (this.#isMuted()) done = texts.length;
    this.#waitingFrames -= done;
    item[1] = texts.slice(done);
    return item[1].length === 0;
  }
}
