// The ways from this page to a host (host.js): to the page's own worker, or to the
// SharedWorker of all tabs.

import { clearTimeout, setTimeout } from "../engine/clock.js";
import { fromGo } from "../client/errors.js";
import { hold, whenFree } from "./locks.js";
import { startWorker } from "./worker-file.js";

/**
 * @typedef {object} Way to a host in which Go runs
 * @property {MessagePort} port
 * @property {string} [lock] that this page holds as long as it is there
 * @property {string} [host] the lock that the host holds
 * @property {() => void} close
 *
 * @typedef {object} AnyHost
 * @property {(signal: AbortSignal) => Promise<Way>} open the signal gives it up
 * @property {(host?: string) => void} end ends what is this page's of it, or of the one that held this lock; it may be opened anew
 */

/** How long, in ms, a SharedWorker may leave a page unheard: it may have ended when it was asked for. */
const silence = 3000;

/**
 * Has a host load the program. Resolves once it runs, with the lock that the host holds.
 * @param {MessagePort} port
 * @param {object} program
 * @param {(lock: string) => void} [heard] is called once the host has heard, with that lock
 * @returns {Promise<string>}
 */
function load(port, program, heard) {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data: [name, value] }) => {
      if (name === "loading") heard?.(value);
      if (name === "running") resolve(value);
      if (name === "failed") reject(fromGo(value));
    };
    port.onmessageerror = () => reject(new Error("a message could not be read"));
    port.postMessage(["load", { build: WASM_BUILD, ...program }]);
  });
}

/** @param {MessagePort} port */
function leave(port) {
  port.postMessage(["leave"]);
  // The browser keeps a SharedWorker, and its port, as long as the page is there.
  port.onmessage = port.onmessageerror = null;
  port.close();
}

/**
 * One worker of the page's own, from its beginning to its end.
 * @typedef {object} Run
 * @property {Worker} [worker] once it was begun
 * @property {string} lock that it holds, once Go runs there
 * @property {Promise<void>} running settles then, or when the run has failed or was ended
 * @property {(error: Error) => void} fail
 */

/** @implements {AnyHost} */
export class OwnWorker {
  #module;
  #options;
  #failed;
  /** @type {Run | undefined} */
  #run;

  /**
   * @param {WebAssembly.Module} module
   * @param {import("../../rtm.js").InitializeOptions} options
   * @param {(error: any) => void} failed
   */
  constructor(module, options, failed) {
    this.#module = module;
    this.#options = options;
    this.#failed = failed;
  }

  async open() {
    const run = (this.#run ??= this.#begin());
    await run.running;
    const port = portTo(/** @type {Worker} */ (run.worker));
    return { port, host: run.lock, close: () => leave(port) };
  }

  /** @returns {Run} */
  #begin() {
    /** @type {any} */
    const run = { lock: "" };
    run.running = new Promise((resolve, reject) => {
      run.fail = reject;
      this.#start(run).then(resolve, reject);
    });
    return run;
  }

  /** @param {Run} run */
  async #start(run) {
    const worker = await startWorker(this.#options);
    if (this.#run !== run) return worker.terminate(); // it was ended meanwhile
    run.worker = worker;
    worker.onerror = (event) => {
      event.preventDefault();
      const error = new Error(event.message || "its file was not loaded");
      run.fail(error);
      if (this.#run === run) this.#failed(error);
    };
    run.lock = await load(portTo(worker), { module: this.#module });
  }

  /** @param {string} [host] */
  end(host) {
    const run = this.#run;
    if (!run || (host !== undefined && host !== run.lock)) return; // that one is gone already
    this.#run = undefined;
    run.worker?.terminate();
    run.fail(new Error("it was ended"));
  }
}

/** @param {Worker} worker */
function portTo(worker) {
  const { port1, port2 } = new MessageChannel();
  worker.postMessage(null, [port2]);
  return port1;
}

/** @implements {AnyHost} */
export class WorkerOfAll {
  #url;
  #name;
  #program;

  /**
   * @param {any} url of the worker's file
   * @param {string} name of the session
   * @param {{wasmURL: string, integrity: string | undefined}} program
   */
  constructor(url, name, program) {
    this.#url = url;
    this.#name = name;
    this.#program = program;
  }

  /** @param {AbortSignal} signal */
  async open(signal) {
    const lock = `rtmwasm page ${crypto.randomUUID()}`;
    const letGo = await hold(lock);
    for (;;) {
      /** @type {MessagePort | undefined} */
      let port;
      const close = () => {
        if (port) leave(port);
        letGo();
      };
      try {
        signal.throwIfAborted();
        const worker = new SharedWorker(this.#url, { type: "module", name: this.#name });
        port = worker.port;
        const host = await this.#load(worker, signal);
        if (host !== undefined) return { port, lock, host, close };
        leave(port);
      } catch (error) {
        close();
        throw error;
      }
    }
  }

  /**
   * @param {SharedWorker} worker
   * @param {AbortSignal} signal
   * @returns {Promise<string | undefined>} the lock that the host holds; nothing if it does not hear, or ends before the program runs
   */
  async #load(worker, signal) {
    /** @type {any} */
    let timer;
    let stopWaiting = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const isGone = () => resolve(undefined);
        timer = setTimeout(isGone, silence);
        signal.addEventListener("abort", () => reject(signal.reason));
        worker.onerror = (event) => {
          event.preventDefault();
          reject(new Error(/** @type {ErrorEvent} */ (event).message || "its file was not loaded"));
        };
        const heard = (/** @type {string} */ lock) => {
          clearTimeout(timer);
          if (lock) stopWaiting = whenFree(lock, isGone);
        };
        load(worker.port, this.#program, heard).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
      stopWaiting();
      worker.onerror = null;
    }
  }

  end() {}
}
