// The sockets of all clients, and the frames that go past Go where it allows that: events
// that are delivered as they come in (rtm/pass.go), messages that are written within
// sendMessage() (rtm/grant.go), and replies that settle them.

import { isPlain, replyTo } from "./envelope.js";
import { Grants } from "./grants.js";
import { Passed } from "./passed.js";
import { Replies } from "./replies.js";
import { Socket } from "./socket.js";

/**
 * @typedef {import("./engine.js").Client} Client
 * @typedef {object} Needs what the engine provides
 * @property {(number: number) => Client} clientOf
 * @property {(ticket: number, text: string) => void} settle settles a call with its reply
 * @property {() => void} enters has Go told what it does not know yet but for messages
 */

export class Sockets {
  #entry;
  #needs;
  #grants = new Grants();
  #replies = new Replies();
  /** @type {Map<string, {client: number, number: number, socket: Socket, passed: Passed}>} those that Go has not done with */
  #sockets = new Map();
  /** Whether Go is on the stack, or a frame is being written that it is yet to hear of. */
  #isBusy = false;

  /**
   * @param {import("./entry.js").Entry} entry
   * @param {Needs} needs
   */
  constructor(entry, needs) {
    this.#entry = entry;
    this.#needs = needs;
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
        const [client, number] = whose.map(Number);
        const owner = sockets.#needs.clientOf(client);
        const passed = new Passed();
        super(url, owner.sockets, sockets.#shortcuts(owner, client, number, passed));
        sockets.#sockets.set(`${client}/${number}`, { client, number, socket: this, passed });
      }
    };
  }

  /**
   * Runs Go, or writes a frame that it is yet to hear of. What a socket of socketFn
   * brings meanwhile waits until that is over.
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

  /** Has Go hear of what was delivered, with the calls that come next. */
  tellPassed() {
    for (const { client, number, passed } of this.#sockets.values()) {
      const told = passed.take();
      if (told) this.#entry.hold([0, "passed", client, number, ...told], false);
    }
  }

  /** Hands Go the messages that it has not been handed yet. */
  flush() {
    for (const { socket } of this.#sockets.values()) socket.flush();
  }

  /** Lets go of all without a word to Go, which is dead. */
  abandon() {
    for (const { socket } of this.#sockets.values()) socket.abandon();
  }

  // What Go tells, and asks: see #bridge in engine.js.

  /**
   * @param {number} client
   * @param {number} socket
   */
  endOf(client, socket) {
    const key = `${client}/${socket}`;
    const end = this.#sockets.get(key)?.socket.end;
    this.#sockets.delete(key);
    return end;
  }

  /**
   * @param {number} client
   * @param {number} socket
   * @param {number} messages
   */
  grant(client, socket, messages) {
    const write = (/** @type {string} */ frame) => {
      const to = /** @type {{socket: Socket}} */ (this.#sockets.get(`${client}/${socket}`)).socket;
      if (to.isAhead) throw new Error("Go has not answered all frames of this socket");
      this.busy(() => to.send(frame));
    };
    this.#grants.give(client, { socket, messages, write });
  }

  /**
   * The events of one socket of a client may be delivered without Go, or of none.
   * @param {number} client
   * @param {number} socket
   */
  pass(client, socket) {
    for (const { client: of, number, passed } of this.#sockets.values()) if (of === client) passed.isAllowed = number === socket;
  }

  /**
   * @param {number} client
   * @param {number} socket
   * @param {number} from
   * @param {number} to
   */
  take(client, socket, from, to) {
    return this.#sockets.get(`${client}/${socket}`)?.socket.take(from, to);
  }

  // What becomes of a send.

  /**
   * Takes note of a call that Go is about to get. If Go has granted that, the frame of
   * a send is written now, and the grant returned.
   * @param {number} ticket
   * @param {string} name
   * @param {number} client
   * @param {any[]} args
   */
  called(ticket, name, client, args) {
    if (name === "send") {
      // What has come in is read first: a refusal may have Go write something else before.
      if (!this.#isBusy) this.flush();
      if (args[3]) this.#replies.expect(ticket, client, args[0]);
    }
    return this.#grants.use(name, client, args, this.#entry.isClear);
  }

  /** @param {number} ticket of a call that is settled */
  settled(ticket) {
    this.#replies.forget(ticket);
  }

  /**
   * @param {Client} owner
   * @param {number} client
   * @param {number} socket
   * @param {Passed} passed
   * @returns {import("./socket.js").Shortcuts}
   */
  #shortcuts(owner, client, socket, passed) {
    return {
      enters: this.#needs.enters,
      isBusy: () => this.#isBusy,
      wrote: (frame) => this.#replies.wrote(client, socket, frame),
      passes: (text, event) => {
        const ticket = this.#replies.settledBy(client, socket, event);
        if (ticket === undefined && !(passed.isAllowed && isPlain(event))) return false;
        // Counted before anything of the page's is called, so that Go hears of it whatever that does.
        // Of a message that is over before Go has heard of it, Go need not hear.
        passed.add(event, ticket === undefined || this.#entry.drop(ticket) ? 0 : replyTo(event));
        this.#entry.wait();
        if (ticket === undefined && owner.pass && !this.#isBusy) owner.pass(text, event);
        else owner.deliver(["frames", [[text, event]]]);
        if (ticket !== undefined) this.#needs.settle(ticket, text);
        return true;
      },
    };
  }
}
