// The ways from this page to a host (host.js): to the page's own worker (own-worker.js), or
// to the SharedWorker of all tabs (worker-of-all.js).

import { checkBuild } from "../engine/build.js";
import { fromGo } from "../client/errors.js";

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

/**
 * Has a host load the program. Resolves once it runs, with the lock that the host holds.
 * @param {MessagePort} port
 * @param {object} program
 * @param {(lock: string) => void} [heard] is called once the host has heard, with that lock
 * @returns {Promise<string>}
 */
export function load(port, program, heard) {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data: [name, value, build] }) => {
      if (name === "loading") heard?.(value);
      if (name === "failed") reject(fromGo(value));
      if (name !== "running") return;
      try {
        checkBuild("rtm.worker.js", build);
        resolve(value);
      } catch (error) {
        reject(error);
      }
    };
    port.onmessageerror = () => reject(new Error("a message could not be read"));
    port.postMessage(["load", { build: WASM_BUILD, ...program }]);
  });
}

/** @param {MessagePort} port */
export function leave(port) {
  port.postMessage(["leave"]);
  // The browser keeps a SharedWorker, and its port, as long as the page is there.
  port.onmessage = port.onmessageerror = null;
  port.close();
}
