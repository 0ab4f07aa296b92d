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
//   - it enters Go once a message, and loses those that are read last: messages enter by
//     the door, each in its turn, and coder/websocket sees none. The close is reported when
//     all of them have;
//   - it drops the close code: we keep it, for wasm/socket.go to ask;
//   - a failing send has it close the socket and wait: send never fails, and Go is told
//     meanwhile, by the door, that it has.

import { withoutAddress } from "../client/address.js";
import { bare } from "../client/bare.js";
import { needObject } from "../client/checks.js";
import { socketHosts, watchPolicy } from "../client/policy.js";
import { queueMicrotask } from "./clock.js";
import { listen } from "./listen.js";

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
 * @property {() => boolean} isBusy whether Go is on the stack
 * @property {(index: number, text: string, event: object | undefined) => void} brought tells Go of a frame, and of its place among those of the socket
 * @property {(tell: () => void) => void} wrote tells the caller of a frame that was written, once Go has returned
 * @property {(fault: string) => void} refused tells Go why the frame that it gives is not written
 * @property {() => void} parted tells Go that the other side has completed the closing handshake, though the socket was given up
 * @typedef {object} Owner what the client of a socket provides
 * @property {(socket: Pick<Socket, "message" | "close">) => void} began there is another socket
 * @property {(url: string) => any} open makes the real socket: the page's, or socketFn's
 * @property {(level: string, text: string) => void} log
 * @property {(frame: string) => void} wrote tells of a frame that the real socket has taken
 * @property {(bring: () => void) => void} during delivers what comes of what a socket brings, before it returns
 * @property {(error: any) => void} failed tells of an error of the real socket
 * @property {boolean} isSocketMode whether Go speaks Socket Mode with them: it reads more of their frames, and is told that a socket which was given up has completed the closing handshake
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
  /** @type {unknown[]} what was brought before the socket was open, as one of socketFn may do it: Go does not know it yet */
  #early = [];
  /** How many frames have come. */
  #count = 0;
  /** @type {Map<number, Frame>} those that Go has not done with */
  #kept = new Map();
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
    const policy = watchPolicy(this.#url);
    this.#detach = policy.end;
    try {
      this.#owner.began(this);
      this.real = this.#owner.open(this.#url);
      const detach = listen(this.real, {
        open: () => {
          policy.end();
          this.#opened();
        },
        message: (data) => this.#brings(data),
        error: (error) => {
          if (this.end) return;
          this.#owner.failed(error);
          if (!this.#isOpen) this.#endIfForbidden(policy);
        },
        close: ({ code, reason, wasClean }) => this.#finish({ code, reason: reason && withoutAddress(reason, this.#url), wasClean }),
      });
      this.#detach = () => {
        policy.end();
        detach();
      };
    } catch (error) {
      this.#endIfForbidden(policy).then(() => this.#finish({ code: 1006, reason: withoutAddress(error, this.#url), wasClean: false }));
    }
  }

  /**
   * Ends a socket that the policy forbids: Firefox throws, and Chromium tells an error and
   * no close.
   * @param {ReturnType<typeof watchPolicy>} policy
   */
  async #endIfForbidden(policy) {
    if (await policy.forbids()) this.#finish({ code: 1006, reason: `the Content-Security-Policy forbids it: its connect-src needs ${socketHosts(this.#url)}`, wasClean: false });
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
    const owner = this.#owner;
    try {
      if (!this.#isOpen || this.end || this.real.readyState > 1) throw new Error("The WebSocket is not open");
      this.real.send(frame);
    } catch (thrown) {
      this.#program.refused(withoutAddress(thrown, this.#url) || "The WebSocket failed");
      return;
    }
    this.#program.wrote(() => owner.wrote(frame));
  }

  /**
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code = 1000, reason = "") {
    if (this.end) return;
    if (this.#owner.isSocketMode) this.#lookAtEnd(this.#program.parted);
    try {
      this.#closeReal(sendableCode(code), sendableReason(reason));
    } catch (error) {
      this.#owner.log("warn", `closing the WebSocket failed: ${withoutAddress(error, this.#url)}`);
    }
    this.#finish({ code, reason, wasClean: true });
  }

  /**
   * Only the other side of a socket that is alive completes the closing handshake, be it later.
   * @param {() => void} parted
   */
  #lookAtEnd(parted) {
    this.real?.addEventListener?.("close", (/** @type {any} */ event) => event.wasClean && parted(), bare({ once: true }));
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
   * @param {number} index of a frame
   * @param {Frame} frame
   */
  keep(index, frame) {
    this.#kept.set(index, frame);
  }

  /**
   * @param {number} index of a frame
   * @param {boolean} [isKept] whether it is not forgotten
   */
  take(index, isKept = false) {
    const frame = this.#kept.get(index);
    if (!isKept) this.#kept.delete(index);
    return frame;
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
    for (const data of this.#early.splice(0)) this.#brings(data);
  }

  /** @param {unknown} data that the real socket has brought */
  #brings(data) {
    // A socket of socketFn may bring it within a call of Go's: no listener is called then.
    if (this.#program.isBusy()) this.message(data);
    else this.#owner?.during(() => this.message(data));
  }

  /**
   * Takes a message that the real socket has brought, or the caller as if.
   * @param {unknown} data
   */
  message(data) {
    if (!this.#owner) return;
    if (!this.#isOpen) {
      this.#early.push(data);
      return;
    }
    if (typeof data !== "string") {
      this.#owner.log("warn", "a binary message was dropped: Slack sends texts");
      return;
    }
    /** @type {any} */
    let event;
    try {
      event = needObject("A frame", JSON.parse(data));
      if (event.type === "hello") this.hasGreeted = true;
    } catch {
      // It is no JSON object, which Go is to know.
    }
    this.#program.brought(this.#count++, data, event);
  }

  /** @param {End} end */
  #finish(end) {
    if (this.end) return;
    this.end = end;
    this.#early = [];
    try {
      this.#detach();
    } catch (error) {
      this.#owner.log("warn", `the listeners of the WebSocket could not be removed: ${withoutAddress(error, this.#url)}`);
    }
    this.#owner.ended(this);
    // In a microtask nothing of Go is on the stack, and all frames have entered.
    queueMicrotask(() => {
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
