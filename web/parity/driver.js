// Runs a script against a client, and writes down what a program that uses the
// client would see: events with their arguments, outcomes of calls, exceptions.
// It is the same in Node, for the official clients, and in a page, for ours.

import { inspect } from "./inspect.js";
import { eventsOf } from "./names.js";

/** How long something that must come soon may take before it counts as not coming, in ms. */
const patience = 6000;

/** How often an attempt may fail in the same way before it counts as going on for ever. */
const enough = 4;

/** What v3's methods return means nothing: its programs look at events and callbacks. */
const withoutResult = /^(start|login|connect|reconnect|disconnect|sendTyping|subscribePresence)$/;

export class Driver {
  /** What was seen, in order, as {name, line}. */
  #seen = [];
  /** How much of it the script has waited for. */
  #cursor = 0;
  #isOver = false;
  /** Whether pings and pongs are written down. When they come depends on the time. */
  showsPings = false;
  #ignored = new Set();
  #wake = () => {};
  #make;
  #control;

  /**
   * @param {object} environment
   * @param {"v3" | "v4"} environment.dialect whose names and options the script uses
   * @param {(options: object) => any} environment.make makes a client
   * @param {any} environment.exports what the package exports
   * @param {string} environment.api where the workspace is called
   * @param {string} environment.control where it is scripted
   */
  constructor({ dialect, make, exports, api, control }) {
    this.dialect = dialect;
    this.exports = exports;
    this.MemoryDataStore = exports.MemoryDataStore;
    this.api = api;
    this.#make = make;
    this.#control = control;
  }

  /** Whether something is wrong with the process: whoever runs it should end it. */
  get isStuck() {
    return this.#seen.some(({ name }) => name === "never" || name === "uncaught");
  }

  get lines() {
    return this.#seen.map(({ line }) => line);
  }

