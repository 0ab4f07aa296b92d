// A client that is in a page, as its host has it: it makes the client's calls, and tells the
// page what the client is to know. The page's side is replica.js.

import { whenFree } from "./locks.js";
import { nextTask } from "../engine/task.js";
import { queueMicrotask } from "../engine/clock.js";

/**
 * @typedef {import("../engine/engine.js").Item} Item
 *
 * @typedef {object} Call
 * @property {number} ticket the page's
 * @property {string} name
 * @property {any[]} args
 *
 * @typedef {object} Batch
 * @property {number} epoch the wish of the page's that it belongs to
 * @property {number} size in characters
 * @property {any[][]} told
 */

/**
 * How many characters may be on their way to a page. One that has more to take is told
 * nothing more until it has taken them, and then of a gap.
 */
const maxUntaken = 16 * 1024 * 1024;

/** As how many characters what is no frame counts. */
const sizeOfItem = 128;

/** Pages do not tell of the last few characters that they have taken. */
export const unsaid = 64 * 1024;

/** Tickets of all pages, since each page has its own row. */
let newestTicket = 0;
let newestQuestion = 0;

export class Member {
  #port;
  #engine;
  #session;
  options;
  /** By which Go knows it. */
  number;
  /** @type {Batch[]} what the page is yet to be told: each a message */
  #untold;
  #isGone = false;
  #isDue = false;
  #untaken = 0;
  /** Whether the page has to catch up first. */
  #isBehind = false;
  /** @type {Map<number, Call>} by our ticket */
  #calls = new Map();
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: any) => void}>} what the page was asked */
  #questions = new Map();
  #stopWaiting = () => {};

  /**
   * @param {MessagePort} port
   * @param {import("../engine/engine.js").Engine} engine
   * @param {import("./session.js").Session} session
   * @param {any} options of the client; of its functions, that they are there
   * @param {number} epoch
   * @param {string | undefined} lock that the page holds
   * @param {() => void} gone the page is
   */
  constructor(port, engine, session, options, epoch, lock, gone) {
    this.#untold = [{ epoch, size: 0, told: [] }];
    this.#port = port;
    this.#engine = engine;
    this.#session = session;
    this.options = options;
    this.number = session.admit(this);
    if (lock) this.#stopWaiting = whenFree(lock, gone);
  }

  /** What the page may call. */
  does = {
    /**
     * @param {number} ticket
     * @param {string} name
     * @param {any[]} args
     */
    call: (ticket, name, ...args) => {
      if (name === "withdraw") return this.#withdraw(args[0]);
      if (name === "wake" && this.#isBehind) return;
      if (name === "stop") this.#begin(args[0]);
      const own = ticket && ++newestTicket;
      if (ticket) this.#calls.set(own, { ticket, name, args });
      this.#engine.call(own, name, this.number, ...args);
    },
    /**
     * @param {number} question
     * @param {any} value
     * @param {any} error
     */
    answer: (question, value, error) => {
      const waiting = this.#questions.get(question);
      this.#questions.delete(question);
      if (error) waiting?.reject(error);
      else waiting?.resolve(value);
    },
    /** @param {number} size */
    took: (size) => {
      this.#untaken -= size;
      if (!this.#isBehind || this.#untaken > unsaid) return;
      this.#isBehind = false;
      this.#engine.call(0, "caughtUp", this.number);
    },
    // v3's handleWsMessage and handleWsClose.
    /**
     * @param {number} socket
     * @param {string} text
     */
    message: (socket, text) => this.#session.socket(socket)?.message(text),
    /**
     * @param {number} socket
     * @param {[number, string]} end
     */
    close: (socket, ...end) => this.#session.socket(socket)?.close(...end),
  };

  /** @param {number} ticket the page's */
  #withdraw(ticket) {
    for (const [own, call] of this.#calls) if (call.ticket === ticket) this.#engine.call(0, "withdraw", this.number, own);
  }

  /** The page is gone, or wants to be. */
  leave() {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#stopWaiting();
    for (const { reject } of this.#questions.values()) reject(new Error("The page that was asked is gone"));
    this.#questions.clear();
    this.#session.remove(this);
  }

  /**
   * @param {number} epoch
   * @param {boolean} hears
   */
  hears(epoch, hears) {
    this.#begin(epoch);
    if (hears) this.#isBehind = false;
  }

  /**
   * Asks the page.
   * @param {string} name
   * @param {any[]} args
   * @param {AbortSignal} signal
   */
  ask(name, args, signal) {
    const question = ++newestQuestion;
    this.say("ask", question, name, args);
    signal.addEventListener("abort", () => {
      this.#questions.delete(question);
      this.say("cancel", question);
    });
    return new Promise((resolve, reject) => this.#questions.set(question, { resolve, reject }));
  }

  // What the page is told. Frames wait for those right behind them, since each message costs
  // the page a task.

  /** @param {Item} item */
  deliver(item) {
    switch (item[0]) {
      case "frame":
        return this.#tellFrame(item[1], item[3]);
      case "settle":
        return this.#settle(item[1], item[2], item[3], item[4]);
      case "died": {
        const [, { name, message, code, output }, recording] = item;
        return this.say("died", { name, message, code, output }, recording);
      }
    }
    this.say("deliver", item);
  }

  /** @param {[name: string, ...args: any[]]} message */
  say(...message) {
    this.#add(sizeOfItem, message);
    queueMicrotask(() => this.#flush());
  }

  /**
   * @param {string} text of a frame, which crosses faster than what it says
   * @param {boolean} isReplay whether it is a replay: see Role in rtm/core/effect.go
   */
  #tellFrame(text, isReplay) {
    const last = this.#last.told.at(-1);
    if (last?.[0] === "frames" && last[2] === isReplay) {
      last[1].push(text);
      this.#add(text.length);
    } else this.#add(text.length, ["frames", [text], isReplay]);
    if (this.#isDue) return;
    this.#isDue = true;
    nextTask(() => {
      this.#isDue = false;
      this.#flush();
    });
  }

  /**
   * @param {number} own
   * @param {any} value
   * @param {any} error
   * @param {boolean} [isNews] whether Go wants the others told of the message that is confirmed
   */
  #settle(own, value, error, isNews) {
    const call = this.#calls.get(own);
    this.#calls.delete(own);
    if (!call) return;
    const { ticket, name, args } = call;
    this.say("deliver", ["settle", ticket, value, error]);
    // Who waits for a start is to hear what comes after it, which may have come already.
    if (name === "start" || name === "reconnect") this.#begin();
    if (isNews && this.#session.isShared) this.#session.repeat(this, args[2], value);
  }

  /**
   * Begins another message.
   * @param {number} [epoch]
   */
  #begin(epoch = this.#last.epoch) {
    this.#untold.push({ epoch, size: 0, told: [] });
  }

  /**
   * @param {number} size
   * @param {any[]} [message]
   */
  #add(size, message) {
    this.#last.size += size;
    if (message) this.#last.told.push(message);
  }

  get #last() {
    return /** @type {Batch} */ (this.#untold.at(-1));
  }

  #flush() {
    if (this.#isGone || this.#untold.every(({ told }) => told.length === 0)) return;
    const figures = this.#engine.death ? undefined : this.#engine.figures(this.number);
    const batches = this.#untold;
    this.#untold = [{ epoch: this.#last.epoch, size: 0, told: [] }];
    for (const batch of batches) {
      if (batch.told.length === 0) continue;
      this.#untaken += batch.size;
      this.#port.postMessage({ ...batch, figures });
    }
    if (this.#untaken <= maxUntaken || this.#isBehind) return;
    this.#isBehind = true;
    this.say("deliver", ["log", "warn", `the page has ${this.#untaken} characters of frames to take: it is told nothing more until it has caught up`]);
    this.#engine.call(0, "behind", this.number);
  }
}
