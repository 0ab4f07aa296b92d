// A place in which code of its own runs: a tab, or a worker that tabs share. It is a frame
// of the page, with its own copy of the package; what the package finds there is in the
// hands of the schedule.

import { put, underWay } from "../environment.js";

export class Realm {
  /** What it has loaded. */
  module;
  isAlive = true;
  isFrozen = false;
  ports = [];
  /** The sockets that were opened here. */
  sockets = [];
  /** What waits until it is thawed. */
  #waiting = [];
  #timers = new Set();
  #signals = new Map();
  #frame = document.createElement("iframe");
  #opened;

  /**
   * @param {import("../clock.js").Clock} clock
   * @param {string} script that runs there
   * @param {(realm: Realm, window: any) => object} globals what is put in place of the frame's own
   */
  constructor(clock, script, globals) {
    this.clock = clock;
    this.script = script;
    this.globals = globals;
    underWay.add(this);
    this.opened = new Promise((resolve) => (this.#opened = resolve));
    this.#frame.realm = this; // where place.js finds it
    this.#frame.src = "tabs/place.html";
    document.documentElement.append(this.#frame);
  }

  /** The frame is there, and its script is not. */
  equip(window) {
    this.window = window;
    const { setTimeout, clearTimeout, performance, Date } = this.clock.globals();
    const realm = this;
    put(window, {
      setTimeout: (fn, ms) => {
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          this.run(fn);
        }, ms);
        this.#timers.add(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        this.#timers.delete(timer);
        clearTimeout(timer);
      },
      performance,
      Date,
      MessageChannel: class {
        port1 = { onmessage: () => {} };
        port2 = { postMessage: () => realm.task(() => this.port1.onmessage({ data: null })) };
      },
      Error, // so that errors are this page's
      TypeError,
      addEventListener: (type, fn) => this.#signals.set(type, (this.#signals.get(type) ?? new Set()).add(fn)),
      removeEventListener: (type, fn) => this.#signals.get(type)?.delete(fn),
      ...this.globals(this, window),
    });
    put(window.document, { addEventListener: window.addEventListener, removeEventListener: window.removeEventListener });
  }

  /** The script has run. */
  loaded(module) {
    this.module = module;
    underWay.delete(this);
    this.#opened();
  }

  /** How many listeners to the page there are. */
  get listeners() {
    return [...this.#signals.values()].reduce((sum, set) => sum + set.size, 0);
  }

  get openPorts() {
    return this.ports.filter(({ isClosed }) => !isClosed).length;
  }

  /** Tells the package what happens to the page. */
  signal(type, event = {}) {
    for (const fn of [...(this.#signals.get(type) ?? [])]) fn({ type, ...event });
  }

  /** Has something happen here in a task of its own. */
  task(fn) {
    this.clock.task(() => this.run(fn));
  }

  run(fn) {
    if (!this.isAlive) return;
    if (this.isFrozen) this.#waiting.push(fn);
    else fn();
  }

  freeze() {
    this.isFrozen = true;
  }

  thaw() {
    this.isFrozen = false;
    for (const fn of this.#waiting.splice(0)) this.task(fn);
  }

  /** It is gone, without a word to anybody. */
  end() {
    this.isAlive = false;
    underWay.delete(this);
    for (const timer of this.#timers) this.window.clearTimeout(timer);
    for (const port of this.ports) port.close();
    for (const socket of this.sockets) socket.abandon();
    this.#waiting = [];
  }

  /** Nothing of it is wanted any more. */
  remove() {
    this.#frame.remove();
  }
}
