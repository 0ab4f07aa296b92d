// The WebSocket class that coder/websocket is given in place of the page's.
// That library drives a page's socket in ways that a page does not allow, or
// that lose messages; all of it is mended here, without a fork:
//
//   - it closes with 1001, 1008 and 1011, which browsers refuse: any code is
//     taken, and a valid one sent;
//   - it waits for the close event, which on a dead link takes minutes: close
//     is reported at once, and nothing of the socket gets through after that;
//   - its error listener waits inside a callback, which ends the Go program:
//     it never sees an error (a close always follows);
//   - it chooses at random between a waiting message and the close: close is
//     reported when Go has taken every message that came before it;
//   - it drops the close code: we keep it, for wasm/socket.go to ask;
//   - it enters Go once a message: messages are handed over in batches.
//
// Frames are kept until Go says which of them to deliver: the first of a burst goes to Go
// at once, and those that come soon after it go together, in the next task.

import { withoutAddress } from "./address.js";
import { Batch } from "./batch.js";
import { needObject } from "./checks.js";
import { performance, queueMicrotask } from "./clock.js";
import { listen } from "./listen.js";
import { nextTask } from "./task.js";

/**
 * For how long, in ms, messages wait for each other after Go was handed a single
 * one: to enter it takes a tenth of a millisecond.
 */
const pause = 0.3;

/** The same after several: there is a burst, and whatever a task brings goes together. */
const pauseInBurst = 20;

// What a page may close a socket with (WHATWG websockets, close()).

/** The code, if it may be sent, else that of a normal end. */
const sendableCode = (/** @type {number} */ code) => (Number.isInteger(code) && code >= 3000 && code <= 4999 ? code : 1000);

/** The longest reason, in bytes of UTF-8. */
const maxReason = 123;

/** As many whole characters of a reason as may be sent. */
const sendableReason = (/** @type {string} */ reason) => reason.slice(0, new TextEncoder().encodeInto(reason, new Uint8Array(maxReason)).read);

/**
 * @typedef {{code: number, reason: string, wasClean: boolean}} End
 * @typedef {[text: string, event: any]} Frame a message, and what it says
 * @typedef {object} Program what the engine provides
 * @property {() => void} enter makes the calls that have not entered Go yet
 * @property {() => boolean} isBusy whether Go is on the stack
 * @typedef {object} Owner what the client of a socket provides
 * @property {(socket: Pick<Socket, "message" | "close">) => void} began there is another socket
 * @property {(url: string) => any} open makes the real socket: the page's, or socketFn's
 * @property {(level: string, text: string) => void} log
 * @property {(frame: string) => void} wrote tells of a frame that the real socket has taken
 * @property {() => void} relieve delivers some of what waits, if too much does
 * @property {(error: any) => void} failed tells of an error of the real socket
 * @property {(socket: Pick<Socket, "message" | "close">) => void} ended nothing comes of this socket any more
 */

export class Socket {
  binaryType = "arraybuffer"; // set by coder/websocket; messages are texts
  protocol = "";

  /** @type {Map<string, (event: any) => void>} Go's listeners: it adds one of each */
  #listeners = new Map();
  /** @type {Owner} */
  #owner;
  /** @type {Program} */
  #program;
  /** @type {any} */
  real; // none before #connect
  /** @type {string} */
  #url;
  #detach = () => {};
  #isOpen = false;
  #batch = new Batch();
  /** Whether a task will hand the batch over. */
  #isDue = false;
  /** From when on it is handed a message at once. */
  #atOnceFrom = 0;
  /** @type {Frame[]} those that Go has not answered yet */
  #kept = [];
  #firstKept = 0;
  /** Whether hello has come: the session moves to a socket with it. */
  hasGreeted = false;
  /** @type {End | undefined} */
  end;

