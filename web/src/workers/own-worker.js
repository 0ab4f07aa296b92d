// The page's own worker, which has Go for all its clients.

import { leave, load } from "./hosts.js";
import { startWorker } from "./worker-file.js";

/**
 * One worker of the page's own, from its beginning to its end.
 * @typedef {object} Run
 * @property {Worker} [worker] once it was begun
 * @property {string} lock that it holds, once Go runs there
 * @property {Promise<void>} running settles then, or when the run has failed or was ended
 * @property {(error: Error) => void} fail
 */

/**
 * @typedef {import("./hosts.js").AnyHost} AnyHost
 * @implements {AnyHost}
 */
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
