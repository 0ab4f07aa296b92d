// The frames of a socket that are delivered as they come in, without Go (rtm/pass.go):
// whether that is allowed, and what Go is yet to be told of them.

import { textOf } from "./envelope.js";

/** The timestamps that Slack writes, which sort as text: rtm/gap.go. */
const timestamp = /^\d{1,12}\.\d{6}$/;

export class Passed {
  /** Whether Go need not see events first. */
  isAllowed = false;
  #frames = 0;
  #newest = "";
  /** @type {number[]} */
  #answered = [];

  /**
   * Takes note of a frame that is about to be delivered.
   * @param {object} event what it says
   * @param {number} [answered] the id of the frame that it answers, if Go has heard of that
   */
  add(event, answered) {
    this.#frames++;
    const when = textOf(event, "event_ts") || textOf(event, "ts");
    if (when > this.#newest && timestamp.test(when)) this.#newest = when;
    if (answered) this.#answered.push(answered);
  }

  /**
   * What there is to tell, which is told then: how many frames, the newest of their
   * timestamps, and which frames they answer.
   * @returns {[frames: number, newest: string, ...answered: number[]] | undefined}
   */
  take() {
    if (this.#frames === 0) return;
    const frames = this.#frames;
    this.#frames = 0;
    return [frames, this.#newest, ...this.#answered.splice(0)];
  }
}
