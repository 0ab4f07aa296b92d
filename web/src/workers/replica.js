// A client in this page whose Go is in a worker, its host: the page's side of member.js. It
// passes calls on and hears what comes of them, and when the host is gone, or the page was put
// away, it goes on with another.

import { clearTimeout, setTimeout } from "../engine/clock.js";
import { crossingOptions } from "./crossing.js";
import { ErrorCode, failure, fromGo, toGo } from "../client/errors.js";
import { unwatch, watch } from "../client/lifecycle.js";
import { Questions } from "../engine/questions.js";
import { whenFree } from "./locks.js";
import { Standing, starts } from "./standing.js";

/**
 * @typedef {import("../engine/engine.js").Item} Item
 * @typedef {import("./hosts.js").Way} Way
 *
 * @typedef {object} Call one that has not settled
 * @property {string} name
 * @property {any[]} args
 * @property {boolean} isPosted
 */

/** As many characters are taken before the host is told. */
const most = 32 * 1024;

/** How long, in ms, a host may take to begin: Firefox keeps a SharedWorker that has closed for up to 30 s, and asks no other. */
const patience = 45_000;

/** Why what waited for a host that is gone did not get it. */
const putAway = "the page was put away";
const workerEnded = "the worker that had the connection has ended";

/**
 * A way to a host, if it begins in time.
 * @param {import("./hosts.js").AnyHost} host
 * @returns {Promise<Way>}
 */
export async function wayTo(host) {
  /** @type {any} */
  let overdue;
  const controller = new AbortController();
  const opening = host.open(controller.signal);
  try {
    return await Promise.race([
      opening,
      new Promise((/** @type {(value: never) => void} */ _, reject) => (overdue = setTimeout(() => {
        reject(new Error(`it did not begin within ${patience} ms`));
        controller.abort();
        opening.then((way) => way.close(), () => {}); // too late
      }, patience))),
    ]);
  } finally {
    clearTimeout(overdue);
  }
}

