// The engine of initialize({worker: true}), as the page has it: it is called as
// the Engine of engine.js is, and passes everything on to the worker
// (worker.js). A page that goes into the back/forward cache must leave no
// socket open, so its worker ends then; another takes its sessions up when the
// page is back.

import { ErrorCode, failure, fromGo } from "./errors.js";
import { watch, unwatch } from "./lifecycle.js";

/** How long, in ms, the worker of a page that is back may take to begin. */
const patience = 30_000;

/** Why what waited for a worker that has ended did not get it. */
const putAway = "the page was put away";

/** @typedef {import("./engine.js").Client} Client */
/** @typedef {import("./engine.js").Item} Item */

/**
 * @typedef {object} Session what another worker must know of a client
 * @property {Client} client
 * @property {any} options
 * @property {string} state
 * @property {any[] | undefined} start the arguments of the start that began it
 * @property {boolean} isWanted whether another worker is to take it up
 * @property {number[]} starts the tickets of calls that wait for another worker to have it
 * @property {boolean} hasStood whether there is a connection to continue
 * @property {string | undefined} presence the body of the newest presence_sub
 * @property {any} figures
 * @property {Map<number, any>} sockets stand-ins for those in the worker
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export class Engine {
  /** @type {import("../rtm.js").InitializeOptions} */
  #options = {};
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {Worker | undefined} */
  #worker;
  #isRunning = false;
  #isAsleep = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #overdue;
  /** @type {any[][]} what the worker is told when it runs */
  #backlog = [];
  /** @type {Map<number, Session>} */
  #sessions = new Map();
  #newest = 0;
  /** @type {Map<number, any[]>} the calls that the worker has got and not settled, by ticket */
  #calls = new Map();
  /** @type {Map<number, AbortController>} */
  #questions = new Map();
  /** @type {{resolve: () => void, reject: (error: any) => void} | undefined} the wait for the first worker */
  #first;
  #watcher = { sleep: () => this.#sleep(), wake: () => this.#wake() };
  /** @type {Error | undefined} */
  death;
  ondeath = () => {};

  /**
   * @param {WebAssembly.Module} module
   * @param {AbortSignal} signal gives it up
   * @param {import("../rtm.js").InitializeOptions} options
   * @returns {Promise<void>}
   */
  run(module, signal, options) {
    this.#module = module;
    this.#options = options;
    signal.addEventListener("abort", () => this.#fail({ message: "it was given up" }));
    watch(this.#watcher);
    return new Promise((resolve, reject) => {
      this.#first = { resolve, reject };
      this.#begin();
    });
  }

  async #begin() {
    try {
      const worker = await this.#make();
      // Meanwhile it may have been given up, or the page put away.
      if (this.death || this.#isAsleep || this.#worker) return worker.terminate();
      this.#worker = worker;
      worker.onmessage = ({ data }) => {
        if (this.#worker !== worker) return;
        for (const [name, ...args] of data) /** @type {any} */ (this.#does)[name](...args);
      };
      worker.onmessageerror = () => this.#fail({ message: "a message could not be read" });
      worker.onerror = (event) => {
        event.preventDefault();
        this.#fail({ message: event.message || "its file was not loaded" });
      };
      worker.postMessage(["run", this.#module]);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @returns {Promise<Worker>} */
  async #make() {
    const { worker: kind, workerURL } = this.#options;
    // Bundlers find the worker's file by this form alone.
    if (kind === true && !workerURL) return new Worker(new URL("./rtm.worker.js", import.meta.url), { type: "module" });
    const url = workerURL ?? new URL("./rtm.worker.js", import.meta.url);
    if (kind === true) return new Worker(url, { type: "module" });
    const response = await fetch(url);
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    const blob = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
    const worker = new Worker(blob, { type: "module" });
    worker.addEventListener("message", () => URL.revokeObjectURL(blob), { once: true });
    return worker;
  }

  /** What the worker may call. */
  #does = {
    running: () => {
      clearTimeout(this.#overdue);
      this.#isRunning = true;
      this.#first?.resolve();
      this.#first = undefined;
      for (const [number, session] of this.#sessions) this.#restore(number, session);
      for (const [name, ...args] of this.#backlog.splice(0)) this.#post(name, ...args);
    },
    failed: (/** @type {any} */ error) => this.#fail(fromGo(error)),
    die: (/** @type {any} */ error) => this.#die(fromGo(error)),
    deliver: (/** @type {number} */ number, /** @type {Item} */ item) => this.#deliver(number, item),
    figures: (/** @type {number} */ number, /** @type {object} */ figures) => {
      const session = this.#sessions.get(number);
      if (session) session.figures = figures;
    },
    ask: (/** @type {number} */ question, /** @type {number} */ number, /** @type {string} */ name, /** @type {any[]} */ args) => this.#ask(question, number, name, args),
    cancel: (/** @type {number} */ question) => {
      this.#questions.get(question)?.abort();
      this.#questions.delete(question);
    },
    // So that v3's handleWsMessage and handleWsClose reach the socket.
    began: (/** @type {number} */ number, /** @type {number} */ socket) => {
      const session = this.#sessions.get(number);
      if (!session) return;
      const standIn = {
        message: (/** @type {unknown} */ text) => this.#post("message", number, socket, text),
        close: (/** @type {any[]} */ ...end) => this.#post("close", number, socket, ...end),
      };
      session.sockets.set(socket, standIn);
      session.client.sockets.began(standIn);
    },
    ended: (/** @type {number} */ number, /** @type {number} */ socket) => {
      const session = this.#sessions.get(number);
      session?.client.sockets.ended(session.sockets.get(socket));
      session?.sockets.delete(socket);
    },
  };

  /** @param {Client} client */
  register(client) {
    const number = ++this.#newest;
    this.#sessions.set(number, { client, options: undefined, state: "disconnected", start: undefined, isWanted: false, starts: [], hasStood: false, presence: undefined, figures: {}, sockets: new Map() });
    return number;
  }

  /** @param {number} number */
  forget(number) {
    this.#sessions.delete(number);
    this.#post("forget", number);
  }

  /** @param {number} number */
  figures(number) {
    return this.#sessions.get(number)?.figures;
  }

  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    const session = this.#sessions.get(number);
    if (!session) return;
    switch (name) {
      case "open":
        session.options = crossing(args[0]);
        if (this.#isRunning) this.#open(number, session); // else #restore does
        return;
      case "start":
        if (!session.start || session.state.startsWith("disconnect")) session.start = args;
        break;
      case "send":
        if (args[1] === "presence_sub") session.presence = args[2];
        break;
      case "sleep": // the whole worker does, and is woken by #wake
        return;
    }
    this.#post("call", ticket, name, number, ...args);
  }

  /** @param {[name: string, ...args: any[]]} message */
  #post(...message) {
    if (!this.#isRunning) {
      this.#backlog.push(message);
      return;
    }
    const [name, ticket] = message;
    if (name === "call" && ticket) this.#calls.set(ticket, message.slice(2));
    this.#worker?.postMessage(message);
  }

  /**
   * @param {number} number
   * @param {Session} session
   */
  #open(number, session) {
    this.#post("register", number, session.options.webClient === true);
    this.#post("call", 0, "open", number, session.options);
  }

  /**
   * @param {number} number
   * @param {Item} item
   */
  #deliver(number, item) {
    const session = this.#sessions.get(number);
    if (!session) return;
    const { client } = session;
    const [kind, first] = item;
    switch (kind) {
      case "frames": {
        const characters = first.reduce((/** @type {number} */ sum, /** @type {string} */ text) => sum + text.length, 0);
        client.deliver(["frames", first.map((/** @type {string} */ text) => [text, JSON.parse(text)])]);
        client.sockets.relieve();
        this.#post("took", number, characters);
        return;
      }
      case "settle":
        this.#calls.delete(first);
        break;
      case "state":
        session.state = first;
        if (first === "connected") session.hasStood = true;
        if (first === "disconnected") Object.assign(session, { hasStood: false, presence: undefined });
        break;
      case "event":
        if (first === "ws_error") item = [kind, first, new Event("error")];
        break;
    }
    client.deliver(/** @type {Item} */ (item.map((value) => (value && typeof value === "object" && !(value instanceof Event) ? fromGo(value) : value))));
  }

  /**
   * @param {number} question
   * @param {number} number
   * @param {string} name
   * @param {any[]} args
   */
  async #ask(question, number, name, args) {
    const controller = new AbortController();
    this.#questions.set(question, controller);
    let value, error;
    try {
      value = structuredClone(await this.#sessions.get(number)?.client.answer(name, args, controller.signal));
    } catch (thrown) {
      const fault = /** @type {any} */ (thrown);
      error = { name: String(fault?.name ?? ""), message: String(fault?.message ?? fault) };
    }
    if (controller.signal.aborted) return;
    this.#questions.delete(question);
    this.#post("answer", question, value, error);
  }

  // The page is put away, and comes back.

  /** Ends the worker, and with it the sockets, before it returns. */
  #sleep() {
    if (this.#isAsleep) return;
    this.#isAsleep = true;
    this.#isRunning = false;
    this.#stop();
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const [number, session] of this.#sessions) this.#suspend(session, calls.filter(([, [, of]]) => of === number));
  }

  #wake() {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    if (!this.#first) this.#overdue = setTimeout(() => this.#fail({ message: `it did not begin within ${patience} ms` }), patience);
    this.#begin();
  }

  /**
   * Tells a client what Go would have told it, and ends those of its calls that
   * no other worker can go on with.
   * @param {Session} session
   * @param {[ticket: number, call: any[]][]} calls of this client, in their order
   */
  #suspend(session, calls) {
    const { client } = session;
    for (const socket of session.sockets.values()) client.sockets.ended(socket);
    session.sockets.clear();
    session.figures = { newest: session.figures.newest };

    const wish = calls.findLast(([, [name]]) => starts(name) || name === "stop")?.[1][0] ?? session.state;
    session.isWanted = wish !== "stop" && !wish.startsWith("disconnect");
    const cause = failure(ErrorCode.RTMWebsocketError, putAway);
    if (session.isWanted && !/^disconnect|^reconnecting/.test(session.state)) {
      session.state = "reconnecting";
      client.deliver(["state", "reconnecting", cause]);
      for (const name of ["reconnecting", "attempting_reconnect"]) client.deliver(["event", name]);
    }
    if (!session.isWanted && session.state !== "disconnected") {
      session.state = "disconnected";
      client.deliver(["state", "disconnected"]);
      client.deliver(["event", "disconnected"]);
    }
    session.starts = session.isWanted ? calls.filter(([, [name]]) => starts(name)).map(([ticket]) => ticket) : [];
    for (const [ticket, [name, , ...args]] of calls) {
      if (!session.starts.includes(ticket)) client.deliver(["settle", ticket, undefined, lost(name, args)]);
    }
  }

  /**
   * Gives a new worker what the last one had of a client.
   * @param {number} number
   * @param {Session} session
   */
  #restore(number, session) {
    this.#open(number, session);
    if (!session.isWanted || !session.start) return;
    const [token, fields] = session.start;
    const earlier = session.hasStood ? [session.figures.newest ?? "", session.presence] : [];
    for (const [i, ticket] of [0, ...session.starts].entries()) this.#post("call", ticket, "start", number, token, fields, "", ...(i === 0 ? earlier : []));
    session.starts = [];
  }

  // The worker fails, or Go in it.

  /** @param {any} error */
  #fail(error) {
    const first = this.#first;
    if (!first) {
      this.#die(failure(ErrorCode.EngineDiedError, `The worker has ended: ${error.message}. Call start() to begin afresh.`, { cause: error instanceof Error ? error : undefined, output: "" }));
      return;
    }
    this.#first = undefined;
    this.#end();
    first.reject(typeof error.code === "string" ? error : failure(ErrorCode.InitializeError, `The worker could not be started: ${error.message}. Is rtm.worker.js beside rtm.js, or else where workerURL says, and does the page's Content-Security-Policy allow it (worker-src)?`, { cause: error instanceof Error ? error : undefined }));
  }

  /** @param {Error} death */
  #die(death) {
    if (this.death) return;
    this.death = death;
    this.#end();
    for (const { client } of this.#sessions.values()) client.deliver(["died", death]);
    this.ondeath();
  }

  #end() {
    unwatch(this.#watcher);
    this.#isRunning = false;
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#overdue);
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const controller of this.#questions.values()) controller.abort();
    this.#questions.clear();
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
  const flags = Object.entries(others).map(([name, value]) => [name, /object|function/.test(typeof value) ? true : value]);
  return { ...Object.fromEntries(flags), retryConfig: retryConfig && { ...retryConfig }, rateLimit: rateLimit && { ...rateLimit } };
}
