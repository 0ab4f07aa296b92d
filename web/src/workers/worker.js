// The worker of initialize({worker: true}): Go and the sockets are here, so that
// a page that is busy or hidden does not hold them up. What they need of the
// page they ask over messages; the other side is remote.js, and a message is
// [name, ...args] of a function there. The page is told in lists of them, one
// for all that happens in a task, and frames wait for those right behind them, since
// each list costs the page a task. Errors cross as plain objects, since an Error would
// lose its members.

import { queueMicrotask, setTimeout } from "../engine/clock.js";
import { Engine } from "../engine/engine.js";
import { isError } from "../client/errors.js";
import { nextTask } from "../engine/task.js";
import { callWithFetch } from "../client/webapi.js";

/**
 * How many characters of frames may be on their way to the page. A worker
 * cannot let a socket wait; when there are more, the session sleeps until the
 * page has taken them, and a gap tells what was missed.
 */
const maxUntaken = 16 * 1024 * 1024;

// Errors of Go's cross as they are. Of what an answer threw the page has told already
// what Go gets, unless it is the worker's own fetch.
const engine = new Engine((object) => object, (thrown) => (thrown instanceof Error ? { name: thrown.name, message: thrown.message } : /** @type {any} */ (thrown)));

/** @type {any[][]} what the page is yet to be told */
let untold = [];

/** @type {Set<number>} the clients whose figures the page does not know */
const outdated = new Set();

/** How long, in ms, it may not know them. */
const patience = 100;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Whether there will be a task that tells the page of frames. */
let isDue = false;

/** @param {[name: string, ...args: any[]]} message */
function tell(...message) {
  untold.push(message);
  queueMicrotask(flush);
}

/**
 * @param {number} number of a client
 * @param {string} text of a frame
 * @param {boolean} isReplay whether it is a replay: see Role in rtm/core/effect.go
 */
function tellFrame(number, text, isReplay) {
  const last = untold.at(-1);
  if (last?.[0] === "deliver" && last[1] === number && last[2][0] === "frames" && last[2][2] === isReplay) last[2][1].push(text);
  else untold.push(["deliver", number, ["frames", [text], isReplay]]);
  if (isDue) return;
  isDue = true;
  nextTask(() => {
    isDue = false;
    flush();
  });
}

function flush() {
  if (untold.length === 0) return;
  // The page's stats() must answer at once. But after frames alone, which come often,
  // the figures follow a little later.
  const touched = new Set();
  for (const [name, number, item] of untold) if (name === "deliver") (item[0] === "frames" ? outdated : touched).add(number);
  tellFigures(touched);
  postMessage(untold);
  untold = [];
  if (outdated.size > 0) timer ??= setTimeout(() => {
    timer = undefined;
    tellFigures(outdated);
  }, patience);
}

/** @param {Set<number>} numbers of the clients whose figures to tell */
function tellFigures(numbers) {
  for (const number of numbers) {
    outdated.delete(number);
    if (clients.has(number) && !engine.death) tell("figures", number, engine.figures(number));
  }
}

/** @type {Map<number, Stand>} */
const clients = new Map();

/** @type {Map<number, {resolve: (value: any) => void, reject: (error: any) => void}>} */
const questions = new Map();
let newestQuestion = 0;

/** Stands for a client, which is on the page. */
class Stand {
  #number;
  #callsItself;
  #untaken = 0;
  /** Whether the session sleeps until the page has caught up. */
  isResting = false;
  /** @type {string | undefined} the recording, once Go is dead */
  recording;
  /** @type {Map<number, import("../engine/socket.js").Socket>} */
  #sockets = new Map();
  #newestSocket = 0;

  /**
   * @param {number} number
   * @param {boolean} callsItself whether the page makes the calls to Slack, with a webClient
   */
  constructor(number, callsItself) {
    this.#number = number;
    this.#callsItself = callsItself;
  }

