// The engine of initialize({worker: true}), as the page has it: it is called as
// the Engine of engine.js is, and passes everything on to the worker
// (worker.js). A page that goes into the back/forward cache must leave no
// socket open, so its worker ends then; another takes its sessions up when the
// page is back.

import { clearTimeout, setTimeout } from "../engine/clock.js";
import { ErrorCode, failure, fromGo, isCoded, isError, toGo } from "../client/errors.js";
import { watch, unwatch } from "../client/lifecycle.js";
import { Questions } from "../engine/questions.js";
import { Session } from "./session.js";
import { startWorker } from "./worker-file.js";

/** How long, in ms, the worker of a page that is back may take to begin. */
const patience = 30_000;

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export { takeClock } from "../engine/clock.js";

export class Engine {
  /** @type {import("../../rtm.js").InitializeOptions} */
  #options = {};
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {Worker | undefined} */
  #worker;
  #isRunning = false;
  #isAsleep = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #overdue;
  /** @type {[name: string, ...args: any[]][]} what the worker is told when it runs */
  #backlog = [];
  /** @type {Map<number, Session>} */
  #sessions = new Map();
  #newest = 0;
  /** @type {Map<number, any>} the calls that the worker has got and not settled, by ticket */
  #calls = new Map();
  #questions = new Questions((question, value, error) => this.#post("answer", question, value, error));
  /** @type {{resolve: () => void, reject: (error: any) => void} | undefined} the wait for the first worker */
  #first;
  #watcher = { sleep: () => this.#sleep(), wake: () => this.#wake() };
  /** @type {Error | undefined} */
  death;
  ondeath = () => {};

  /**
   * @param {WebAssembly.Module} module
   * @param {AbortSignal} signal gives it up
   * @param {import("../../rtm.js").InitializeOptions} options
   * @returns {Promise<void>}
   */
  run(module, signal, options) {
    this.#module = module;
    this.#options = options;
    signal.addEventListener("abort", () => this.#fail({ message: "it was given up" }));
    watch(this.#watcher);
    return new Promise((resolve, reject) => {
      this.#first = { resolve, reject };
      this.#begin();
    });
  }

  async #begin() {
    try {
      const worker = await startWorker(this.#options);
      // Meanwhile it may have been given up, or the page put away.
      if (this.death || this.#isAsleep || this.#worker) return worker.terminate();
      this.#worker = worker;
      worker.onmessage = ({ data }) => {
        if (this.#worker !== worker) return;
        for (const [name, ...args] of data) /** @type {any} */ (this.#does)[name](...args);
      };
      worker.onmessageerror = () => this.#fail({ message: "a message could not be read" });
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail({ message: event.message || "its file was not loaded" });
      };
      worker.postMessage(["run", this.#module]);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the worker may call. */
  #does = {
    running: () => {
      clearTimeout(this.#overdue);
      this.#isRunning = true;
      this.#first?.resolve();
      this.#first = undefined;
      for (const session of this.#sessions.values()) session.resume();
      for (const message of this.#backlog.splice(0)) this.#post(...message);
    },
    failed: (/** @type {any} */ error) => this.#fail(fromGo(error)),
    die: (/** @type {any} */ error, /** @type {[number, string | undefined][]} */ recordings) => this.#die(fromGo(error), new Map(recordings)),
    deliver: (/** @type {number} */ number, /** @type {import("../engine/engine.js").Item} */ item) => {
      if (item[0] === "settle") this.#calls.delete(item[1]);
      this.#sessions.get(number)?.deliver(item);
    },
    figures: (/** @type {number} */ number, /** @type {object} */ figures) => {
      const session = this.#sessions.get(number);
      if (session) session.figures = figures;
    },
    // What crosses must be something that can: else the call fails here.
    ask: (/** @type {number} */ question, /** @type {number} */ number, /** @type {string} */ name, /** @type {any[]} */ args) =>
      this.#questions.ask(question, async (signal) => structuredClone(await this.#sessions.get(number)?.client.answer(name, args, signal, toGo))),
    cancel: (/** @type {number} */ question) => this.#questions.cancel(question),
    began: (/** @type {number} */ number, /** @type {number} */ socket) => this.#sessions.get(number)?.began(socket),
    ended: (/** @type {number} */ number, /** @type {number} */ socket) => this.#sessions.get(number)?.ended(socket),
  };

  /** @param {import("../engine/engine.js").Client} client */
  register(client, number = ++this.#newest) {
    this.#sessions.set(number, new Session(client, number, (...message) => this.#post(...message)));
    return number;
  }

  /** @param {number} number */
  forget(number) {
    this.#sessions.delete(number);
    this.#post("forget", number);
  }

  /** @param {number} number */
  figures(number) {
    return this.#sessions.get(number)?.figures;
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    const session = this.#sessions.get(number);
    if (!session) return;
    if (name === "open") {
      session.open(args[0]);
      if (this.#isRunning) session.introduce(); // else resume does
      return;
    }
    if (name === "sleep") return; // the whole worker does, and is woken by #wake
    session.note(name, args);
    this.#post("call", ticket, name, number, ...args);
  }

  /** @param {[name: string, ...args: any[]]} message */
  #post(...message) {
    if (!this.#isRunning) {
      this.#backlog.push(message);
      return;
    }
    const [name, ticket] = message;
    if (name === "call" && ticket) this.#calls.set(ticket, message.slice(2));
    this.#worker?.postMessage(message);
  }

  // The page is put away, and comes back.

  /** Ends the worker, and with it the sockets, before it returns. */
  #sleep() {
    if (this.#isAsleep) return;
    this.#isAsleep = true;
    this.#isRunning = false;
    this.#stop();
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const [number, session] of this.#sessions) session.suspend(calls.filter(([, [, of]]) => of === number));
  }

  #wake() {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    if (!this.#first) this.#overdue = setTimeout(() => this.#fail({ message: `it did not begin within ${patience} ms` }), patience);
    this.#begin();
  }

  // The worker fails, or Go in it.

  /** @param {any} error */
  #fail(error) {
    const cause = isError(error) ? error : undefined;
    const first = this.#first;
    if (!first) {
      this.#die(failure(ErrorCode.EngineDiedError, `The worker has ended: ${error.message}. Call start() to begin afresh.`, { cause, output: "" }));
      return;
    }
    this.#first = undefined;
    this.#end();
    first.reject(isCoded(error) ? error : failure(ErrorCode.InitializeError, `The worker could not be started: ${error.message}. Is rtm.worker.js beside rtm.js, or else where workerURL says, and does the page's Content-Security-Policy allow it (worker-src)?`, { cause }));
  }

  /**
   * @param {Error} death
   * @param {Map<number, string | undefined>} [recordings] by client
   */
  #die(death, recordings) {
    if (this.death) return;
    this.death = death;
    this.#end();
    for (const [number, { client }] of this.#sessions) client.deliver(["died", death, recordings?.get(number)]);
    this.ondeath();
  }

  #end() {
    unwatch(this.#watcher);
    this.#isRunning = false;
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#overdue);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#questions.cancelAll();
  }
}
