// The call for a client's first session, and the opening of its socket, which begin while
// the program loads. When Go asks for the same, it gets what has come of that. What is not
// the same it asks anew.

import { isSocketURL } from "./address.js";
import { bare } from "./bare.js";
import { own } from "./checks.js";
import { EarlySocket } from "./early-socket.js";
import { performance } from "../engine/clock.js";

/**
 * @typedef {import("../engine/engine.js").Client["answer"]} Answer
 *
 * @typedef {object} Asked a question that Go has not asked yet
 * @property {string} name
 * @property {any[]} args
 * @property {Promise<any>} answer
 * @property {number} [at] when it was there, by performance.now()
 * @property {boolean} [asksToWait] whether it says when the next call may be
 * @property {number} serves for how long, in ms, it is worth telling Go
 */

/** For how long, in ms, the address of a socket serves (api.slack.com/methods/rtm.connect). */
const addressLife = 30_000;

export class EarlyCall {
  #find;
  #options;
  #controller = new AbortController();
  #hasBegun = false;
  #isTaken = false;
  /** @type {Asked[]} */
  #asked = [];
  /** @type {EarlySocket | undefined} until Go has it */
  #socket;

  /**
   * @param {Answer} find finds the answer to a question of Go's
   * @param {any} options for wasm/options.go
   */
  constructor(find, options) {
    this.#find = find;
    this.#options = options;
  }

  /**
   * Begins the call of a start: once, since a start whose load fails may be called often.
   * @param {string} token that the start was given, or empty
   * @param {[string, string][]} fields
   */
  async begin(token, fields) {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    await null; // a start that is taken back at once calls nobody
    const { getConnection, asksToken, slackApiUrl, method, socketMode } = this.#options;
    try {
      if (getConnection) return this.#open(await this.#ask("connection"));
      if (socketMode) return; // that is another call, with another token
      const used = token || (asksToken ? await this.#ask("token") : this.#options.token);
      const { body } = await this.#ask("call", slackApiUrl + method, { ...Object.fromEntries(fields), token: used });
      this.#open(body);
    } catch {
      // Go hears of it when it asks.
    }
  }

  /**
   * @param {string} name
   * @param {...any} args
   */
  #ask(name, ...args) {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    /** @type {Asked} */
    const one = { name, args, answer: this.#find(name, args, signal, (thrown) => /** @type {any} */ (thrown)), serves: addressLife };
    const note = (/** @type {any} */ said) => {
      one.at = performance.now();
      one.asksToWait = Boolean(said?.retryAfter);
      // Of a date it is not a number, which no age is greater than: Go reads that.
      if (one.asksToWait) one.serves = Math.max(addressLife, 1000 * said.retryAfter);
    };
    one.answer.then(note, note).catch(() => {}); // to read of what was thrown may throw
    this.#asked.push(one);
    return one.answer;
  }

  /**
   * Opens the socket of a session, unless Go is about to. (One of Socket Mode brings what must
   * be acknowledged at once.)
   * @param {string} session as Slack gives it
   */
  #open(session) {
    const url = own(JSON.parse(session), "url");
    if (this.#isTaken || this.#controller.signal.aborted || this.#options.socketFn || this.#options.socketMode || !isSocketURL(url)) return;
    this.#socket = new EarlySocket(url, () => this.abandon()); // whose address has served, so Go is to ask anew
  }

  /**
   * The socket of an address, if it was opened.
   * @param {string} url
   */
  socket(url) {
    const socket = this.#socket?.take(url);
    this.#socket = undefined;
    return socket;
  }

  /**
   * Answers a question of Go's.
   * @type {Answer}
   */
  answer = async (name, args, signal, faultOf) => {
    const one = this.#take(name, args);
    if (!one) return this.#find(name, args, signal, faultOf);
    signal.addEventListener("abort", () => this.#controller.abort(), bare({ once: true }));
    const answer = await one.answer;
    if (name !== "call") return answer;
    return bare({ ...answer, age: performance.now() - /** @type {number} */ (one.at), cause: answer.cause && faultOf(answer.cause) });
  };

  /**
   * @param {string} name
   * @param {any[]} args
   */
  #take(name, args) {
    const at = this.#asked.findIndex((one) => one.name === name && isSame(one.args, args));
    if (at < 0) return;
    this.#isTaken = true;
    const [one] = this.#asked.splice(at, 1);
    const isOld = one.at !== undefined && performance.now() - one.at > one.serves;
    return isOld ? undefined : one;
  }

  /** Nobody waits for it any more. That Slack has asked to wait, Go is to know all the same. */
  abandon() {
    this.#socket?.close();
    this.#socket = undefined;
    if (this.#isTaken) return; // Go says when it does not want the answer
    this.#controller.abort();
    this.#asked = this.#asked.filter(({ asksToWait }) => asksToWait);
  }
}

/**
 * Whether two questions have the same arguments: none, or an address and a form.
 * @param {any[]} args
 * @param {any[]} others
 */
function isSame([url, form = {}], [otherURL, otherForm = {}]) {
  const names = Object.keys(form);
  return url === otherURL && names.length === Object.keys(otherForm).length && names.every((name) => form[name] === otherForm[name]);
}