  /** @param {import("../engine/engine.js").Item} item */
  deliver(item) {
    if (item[0] === "died") return void (this.recording = item[2]); // the page is told once
    if (item[0] === "frame") {
      // Its text crosses faster than what it says.
      const [, text, , isReplay] = item;
      this.#untaken += text.length;
      tellFrame(this.#number, text, isReplay);
    } else tell("deliver", this.#number, item);
  }

  /**
   * @param {string} name
   * @param {any[]} args
   * @param {AbortSignal} signal
   */
  async answer(name, args, signal) {
    if (name === "call" && !this.#callsItself) return callWithFetch(args[0], args[1], signal);
    const question = ++newestQuestion;
    tell("ask", question, this.#number, name, args);
    signal.addEventListener("abort", () => {
      questions.delete(question);
      tell("cancel", question);
    });
    return new Promise((resolve, reject) => questions.set(question, { resolve, reject }));
  }

  /** @type {import("../engine/socket.js").Owner} */
  sockets = {
    began: (socket) => {
      this.#sockets.set(++this.#newestSocket, /** @type {any} */ (socket));
      tell("began", this.#number, this.#newestSocket);
    },
    open: (url) => new WebSocket(url),
    wrote: (frame) => this.deliver(["json", "outgoing_message", frame]),
    log: (level, text) => this.deliver(["log", level, text]),
    during: (bring) => {
      bring();
      if (this.#untaken <= maxUntaken || this.isResting) return;
      this.isResting = true;
      this.deliver(["log", "warn", `the page has ${this.#untaken} characters of frames to take: the session sleeps until it has caught up`]);
      engine.call(0, "sleep", this.#number, "the page did not keep up");
    },
    failed: () => this.deliver(["event", "ws_error"]), // the page's own errors tell nothing
    ended: (socket) => {
      for (const [key, other] of this.#sockets) {
        if (other !== socket) continue;
        this.#sockets.delete(key);
        tell("ended", this.#number, key);
      }
    },
  };

  /** @param {number} key */
  socket(key) {
    return this.#sockets.get(key);
  }

  /** @param {number} characters */
  took(characters) {
    this.#untaken -= characters;
    if (!this.isResting || this.#untaken > 0) return;
    this.isResting = false;
    engine.call(0, "wake", this.#number);
  }
}

/** What the page may call. */
const does = {
  /** @param {WebAssembly.Module} module */
  async run(module) {
    try {
      await engine.run(module);
    } catch (error) {
      tell("failed", plain(error));
      return;
    }
    engine.ondeath = () => tell("die", plain(engine.death), [...clients].map(([number, { recording }]) => [number, recording]));
    if (engine.death) engine.ondeath();
    else tell("running");
  },
  /**
   * @param {number} number
   * @param {boolean} callsItself
   */
  register(number, callsItself) {
    const client = new Stand(number, callsItself);
    clients.set(number, client);
    engine.register(client, number);
  },
  /** @param {number} number */
  forget(number) {
    engine.forget(number);
    clients.delete(number);
  },
  /**
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {any[]} args
   */
  call(ticket, name, number, ...args) {
    if (name === "wake" && clients.get(number)?.isResting) return;
    engine.call(ticket, name, number, ...args);
  },
  /**
   * @param {number} question
   * @param {any} value
   * @param {any} error
   */
  answer(question, value, error) {
    const waiting = questions.get(question);
    questions.delete(question);
    if (error) waiting?.reject(error);
    else waiting?.resolve(value);
  },
  /**
   * @param {number} number
   * @param {number} characters
   */
  took: (number, characters) => clients.get(number)?.took(characters),
  // v3's handleWsMessage and handleWsClose.
  /**
   * @param {number} number
   * @param {number} socket
   * @param {string} text
   */
  message: (number, socket, text) => clients.get(number)?.socket(socket)?.message(text),
  /**
   * @param {number} number
   * @param {number} socket
   * @param {[number, string]} end
   */
  close: (number, socket, ...end) => clients.get(number)?.socket(socket)?.close(...end),
};

/** @param {MessageEvent<[keyof typeof does, ...any[]]>} event */
onmessage = ({ data: [name, ...args] }) => /** @type {any} */ (does[name])(...args);

// What ends Go leaves the worker's stack too, after the page has been told.
addEventListener("error", (event) => {
  if (engine.death) event.preventDefault();
});

/**
 * An error as it crosses; see fromGo of errors.js.
 * @param {any} error
 * @returns {any}
 */
function plain({ name, message, code, output, cause }) {
  return { name, message, code, output, cause: isError(cause) ? plain(cause) : undefined };
}
