// Buttons that break the connection of the embedded workspace, to see the client
// cope. A fault strikes every tab that is on the workspace.

import { ErrorCode } from "/rtm.js";
import { $, make } from "../dom.js";

/** @typedef {[verb: string, fields?: Record<string, string>]} Step */

/** @type {{id: string, name: string, does: string, steps: Step[]}[]} */
const faults = [
  { id: "drop", name: "Drop link", steps: [["drop"]],
    does: "The socket was cut without a close frame. The client pauses for a moment, then connects anew; what you write meanwhile waits." },
  { id: "half-open", name: "Half-open", steps: [["half-open"]],
    does: "The socket stays open, and nothing comes through any more. A ping without an answer gives it away; sends on it end as uncertain." },
  { id: "stall", name: "Stall call", steps: [["stall-calls", { on: "true" }], ["drop"]],
    does: "The socket was cut, and the call for a new one hangs. The client gives the call up and tries again; then it is answered." },
  { id: "rate-limit", name: "Answer 429", steps: [["rate-limit", { method: "rtm.connect", after: "3", n: "1" }], ["drop"]],
    does: "The socket was cut, and the call for a new one is answered with 429 and Retry-After: 3. The client waits that long." },
  { id: "goodbye", name: "Goodbye", steps: [["goodbye"]],
    does: "Slack says that it will close the socket. The client opens another and moves over: nothing is lost, and the state stays as it is." },
  { id: "garble", name: "Garble a frame", steps: [["send", { frame: '{"type":"message","channel":"C0GENERAL","text":"this frame ends ear' }]],
    does: "A frame that is no JSON came in. It is dropped with a line in the log, and the session goes on." },
  { id: "flood", name: "Flood 10,000", steps: [["flood", { count: "10000", size: "200" }]],
    does: "Ten thousand messages came in at once, in #general. Each reaches its listeners; the page draws the last 300." },
];

export class Faults {
  #control;
  #note;

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("./control.js").Control} control
   * @param {(name: string) => void} note told of each fault
   */
  constructor(rtm, control, note) {
    this.#control = control;
    this.#note = note;
    $("faults").hidden = false;
    $("fault-buttons").append(...faults.map((fault) =>
      make("button", { type: "button", className: "quiet", id: `fault-${fault.id}`, onclick: () => this.#strike(fault) }, fault.name)));
    // Whoever stalled the calls, even in a tab that is gone: it is over once a client has noticed.
    rtm.on("unable_to_rtm_start", ({ code }) => {
      if (code === ErrorCode.RTMConnectTimeoutError) control("stall-calls", { on: "false" }).catch((error) => this.#say(error.message));
    });
  }

  /** @param {typeof faults[number]} fault */
  async #strike({ name, does, steps }) {
    this.#note(name);
    this.#say("");
    try {
      for (const [verb, fields] of steps) await this.#control(verb, fields);
      this.#say(does);
    } catch (error) {
      this.#say(/** @type {Error} */ (error).message);
    }
  }

  /** @param {string} words */
  #say(words) {
    $("fault-words").textContent = words || "…";
  }
}
