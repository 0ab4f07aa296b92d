// Engines that are elsewhere, as this page has them: each client is a replica of one in a
// host. They are called as the Engine of engine.js is.

import { wayTo } from "./attachment.js";
import { ErrorCode, failure, isCoded, isError } from "../client/errors.js";
import { hold } from "./locks.js";
import { OwnWorker } from "./own-worker.js";
import { Replica } from "./replica.js";
import { fileOfWorker } from "./worker-file.js";
import { WorkerOfAll } from "./worker-of-all.js";

/**
 * @typedef {import("../engine/engine.js").Client} Client
 * @typedef {import("../../rtm.js").InitializeOptions} InitializeOptions
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export { takeClock } from "../engine/clock.js";

class Remote {
  /** @type {Map<number, Replica>} */
  #replicas = new Map();
  #newest = 0;
  /** @type {import("./hosts.js").AnyHost | undefined} */
  host;
  /** @type {import("./hosts.js").Way | undefined} for the first client */
  way;
  /** @type {Error | undefined} */
  death;
  ondeath = () => {};

  /** @param {Client} client */
  register(client, number = ++this.#newest) {
    const host = /** @type {import("./hosts.js").AnyHost} */ (this.host);
    this.#replicas.set(number, new Replica(client, number, host, (error, isDeath, recording) => this.fail(error, isDeath, number, recording), this.way));
    this.way = undefined;
    return number;
  }

  /** @param {number} number */
  forget(number) {
    this.#replicas.get(number)?.end();
    this.#replicas.delete(number);
  }

  /** No client has come of it. */
  abandon() {
    this.way?.close();
  }

  /** @param {number} number */
  figures(number) {
    return this.#replicas.get(number)?.figures;
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    this.#replicas.get(number)?.call(ticket, name, args);
  }

  /**
   * There is no worker any more, or Go in it has ended.
   * @param {any} error
   * @param {boolean} isDeath
   * @param {number} [first] the client that has heard of it
   * @param {string} [recording] of what Go had done for that
   */
  fail(error, isDeath, first, recording) {
    if (this.death) return;
    const death = (this.death = isDeath ? error : failure(ErrorCode.EngineDiedError, `The worker has ended: ${error.message}. Call start() to begin afresh.`, { cause: causeOf(error), output: "" }));
    const replicas = [...this.#replicas];
    for (const [, replica] of replicas) replica.end();
    this.host?.end();
    this.ondeath();
    for (const [number, replica] of replicas) replica.die(death, number === first ? recording : undefined);
  }
}

/** That of initialize({worker: true}): the worker is the page's, for all its clients. */
export class Engine extends Remote {
  /**
   * @param {WebAssembly.Module} module
   * @param {AbortSignal} signal gives it up
   * @param {InitializeOptions} options
   */
  async run(module, signal, options) {
    let isRunning = false;
    const host = (this.host = new OwnWorker(module, options, (error) => isRunning && this.fail(error, false)));
    try {
      /** @type {Promise<never>} */
      const givenUp = new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("it was given up"))));
      (await Promise.race([host.open(), givenUp])).close();
      isRunning = true;
    } catch (error) {
      host.end();
      throw notStarted(error);
    }
  }
}

/**
 * That of a client with the option `shared`: the worker is that of all tabs. Or why this page
 * cannot have it.
 * @param {any} options for wasm/options.go
 * @param {InitializeOptions["workerURL"]} workerURL
 * @param {{wasmURL: string, integrity: string | undefined}} program
 */
export async function share(options, workerURL, program) {
  const url = workerURL ?? fileOfWorker();
  if (new URL(String(url), location.href).origin !== location.origin) return "the script is of another origin, and so is the worker: give initialize() a workerURL of the page's own";
  try {
    (await hold(`rtmwasm page ${crypto.randomUUID()}`))();
  } catch (error) {
    return `it may have no Web Locks (${/** @type {any} */ (error).message})`;
  }
  const remote = new Remote();
  remote.host = new WorkerOfAll(url, await nameOf(options), program);
  try {
    remote.way = await wayTo(remote.host);
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (error.name === "SecurityError") return `it may have no SharedWorker (${error.message})`;
    throw notStarted(error);
  }
  return remote;
}

/**
 * The name of a session. It does not give the token away. Two builds have two sessions,
 * since they may not understand each other.
 * @param {any} options of a client, with its token
 */
async function nameOf({ slackApiUrl, shared, token, socketMode = false, appToken }) {
  const whose = [...(shared === true ? ["token", token, appToken] : ["name", shared]), socketMode];
  const text = JSON.stringify([WASM_BUILD, slackApiUrl, ...whose]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `rtmwasm ${Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** @param {any} error */
function notStarted(error) {
  if (isCoded(error)) return error;
  return failure(ErrorCode.InitializeError, `The worker could not be started: ${error.message}. Is rtm.worker.js beside rtm.js, or else where workerURL says, and does the page's Content-Security-Policy allow it (worker-src)?`, { cause: causeOf(error) });
}

/** @param {any} error */
function causeOf(error) {
  return isError(error) ? error : undefined;
}
