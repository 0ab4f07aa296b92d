// How the connection is: in two words for everybody, and with counters and the
// latest states for the curious.

import { $, make, time } from "./dom.js";

/** How many states are listed. */
const maxStates = 12;

/** @typedef {import("/rtm.js").ConnectionState} State */

/** What each state means: a mood, that is a colour, and words. @type {Record<State, [mood: string, words: string]>} */
const meanings = {
  disconnected: ["off", "Not connected"],
  authenticating: ["busy", "Connecting…"],
  authenticated: ["busy", "Connecting…"],
  handshaking: ["busy", "Connecting…"],
  connected: ["good", "Connected"],
  ready: ["good", "Connected"],
  reconnecting: ["bad", "Reconnecting…"],
  disconnecting: ["busy", "Disconnecting…"],
};

export class Connection {
  #rtm;
  #counts = { in: 0, out: 0, again: 0 };
  /** @type {Map<number, number>} when frames were written that await a reply, by id */
  #written = new Map();

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {() => void} connect
   */
  constructor(rtm, connect) {
    this.#rtm = rtm;
    rtm.on("state", (change) => this.#enter(change));
    rtm.on("message", ({ hidden }) => hidden || this.#count("in"));
    rtm.on("outgoing_message", ({ id, type }) => {
      if (type === "message") this.#count("out");
      if (type === "message" || type === "ping") this.#written.set(id, performance.now());
    });
    rtm.on("slack_event", (_, event) => this.#hear(/** @type {any} */ (event).reply_to));
    $("toggle").addEventListener("click", () => {
      if (rtm.state === "disconnected") connect();
      else rtm.disconnect();
    });
  }

  /** @param {import("/rtm.js").StateChange} change */
  #enter({ name, cause }) {
    const [mood, words] = meanings[name];
    $("status").dataset.mood = mood;
    $("status").title = cause?.message ?? "";
    // A change in the words only, or a screen reader hears each step.
    if ($("status-words").textContent !== words) $("status-words").textContent = words;

    const item = make("li", { dataset: { mood } }, make("span", { className: "name" }, name), time(new Date(), "seconds"));
    if (cause) item.append(make("span", { className: "cause" }, cause.message));
    $("states").prepend(item);
    while ($("states").children.length > maxStates) $("states").lastChild.remove();

    if (name === "reconnecting") this.#count("again");
    if (name === "reconnecting" || name === "disconnected") {
      this.#written.clear();
      $("round-trip").textContent = "–";
    }
    $("toggle").disabled = name === "disconnecting";
    $("toggle").textContent = name === "disconnected" ? "Connect" : "Disconnect";
  }

  /** @param {"in" | "out" | "again"} what */
  #count(what) {
    $(`count-${what}`).textContent = (++this.#counts[what]).toLocaleString();
  }

  /** @param {number | undefined} id of the frame that is replied to */
  #hear(id) {
    const since = id === undefined ? undefined : this.#written.get(id);
    if (since === undefined) return;
    this.#written.delete(/** @type {number} */ (id));
    const ms = performance.now() - since;
    $("round-trip").textContent = `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
  }
}
