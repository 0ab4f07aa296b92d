// The figures of stats(), with what they count.

import { $, make } from "../dom.js";
import { bytes } from "../chat/message.js";

/** @type {[name: keyof import("/rtm.js").Stats, words: string][]} */
const known = [
  ["framesIn", "frames that came in"],
  ["framesOut", "frames that were written"],
  ["reconnections", "times the connection was lost"],
  ["gaps", "gaps in the events"],
  ["latency", "the newest ping's round trip"],
  ["calls", "calls that have not settled"],
  ["queued", "frames that wait to be written"],
  ["pending", "frames that wait for a reply"],
  ["undelivered", "frames whose listeners were not called yet"],
  ["listeners", "listeners of this client"],
  ["sockets", "sockets open, opening or closing"],
  ["goroutines", "goroutines"],
  ["jsReferences", "values of JavaScript that Go holds"],
  ["wasmMemory", "memory of the WebAssembly program"],
];

export class Counters {
  #rtm;
  /** @type {[name: string, dd: HTMLElement][]} */
  #figures;

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    this.#rtm = rtm;
    this.#figures = known.map(([name, words]) => {
      const dd = make("dd");
      $("counters").append(make("div", {}, make("dt", {}, make("code", {}, name), make("span", {}, words)), dd));
      return [name, dd];
    });
  }

  tick() {
    const stats = /** @type {Record<string, any>} */ (this.#rtm.stats());
    for (const [name, dd] of this.#figures) dd.textContent = shown(name, stats[name]);
  }
}

/** @param {string} name @param {number | undefined} value */
function shown(name, value) {
  if (value === undefined) return "–";
  if (name === "latency") return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  return name === "wasmMemory" ? bytes(value) : value.toLocaleString("en");
}