export class Replica {
  #client;
  #number;
  #host;
  #failed;
  /** @type {any} as they cross */
  #options;
  /** @type {Way | undefined} while there is a host */
  #way;
  /** @type {object | undefined} from an attempt to reach a host until it is gone */
  #term;
  #isAway = false;
  #stopWaiting = () => {};
  #standing = new Standing();
  /** @type {Map<number, Call>} by ticket */
  #calls = new Map();
  /** @type {any} what the host has told last */
  figures = {};
  /** How many characters were taken that the host does not know of. */
  #taken = 0;
  /** @type {Map<number, any>} stand-ins for the sockets in the worker */
  #sockets = new Map();
  #questions = new Questions((question, value, error) => this.#post("answer", question, value, error));
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
    this.#host = host;
    this.#failed = failed;
    this.#way = way;
  }

  /** @param {any} options the constructor's, for wasm/options.go */
  #open(options) {
    const way = this.#way;
    this.#way = undefined;
    this.#options = crossingOptions(options);
    watch(this.#watcher);
    this.#attach(way);
  }

  /** Ends it, and all that it waits for. */
  end() {
    unwatch(this.#watcher);
    this.#detach();
  }

  /**
   * @param {Error} death that ends all its calls
   * @param {string} [recording] of what Go had done for it
   */
  die(death, recording) {
    this.#client.deliver(["died", death, recording]);
  }

  // The host, and the ways of losing it

  /** @param {Way} [way] */
  async #attach(way) {
    const term = (this.#term = {});
    try {
      const found = way ?? (await wayTo(this.#host));
      if (this.#term === term) this.#attached(found);
      else found.close();
    } catch (error) {
      if (this.#term === term) this.#failed(error, false);
    }
  }

  /** @param {Way} way */
  #attached(way) {
    this.#way = way;
    this.#taken = 0;
    way.port.onmessage = ({ data }) => this.#hear(data);
    way.port.onmessageerror = () => this.#failed(new Error("a message could not be read"), false);
    if (way.host) this.#stopWaiting = whenFree(way.host, () => this.#moveOn(way.host));
    this.#post("join", this.#options, this.#number, this.#standing.epoch, way.lock);
    this.#resume();
  }

  #detach() {
    this.#term = undefined;
    this.#stopWaiting();
    this.#questions.cancelAll();
    this.#way?.close();
    this.#way = undefined;
  }

  /**
   * The worker has gone: another takes the session up.
   * @param {string} [host] the lock that it held
   */
  #moveOn(host) {
    this.#detach();
    this.#host.end(host);
    this.#lose(workerEnded);
    this.#attach();
  }

  /** The page is put away, perhaps into the back/forward cache: no socket may be left open. */
  #sleep() {
    if (this.#isAway) return;
    this.#isAway = true;
    this.#detach();
    this.#host.end();
    this.#lose(putAway);
  }

  #wake() {
    if (!this.#isAway) return this.#post("call", 0, "wake");
    this.#isAway = false;
    this.#attach();
  }

  /** @param {[name: string, ...args: any[]]} message */
  #post(...message) {
    this.#way?.port.postMessage(message);
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
    if (this.#way) this.#postCall(ticket, call);
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
    for (const socket of [...this.#sockets.keys()]) this.#does.ended(socket);
    this.figures = { newest: this.figures.newest };
    for (const [ticket, call] of this.#calls) {
      if (!call.isPosted) continue;
      call.isPosted = false;
      if (!starts(call.name)) this.#settle(ticket, undefined, lost(call.name, call.args, why));
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

  // What the host tells

  /** @param {{epoch: number, size: number, figures?: object, told: [name: string, ...args: any[]][]}} message */
  #hear({ epoch, size, figures, told }) {
    if (figures) this.figures = figures;
    for (const [name, ...args] of told) {
      const isOld = epoch < this.#standing.epoch && (name === "frames" || (name === "deliver" && args[0][0] !== "settle"));
      if (!isOld) this.#does[name](...args);
    }
    this.#taken += size;
    if (this.#taken < most) return;
    this.#post("took", this.#taken);
    this.#taken = 0;
  }

  /**
   * What the host may call.
   * @type {Record<string, (...args: any[]) => any>}
   */
  #does = {
    frames: (texts, isReplay) => this.#client.sockets.during(() => {
      for (const text of texts) this.#client.deliver(["frame", text, JSON.parse(text), isReplay]); // the worker has parsed it already
    }),
    deliver: (/** @type {Item} */ [kind, ...args]) => {
      const [first, second, third, fourth] = args;
      switch (kind) {
        case "settle":
          return this.#settle(first, second, third && fromGo(third));
        case "state":
          this.#standing.enter(first, third, fourth);
          break;
        case "event":
          if (first === "ws_error") return this.#client.deliver(["event", first, new Event("error")]);
      }
      this.#client.deliver([kind, ...args.map((value) => (value && typeof value === "object" ? fromGo(value) : value))]);
    },
    died: (error, recording) => this.#failed(fromGo(error), true, recording),
    // What crosses must be something that can: else the call fails here.
    ask: (question, name, args) => this.#questions.ask(question, async (/** @type {AbortSignal} */ signal) => structuredClone(await this.#client.answer(name, args, signal, toGo))),
    cancel: (question) => this.#questions.cancel(question),
    // So that v3's handleWsMessage and handleWsClose reach the socket.
    began: (socket) => {
      /** @type {any} */
      const standIn = {
        message: (/** @type {string} */ text) => this.#post("message", socket, text),
        close: (/** @type {any[]} */ ...end) => this.#post("close", socket, ...end),
      };
      this.#sockets.set(socket, standIn);
      this.#client.sockets.began(standIn);
    },
    ended: (socket) => {
      this.#client.sockets.ended(this.#sockets.get(socket));
      this.#sockets.delete(socket);
    },
  };
}

/**
 * What a call ends with whose host is gone; nothing for a stop, which is done.
 * @param {string} name
 * @param {any[]} args
 * @param {string} why
 */
function lost(name, [messageId], why) {
  switch (name) {
    case "stop":
      return;
    case "send":
      return failure(ErrorCode.RTMNoReplyReceivedError, `Frame ${messageId} got no reply: ${why}. Look whether it arrived before sending it again`, { delivered: "unknown" });
  }
  return failure(ErrorCode.RequestError, `The call got no answer: ${why}`);
}

/**
 * What a call ends with that never reached a host, by a stop.
 * @param {string} name
 * @param {any[]} args
 */
function unsent(name, [messageId]) {
  if (name !== "send") return failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
  return failure(ErrorCode.RTMDisconnectedError, `Frame ${messageId} was not sent, since the session has ended: it may be sent again after a start`, { delivered: "no" });
}
