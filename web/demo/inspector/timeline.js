// What happened to the connection, the newest first: attempts with their states,
// the sessions they led to, why those ended, gaps, the client's log, and the
// faults of this page's buttons.

import { $, duration, make, time } from "../dom.js";
import { meanings } from "./meanings.js";
import { redact } from "./redact.js";

/** How many entries are kept. */
const maxEntries = 100;

/** An entry on the page. @typedef {{element: HTMLElement, title: any, body: any}} Entry */

export class Timeline {
  #sessions = 0;
  #attempts = 0;
  /** When the session began, in ms since 1970; 0 if there is none. */
  #began = 0;
  /** @type {Entry & {at: number, began: number} | undefined} the attempt that is being made, or has led to the session */
  #attempt;

  /** @param {import("/rtm.js").RTMClient} rtm */
  constructor(rtm) {
    rtm.on("state", (change) => this.#enter(change));
    rtm.on("gap", ({ recovered, cause }) => this.note(recovered ? "good" : "busy", recovered ? "A gap, and nothing is missing" : "A gap: events may be missing",
      recovered && !cause ? "Another socket took over in time." : cause?.message));
    rtm.on("rate_limited", (seconds) => this.note("bad", `429: Slack asks to wait ${seconds} s`));
  }

  /** A line of the client's log. @param {string} level @param {string} text */
  log(level, text) {
    this.note(level === "error" ? "bad" : "off", "", `${level}: ${text}`);
  }

  /** @param {string} mood @param {string} title @param {string} [words] @returns {Entry} */
  note(mood, title, words = "") {
    const parts = { title: make("span", { className: "name" }, title), body: make("span", { className: "cause" }, redact(words)) };
    const element = make("li", { dataset: { mood } }, ...(title ? [parts.title] : []), time(new Date(), "seconds"), parts.body);
    if (!title) element.classList.add("log");
    $("timeline").prepend(element);
    while ($("timeline").children.length > maxEntries) $("timeline").lastChild.remove();
    return { element, ...parts };
  }

  /** @param {import("/rtm.js").StateChange} change */
  #enter({ name, cause }) {
    const now = Date.now();
    switch (name) {
      case "authenticating":
        this.#attempt = { ...this.note("busy", `Attempt ${++this.#attempts}`), at: now, began: now };
        break;
      case "authenticated":
      case "handshaking":
        break;
      case "connected":
        this.#began = now;
        this.#sessions++;
        break;
      case "ready":
        if (this.#attempt) this.#attempt.title.textContent = `Session ${this.#sessions}`;
        break;
      default: {
        const lasted = this.#began ? `Session ${this.#sessions} lasted ${duration(now - this.#began)}` : "";
        this.#began = 0;
        this.note(meanings[name][0], name, [lasted, cause?.message].filter(Boolean).join(": "));
        this.#attempt = undefined;
        return;
      }
    }
    this.#step(name, now);
  }

  /** Adds a state to the attempt, and to the one before it how long that took. @param {import("/rtm.js").ConnectionState} name @param {number} now */
  #step(name, now) {
    const a = this.#attempt;
    if (!a) return;
    const { body } = a;
    if (body.textContent) body.append(`\u00a0${now - a.at}\u00a0ms → `);
    body.append(name);
    a.at = now;
    a.element.dataset.mood = meanings[name][0];
    if (name === "ready") body.append(`, ${now - a.began}\u00a0ms in all`);
  }
}
