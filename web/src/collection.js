// What Go refers to on this side, Go's garbage collector lets go, and it goes by
// how much Go has allocated: it does not see what a reference holds here. So,
// when there are many and nothing has happened for a while, it is asked to collect.

/** A program at rest holds about 50. */
const many = 500;

/** How long, in ms, nothing must have happened: to collect takes some milliseconds. */
const rest = 1000;

export class Collection {
  #references;
  #collect;
  #happened = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {() => number} references how many there are
   * @param {() => void} collect
   */
  constructor(references, collect) {
    this.#references = references;
    this.#collect = collect;
  }

  /** Called whenever Go has told something. */
  note() {
    this.#happened++;
    if (this.#timer === undefined && this.#references() > many) this.#wait();
  }

  #wait() {
    const before = this.#happened;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#happened !== before) this.#wait();
      else this.#collect();
    }, rest);
  }

  end() {
    clearTimeout(this.#timer);
  }
}
