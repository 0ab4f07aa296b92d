// Buttons that break the connection of the embedded workspace, to see the client
// cope. A fault strikes every tab that is on the workspace.

import { ErrorCode } from "/rtm.js";
import { $, make } from "../dom.js";

/** @typedef {[verb: string, fields?: Record<string, string>]} Step */

/**
 * A fault, with words for how far it has come: once it has struck; if the connection
 * was lost over it; and when it is over, which is once the client is ready again, or
 * where the state stays as it is, at once.
 * @typedef {object} Fault
 * @property {string} id
 * @property {string} name
 * @property {(method: string) => Step[]} steps given the call that asks for a session
 * @property {boolean} [isRTMs] whether Socket Mode has nothing of the kind
 * @property {string} struck
 * @property {string} [lost]
 * @property {(took: string) => string} [over]
 * @property {boolean} [moves] it is over when the client has moved to another socket
 * @property {(event: {text?: string}) => boolean} [ends] whether a message is the fault's last
 * @property {() => Step[]} [cleanUp] what is done a little after that
 */

/** How long, in ms, the flood stays on the page. */
const floodStays = 5000;

/** @type {Fault[]} */
const faults = [
  { id: "drop", name: "Drop link", steps: () => [["drop"]],
    struck: "The socket is cut without a close frame.",
    lost: "The socket was cut without a close frame. After a short pause the client connects anew; what you write meanwhile waits.",
    over: (took) => `The socket was cut without a close frame. The client was ready again after ${took}, and sends what waited.` },
  { id: "half-open", name: "Half-open", isRTMs: true, steps: () => [["half-open"]],
    struck: "The socket stays open, and nothing comes through any more. A ping without an answer will give it away; what is sent until then ends as uncertain.",
    lost: "A ping had no answer, so that the client has given the socket up. It connects anew.",
    over: (took) => `A ping had no answer, and the client gave the socket up. It was ready again after ${took}.` },
  { id: "stall", name: "Stall call", steps: () => [["stall-calls", { on: "true" }], ["drop"]],
    struck: "The socket is cut, and the call for a new one will hang.",
    lost: "The socket was cut, and the call for a new one hangs. The client gives the call up and tries again; then it is answered.",
    over: (took) => `The call for a new socket hung, and the client gave it up. It was ready again after ${took}.` },
  { id: "rate-limit", name: "Answer 429", steps: (method) => [["rate-limit", { method, after: "3", n: "1" }], ["drop"]],
    struck: "The socket is cut, and the call for a new one will be answered with 429.",
    lost: "The socket was cut, and the call for a new one is answered with 429 and Retry-After: 3. The client waits that long.",
    over: (took) => `Slack asked for a pause of 3 s, and the client kept it. It was ready again after ${took}.` },
  { id: "goodbye", name: "Goodbye", isRTMs: true, steps: () => [["goodbye"]], moves: true,
    struck: "Slack has said that it will close the socket. The client opens another and moves over; the state stays as it is.",
    over: (took) => `Slack said that it would close the socket. The client moved to another within ${took}: nothing was lost, and the state stayed as it was.` },
  { id: "garble", name: "Garble a frame", steps: () => [["send", { frame: '{"type":"message","channel":"C0GENERAL","text":"this frame ends ear' }]],
    struck: "A frame that is no JSON has come in. It was dropped with a line in the log, and the session goes on." },
  { id: "flood", name: "Flood 10,000", steps: () => [["repeat", { frame: floodFrame(), count: "10000" }]],
    struck: "Ten thousand messages come in at once, in #general. Each reaches its listeners; the page draws the last 300, and drops them in a moment.",
    ends: ({ text }) => text?.startsWith("010000.") === true,
    // The history has none of them. This is Slack's word for a client to read it anew.
    cleanUp: () => [["send", { frame: JSON.stringify({ type: "channel_history_changed", channel: "C0GENERAL", latest: newest(), ts: newest(), event_ts: newest() }) }]],
    over: () => "Ten thousand messages came in at once, in #general, and each reached its listeners. They are gone from the page again: the history has none of them." },
];

