// The questions of Go's that are being answered: they need the user's own
// functions, or the page's network, and so take time.

export class Questions {
  #reply;
  /** @type {Map<number, AbortController>} */
  #open = new Map();

  /** @param {(question: number, value: any, error: any) => void} reply gives an answer that is still wanted */
  constructor(reply) {
    this.#reply = reply;
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
      const fault = /** @type {any} */ (thrown);
      error = { name: String(fault?.name ?? ""), message: String(fault?.message ?? fault) };
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
