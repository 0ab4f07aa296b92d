// The door to Go: what enters by it, and what Go tells. The other side is jsbridge/door.go.

import { Date, performance } from "./clock.js";
import { Wire } from "./wire.js";

/**
 * @typedef {object} Exports the functions of jsbridge/door.go, and Go's memory
 * @property {WebAssembly.Memory} mem
 * @property {() => number} doorUsual
 * @property {(size: number) => number} doorIn
 * @property {(size: number, call: number, mono: number, wall: number) => number} doorEnter
 * @property {() => number} doorTold
 * @property {() => number} doorTake
 */

/** What enter() gives, together. */
export const mustResume = 1;
export const isEvent = 2;

export class Door {
  #exports;
  #wire;
  /** How many bytes have room at the usual place, and where that is; 0 before Go has begun. */
  #usual = 0;
  #usualPlace = 0;
  /** Where what enters now begins, and whether it is still to enter. */
  #begin = 0;
  #hasBegun = false;
  /** The number of the newest call of doorEnter. */
  #call = 0;

  /** @param {Exports} exports */
  constructor(exports) {
    this.#exports = exports;
    this.#wire = new Wire(exports.mem.buffer, 0);
  }

  /**
   * Where what enters is written. Then enter() is called.
   * @param {number} size how many bytes there is room for
   */
  begin(size) {
    this.#usual ||= this.#exports.doorUsual();
    // What has begun and did not enter, since it could not be written, is to be forgotten.
    if (this.#hasBegun || size > this.#usual) this.#begin = this.#exports.doorIn(size);
    else this.#begin = this.#usualPlace ||= this.#exports.doorIn(0);
    this.#hasBegun = true;
    return this.#at(this.#begin);
  }

  /**
   * Enters Go with what was written.
   * @returns {number} mustResume if Go's goroutines wait for a turn, and isEvent if Go has said so
   */
  enter() {
    this.#hasBegun = false;
    const call = (this.#call = (this.#call + 1) % 2 ** 29);
    const result = this.#exports.doorEnter(this.#wire.at - this.#begin, call, performance.now(), Date.now());
    if (result >>> 2 !== call) throw new Error("all goroutines are asleep, and the call was to go on");
    return result & (isEvent | mustResume);
  }

  /**
   * What Go has told since the last time: each a word, by its number, and values.
   * @returns {[word: number, values: any[]][]}
   */
  take() {
    const size = this.#exports.doorTold();
    if (size === 0) return [];
    const begin = this.#exports.doorTake();
    const wire = this.#at(begin);
    /** @type {[number, any[]][]} */
    const told = [];
    while (wire.at < begin + size) {
      const word = wire.bytes[wire.at++];
      const values = new Array(wire.bytes[wire.at++]);
      for (let i = 0; i < values.length; i++) values[i] = wire.read();
      told.push([word, values]);
    }
    return told;
  }

  /**
   * The bytes of a slice of Go's, in base64. Go may be dead: its memory is there. What has
   * ended it may have written over the slice, and then there are none.
   * @param {number} place as Place in jsbridge/door.go gives it
   */
  bytesAt(place) {
    const { buffer } = this.#exports.mem;
    const [at, , size] = new Uint32Array(buffer, place, 3);
    if (at + size > buffer.byteLength) return;
    let text = "";
    for (const byte of new Uint8Array(buffer, at, size)) text += String.fromCharCode(byte);
    return btoa(text);
  }

  /**
   * The wire, at a place in Go's memory.
   * @param {number} at
   */
  #at(at) {
    // Go's memory has grown, which detaches what was laid over it.
    if (this.#wire.bytes.length === 0) this.#wire = new Wire(this.#exports.mem.buffer, at);
    this.#wire.at = at;
    return this.#wire;
  }
}