  /** Writes down what is no event. */
  note(line, name = "note") {
    if (this.#isOver) return;
    this.#seen.push({ name, line });
    if (/^(attempting_reconnect|reconnecting)$/.test(name) && this.#seen.filter((seen) => seen.name === name).length >= enough) {
      this.#seen.push({ name: "never", line: "and so on, for ever" });
      this.#isOver = true;
    }
    this.#wake();
  }

  /** Leaves these events out from now on, or all. */
  ignore(...names) {
    for (const name of names.length > 0 ? names : eventsOf(this.dialect)) this.#ignored.add(name);
  }

  /** Of an exception or a rejection that nobody caught. */
  uncaught(error) {
    this.note(`uncaught ${inspect(error)}`, "uncaught");
  }

  // The client.

  /** Makes the client, and listens to all that it emits. */
  client(options = {}) {
    const { v3, v4, ...common } = options;
    this.rtm = this.#make({ ...common, ...{ v3, v4 }[this.dialect] });
    for (const name of eventsOf(this.dialect)) {
      this.rtm.on(name, (...args) => {
        if (isAbout(args, mark.type)) return name === mark.type && this.note("", name);
        if (this.#ignored.has(name) || (!this.showsPings && isAbout(args, "ping", "pong"))) return;
        this.note(`${name}(${args.map(inspect).join(", ")})`, name);
      });
    }
    return this.rtm;
  }

  /** Makes the client, starts it, and waits until it can be used. What came until then is left out. */
  async ready(options) {
    this.client(options);
    this.call("start");
    await this.opened();
    await this.mark();
    this.forget();
  }

  /** Leaves out what was seen so far. */
  forget() {
    this.#seen = [];
    this.#cursor = 0;
  }

  /** Waits until the client can be used. */
  opened() {
    return this.event(this.dialect === "v3" ? "open" : "ready");
  }

  /** Waits until the client has ended. */
  ended() {
    return this.event(this.dialect === "v3" ? "disconnect" : "disconnected");
  }

  /** Calls a method, and writes down what becomes of it. */
  call(method, ...args) {
    const label = `${method}(${args.map((arg) => (typeof arg === "function" ? "callback" : inspect(arg))).join(", ")})`;
    let result;
    try {
      result = this.rtm[method](...args);
    } catch (error) {
      this.note(`${label} throws ${inspect(error)}`);
      return { label, done: Promise.resolve() };
    }
    // With a callback, nothing is returned.
    const isSilent = (this.dialect === "v3" && withoutResult.test(method)) || (result === undefined && args.some((arg) => typeof arg === "function"));
    const note = isSilent ? () => {} : (what) => this.note(`${label} ${what}`);
    const done = Promise.resolve(result).then((value) => note(`resolves with ${inspect(value)}`), (error) => note(`rejects with ${inspect(error)}`));
    return { label, done };
  }

  /** Waits until a call has settled. */
  async settled({ label, done }) {
    if (!(await within(done))) this.note(`${label} does not settle`, "never");
  }

  /** Calls a method and waits for the outcome. */
  async done(method, ...args) {
    await this.settled(this.call(method, ...args));
  }

  /** A callback that is written down as an event of this name. */
  callback(name = "callback") {
    return (...args) => this.note(`${name}(${args.map(inspect).join(", ")})`, name);
  }

  /** Waits for the next event of this name, or for so many. Whether they came; if not, that is written down. */
  async event(name, { times = 1 } = {}) {
    for (let left = times; left > 0; left--) {
      if (await this.#until(() => this.#comesNext(name))) continue;
      if (!this.#isOver) this.note(`${name} does not come`, "never");
      return false;
    }
    return true;
  }

  #comesNext(name) {
    const found = this.#seen.findIndex((seen, i) => i >= this.#cursor && seen.name === name);
    if (found >= 0) this.#cursor = found + 1;
    return found >= 0;
  }

  /** Waits until a condition holds for what was seen. Whether it does, in time. */
  async #until(condition) {
    let holds = false;
    await within(new Promise((resolve) => {
      this.#wake = () => {
        holds ||= condition();
        if (holds || this.#isOver) resolve();
      };
      this.#wake();
    }));
    this.#wake = () => {};
    return holds;
  }

  /** Waits for whichever of these events comes first. */
  async oneOf(...names) {
    if (await this.#until(() => names.some((name) => this.#comesNext(name)))) return;
    this.note(`none of ${names.join(", ")} comes`, "never");
  }

  /** Lets a moment pass, in which nothing more should come. */
  async quiet(ms = 1000) {
    await pause(ms);
  }

  // The workspace.

  /** Scripts the workspace: see its control verbs. */
  async slack(verb, fields = {}) {
    const response = await fetch(`${this.#control}/${verb}`, { method: "POST", body: new URLSearchParams(fields) });
    if (!response.ok) throw new Error(`${verb}: ${await response.text()}`);
    return (await response.json()).result;
  }

  /** Sends a frame to the client. */
  frame(value) {
    return this.slack("send", { frame: typeof value === "string" ? value : JSON.stringify(value) });
  }

  /** Sends a frame that is not written down, and waits for it: what came before it has been seen. */
  async mark() {
    await this.frame(mark);
    const came = await this.#until(() => this.#seen.some(({ name }) => name === mark.type));
    this.#seen = this.#seen.filter(({ name }) => name !== mark.type);
    this.#cursor = Math.min(this.#cursor, this.#seen.length);
    if (!came) this.note("frames are not delivered", "never");
  }

  /** What the workspace has seen. */
  async log() {
    return (await fetch(`${this.#control}/log`)).json();
  }

  /** Waits until the workspace has seen what it should. */
  async slackSaw(chosen) {
    const end = Date.now() + patience;
    for (;;) {
      const log = await this.log();
      if (chosen(log)) return log;
      if (Date.now() > end) return this.note("Slack does not get it", "never");
      await pause(20);
    }
  }

  /** Writes down the frames that Slack got, pings left out. */
  async received() {
    const { received } = await this.log();
    const frames = received.map(({ json }) => JSON.parse(json)).filter(({ type }) => type !== "ping");
    this.note(`Slack received ${inspect(frames)}`);
  }

  /** Writes down the calls that Slack got. */
  async called() {
    const { calls } = await this.log();
    this.note(`Slack was called: ${calls.map(({ method, form }) => `${method}(${inspect(form)})`).join(", ")}`);
  }

  /** Ends what the script has left. */
  async end() {
    this.#isOver = true;
    this.rtm?.removeAllListeners();
    // Some wait for these events without need.
    for (const name of ["error", "ws_error"]) this.rtm?.on(name, () => {});
    try {
      await within(this.rtm?.disconnect(), 200);
    } catch {
      // An official client that is disconnected already says so.
    }
  }
}

const mark = { type: "parity_mark" };

/** Whether an event is about a frame of one of these types. */
const isAbout = (args, ...types) => args.some((arg) => types.some((type) => arg?.type === type || (typeof arg === "string" && arg.includes(`"type":"${type}"`))));

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a promise settles in time. */
async function within(promise, ms = patience) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, ms, false)));
  const inTime = await Promise.race([Promise.resolve(promise).then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
