// The engine: the clients of a page in the Go program, what they call there and what they are
// told. The Go side is package main of wasm.

import { Alarms } from "./alarms.js";
import { performance } from "./clock.js";
import { ErrorCode, failure, fromGo, toGo } from "../client/errors.js";
import { frameRoom, writeMembers } from "./frame.js";
import { Program } from "./program.js";
import { Questions } from "./questions.js";
import { Sockets } from "./sockets.js";
import { room } from "./wire.js";

/**
 * @typedef {object} Client what the engine needs of an RTMClient
 * @property {(item: Item) => void} deliver takes an item, to be dealt with after Go has returned
 * @property {(name: string, args: any[], signal: AbortSignal, faultOf: (thrown: unknown) => object) => Promise<any>} answer answers a question of Go's; the signal aborts when the answer is no longer wanted, and faultOf makes what Go gets of what was thrown, for an answer that tells of it
 * @property {import("./socket.js").Owner} sockets the owner of its sockets
 * @property {(member: number, epoch: number, hears: boolean) => void} [hears] is told which members of a session that is shared hear it from now on
 *
 * @typedef {[kind: string, ...args: any[]]} Item what Go tells a client; see client/receiver.js
 *
 * @typedef {object} AnyEngine what an RTMClient needs of the engine, which may be in a worker (workers/remote.js)
 * @property {(module: WebAssembly.Module, signal: AbortSignal, options: import("../../rtm.js").InitializeOptions) => Promise<void>} run
 * @property {(client: Client, number?: number) => number} register gives a client a number, or the one that it had
 * @property {(number: number) => void} forget
 * @property {() => void} [abandon] no client has come of it
 * @property {(number: number) => object | undefined} figures
 * @property {(ticket: number, name: string, number: number, ...args: any[]) => void} call
 * @property {((name: string, number: number, ...args: any[]) => any)} [get] not if it is in a worker
 * @property {Error | undefined} death
 * @property {() => void} ondeath
 */

/** The build that this file is of. */
export const builtWith = WASM_BUILD;

export { takeClock } from "./clock.js";

/** What each recording begins with (see magic in rtm/core/recording.go), in base64: three characters are four. */
const beginOfRecording = btoa("rtm-recordin");

/** The ticket of the calls that are settled before they return. */
const atOnce = Number.MAX_SAFE_INTEGER;

export class Engine {
  #errorOf;
  /** @type {((...values: any[]) => void) | undefined} */
  #receive;
  #program = new Program((word, values) => this.#handlers[word](...values), (death) => this.#die(death));
  #sockets = new Sockets(
    (number) => /** @type {Client} */ (this.#clients.get(number)),
    () => this.#program.isBusy,
    (client, socket, index, text, event) => this.#enterFrame(client, socket, index, text, event),
    (client, tell) => this.#program.whenFree(tell),
    (client, fault) => this.#refuse(client, fault),
    (client, socket) => this.#clients.has(client) && this.call(0, "parted", client, socket),
  );
  #alarms = new Alarms((number) => this.#enter("tick", [number]));
  /** @type {Map<number, Client>} */
  #clients = new Map();
  /** @type {Set<number>} the clients whose frames bring their text */
  #comparing = new Set();
  /** @type {Map<number, number>} where in Go's memory the recording of each client is */
  #recordings = new Map();
  /** @type {Map<number, Client>} whose call each ticket is */
  #tickets = new Map();
  #questions;
  /** @type {[value?: any, error?: any]} of the call that was made by get */
  #outcome = [];
  #newest = 0;
  /** @type {((...values: any[]) => void)[]} what Go tells, by the numbers of its words */
  #handlers = [];
  /** @type {Record<string, number>} the numbers of what enters */
  #inputs = {};
  /** @type {string[][]} the names of the members that Go reads of a frame in Socket Mode; see wasm/door.go */
  #members = [];
  /** @type {string[][]} and those of RTM, which are the first of them */
  #membersOfRTM = [];
  /** Called once when the Go program has ended. */
  ondeath = () => {};