  /**
   * @param {string} url
   * @param {Owner} owner
   * @param {Program} program
   */
  constructor(url, owner, program) {
    this.#owner = owner;
    this.#program = program;
    this.#url = url;
    // In a microtask, since Go is on the stack now, and has no listeners yet.
    queueMicrotask(() => this.#connect());
  }

  #connect() {
    if (this.end) return;
    try {
      this.#owner.began(this);
      this.real = this.#owner.open(this.#url);
      this.#detach = listen(this.real, {
        open: () => this.#opened(),
        message: (data) => this.message(data),
        error: (error) => this.end || this.#owner.failed(error),
        close: ({ code, reason, wasClean }) => this.#finish({ code, reason: reason && withoutAddress(reason, this.#url), wasClean }),
      });
    } catch (error) {
      this.#finish({ code: 1006, reason: withoutAddress(error, this.#url), wasClean: false });
    }
  }

  /**
   * @param {string} type
   * @param {(event: any) => void} listener
   */
  addEventListener(type, listener) {
    this.#listeners.set(type, listener);
  }

  /** @param {string} type */
  removeEventListener(type) {
    this.#listeners.delete(type);
  }

  /** @param {string} frame */
  send(frame) {
    try {
      if (!this.#isOpen || this.end || this.real.readyState > 1) throw new Error("The WebSocket is not open");
      this.real.send(frame);
    } catch (thrown) {
      // Go's runtime reads the message of what is thrown, whatever that is.
      throw new Error(withoutAddress(thrown, this.#url));
    }
    this.#owner.wrote(frame);
  }

  /**
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code = 1000, reason = "") {
    if (this.end) return;
    try {
      this.#closeReal(sendableCode(code), sendableReason(reason));
    } catch (error) {
      this.#owner.log("warn", `closing the WebSocket failed: ${withoutAddress(error, this.#url)}`);
    }
    this.#batch = new Batch();
    this.#finish({ code, reason, wasClean: true });
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  #closeReal(code, reason) {
    try {
      this.real?.close(code, reason);
    } catch {
      this.real.close(); // a socket of socketFn may take other codes and reasons
    }
  }

  /**
   * The frames from `from` to `to`, which are counted from the first of the socket.
   * They and those before them are forgotten.
   * @param {number} from
   * @param {number} to
   */
  take(from, to) {
    const taken = this.#kept.splice(0, to - this.#firstKept).slice(from - this.#firstKept);
    this.#firstKept = to;
    return taken;
  }

  /** Lets go of the socket without a word to Go, which is dead. */
  abandon() {
    this.#listeners.clear();
    this.close();
  }

  #opened() {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#dispatch("open", {});
  }

  /**
   * Takes a message that the real socket has brought, or the caller as if.
   * @param {unknown} data
   */
  message(data) {
    if (!this.#owner) return;
    if (typeof data !== "string") {
      this.#owner.log("warn", "a binary message was dropped: Slack sends texts");
      return;
    }
    let event;
    try {
      event = needObject("A frame", JSON.parse(data));
    } catch {
      this.#owner.log("warn", `a frame of ${data.length} characters was dropped: it is not a JSON object`);
      return;
    }
    if (event?.type === "hello") this.hasGreeted = true;
    this.#keep(data, event);
    this.#owner.relieve();
  }

  /**
   * @param {string} text
   * @param {any} event what it says
   */
  #keep(text, event) {
    this.#kept.push([text, event]);
    this.#batch.add(text, event);
    // A socket of socketFn may bring a message before Go, which has called it, has
    // returned: it is handed over when nothing of Go is on the stack.
    if (!this.#program.isBusy() && (this.#batch.isFull || (!this.#isDue && performance.now() >= this.#atOnceFrom))) this.flush();
    else this.#flushSoon();
  }

  #flushSoon() {
    if (this.#isDue) return;
    this.#isDue = true;
    nextTask(() => {
      this.#isDue = false;
      this.flush();
    });
  }

  /** Hands Go the messages that it has not been handed yet. */
  flush() {
    const batch = this.#batch;
    if (batch.frames === 0) return;
    this.#program.enter(); // what a message is about was called before
    this.#batch = new Batch();
    this.#dispatch("message", { data: batch.join() });
    this.#atOnceFrom = Math.max(this.#atOnceFrom, performance.now() + (batch.frames > 1 ? pauseInBurst : pause));
  }

  /** @param {End} end */
  #finish(end) {
    if (this.end) return;
    this.end = end;
    try {
      this.#detach();
    } catch (error) {
      this.#owner.log("warn", `the listeners of the WebSocket could not be removed: ${withoutAddress(error, this.#url)}`);
    }
    this.#owner.ended(this);
    // In a microtask nothing of Go is on the stack, so that it takes each
    // batch before the next and all of them before the close.
    queueMicrotask(() => {
      this.#program.enter();
      this.flush();
      this.#dispatch("close", end);
      // Go refers to a socket until it next collects garbage: the client is not to
      // stay as long.
      this.#owner = this.#program = this.real = /** @type {any} */ (undefined);
    });
  }

  /**
   * @param {string} type
   * @param {any} event
   */
  #dispatch(type, event) {
    this.#listeners.get(type)?.(event);
  }
}
