// The SharedWorker of all tabs.

import { clearTimeout, setTimeout } from "../engine/clock.js";
import { hold, whenFree } from "./locks.js";
import { leave, load } from "./hosts.js";

/** How long, in ms, a SharedWorker may leave a page unheard: it may have ended when it was asked for. */
const silence = 3000;

/**
 * @typedef {import("./hosts.js").AnyHost} AnyHost
 * @implements {AnyHost}
 */
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
        signal.addEventListener("abort", () => reject(new Error("it was given up")));
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
