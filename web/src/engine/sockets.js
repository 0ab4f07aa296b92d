// The sockets of all clients, until Go has done with them.

import { Socket } from "./socket.js";

/** @typedef {import("./socket.js").Frame} Frame */

export class Sockets {
  /** @type {Map<number, Map<number, Socket>>} by the numbers of their client and their own */
  #sockets = new Map();

  /**
   * The class that Go sees as WebSocket.
   * @type {any}
   */
  class;

  /**
   * @param {(number: number) => import("./engine.js").Client} clientOf
   * @param {() => boolean} isBusy whether Go is on the stack
   * @param {(client: number, socket: number, index: number, text: string, event: object | undefined) => void} brought tells Go of a frame
   * @param {(client: number, tell: () => void) => void} wrote has a client told of a frame that was written
   * @param {(client: number, fault: string) => void} refused tells Go why a frame is not written
   * @param {(client: number, socket: number) => void} parted tells Go that a socket which was given up has completed its closing handshake
   */
  constructor(clientOf, isBusy, brought, wrote, refused, parted) {
    const sockets = this.#sockets;
    this.class = class extends Socket {
      /**
       * @param {string} url
       * @param {[client: string, socket: string]} whose see wasm/socket.go
       */
      constructor(url, whose) {
        const [client, number] = whose.map(Number);
        super(url, clientOf(client).sockets, {
          isBusy,
          brought: (index, text, event) => brought(client, number, index, text, event),
          wrote: (tell) => wrote(client, tell),
          refused: (fault) => refused(client, fault),
          parted: () => parted(client, number),
        });
        const ofClient = sockets.get(client) ?? new Map();
        sockets.set(client, ofClient.set(number, this));
      }
    };
  }

  /** Lets go of all without a word to Go, which is dead. */
  abandon() {
    for (const ofClient of this.#sockets.values()) for (const socket of ofClient.values()) socket.abandon();
    this.#sockets.clear();
  }

  /**
   * Keeps a frame until Go says what becomes of it.
   * @param {number} client
   * @param {number} socket
   * @param {number} index
   * @param {Frame} frame
   */
  keep(client, socket, index, frame) {
    this.#socket(client, socket)?.keep(index, frame);
  }

  // What Go tells, and asks: see #bridge in engine.js.

  /**
   * @param {number} client
   * @param {number} socket
   */
  endOf(client, socket) {
    return this.#socket(client, socket)?.end;
  }

  /**
   * @param {number} client
   * @param {number} socket
   * @param {number} index of a frame
   * @param {boolean} [isKept] whether it is not forgotten
   */
  take(client, socket, index, isKept) {
    return this.#socket(client, socket)?.take(index, isKept);
  }

  /**
   * @param {number} client
   * @param {number} socket of which nothing is told any more
   */
  letGo(client, socket) {
    const ofClient = this.#sockets.get(client);
    if (ofClient?.delete(socket) && ofClient.size === 0) this.#sockets.delete(client);
  }

  /**
   * @param {number} client
   * @param {number} socket
   */
  #socket(client, socket) {
    return this.#sockets.get(client)?.get(socket);
  }
}
