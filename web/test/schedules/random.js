/** Numbers drawn at random, the same for the same seed (sfc32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b9, 1];
    for (let i = 0; i < 12; i++) this.#next();
  }

  /** A whole number from 0 to n - 1. */
  below(n) {
    return this.#next() % n;
  }

  /** Whether the one case of n is met. */
  one(n) {
    return this.below(n) === 0;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  #next() {
    let [a, b, c, d] = this.#state;
    const sum = (a + b + d) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    this.#state = [a >>> 0, b, c >>> 0, (d + 1) >>> 0];
    return sum;
  }
}
