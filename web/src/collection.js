// What Go refers to on this side, Go's garbage collector lets go, and it goes by
// how much Go has allocated: it does not see what a reference holds here. So it is
// asked to collect: when there are many references and nothing has happened for a
// while, and when there are very many at once, since the list of those to be let go
// takes memory that Go does not give back.

import { clearTimeout, setTimeout } from "./clock.js";

/** A program at rest holds about 50. */
const many = 500;
const veryMany = 1000;

/** How long, in ms, nothing must have happened: to collect takes some milliseconds. */
const rest = 1000;

export class Collection {
  #references;
  #collect;
  #happened = 0;
  /** How many references are not left until the page is at rest. */
  #most = veryMany;
  #isCollecting = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {() => number} references how many there are
   * @param {() => void} collect begins a collection, which is over when it has called done
   */
  constructor(references, collect) {
    this.#references = references;
    this.#collect = collect;
  }

  /** Called whenever Go has told something. */
  note() {
    this.#happened++;
    const references = this.#references();
    if (references > this.#most && !this.#isCollecting) this.#begin();
    else if (this.#timer === undefined && references > many) this.#wait();
  }

  #wait() {
    const before = this.#happened;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#happened !== before) this.#wait();
      else this.#begin();
    }, rest);
  }

  #begin() {
    this.#isCollecting = true;
    this.#collect();
  }

  /** Called when a collection is over. What is still referred to then is in use. */
  done() {
    this.#isCollecting = false;
    this.#most = Math.max(veryMany, 2 * this.#references());
  }

  end() {
    clearTimeout(this.#timer);
  }
}
