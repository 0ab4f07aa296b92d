// The raw frames, the newest first, with a filter. They are kept as they come
// and drawn once for all of a moment, so that a flood does not stop the page.

import { $, soon } from "../dom.js";
import { frameView } from "./frame-view.js";
import { redact } from "./redact.js";

/** How many frames are kept, and how many of them are shown. */
const maxKept = 2000;
const maxShown = 200;

/** @typedef {{number: number, at: number, isIn: boolean, text: string}} Frame */

export class Frames {
  /** @type {Frame[]} the oldest first */
  #kept = [];
  #count = 0;
  /** @type {Frame[] | undefined} what is looked at while the list is paused */
  #held;
  #token;
  #drawSoon = soon(() => this.draw());
  /** @type {Map<Frame, HTMLElement>} */
  #views = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {() => string} token which is never shown
   */
  constructor(rtm, token) {
    this.#token = token;
    rtm.on("raw_message", (text) => this.#keep(true, text));
    rtm.on("outgoing_message", (frame) => this.#keep(false, JSON.stringify(frame)));
    $("frames-filter").addEventListener("input", () => this.draw());
    $("frames-direction").addEventListener("change", () => this.draw());
    $("frames-pause").addEventListener("click", () => {
      this.#held = this.#held ? undefined : [...this.#kept];
      $("frames-pause").ariaPressed = String(!!this.#held);
      this.draw();
    });
    $("frames-clear").addEventListener("click", () => {
      this.#kept = [];
      if (this.#held) this.#held = [];
      this.draw();
    });
    $("frames-copy").addEventListener("click", () => this.#copy());
  }

  draw() {
    if ($("frames").clientWidth === 0) return; // not on the page now
    const chosen = this.#chosen();
    const shown = chosen.slice(-maxShown).reverse();
    const views = new Map(shown.map((frame) => [frame, this.#views.get(frame) ?? frameView(frame)]));
    for (const [frame, view] of this.#views) if (!views.has(frame)) view.remove();
    let place = $("frames").firstChild;
    for (const view of views.values()) {
      if (view === place) place = place.nextSibling;
      else $("frames").insertBefore(view, place);
    }
    this.#views = views;
    const missed = this.#held ? this.#count - (this.#held.at(-1)?.number ?? this.#count) : 0;
    $("frames-count").textContent = `${chosen.length.toLocaleString("en")} of ${this.#count.toLocaleString("en")} frames`
      + (chosen.length > maxShown ? `, the last ${maxShown} shown` : "") + (this.#held ? `, paused${missed ? `, ${missed.toLocaleString("en")} more` : ""}` : "");
  }

  /** @param {boolean} isIn @param {string} text */
  #keep(isIn, text) {
    this.#kept.push({ number: ++this.#count, at: Date.now(), isIn, text: redact(text, this.#token()) });
    if (this.#kept.length > 2 * maxKept) this.#kept = this.#kept.slice(-maxKept); // seldom, since it copies
    this.#drawSoon();
  }

  /** Those that pass the filter: each of its words occurs, and none that has a minus. */
  #chosen() {
    const words = $("frames-filter").value.toLowerCase().split(/\s+/).filter((/** @type {string} */ word) => word !== "" && word !== "-");
    const direction = $("frames-direction").value;
    return (this.#held ?? this.#kept).slice(-maxKept).filter(({ isIn, text }) => {
      if (direction !== "both" && (direction === "in") !== isIn) return false;
      const low = text.toLowerCase();
      return words.every((/** @type {string} */ word) => (word[0] === "-" ? !low.includes(word.slice(1)) : low.includes(word)));
    });
  }

  async #copy() {
    const lines = this.#chosen().map(({ at, isIn, text }) => `${new Date(at).toISOString()} ${isIn ? "in " : "out"} ${text}`);
    await navigator.clipboard.writeText(lines.join("\n"));
    $("frames-count").textContent = `${lines.length.toLocaleString("en")} frames copied`;
  }
}
