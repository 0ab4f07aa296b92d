// The Go program: how it is run, entered and heard, and how it ends. What it is about it
// does not know. The Go side is package jsbridge.

import goRuntime from "wasm_exec.js";
import { clearTimeout, Date, performance, setTimeout } from "./clock.js";
import { Door, isEvent, mustResume } from "./door.js";
import { ErrorCode, failure, wordsOf } from "../client/errors.js";
import { privateGlobal, printer } from "./global.js";

/** How much of what Go printed is kept for the error about its death. */
const maxPrinted = 64 * 1024;

export class Program {
  #hear;
  #died;
  /** @type {Door | undefined} */
  #door;
  /** How deep Go is on the stack. */
  #depth = 0;
  /** @type {[word: number, values: any[]][]} what Go has told and is not heard yet */
  #unheard = [];
  /** @type {(() => void)[]} what is done when Go is not on the stack any more */
  #waiting = [];
  #isCatchingUp = false;
  #printed = "";
  /** @type {any} Go's runtime */
  #go;
  /** @type {Error | undefined} */
  death;

  /**
   * @param {(word: number, values: any[]) => void} hear hears something that Go tells
   * @param {(death: Error) => void} died is called once when the program has ended
   */
  constructor(hear, died) {
    this.#hear = hear;
    this.#died = died;
  }

  /**
   * @param {WebAssembly.Module} module
   * @param {Record<string, unknown>} own what Go sees as the page's globals, before these
   */
  async start(module, own) {
    const fs = printer((text) => (this.#printed = (this.#printed + text).slice(0, maxPrinted)));
    const global = privateGlobal({ fs, ...own });
    goRuntime(global, fs, { clearTimeout, Date, performance, setTimeout });
    const go = (this.#go = new global.Go());
    go.env.GOTRACEBACK = "system"; // with the PCs, since the program does not have the names of its functions: see web/bundle/explain.go
    go.exit = (/** @type {number} */ code) => this.#die(`it exited with code ${code}`);
    // The functions that Go has given to timers and sockets, and that of jsbridge, run Go so.
    const resume = go._resume;
    go._resume = () => {
      this.#run(() => resume.call(go));
      this.#catchUp();
    };
    const instance = await WebAssembly.instantiate(module, go.importObject);
    this.#door = new Door(/** @type {any} */ (instance.exports));
    // run resolves also when the program dies, so its end is #die's to report.
    this.#run(() => void go.run(instance).catch((/** @type {unknown} */ error) => this.#break(error)));
    await null; // by then it is known what has broken it at once
    this.#catchUp();
  }

  /** Whether Go is on the stack, or has told something that is not heard yet. */
  get isBusy() {
    return this.#depth > 0 || this.#unheard.length > 0;
  }

  /**
   * Does something now, or when Go is not busy any more. What a socket does within a call of
   * Go's waits so.
   * @param {() => void} fn
   */
  whenFree(fn) {
    if (this.isBusy) this.#waiting.push(fn);
    else fn();
  }

  /**
   * Enters Go by the door: when it is not busy, but for an answer to what it has just called.
   * @param {number} size in bytes, or more
   * @param {(wire: import("./wire.js").Wire) => void} write
   * @param {(isEvent: boolean) => void} [heard] hears Go's first answer, before what it has told
   */
  enter(size, write, heard) {
    const answer = this.#run(() => {
      const door = /** @type {Door} */ (this.#door);
      write(door.begin(size));
      return door.enter();
    });
    if (answer === undefined) return;
    heard?.((answer & isEvent) !== 0);
    if (answer & mustResume) this.whenFree(() => this.#go._resume());
    else if (this.#depth === 0) this.#catchUp();
  }

  /**
   * The bytes of a slice of Go's, dead or alive; see Door.
   * @param {number | undefined} place
   */
  bytesAt(place) {
    return place === undefined ? undefined : this.#door?.bytesAt(place);
  }

  /** What there is of it; nothing if it is dead. */
  figures() {
    return this.death ? {} : {
      wasmMemory: this.#go._inst.exports.mem.buffer.byteLength,
      jsReferences: this.#go._values.length - this.#go._idPool.length,
    };
  }

  /**
   * Runs Go. What it throws (a stack overflow, a trap, what an import threw) leaves it
   * broken, but not marked as exited (golang/go#70829); a panic marks it so, and the call
   * returns.
   * @template T
   * @param {() => T} fn
   * @returns {T | undefined} nothing if Go is dead
   */
  #run(fn) {
    if (this.death) return;
    this.#depth++;
    try {
      const result = fn();
      return this.death ? undefined : result;
    } catch (error) {
      this.#break(error);
    } finally {
      this.#depth--;
    }
  }

  /** Hears what Go has told, and does what waits, unless that is being done. */
  #catchUp() {
    this.#takeTold();
    if (this.#isCatchingUp || this.isBusy) return;
    this.#isCatchingUp = true;
    try {
      for (let next; (next = this.#waiting.shift()); ) next();
    } finally {
      this.#isCatchingUp = false;
    }
  }

  /** Hears what Go has told. Who hears it may call Go, and hear more: it has its order. */
  #takeTold() {
    const told = this.#run(() => this.#door?.take());
    if (!told) return;
    for (const one of told) this.#unheard.push(one);
    for (let next; (next = this.#unheard.shift()); ) this.#hear(...next);
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
    const death = (this.death = failure(ErrorCode.EngineDiedError, `The WebAssembly program has ended: ${how}${printed && `, saying: ${printed.split("\n")[0]}`}. Call start() to begin afresh.`, { cause, output: printed && `${printed}\n\nrtmwasm, build ${WASM_STAMP}` }));
    // For a timer that is still set Go's runtime would wait in an endless loop.
    this.#go._scheduledTimeouts.clear();
    this.#waiting = [];
    this.#unheard = [];
    // If Go has called what has broken it, it would go on when that returns. Without this
    // its calls of JavaScript fail, as after an exit.
    delete this.#go._inst;
    this.#died(death);
  }
}
