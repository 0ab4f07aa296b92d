// A client whose Go is in a worker: what another worker must know of it, should
// this one have to end.

import { ErrorCode, failure, fromGo } from "../client/errors.js";

/** Why what waited for a worker that has ended did not get it. */
const putAway = "the page was put away";

/**
 * @typedef {import("../engine/engine.js").Item} Item
 * @typedef {[ticket: number, call: [name: string, number: number, ...args: any[]]]} Call one that has not settled
 * @typedef {(name: string, ...args: any[]) => void} Post tells a worker
 */

export class Session {
  client;
  #number;
  #post;
  /** @type {any} */
  #options;
  #state = "disconnected";
  /** @type {any[] | undefined} the arguments of the start that began it, since the last stop */
  #start;
  /** Whether a start was granted the session. */
  #isHeld = false;
  /** Whether another worker is to take it up. */
  #isWanted = false;
  /** @type {number[]} the tickets of calls that wait for another worker to have it */
  #starts = [];
  /** Whether there is a connection to continue. */
  #hasStood = false;
  /** @type {string | undefined} the body of the newest presence_sub */
  #presence;
  /** @type {any} what the worker has told last */
  figures = {};
  /** @type {Map<number, any>} stand-ins for the sockets in the worker */
  #sockets = new Map();

  /**
   * @param {import("../engine/engine.js").Client} client
   * @param {number} number
   * @param {Post} post
   */
  constructor(client, number, post) {
    this.client = client;
    this.#number = number;
    this.#post = post;
  }

  /** @param {any} options the constructor's, for wasm/options.go */
  open(options) {
    this.#options = crossing(options);
  }

  /** Makes the client known to a worker. */
  introduce() {
    if (!this.#options) return; // its call comes
    this.#post("register", this.#number, this.#options.webClient === true);
    this.#post("call", 0, "open", this.#number, this.#options);
  }

  /**
   * Notes a call that the worker gets.
   * @param {string} name
   * @param {any[]} args
   */
  note(name, args) {
    if (name === "stop") {
      this.#start = this.#presence = undefined;
      this.#isWanted = this.#isHeld = this.#hasStood = false;
    }
    if (name === "start" && (!this.#start || this.#state.startsWith("disconnect"))) {
      if (this.#start && this.#start[0] !== args[0]) this.#presence = undefined; // it is another token's
      this.#start = args;
    }
    if (name === "send" && args[1] === "presence_sub") this.#presence = args[2];
  }

  /**
   * Takes what the worker tells.
   * @param {Item} item
   */
  deliver([kind, ...args]) {
    const [first, second] = args;
    switch (kind) {
      case "frames": {
        let characters = 0;
        this.client.sockets.during(() => {
          for (const text of first) {
            characters += text.length;
            this.client.deliver(["frame", text, JSON.parse(text), second]); // the worker has parsed it already
          }
        });
        this.#post("took", this.#number, characters);
        return;
      }
      case "state":
        this.#state = first;
        if (first === "authenticated") this.#isHeld = true;
        if (first === "connected") this.#hasStood = true;
        if (first === "disconnected") this.#isHeld = this.#hasStood = false;
        break;
      case "event":
        if (first === "ws_error") return this.client.deliver(["event", first, new Event("error")]);
        break;
    }
    this.client.deliver([kind, ...args.map((value) => (value && typeof value === "object" ? fromGo(value) : value))]);
  }

  // So that v3's handleWsMessage and handleWsClose reach the socket.

  /** @param {number} socket */
  began(socket) {
    const standIn = {
      message: (/** @type {unknown} */ text) => this.#post("message", this.#number, socket, text),
      close: (/** @type {any[]} */ ...end) => this.#post("close", this.#number, socket, ...end),
    };
    this.#sockets.set(socket, standIn);
    this.client.sockets.began(/** @type {any} */ (standIn));
  }

  /** @param {number} socket */
  ended(socket) {
    this.client.sockets.ended(this.#sockets.get(socket));
    this.#sockets.delete(socket);
  }

  /**
   * Tells the client what Go would have told it, now that the worker has ended,
   * and ends those of its calls that no other worker can go on with.
   * @param {Call[]} calls in their order
   */
  suspend(calls) {
    for (const socket of [...this.#sockets.keys()]) this.ended(socket);
    this.figures = { newest: this.figures.newest };
    const wish = calls.findLast(([, [name]]) => starts(name) || name === "stop")?.[1][0] ?? this.#state;
    this.#isWanted = wish !== "stop" && !wish.startsWith("disconnect");
    // What was started after a stop does not continue what the stop has ended.
    if (calls.some(([, [name]]) => name === "stop")) this.#isHeld = this.#hasStood = false;
    if (this.#isWanted && !/^disconnect|^reconnecting/.test(this.#state)) {
      this.#enter("reconnecting", failure(ErrorCode.RTMWebsocketError, putAway));
      this.client.deliver(["event", "attempting_reconnect"]);
    }
    if (!this.#isWanted && this.#state !== "disconnected") this.#enter("disconnected");
    this.#starts = this.#isWanted ? calls.filter(([, [name]]) => starts(name)).map(([ticket]) => ticket) : [];
    for (const [ticket, [name, , ...args]] of calls) {
      if (!this.#starts.includes(ticket)) this.client.deliver(["settle", ticket, undefined, lost(name, args)]);
    }
  }

  /**
   * @param {string} state which has an event of its own
   * @param {any} [cause]
   */
  #enter(state, cause) {
    this.#state = state;
    this.client.deliver(["state", state, cause]);
    this.client.deliver(["event", state]);
  }

  /** Gives a worker what the last one had. */
  resume() {
    this.introduce();
    if (!this.#isWanted || !this.#start) {
      // Also if disconnect() was called in between.
      for (const ticket of this.#starts.splice(0)) this.client.deliver(["settle", ticket, undefined, lost("start", [])]);
      if (this.#state !== "disconnected") this.#enter("disconnected");
      return;
    }
    const [token, fields] = this.#start;
    const earlier = this.#hasStood ? [this.figures.newest ?? "", this.#presence] : [];
    const granted = this.#isHeld || this.#starts.length === 0 ? [0] : [];
    for (const [i, ticket] of [...granted, ...this.#starts].entries()) {
      this.#post("call", ticket, "start", this.#number, token, fields, "", ...(i === 0 ? earlier : []));
    }
    this.#starts = [];
  }
}

/** @param {string} name */
function starts(name) {
  return name === "start" || name === "reconnect";
}

/**
 * What a call ends with whose worker has ended; nothing for a stop, which is
 * done.
 * @param {string} name
 * @param {any[]} args
 */
function lost(name, [messageId, , body]) {
  switch (name) {
    case "stop":
      return;
    case "send": {
      const text = body && JSON.parse(body).text;
      return failure(ErrorCode.RTMNoReplyReceivedError, `Frame ${messageId} got no reply: ${putAway}. Look whether it arrived before sending it again`, { messageId, ...(typeof text === "string" && { text }), delivered: "unknown" });
    }
    case "call":
      return failure(ErrorCode.RequestError, `The call got no answer: ${putAway}`);
    default:
      return failure(ErrorCode.RTMDisconnectedError, "disconnect() was called");
  }
}

/**
 * What can cross of a client's options, and tells Go the same: of what only the
 * page can use, that it is there.
 * @param {any} options
 */
function crossing({ retryConfig, rateLimit, ...others }) {
  const flags = (/** @type {object} */ of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, /object|function|symbol/.test(typeof value) ? true : value]));
  return { ...flags(others), retryConfig: retryConfig && flags(retryConfig), rateLimit: rateLimit && flags(rateLimit) };
}
