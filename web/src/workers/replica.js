// A client in this page whose Go is in a worker, its host: the page's side of member.js. It
// passes calls on and hears what comes of them, and when the host is gone, or the page was put
// away, it goes on with another.

import { Attachment } from "./attachment.js";
import { crossingOptions } from "./crossing.js";
import { ErrorCode, failure } from "../client/errors.js";
import { Hearing } from "./hearing.js";
import { lost, unsent } from "./lost.js";
import { unwatch, watch } from "../client/lifecycle.js";
import { Standing, starts } from "./standing.js";

/**
 * @typedef {import("./hosts.js").Way} Way
 *
 * @typedef {object} Call one that has not settled
 * @property {string} name
 * @property {any[]} args
 * @property {boolean} isPosted
 * @property {boolean} [isGivenUp] by its caller
 */

/** Why what waited for a host that is gone did not get it. */
const putAway = "the page was put away";
const workerEnded = "the worker that had the connection has ended";

export class Replica {
  #client;
  #number;
  #attachment;
  #hearing;
  /** @type {any} as they cross */
  #options;
  /** @type {Way | undefined} for the first attachment */
  #way;
  #isAway = false;
  #standing = new Standing();
  /** @type {Map<number, Call>} by ticket */
  #calls = new Map();
  #watcher = { sleep: () => this.#sleep(), wake: () => this.#wake() };

