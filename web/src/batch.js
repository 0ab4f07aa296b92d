// What Go is handed at once of the messages of a socket: of each frame its length, U+001F
// and what Go reads of it, joined with U+001E. No JSON text contains these two raw.

import { envelope } from "./envelope.js";

const separator = "\x1e";

/** A batch is handed over early when it has so many frames, or so many characters to cross. */
const maxFrames = 256;
const maxCharacters = 256 * 1024;

export class Batch {
  #characters = 0;
  /** @type {string[]} */
  #parts = [];

  get frames() {
    return this.#parts.length;
  }

  get isFull() {
    return this.frames >= maxFrames || this.#characters >= maxCharacters;
  }

  /**
   * @param {string} text
   * @param {object} event what it says
   */
  add(text, event) {
    const part = `${text.length}\x1f${envelope(text, event)}`;
    this.#parts.push(part);
    this.#characters += part.length;
  }

  /** The text for Go. */
  join() {
    return this.#parts.join(separator);
  }
}
