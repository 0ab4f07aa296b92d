// The calls that are about to enter Go, in their order. To enter it takes a tenth
// of a millisecond, so those of one task go together.

import { asText, together } from "./as-text.js";
import { queueMicrotask } from "./clock.js";

/** How many calls enter Go together. */
const maxCalls = 100;

/** @typedef {[ticket: number, name: string, ...args: any[]]} Call of a function of wasm/api.go */

export class Entry {
  #enter;
  /** @type {Call[]} */
  #calls = [];
  #isDue = false;

  /** @param {(...values: any[]) => void} enter makes a call, or several as one text; see jsbridge/doc.go */
  constructor(enter) {
    this.#enter = enter;
  }

  /**
   * Makes a call at the end of the task.
   * @param {Call} call
   */
  push(call) {
    this.#calls.push(call);
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.flush();
    });
  }

  /** Makes all calls now. */
  flush() {
    /** @type {string[]} */
    let texts = [];
    const enterTogether = () => {
      if (texts.length > 0) this.#enter(together(texts));
      texts = [];
    };
    for (const call of this.#calls.splice(0)) {
      const text = asText(call);
      if (text === undefined) {
        enterTogether();
        this.#enter(...call);
      } else if (texts.push(text) === maxCalls) enterTogether();
    }
    enterTogether();
  }
}
