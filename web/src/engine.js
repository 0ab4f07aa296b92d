// The Go program in the page, from its start to its end: whoever talks to Go
// does it here. The Go side is package jsbridge and wasm/.

import goRuntime from "wasm_exec.js";
import { clearTimeout, Date, performance, setTimeout } from "./clock.js";
import { Collection } from "./collection.js";
import { Entry } from "./entry.js";
import { ErrorCode, failure, fromGo, toGo, wordsOf } from "./errors.js";
import { privateGlobal, printer } from "./global.js";
import { Questions } from "./questions.js";
import { Sockets } from "./sockets.js";

/**
 * @typedef {object} Client what the engine needs of an RTMClient
 * @property {(item: Item) => void} deliver takes an item, to be dealt with after Go has returned
 * @property {(name: string, args: any[], signal: AbortSignal, faultOf: (thrown: unknown) => object) => Promise<any>} answer answers a question of Go's; the signal aborts when the answer is no longer wanted, and faultOf makes what Go gets of what was thrown, for an answer that tells of it
 * @property {import("./socket.js").Owner} sockets the owner of its sockets
 *
 * @typedef {[kind: string, ...args: any[]]} Item what Go tells a client; see client.js
 *
 * @typedef {object} AnyEngine what an RTMClient needs of the engine, which may be in a worker (remote.js)
 * @property {(module: WebAssembly.Module, signal: AbortSignal, options: import("../rtm.js").InitializeOptions) => Promise<void>} run
 * @property {(client: Client, number?: number) => number} register gives a client a number, or the one that it had
 * @property {(number: number) => void} forget
 * @property {(number: number) => object | undefined} figures
 * @property {(ticket: number, name: string, number: number, ...args: any[]) => void} call
 * @property {((name: string, number: number, ...args: any[]) => any)} [get] not if it is in a worker
 * @property {Error | undefined} death
 * @property {() => void} ondeath
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export { takeClock } from "./clock.js";

/** How much of what Go printed is kept for the error about its death. */
const maxPrinted = 16 * 1024;

/** The ticket of the calls that are settled before they return. */
const atOnce = Number.MAX_SAFE_INTEGER;

/** The ticket of a collection of garbage. */
const collection = Number.MAX_SAFE_INTEGER - 1;

/** Stands for a ticket where a frame is a replay: see Role in rtm/core/effect.go. */
const replay = 0;

export class Engine {
  #errorOf;
  /** @type {((...values: any[]) => void) | undefined} */
  #receive;
  #entry = new Entry((...values) => this.#enter(...values));
  #sockets = new Sockets((number) => /** @type {Client} */ (this.#clients.get(number)), () => this.#entry.flush());
  /** @type {Map<number, Client>} */
  #clients = new Map();
  /** @type {Map<number, Client>} whose call each ticket is */
  #tickets = new Map();
  #questions;
  /** @type {[value?: any, error?: any]} of the call that was made by get */
  #outcome = [];
  #printed = "";
  #newest = 0;
  /** @type {any} Go's runtime */
  #go;
  #collection = new Collection(() => this.#references(), () => this.call(collection, "collect", 0));
  /** @type {Error | undefined} */
  death;
  /** Called once when the Go program has ended. */
  ondeath = () => {};

  /**
   * @param {(object: any) => any} [errorOf] makes what is delivered of an error of Go's
   * @param {(thrown: unknown) => object} [faultOf] makes what Go gets of what an answer threw
   */
  constructor(errorOf = fromGo, faultOf) {
    this.#errorOf = errorOf;
    this.#questions = new Questions((question, value, error) => this.#entry.push([question, "answer", value, error]), faultOf);
  }

