// The tabs that show this page, and their sessions. Each tab tells the others how
// it is, and holds a lock for as long as it lives: one that crashed says nothing.
// Each has a session of its own, or, opened with ?shared, they have one together.

import { $, duration, make } from "../dom.js";
import { meanings } from "./meanings.js";

/** @typedef {{tab: string, session: string, state: import("/rtm.js").ConnectionState, since: number, opened: number}} Tab */

export class Sessions {
  #rtm;
  #channel = new BroadcastChannel("rtm-demo");
  #id = crypto.randomUUID();
  #session;
  #opened = Date.now();
  /** @type {Map<string, Tab>} the others */
  #others = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {boolean} isShared whether the tabs have one session
   */
  constructor(rtm, isShared) {
    this.#rtm = rtm;
    this.#session = isShared ? "shared" : this.#id;
    const link = /** @type {HTMLAnchorElement} */ ($("share"));
    link.href = isShared ? "./" : "?shared";
    link.textContent = isShared ? "A session for each tab" : "One session for all tabs";
    rtm.on("state", () => this.#tell("here"));
    this.#channel.addEventListener("message", ({ data: { kind, tab } }) => {
      if (kind === "gone") this.#others.delete(tab.tab);
      else this.#others.set(tab.tab, tab);
      if (kind === "who") this.#tell("here");
      this.tick();
    });
    addEventListener("pagehide", () => this.#tell("gone"));
    addEventListener("pageshow", ({ persisted }) => persisted && this.#tell("who"));
    const lives = () => {
      this.#tell("who");
      return new Promise(() => {});
    };
    if (navigator.locks) navigator.locks.request(this.#id, lives);
    else lives(); // no lock without https, but on one's own machine
  }

  async tick() {
    const locks = await navigator.locks?.query();
    for (const tab of this.#others.keys()) {
      if (locks && !locks.held?.some(({ name }) => name === tab)) this.#others.delete(tab);
    }
    this.#draw();
  }

  #draw() {
    const tabs = [this.#self, ...[...this.#others.values()].sort((a, b) => a.opened - b.opened)];
    const sessions = new Set(tabs.filter(({ state }) => meanings[state][0] === "good").map(({ session }) => session)).size;
    $("sessions-figures").textContent = `${count(tabs.length, "tab")}, ${count(sessions, "session")}`;
    $("sessions").hidden = tabs.length === 1;
    $("sessions").replaceChildren(...tabs.map(({ state, since, tab }) =>
      make("li", { dataset: { mood: meanings[state][0] } }, make("span", { className: "dot" }),
        make("span", { className: "name" }, tab === this.#id ? "This tab" : "Another tab"),
        make("span", { className: "note" }, `${state} for ${duration(Date.now() - since)}`))));
  }

  /** @returns {Tab} */
  get #self() {
    const { state, since } = this.#rtm.stats();
    return { tab: this.#id, session: this.#session, state, since, opened: this.#opened };
  }

  /** @param {"who" | "here" | "gone"} kind */
  #tell(kind) {
    this.#channel.postMessage({ kind, tab: this.#self });
  }
}

/** @param {number} n @param {string} what */
const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
