// The questions of Go's that are being answered: they need the user's own
// functions, or the page's network, and so take time.

import { toGo } from "../client/errors.js";

export class Questions {
  #reply;
  #faultOf;
  /** @type {Map<number, AbortController>} */
  #open = new Map();

  /**
   * @param {(question: number, value: any, error: any) => void} reply gives an answer that is still wanted
   * @param {(thrown: unknown) => object} faultOf makes what Go gets of what was thrown
   */
  constructor(reply, faultOf = toGo) {
    this.#reply = reply;
    this.#faultOf = faultOf;
  }

  /**
   * @param {number} question
   * @param {(signal: AbortSignal) => any} answer is called when nothing of Go's is on the stack: users' functions must not run then
   */
  async ask(question, answer) {
    const controller = new AbortController();
    this.#open.set(question, controller);
    let value, error;
    try {
      value = await Promise.resolve(controller.signal).then(answer);
    } catch (thrown) {
      error = this.#faultOf(thrown);
    }
    if (this.#open.delete(question)) this.#reply(question, value, error);
  }

  /** @param {number} question */
  cancel(question) {
    this.#open.get(question)?.abort();
    this.#open.delete(question);
  }

  cancelAll() {
    for (const question of [...this.#open.keys()]) this.cancel(question);
  }
}
