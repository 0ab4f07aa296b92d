// What the host of a client tells, and the client is to hear.

import { fromGo, toGo } from "../client/errors.js";
import { Questions } from "../engine/questions.js";

/**
 * @typedef {import("../engine/engine.js").Item} Item
 *
 * @typedef {object} Replica whose host it is
 * @property {(name: string, ...args: any[]) => void} post
 * @property {(ticket: number, value: any, error: any) => void} settle
 * @property {(error: any, recording?: string) => void} died
 */

/** As many characters are taken before the host is told. */
const most = 32 * 1024;

export class Hearing {
  #client;
  #standing;
  #replica;
  /** @type {any} what the host has told last */
  figures = {};
  /** How many characters were taken that the host does not know of. */
  #taken = 0;
  /** @type {Map<number, any>} stand-ins for the sockets in the worker */
  #sockets = new Map();
  #questions;

  /**
   * @param {import("../engine/engine.js").Client} client
   * @param {import("./standing.js").Standing} standing of the client
   * @param {Replica} replica
   */
  constructor(client, standing, replica) {
    this.#client = client;
    this.#standing = standing;
    this.#replica = replica;
    this.#questions = new Questions((question, value, error) => replica.post("answer", question, value, error));
  }

  /** @param {{epoch: number, size: number, figures?: object, told: [name: string, ...args: any[]][]}} message */
  hear({ epoch, size, figures, told }) {
    if (figures) this.figures = figures;
    for (const [name, ...args] of told) {
      const isOld = epoch < this.#standing.epoch && (name === "frames" || (name === "deliver" && args[0][0] !== "settle"));
      if (!isOld) this.#does[name](...args);
    }
    this.#taken += size;
    if (this.#taken < most) return;
    this.#replica.post("took", this.#taken);
    this.#taken = 0;
  }

  /** There is no host any more: nobody waits for answers. */
  cancelQuestions() {
    this.#taken = 0;
    this.#questions.cancelAll();
  }

  /** The client learns that what was in the host is gone. */
  loseSockets() {
    for (const socket of [...this.#sockets.keys()]) this.#does.ended(socket);
    this.figures = { newest: this.figures.newest };
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
          return this.#replica.settle(first, second, third && fromGo(third));
        case "state":
          this.#standing.enter(first, third, fourth);
          break;
        case "event":
          if (first === "ws_error") return this.#client.deliver(["event", first, new Event("error")]);
      }
      this.#client.deliver([kind, ...args.map((value) => (value && typeof value === "object" ? fromGo(value) : value))]);
    },
    died: (error, recording) => this.#replica.died(fromGo(error), recording),
    // What crosses must be something that can: else the call fails here.
    ask: (question, name, args) => this.#questions.ask(question, async (/** @type {AbortSignal} */ signal) => structuredClone(await this.#client.answer(name, args, signal, toGo))),
    cancel: (question) => this.#questions.cancel(question),
    // So that v3's handleWsMessage and handleWsClose reach the socket.
    began: (socket) => {
      /** @type {any} */
      const standIn = {
        message: (/** @type {string} */ text) => this.#replica.post("message", socket, text),
        close: (/** @type {any[]} */ ...end) => this.#replica.post("close", socket, ...end),
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