  /**
   * @param {(object: any) => any} [errorOf] makes what is delivered of an error of Go's
   * @param {(thrown: unknown) => object} [faultOf] makes what Go gets of what an answer threw
   */
  constructor(errorOf = fromGo, faultOf) {
    this.#errorOf = errorOf;
    this.#questions = new Questions((question, value, error) => this.#receive?.(question, "answer", value, error), faultOf);
  }

  /** @param {WebAssembly.Module} module */
  async run(module) {
    await this.#program.start(module, { WebSocket: this.#sockets.class, bridge: this.#bridge() });
    if (!this.#receive) throw failure(ErrorCode.InitializeError, "The WebAssembly program did not start: is it of the same build as rtm.js?", { cause: this.death });
  }

  get death() {
    return this.#program.death;
  }

  /**
   * Enters Go by the door.
   * @param {string} name of an input of wasm/door.go
   * @param {any[]} values what it has
   */
  #enter(name, values) {
    if (this.#program.isBusy) return this.#program.whenFree(() => this.#enter(name, values));
    this.#program.enter(values.reduce((sum, value) => sum + room(value), room(0)), (wire) => {
      wire.write(this.#inputs[name]);
      for (const value of values) wire.write(value);
    });
  }

  /**
   * Tells Go, which is giving a frame to a socket, why the socket does not take it.
   * @param {number} client
   * @param {string} fault
   */
  #refuse(client, fault) {
    this.#program.enter(2 * room(0) + room(fault), (wire) => {
      wire.write(this.#inputs.unwritten);
      wire.write(client);
      wire.write(fault);
    });
  }

  /**
   * @param {number} client
   * @param {number} socket
   * @param {number} index
   * @param {string} text
   * @param {object | undefined} event what it says, if it is a JSON object
   */
  #enterFrame(client, socket, index, text, event) {
    if (this.#program.isBusy) return this.#program.whenFree(() => this.#enterFrame(client, socket, index, text, event));
    const isCompared = this.#comparing.has(client);
    const members = this.#clients.get(client)?.sockets.isSocketMode ? this.#members : this.#membersOfRTM;
    this.#program.enter(frameRoom(text, event, members, isCompared), (wire) => {
      wire.write(this.#inputs.frame);
      wire.write(client);
      wire.write(socket);
      wire.write(index);
      wire.write(text.length);
      wire.write(event !== undefined);
      if (!event) return;
      writeMembers(wire, event, members);
      if (isCompared) wire.write(text);
    }, (isEvent) => {
      if (isEvent) this.#clients.get(client)?.deliver(["frame", text, event, false]);
      else if (event) this.#sockets.keep(client, socket, index, [text, event]);
    });
  }

  /**
   * Gives a client a number, by which Go knows it.
   * @param {Client | Pick<Client, "deliver">} client or a member of one that is shared
   */
  register(client, number = ++this.#newest) {
    this.#clients.set(number, /** @type {Client} */ (client));
    return number;
  }

  /**
   * Forgets a client.
   * @param {number} number
   */
  forget(number) {
    this.call(0, "forget", number);
    this.#clients.delete(number);
    this.#alarms.delete(number);
    this.#comparing.delete(number);
    this.#recordings.delete(number);
  }

  /**
   * What there is of Go, and of this client in it.
   * @param {number} number
   */
  figures(number) {
    return { ...this.get("report", number), ...this.#program.figures() };
  }

  /**
   * Calls a function of wasm/api.go, or enters by the door if wasm/door.go has the name.
   * The outcome is delivered as an item ["settle", ticket, value, error].
   * @param {number} ticket
   * @param {string} name
   * @param {number} number
   * @param {...any} args
   */
  call(ticket, name, number, ...args) {
    const client = this.#clients.get(number);
    if (client && ticket) this.#tickets.set(ticket, client);
    if (name === "send") this.#enter(name, [number, ticket, ...args]);
    else this.#program.whenFree(() => this.#receive?.(ticket, name, number, ...args));
  }

  /**
   * Calls a function of wasm/api.go that settles before it returns, and gives
   * the outcome.
   * @param {string} name
   * @param {number} number of a client or a data store
   * @param {...any} args
   */
  get(name, number, ...args) {
    this.#outcome = [];
    this.#receive?.(atOnce, name, number, ...args);
    const [value, error] = this.#outcome;
    if (error) throw this.#valueOf(error);
    return value;
  }

  /** What jsbridge expects of us (see its doc.go), and what wasm/words.go tells. */
  #bridge() {
    /** @type {Record<string, (...values: any[]) => any>} */
    const bridge = {
      serve: (receive, words, { inputs, members, membersOfRTM }) => {
        this.#receive = (...values) => receive(...values); // without a `this`, of which Go would keep track
        this.#handlers = words.map((/** @type {string} */ word) => bridge[word]);
        this.#inputs = Object.fromEntries(inputs.map((/** @type {string} */ name, /** @type {number} */ i) => [name, i]));
        this.#members = members.map((/** @type {string} */ name) => name.split("."));
        this.#membersOfRTM = this.#members.slice(0, membersOfRTM);
        return performance.now();
      },
      closeOf: (client, socket) => this.#sockets.endOf(client, socket),

      settle: (ticket, value, error) => {
        if (ticket === atOnce) this.#outcome = [value, error];
        else this.#settle(ticket, value, this.#valueOf(error));
      },
      ask: (question, name, number, ...args) => void this.#questions.ask(question, (signal) => this.#clients.get(number)?.answer(name, args, signal, toGo)),
      cancel: (question) => this.#questions.cancel(question),
      deliver: (client, socket, index, isReplay, isKept) => {
        const frame = this.#sockets.take(client, socket, index, isKept === 1);
        if (frame) this.#clients.get(client)?.deliver(["frame", ...frame, isReplay === 1]);
      },
      discard: (client, socket, index) => void this.#sockets.take(client, socket, index),
      reply: (ticket, client, socket, index, isNews) => this.#settle(ticket, this.#sockets.take(client, socket, index, true)?.[0], undefined, isNews === 1),
      refused: (ticket, error, client, socket, index) => this.#settle(ticket, undefined, this.#valueOf({ ...error, data: this.#sockets.take(client, socket, index, true)?.[0] })),
      item: (client, ...item) => this.#clients.get(client)?.deliver(/** @type {any} */ (item.map((value) => this.#valueOf(value)))),
      alarm: (client, ms) => this.#alarms.set(client, ms),
      compare: (client, on) => void (on ? this.#comparing.add(client) : this.#comparing.delete(client)),
      kept: (client, place) => void this.#recordings.set(client, place),
      traced: (ticket, place) => this.#settle(ticket, this.#program.bytesAt(place)),
      hears: (client, member, epoch, on) => this.#clients.get(client)?.hears?.(member, epoch, on === 1),
      letGo: (client, socket) => this.#sockets.letGo(client, socket),
    };
    return bridge;
  }

  /**
   * @param {number} ticket
   * @param {any} value
   * @param {any} [error]
   * @param {boolean} [isNews] whether those who share the client are to be told of the message that is confirmed
   */
  #settle(ticket, value, error, isNews) {
    this.#tickets.get(ticket)?.deliver(["settle", ticket, value, error, isNews]);
    this.#tickets.delete(ticket);
  }

  /**
   * A value that Go told. The objects among them are errors.
   * @param {any} value
   */
  #valueOf(value) {
    return value === null ? undefined : typeof value === "object" ? this.#errorOf(value) : value;
  }

  /**
   * The recording of a client, once the program is dead, which may have written anything over
   * it: nothing else of its memory may be taken for one.
   * @param {number} number
   */
  #recordingOf(number) {
    const bytes = this.#program.bytesAt(this.#recordings.get(number));
    return bytes?.startsWith(beginOfRecording) ? bytes : undefined;
  }

  /** @param {Error} death */
  #die(death) {
    this.#sockets.abandon();
    this.#questions.cancelAll();
    this.#receive = undefined;
    this.#alarms.clear();
    for (const [number, client] of this.#clients) client.deliver(["died", death, this.#recordingOf(number)]);
    this.ondeath();
  }
}
