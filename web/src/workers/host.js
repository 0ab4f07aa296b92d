// The host of clients that are in pages: it has Go, and a session for each client, or, in a
// SharedWorker, one for all. Who of them hears what, Go decides (rtm/members).

import { checkBuild, stampOf } from "../engine/build.js";
import { ErrorCode, failure } from "../client/errors.js";
import { compile } from "../engine/compile.js";
import { crossing } from "./crossing.js";
import { Engine } from "../engine/engine.js";
import { setTimeout } from "../engine/clock.js";
import { hold } from "./locks.js";
import { Member } from "./member.js";
import { Session } from "./session.js";

/**
 * @typedef {object} Program what a page says of it
 * @property {string} build that the page is of
 * @property {WebAssembly.Module} [module] which cannot cross to a SharedWorker
 * @property {string} [wasmURL]
 * @property {string} [integrity]
 */

/**
 * How long, in ms, a worker waits for another page after a load that was given up: one that
 * connects while the worker closes is not heard.
 */
const grace = 1000;

/** Holds a lock for as long as this worker is there. Gives its name, or "" if it may hold none. */
async function lockOfWorker() {
  if (!navigator.locks) return "";
  const lock = `rtmwasm worker ${crypto.randomUUID()}`;
  return hold(lock).then(() => lock, () => "");
}

export class Host {
  #isShared;
  /** @type {Promise<Engine> | undefined} the program under way, or running */
  #loading;
  /** @type {Engine | undefined} the newest */
  #engine;
  /** @type {Session | undefined} the one for all */
  #session;
  /** The lock that this worker holds as long as it is there; "" if it may hold none. */
  #lock = lockOfWorker();
  /** Whether there has ever been a member. */
  #hasJoined = false;
  /** @type {Set<MessagePort>} those of pages that have not left */
  #ports = new Set();

  /** @param {boolean} isShared */
  constructor(isShared) {
    this.#isShared = isShared;
  }

  /** Whether the newest program has ended. */
  get isBroken() {
    return this.#engine?.death !== undefined;
  }

  /** @param {MessagePort} port of a client in a page */
  connect(port) {
    /** @type {Member | undefined} */
    let member;
    const leave = () => {
      this.#ports.delete(port);
      member?.leave();
      port.close();
    };
    port.onmessage = ({ data: [name, ...args] }) => {
      switch (name) {
        case "load":
          return this.#load(port, args[0]);
        case "join":
          member ??= this.#join(port, leave, args[0], args[1], args[2], args[3]);
          return;
        case "leave":
          leave();
          if (this.#isUnwanted) setTimeout(() => this.#isUnwanted && close(), grace);
          return;
        default:
          if (member && Object.hasOwn(member.does, name)) /** @type {any} */ (member.does)[name](...args);
      }
    };
    this.#ports.add(port);
  }

  /** Whether the worker is that of a load that was given up: it leaves nothing behind. */
  get #isUnwanted() {
    return this.#isShared && this.#ports.size === 0 && !this.#hasJoined;
  }

  /**
   * @param {MessagePort} port
   * @param {Program} program
   */
  async #load(port, program) {
    const lock = await this.#lock;
    port.postMessage(["loading", lock]);
    let loading;
    try {
      checkBuild("rtm.worker.js", WASM_BUILD, program.build);
      await (loading = this.#loading ??= this.#run(program));
      port.postMessage(["running", lock, WASM_BUILD]);
    } catch (error) {
      if (loading && this.#loading === loading) this.#loading = undefined;
      port.postMessage(["failed", crossing(error)]);
    }
  }

  /** @param {Program} program */
  async #run({ module, wasmURL = "", integrity }) {
    const compiled = module ?? (await compile(wasmURL, integrity, new AbortController().signal));
    checkBuild("the WebAssembly program", stampOf(compiled), WASM_STAMP);
    // Errors of Go's cross as they are. Of what an answer threw the page has told already
    // what Go gets, unless it is the worker's own fetch.
    const engine = new Engine((object) => object, (thrown) => (thrown instanceof Error ? { name: thrown.name, message: thrown.message } : /** @type {any} */ (thrown)));
    await engine.run(compiled);
    engine.ondeath = () => {
      this.#loading = this.#session = undefined; // the next client has it loaded anew
    };
    if (engine.death) engine.ondeath();
    return (this.#engine = engine);
  }

  /**
   * @param {MessagePort} port
   * @param {() => void} gone the page is
   * @param {any} options of the client
   * @param {number} number that its page gives it
   * @param {number} epoch
   * @param {string} [lock] that its page holds
   */
  #join(port, gone, options, number, epoch, lock) {
    this.#hasJoined = true;
    const engine = /** @type {Engine} */ (this.#engine);
    if (!engine || engine.death) {
      port.postMessage({ epoch, size: 0, told: [["died", crossing(engine?.death ?? failure(ErrorCode.EngineDiedError, "The worker has no program"))]] });
      return;
    }
    const session = this.#isShared ? this.#sessionFor(engine, options) : new Session(engine, options, { own: number });
    return new Member(port, engine, session, options, epoch, lock, gone);
  }

  /**
   * The session for all, with the options of the first: another, if nobody has the old one,
   * and the options are others.
   * @param {Engine} engine
   * @param {any} options
   */
  #sessionFor(engine, options) {
    const earlier = this.#session;
    if (!earlier) return (this.#session = new Session(engine, options));
    if (!earlier.isEmpty || earlier.suits(options)) return earlier;
    earlier.end();
    return (this.#session = new Session(engine, options, { earlier }));
  }
}