  /**
   * @param {import("../engine/engine.js").Client} client
   * @param {number} number that this page gives it
   * @param {import("./hosts.js").AnyHost} host
   * @param {(error: any, isDeath: boolean, recording?: string) => void} failed there is no host any more, or Go in it has ended
   * @param {Way} [way] to the host, if there is one
   */
  constructor(client, number, host, failed, way) {
    this.#client = client;
    this.#number = number;
    this.#way = way;
    this.#attachment = new Attachment(host, {
      found: ({ lock }) => {
        this.#post("join", this.#options, this.#number, this.#standing.epoch, lock);
        this.#resume();
      },
      heard: (message) => this.#hearing.hear(message),
      gone: () => this.#lose(workerEnded),
      failed: (error) => failed(error, false),
    });
    this.#hearing = new Hearing(client, this.#standing, {
      post: (...message) => this.#post(...message),
      settle: (ticket, value, error) => this.#settle(ticket, value, error),
      died: (error, recording) => failed(error, true, recording),
    });
  }

  /** What the host has told last. */
  get figures() {
    return this.#hearing.figures;
  }

  /** @param {any} options the constructor's, for wasm/options.go */
  #open(options) {
    this.#options = crossingOptions(options);
    watch(this.#watcher);
    this.#attachment.attach(this.#way);
    this.#way = undefined;
  }

  /** Ends it, and all that it waits for. */
  end() {
    unwatch(this.#watcher);
    this.#attachment.detach();
    this.#hearing.cancelQuestions();
  }

  /**
   * @param {Error} death that ends all its calls
   * @param {string} [recording] of what Go had done for it
   */
  die(death, recording) {
    this.#client.deliver(["died", death, recording]);
  }

  /** The page is put away, perhaps into the back/forward cache: no socket may be left open. */
  #sleep() {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#attachment.end();
    this.#lose(putAway);
  }

  #wake() {
    if (!this.#isAway) return this.#post("call", 0, "wake");
    this.#isAway = false;
    this.#attachment.attach();
  }

  /** @param {[name: string, ...args: any[]]} message */
  #post(...message) {
    this.#attachment.post(...message);
  }

  // Calls

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {any[]} args
   */
  call(ticket, name, args) {
    switch (name) {
      case "open":
        return this.#open(args[0]);
      case "sleep":
      case "wake":
        return; // which we hear of, too
      case "withdraw":
        return this.#withdraw(args[0]);
    }
    this.#standing.note(name, args);
    const call = { name, args, isPosted: false };
    if (ticket) this.#calls.set(ticket, call);
    if (this.#attachment.isThere) this.#postCall(ticket, call);
    else if (name === "stop") this.#stopAlone(ticket);
  }

  /**
   * @param {number} ticket
   * @param {Call} call
   * @param {any[]} [earlier] the session that a start continues
   * @param {string} [state] that the client is in, if the host does not know
   */
  #postCall(ticket, call, earlier, state) {
    call.isPosted = true;
    const { name, args } = call;
    switch (name) {
      case "start": {
        const [token, fields, url, ...given] = args;
        const [newest, presence, cause, user] = earlier ?? given;
        return this.#post("call", ticket, name, token, fields, url, newest, presence, cause, this.#standing.epoch, user, state);
      }
      case "reconnect":
        return this.#post("call", ticket, name, args[0], this.#standing.epoch);
      case "stop":
        return this.#post("call", ticket, name, this.#standing.epoch);
    }
    this.#post("call", ticket, name, ...args);
  }

  /** @param {number} ticket */
  #withdraw(ticket) {
    const call = this.#calls.get(ticket);
    if (!call) return;
    call.isGivenUp = true;
    if (call.isPosted) return this.#post("call", 0, "withdraw", ticket);
    this.#settle(ticket, undefined, failure(ErrorCode.AbortError, `${call.name} was given up before it began`, call.name === "send" ? { delivered: "no" } : {}));
    if (starts(call.name) && !this.#standing.isHeld && ![...this.#calls.values()].some(({ name }) => starts(name))) {
      this.#standing.forget();
      this.#leaveSession();
    }
  }

  /**
   * Ends the session for a client that has no host.
   * @param {number} ticket
   */
  #stopAlone(ticket) {
    this.#leaveSession();
    for (const [other, { name, args }] of this.#calls) if (other < ticket && name !== "call") this.#settle(other, undefined, unsent(name, args));
    this.#settle(ticket);
  }

  /** Gives a host what the last one had, and what has come since. */
  #resume() {
    const { start, isHeld } = this.#standing;
    if (!start && this.#standing.state !== "disconnected") this.#leaveSession();
    const { state } = this.#standing;
    const earlier = this.#standing.earlier(this.figures.newest ?? "");
    const waits = [...this.#calls.values()].some(({ name }) => starts(name));
    if (start && (isHeld || !waits)) this.#postCall(0, { name: "start", args: start, isPosted: true }, earlier, state);
    for (const [ticket, call] of this.#calls) {
      call.isPosted = true;
      if (!starts(call.name)) this.#postCall(ticket, call);
      else this.#postCall(ticket, { name: "start", args: start ?? [], isPosted: true }, isHeld ? [] : earlier, state);
    }
  }

  /**
   * Tells the client what Go would have told it, now that there is no host, and ends those of
   * its calls that no other host can go on with.
   * @param {string} why
   */
  #lose(why) {
    this.#hearing.cancelQuestions();
    this.#hearing.loseSockets();
    for (const [ticket, call] of this.#calls) {
      if (!call.isPosted) continue;
      call.isPosted = false;
      if (!starts(call.name)) this.#settle(ticket, undefined, lost(call.name, call.args, why));
      else if (call.isGivenUp) this.#withdraw(ticket); // the host may not have heard of it
    }
    if (!this.#standing.start) return this.#leaveSession();
    if (/^disconnect|^reconnecting/.test(this.#standing.state)) return;
    this.#enter("reconnecting", failure(ErrorCode.RTMWebsocketError, why));
    this.#client.deliver(["event", "attempting_reconnect"]);
  }

  /** Enters the states of the end that the client has not heard. */
  #leaveSession() {
    if (!this.#standing.state.startsWith("disconnect")) this.#enter("disconnecting");
    if (this.#standing.state !== "disconnected") this.#enter("disconnected");
  }

  /**
   * @param {string} state which has an event of its own
   * @param {any} [cause]
   */
  #enter(state, cause) {
    this.#standing.enter(state);
    this.#client.deliver(["state", state, cause]);
    this.#client.deliver(["event", state]);
  }

  /**
   * @param {number} ticket
   * @param {any} [value]
   * @param {any} [error]
   */
  #settle(ticket, value, error) {
    const call = this.#calls.get(ticket);
    if (!call) return;
    this.#calls.delete(ticket);
    if (call.name === "stop" && !this.#standing.start) this.#leaveSession(); // the word of it belonged to an earlier wish
    if (starts(call.name) && !error) this.#standing.hold();
    this.#client.deliver(["settle", ticket, value, error]);
  }
}
