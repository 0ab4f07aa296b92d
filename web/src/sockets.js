// The sockets of all clients, until Go has done with them.

import { Socket } from "./socket.js";

export class Sockets {
  #clientOf;
  #program;
  /** @type {Map<string, Socket>} by the numbers of their client and their own */
  #sockets = new Map();
  /** Whether Go is on the stack. */
  #isBusy = false;

  /**
   * @param {(number: number) => import("./engine.js").Client} clientOf
   * @param {() => void} enter makes the calls that have not entered Go yet
   */
  constructor(clientOf, enter) {
    this.#clientOf = clientOf;
    this.#program = { enter, isBusy: () => this.#isBusy };
  }

  /** The class that Go sees as WebSocket. */
  get class() {
    const sockets = this;
    return class extends Socket {
      /**
       * @param {string} url
       * @param {[client: string, socket: string]} whose see wasm/socket.go
       */
      constructor(url, whose) {
        super(url, sockets.#clientOf(Number(whose[0])).sockets, sockets.#program);
        sockets.#sockets.set(whose.join("/"), this);
      }
    };
  }

  /**
   * Runs Go. What a socket of socketFn brings meanwhile waits until that is over.
   * @param {() => void} fn
   */
  busy(fn) {
    const wasBusy = this.#isBusy;
    this.#isBusy = true;
    try {
      fn();
    } finally {
      this.#isBusy = wasBusy;
    }
  }

  /** Hands Go the messages that it has not been handed yet, unless it is on the stack. */
  flush() {
    if (this.#isBusy) return;
    for (const socket of this.#sockets.values()) socket.flush();
  }

  /** Lets go of all without a word to Go, which is dead. */
  abandon() {
    for (const socket of this.#sockets.values()) socket.abandon();
  }

  // What Go tells, and asks: see #bridge in engine.js.

  /**
   * @param {number} client
   * @param {number} socket
   */
  endOf(client, socket) {
    return this.#sockets.get(`${client}/${socket}`)?.end;
  }

  /**
   * @param {number} client
   * @param {number} socket
   * @param {number} from
   * @param {number} to
   */
  take(client, socket, from, to) {
    return this.#sockets.get(`${client}/${socket}`)?.take(from, to);
  }

  /**
   * @param {number} client
   * @param {number} socket of which nothing is told any more
   */
  letGo(client, socket) {
    this.#sockets.delete(`${client}/${socket}`);
  }
}
