// A client's way to Go: its calls, from before there is an engine until after
// it has died.

import { bare } from "./bare.js";
import { Calls } from "./calls.js";
import { isSignal } from "./checks.js";
import { aborted, coded, define, ErrorCode, failure, invalid } from "./errors.js";
import { engine, isInPage, loadedEngine, needInPage, share } from "../engine/initialize.js";
import { LastSession } from "./last-session.js";
import { StoreLoads } from "./store-loads.js";

/**
 * @typedef {object} CallOptions
 * @property {AbortSignal} [signal]
 * @property {Record<string, unknown>} [members] what errors about the call carry
 * @property {(value?: any) => void} [settled] called just before the promise is settled, with the value that it gets
 */

export class Port {
  #client;
  #options;
  #early;
  #calls = new Calls();
  /** @type {import("../engine/engine.js").AnyEngine | undefined} */
  #engine;
  #number = 0;
  /** @type {import("../engine/engine.js").AnyEngine | undefined} the one that has given the number */
  #numberedBy;
  /** @type {string | undefined} the recording of the program that has died */
  #lastRecording;
  /** How often the caller has wanted an end. */
  ends = 0;
  #loading = false;
  /** @type {[ticket: number, name: string, args: any[]][]} calls from before there was an engine */
  #backlog = [];
  /** The session that there is, or was. */
  session = new LastSession();
  /** @type {string | undefined} why the client has a session of its own, though it was to share one */
  #aloneBecause;
  /** @type {StoreLoads | undefined} */
  #loads;

  /**
   * @param {import("../engine/engine.js").Client} client
   * @param {any} options for wasm/options.go
   * @param {import("./early.js").EarlyCall} early
   */
  constructor(client, options, early) {
    this.#client = client;
    this.#options = options;
    this.#early = early;
  }

  /** Slack has given a session: Go is to know it of later programs and clients, too. */
  hadSession() {
    this.#options.hadSession = true;
  }

  /** Whether calls reach Go at once. */
  get isOpen() {
    return this.#engine !== undefined;
  }

  /**
   * How many calls of this name wait for the engine.
   * @param {string} name
   */
  waiting(name) {
    return this.#backlog.filter((call) => call[1] === name).length;
  }