  /** @param {WebAssembly.Module} module */
  async run(module) {
    const fs = printer((text) => (this.#printed = (this.#printed + text).slice(-maxPrinted)));
    const global = privateGlobal({ fs, WebSocket: this.#sockets.class, bridge: this.#bridge() });
    goRuntime(global, fs, { clearTimeout, Date, performance, setTimeout });
    const go = (this.#go = new global.Go());
    go.exit = (/** @type {number} */ code) => this.#die(`it exited with code ${code}`);
    // What Go's runtime throws out of _resume (a stack overflow, a trap) leaves
    // it broken but not marked as exited (golang/go#70829).
    const resume = go._resume;
    go._resume = () => {
      if (!go._pendingEvent) this.#flush(); // it is a timer: Go is to know what came before
      if (this.death) return;
      try {
        this.#sockets.busy(() => resume.call(go));
      } catch (error) {
        this.#break(error);
        throw error;
      }
    };
    const instance = await WebAssembly.instantiate(module, go.importObject);
    // run resolves also when the program dies, so its end is #die's to report.
    go.run(instance).catch((/** @type {unknown} */ error) => this.#break(error));
    if (!this.#receive) throw failure(ErrorCode.InitializeError, "The WebAssembly program did not start: is it of the same build as rtm.js?", { cause: this.death });
  }

  /**
   * Gives a client a number, by which Go knows it.
   * @param {Client} client
   */
  register(client, number = ++this.#newest) {
    this.#clients.set(number, client);
    return number;
  }

  /**
   * Forgets a client.
   * @param {number} number
   */
  forget(number) {
    this.call(0, "forget", number);
    this.#clients.delete(number);
  }

  /**
   * What there is of Go, and of this client in it.
   * @param {number} number
   */
  figures(number) {
    this.#flush();
    return {
      ...this.get("report", number),
      wasmMemory: this.#go._inst.exports.mem.buffer.byteLength,
      jsReferences: this.#references(),
    };
  }

  /** How many values of this side Go refers to. */
  #references() {
    return this.#go._values.length - this.#go._idPool.length;
  }

  /**
   * Calls a function of wasm/api.go. The outcome is delivered as an item
   * ["settle", ticket, value, error].
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    const client = this.#clients.get(number);
    if (client && ticket) this.#tickets.set(ticket, client);
    // Go reads what has come in first: a refusal may have it write something else before.
    if (name === "send") this.#sockets.flush();
    this.#entry.push([ticket, name, number, ...args]);
    if (name === "sleep") this.#flush(); // the page is about to be put away
  }

  /**
   * Calls a function of wasm/api.go that settles before it returns, and gives
   * the outcome.
   * @param {string} name
   * @param {number} number of a client or a data store
   * @param {...any} args
   */
  get(name, number, ...args) {
    this.#entry.flush();
    this.#outcome = [];
    this.#entry.push([atOnce, name, number, ...args]);
    this.#entry.flush();
    const [value, error] = this.#outcome;
    if (error) throw this.#valueOf(error);
    return value;
  }

  /** @param {...any} values a call, or several as a text */
  #enter(...values) {
    const receive = this.#receive; // without a `this`, of which Go would keep track
    try {
      receive?.(...values);
    } catch (error) {
      this.#break(error); // #die knows if it has been told already
    }
  }

  /** Tells Go all that it is yet to be told. */
  #flush() {
    this.#entry.flush();
    this.#sockets.flush();
  }

  /** What jsbridge expects of us (see its doc.go), and what wasm/effects.go tells. */
  #bridge() {
    return {
      serve: (/** @type {any} */ receive) => {
        this.#receive = receive;
      },
      settle: (/** @type {number} */ ticket, /** @type {any} */ value, /** @type {any} */ error) => {
        if (ticket === atOnce) this.#outcome = [value, error];
        else if (ticket === collection) this.#collection.done();
        else this.#settle(ticket, value, this.#valueOf(error));
      },
      ask: (/** @type {number} */ question, /** @type {string} */ name, /** @type {number} */ number, /** @type {any[]} */ ...args) =>
        void this.#questions.ask(question, (signal) => this.#clients.get(number)?.answer(name, args, signal, toGo)),
      cancel: (/** @type {number} */ question) => this.#questions.cancel(question),
      closeOf: (/** @type {number} */ number, /** @type {number} */ socket) => this.#sockets.endOf(number, socket),
      letGo: (/** @type {number} */ number, /** @type {number} */ socket) => this.#sockets.letGo(number, socket),
      frames: (/** @type {number} */ number, /** @type {number} */ socket, /** @type {number} */ from, /** @type {number} */ until, /** @type {number[]} */ ...replies) => {
        const frames = this.#sockets.take(number, socket, from, until);
        const client = this.#clients.get(number);
        if (!frames || !client) return;
        this.#collection.note();
        let begin = 0;
        const deliverUntil = (/** @type {number} */ end, isReplay = false) => {
          if (begin < end) client.deliver(["frames", frames.slice(begin, end), isReplay]);
          begin = end;
        };
        for (let i = 0; i < replies.length; i += 2) {
          const ticket = replies[i], at = replies[i + 1] - from;
          if (ticket === replay) {
            deliverUntil(at);
            deliverUntil(at + 1, true);
          } else {
            // A reply settles its call before the next frame is delivered.
            deliverUntil(at + 1);
            this.#settle(ticket, frames[at][0]);
          }
        }
        deliverUntil(frames.length);
      },
      tell: (/** @type {number} */ number, /** @type {Item} */ ...item) => this.#clients.get(number)?.deliver(/** @type {any} */ (item.map((value) => this.#valueOf(value)))),
    };
  }

  /**
   * @param {number} ticket
   * @param {any} value
   * @param {any} [error]
   */
  #settle(ticket, value, error) {
    this.#collection.note();
    this.#tickets.get(ticket)?.deliver(["settle", ticket, value, error]);
    this.#tickets.delete(ticket);
  }

  /**
   * A value that Go told. The objects among them are errors.
   * @param {any} value
   */
  #valueOf(value) {
    return value === null ? undefined : typeof value === "object" ? this.#errorOf(value) : value;
  }

  /** @param {unknown} error what the program threw */
  #break(error) {
    this.#die(`it broke down (${wordsOf(error)})`, error);
  }

  /**
   * @param {string} how
   * @param {unknown} [cause]
   */
  #die(how, cause) {
    if (this.death) return;
    const printed = this.#printed.trim();
    this.death = failure(ErrorCode.EngineDiedError, `The WebAssembly program has ended: ${how}${printed && `, saying: ${printed.split("\n")[0]}`}. Call start() to begin afresh.`, { cause, output: printed });
    this.#sockets.abandon();
    this.#questions.cancelAll();
    // For a timer that is still set Go's runtime would wait in an endless loop.
    this.#go._scheduledTimeouts.clear();
    this.#receive = undefined;
    this.#collection.end();
    for (const client of this.#clients.values()) client.deliver(["died", this.death]);
    this.ondeath();
  }
}
