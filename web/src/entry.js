// The calls that are about to enter Go, in their order. To enter it takes a tenth
// of a millisecond, so those of one task go together; and what Go need not know at
// once waits for something else to go with.

import { asText, together } from "./as-text.js";
import { clearTimeout, queueMicrotask, setTimeout } from "./clock.js";

/** How many calls enter Go together. */
const maxCalls = 100;

/** How long, in ms, that waits which Go need not know at once. */
const patience = 100;

/** @typedef {[ticket: number, name: string, ...args: any[]]} Call of a function of wasm/api.go */

export class Entry {
  #enter;
  #late;
  /** @type {(Call | undefined)[]} */
  #calls = [];
  /** @type {Map<number, number>} where among them is the call of a ticket that may be dropped */
  #held = new Map();
  /** How many of them are not held, those included that are entering now. */
  #pushed = 0;
  #isDue = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(...values: any[]) => void} enter makes a call, or several as one text; see jsbridge/doc.go
   * @param {() => void} late is called when something has waited long enough
   */
  constructor(enter, late) {
    this.#enter = enter;
    this.#late = late;
  }

  /**
   * Makes a call at the end of the task.
   * @param {Call} call
   */
  push(call) {
    this.#calls.push(call);
    this.#pushed++;
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.flush();
    });
  }

  /** Whether Go has had all calls but those that are held. */
  get isClear() {
    return this.#pushed === 0;
  }

  /**
   * Makes a call with the next, or a little later.
   * @param {Call} call
   * @param {boolean} mayDrop whether drop may do so
   */
  hold(call, mayDrop) {
    const i = this.#calls.push(call) - 1;
    if (mayDrop) this.#held.set(call[0], i);
    this.wait();
  }

  /**
   * Drops a call that is held: nobody waits for its outcome any more. Returns
   * false if Go has got it.
   * @param {number} ticket
   */
  drop(ticket) {
    const i = this.#held.get(ticket);
    if (i === undefined) return false;
    this.#calls[i] = undefined;
    return true;
  }

  /** Something waits for others to go with. */
  wait() {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#late();
    }, patience);
  }

  /** Makes all calls now. */
  flush() {
    if (this.#calls.length === 0) return;
    this.#held.clear();
    const pushed = this.#pushed;
    /** @type {string[]} */
    let texts = [];
    const enterTogether = () => {
      if (texts.length > 0) this.#enter(together(texts));
      texts = [];
    };
    for (const call of this.#calls.splice(0)) {
      if (!call) continue;
      const text = asText(call);
      if (text === undefined) {
        enterTogether();
        this.#enter(...call);
      } else if (texts.push(text) === maxCalls) enterTogether();
    }
    enterTogether();
    this.#pushed -= pushed;
  }

  end() {
    clearTimeout(this.#timer);
  }
}
