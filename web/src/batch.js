// What Go is handed at once of the messages of a socket: frames, joined with
// U+001E, which no JSON text contains raw; in place of a row of plain events there
// is a digest (rtm/digest.go).

import { isPlain, newer } from "./envelope.js";

/** What stands between the parts of a batch. */
export const separator = "\x1e";

/** A batch is handed over early when it has so many frames, or so many characters to cross. */
const maxFrames = 256;
const maxCharacters = 256 * 1024;

export class Batch {
  frames = 0;
  #characters = 0;
  /** @type {string[]} */
  #parts = [];
  /** How many plain events and settled replies there are in a row since the last part. */
  #row = 0;
  /** The newest timestamp of those so far. */
  #newest = "";
  /** @type {number[]} the ids of the frames that Go is to know as answered */
  #answered = [];

  get isFull() {
    return this.frames >= maxFrames || this.#characters >= maxCharacters;
  }

  /**
   * @param {string} text
   * @param {any} event what it says
   * @param {number} [answered] if it is a reply that has settled its call: the id of the frame that it answers, 0 if Go has not heard of that
   */
  add(text, event, answered) {
    this.frames++;
    if (answered) this.#answered.push(answered);
    if (answered !== undefined || isPlain(event)) {
      this.#row++;
      this.#newest = newer(this.#newest, event);
    } else {
      this.#endRow();
      this.#parts.push(text);
      this.#characters += text.length;
    }
  }

  /** The text for Go. */
  join() {
    this.#endRow();
    return this.#parts.join(separator);
  }

  #endRow() {
    if (this.#row === 0) return;
    this.#parts.push([`=${this.#row}`, this.#newest, ...this.#answered].join(" "));
    this.#row = 0;
    this.#answered = [];
  }
}