  /** Loads the engine, unless it is there, and makes the calls that wait for it. */
  async load() {
    if (this.#engine || this.#loading) return;
    this.#loading = true;
    try {
      const loaded = (await this.#share()) ?? (await engine());
      needInPage('The option "socketFn"', this.#options.socketFn !== undefined); // the client may be older than initialize()
      if (loaded.death) throw loaded.death;
      if (this.#backlog.length === 0) return loaded.abandon?.(); // they were given up meanwhile
      this.#engine = loaded;
      // Under its number Go may still know that Slack has asked it to wait.
      this.#number = loaded.register(this.#client, this.#numberedBy === loaded ? this.#number : undefined);
      this.#numberedBy = loaded;
      loaded.call(0, "open", this.#number, this.#options);
      for (const [ticket, name, args] of this.#backlog.splice(0)) this.#make(ticket, name, args);
    } catch (thrown) {
      const error = coded(thrown, ErrorCode.InitializeError, "The client could not be started");
      this.giveUp(error);
      this.#client.deliver(["unloaded", error]);
    } finally {
      this.#loading = false;
    }
  }

  /** The engine of all tabs, if this client is to share it and can. */
  async #share() {
    if (!this.#options.shared) return;
    const shared = await share(this.#options);
    this.#aloneBecause = typeof shared === "string" ? shared : undefined;
    try {
      if (this.#options.dataStore) await engine(); // ours is in this page
    } catch (error) {
      if (typeof shared !== "string") shared.abandon?.();
      throw error;
    }
    if (typeof shared !== "string") return shared;
    this.#client.deliver(["log", "warn", `The session is not shared with other tabs: ${shared}`]);
  }

  /**
   * Calls a function of wasm/api.go, or keeps the call until it can be made.
   * @param {string} name
   * @param {any[]} args
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  call(name, args, options = {}) {
    const { signal, members, settled } = bare(options);
    if (signal !== undefined && !isSignal(signal)) return Promise.reject(invalid("The option signal must be an AbortSignal"));
    if (signal?.aborted) return Promise.reject(aborted(signal, `${name} was aborted before it began`, unsent(members)));
    if (name === "stop") this.ends++;
    if (name === "send" && args[1] === "presence_sub") this.session.presence = args[2];
    if (name === "start" && this.waiting("start") === 0) this.session.isAskedFor(args[0]);
    const { ticket, promise } = this.#calls.add(members, settled);
    if (this.#engine) this.#make(ticket, name, args);
    else this.#keep(ticket, name, args);
    if (!signal) return promise;
    this.#calls.onAbort(ticket, signal, () => this.#withdraw(ticket, signal));
    return promise.catch((error) => {
      // Go knows what became of the call; the signal knows why it was given up.
      if (error.code !== ErrorCode.AbortError || !signal.aborted) throw error;
      const { messageId, text, delivered } = error;
      throw aborted(signal, error.message, messageId === undefined ? {} : { messageId, text, delivered });
    });
  }

  /**
   * Keeps a call until there is an engine. What a client's first start wants of Slack needs
   * none. (A worker asks for itself, and may have the session already.)
   * @param {number} ticket
   * @param {string} name
   * @param {any[]} args
   */
  #keep(ticket, name, args) {
    this.#backlog.push([ticket, name, args]);
    const [token, fields, url] = args;
    const isFirst = name === "start" && !url && !this.#numberedBy;
    if (isFirst && !loadedEngine && !this.#options.shared && isInPage()) this.#early.begin(token, fields);
  }

  /**
   * Makes a call. With a start Go learns of a session that ended by itself.
   * @param {number} ticket
   * @param {string} name
   * @param {any[]} args
   */
  #make(ticket, name, args) {
    if (name === "stop") {
      this.#early.abandon();
      this.#loads?.stop();
    }
    if (name === "load" && loadedEngine && loadedEngine !== this.#engine) {
      // After the end of the page's program a store is in another.
      if (this.#loads?.engine !== loadedEngine) this.#loads = new StoreLoads(loadedEngine, this.#client, this.#options);
      return this.#loads.begin(ticket, args[0]);
    }
    this.#engine?.call(ticket, name, this.#number, ...args, ...(name === "start" ? this.session.earlier() : []));
  }

  /**
   * Calls a function of wasm/api.go whose outcome nobody waits for, if there is
   * an engine.
   * @param {string} name
   * @param {...any} args
   */
  tell(name, ...args) {
    this.#engine?.call(0, name, this.#number, ...args);
  }

  /**
   * The recordings of what Go has done for this client, in base64: of the program that has
   * died, and of the one that there is. None is loaded for it.
   * @returns {Promise<string[]>}
   */
  async recordings() {
    const recordings = this.#lastRecording ? [this.#lastRecording] : [];
    if (this.#engine || this.#loading || (this.#numberedBy && !this.#numberedBy.death)) {
      const outcome = this.call("trace", []);
      this.load();
      recordings.push(await outcome);
    }
    return recordings;
  }

  /** What is kept on this side, and what the engine and Go say of theirs. */
  figures() {
    const shared = Boolean(this.#options.shared) && !this.#aloneBecause;
    return { calls: this.#calls.size, shared, aloneBecause: this.#aloneBecause, ...this.#engine?.figures(this.#number) };
  }

  /**
   * @param {string} state that the client is in now
   * @param {any} cause
   */
  note(state, cause) {
    if (!/^authenticat/.test(state)) this.#early.abandon(); // Go has what it wants of that
    this.session.note(state, cause);
  }

  /**
   * Lets Go and the engine forget a client that has no session, if it has no calls
   * either. The next call makes it known anew.
   */
  closeIfIdle() {
    if (!this.#engine || this.#calls.size > 0) return;
    this.session.isOver(/** @type {any} */ (this.figures()).newest);
    this.#engine.forget(this.#number);
    this.#engine = undefined;
    this.#loads?.end();
    this.#loads = undefined;
  }

  /**
   * Settles a call with what Go says.
   * @param {number} ticket
   * @param {any} value
   * @param {any} error
   */
  settle(ticket, value, error) {
    if (error) this.#calls.reject(ticket, (members) => underOwnId(coded(error, ErrorCode.EngineDiedError, "The WebAssembly program has failed"), members));
    else this.#calls.resolve(ticket, value);
  }

  /**
   * Ends the calls that wait for the engine.
   * @param {any} error
   */
  giveUp(error) {
    this.ends++;
    this.#early.abandon();
    this.#backlog = [];
    this.#calls.rejectAll((members) => members.messageId === undefined
      ? error
      : failure(ErrorCode.RTMDisconnectedError, "The frame was not sent, since there is no session: it may be sent again after a start", { cause: error, ...unsent(members) }));
  }

  /**
   * Ends all calls, since the engine is dead. Another may be loaded.
   * @param {any} death
   * @param {string} [recording]
   */
  die(death, recording) {
    this.#engine = undefined;
    this.#early.abandon();
    this.session.ends(death.message);
    this.#lastRecording = recording ?? this.#lastRecording;
    this.#calls.rejectAll((members) => failure(death.code, death.message, {
      cause: death.cause, ...members, ...(members.messageId !== undefined && { delivered: "unknown" }),
    }));
  }

  /**
   * @param {number} ticket
   * @param {AbortSignal} signal
   */
  #withdraw(ticket, signal) {
    if (this.#engine) {
      this.#loads?.withdraw(ticket);
      this.#engine.call(0, "withdraw", this.#number, ticket);
      return;
    }
    this.#backlog = this.#backlog.filter(([waiting]) => waiting !== ticket);
    if (this.waiting("start") === 0) this.#early.abandon();
    this.#calls.reject(ticket, (members) => aborted(signal, "The call was aborted before it began", unsent(members)));
  }
}

/**
 * What the error of a call that never reached Go carries.
 * @param {Record<string, unknown>} [members]
 */
function unsent(members) {
  return members?.messageId === undefined ? {} : { ...members, delivered: "no" };
}

/**
 * An error about a frame, which may have gone out under another id, with what the caller
 * knows of it.
 * @param {any} error
 * @param {Record<string, unknown>} members
 */
function underOwnId(error, members) {
  if (members.messageId === undefined) return error;
  if (error.data?.reply_to !== undefined) error.data.reply_to = members.messageId;
  return define(error, members);
}