/** One frame of the flood. The workspace writes its number for {n}; it is a part of the timestamp, too. */
const floodFrame = () => JSON.stringify({ type: "message", channel: "C0GENERAL", user: "U0000ANNA", text: `{n}${".".repeat(60)}`, ts: `${Math.floor(Date.now() / 1000)}.{n}` });

const newest = () => (Date.now() / 1000).toFixed(6);

export class Faults {
  #rtm;
  #control;
  #note;
  #method;
  #faults;
  /** @type {{fault: Fault, at: number} | undefined} what goes on */
  #current;

  /**
   * @param {import("/rtm.js").RTMClient} rtm
   * @param {import("./control.js").Control} control
   * @param {(name: string) => void} note told of each fault
   * @param {boolean} isApp whether the client speaks Socket Mode
   */
  constructor(rtm, control, note, isApp) {
    this.#rtm = rtm;
    this.#control = control;
    this.#note = note;
    this.#method = isApp ? "apps.connections.open" : "rtm.connect";
    this.#faults = faults.filter(({ isRTMs }) => !(isApp && isRTMs));
    $("faults").hidden = false;
    $("fault-buttons").append(...this.#faults.map((fault) =>
      make("button", { type: "button", className: "quiet", id: `fault-${fault.id}`, onclick: () => this.#strike(fault) }, fault.name)));
    // Whoever stalled the calls, even in a tab that is gone: it is over once a client has noticed.
    rtm.on("unable_to_rtm_start", ({ code }) => {
      if (code === ErrorCode.RTMConnectTimeoutError) control("stall-calls", { on: "false" }).catch((error) => this.#say(error.message));
    });
    rtm.on("state", ({ name }) => this.#follow(name));
    rtm.on("gap", () => this.#current?.fault.moves && this.#end());
    this.#follow(rtm.state);
  }

  /** @param {Fault} fault */
  async #strike(fault) {
    if (this.#rtm.state !== "ready") return this.#say(`There is no connection that could break now: ${this.#rtm.state === "disconnected" ? "press Connect" : "wait until there is one"}.`);
    this.#note(fault.name);
    const current = { fault, at: Date.now() };
    this.#current = fault.over && current;
    this.#say(fault.struck);
    try {
      const last = fault.ends && this.#rtm.waitFor("message", { filter: fault.ends }).catch(() => undefined); // disconnected
      for (const [verb, fields] of fault.steps(this.#method)) await this.#control(verb, fields);
      if (await last) setTimeout(() => this.#cleanUp(fault, current), floodStays);
    } catch (error) {
      this.#say(/** @type {Error} */ (error).message);
    }
  }

  /** @param {Fault} fault @param {object} current */
  async #cleanUp({ cleanUp = () => [] }, current) {
    try {
      for (const [verb, fields] of cleanUp()) await this.#control(verb, fields);
      if (this.#current === current) this.#end();
    } catch (error) {
      this.#say(/** @type {Error} */ (error).message);
    }
  }

  /** Says how far the fault has come. @param {string} state */
  #follow(state) {
    for (const { id } of this.#faults) $(`fault-${id}`).ariaDisabled = String(state !== "ready");
    const lost = this.#current?.fault.lost;
    if (state === "disconnected") {
      this.#current = undefined;
      this.#say("You have disconnected: there is nothing to break.");
    } else if (state === "ready") {
      if (lost) this.#end();
      else if (!this.#current) this.#say("Press one, and see the client cope.");
    } else if (state === "reconnecting" && lost) {
      this.#say(lost);
    } else if (!this.#current) {
      this.#say("Once there is a connection, press one, and see the client cope.");
    }
  }

  #end() {
    if (!this.#current) return;
    const { fault: { over }, at } = this.#current;
    this.#current = undefined;
    if (over) this.#say(over(`${((Date.now() - at) / 1000).toFixed(1)} s`));
  }

  /** @param {string} words */
  #say(words) {
    $("fault-words").textContent = words;
  }
}
