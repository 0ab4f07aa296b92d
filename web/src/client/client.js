// The client, with v4's members. The connection behind it (connection.js) does the work,
// with a sender and a receiver. ../v3/client.js makes the client the RTMClient, which
// serves v3's code too.

import { bare } from "./bare.js";
import { needBrowser } from "./browser.js";
import { callBack, forgettable } from "./calls.js";
import { kind, needMembers, needOptions } from "./checks.js";
import { Connection } from "./connection.js";
import { EventEmitter } from "./emitter.js";
import { invalid } from "./errors.js";
import { Events, first } from "./events.js";
import { clearTimeout, Date, performance, setTimeout } from "../engine/clock.js";
import { needInPage } from "../engine/initialize.js";
import { logTo } from "./logger.js";
import { check, warnings } from "./options.js";
import { fields } from "./outgoing.js";
import { throughProxies } from "./proxies.js";

/** @type {(client: Client) => Connection} what is behind a client, for those of our files that need more than its members */
export let connectionOf;

export class Client extends EventEmitter {
  #dataStore;
  #connection;

  static {
    connectionOf = (client) => client.#connection;
  }

  /**
   * @param {any} token
   * @param {any} [given] options
   */
  constructor(token, given) {
    super();
    needBrowser();
    const options = check(token, given);
    needInPage('The option "socketFn"', options.socketFn !== undefined);
    const log = logTo(options.logger, options.logLevel);
    this.#dataStore = options.dataStore || undefined;
    this.#connection = new Connection(this, token, options, log);
    for (const warning of warnings(options)) log("warn", warning);
  }

  get connected() {
    return this.#connection.isConnected;
  }

  get authenticated() {
    return this.connected || this.#connection.state === "authenticated" || this.#connection.state === "handshaking";
  }

  get activeUserId() {
    return this.#connection.userId;
  }

  get activeTeamId() {
    return this.#connection.teamId;
  }

  get state() {
    return this.#connection.state;
  }

  get dataStore() {
    return this.#dataStore;
  }

  /** @param {any} [options] */
  start(options = {}) {
    return this.#connection.start(options, "");
  }

  disconnect() {
    return this.#connection.stop();
  }

  [Symbol.asyncDispose ?? Symbol()]() {
    return this.disconnect();
  }

  /**
   * @param {string | symbol} [type]
   * @param {{signal?: AbortSignal, limit?: number}} [options]
   */
  events(type, options) {
    const { signal, limit } = needOptions(options, { signal: kind.signal, limit: kind.count });
    return new Events(this, this.#connection.ends, type ?? "slack_event", bare({ signals: signal ? [signal] : [], limit }));
  }

  /**
   * @param {string | symbol} type
   * @param {{signal?: AbortSignal, timeout?: number, filter?: (event: any) => unknown}} [options]
   */
  async waitFor(type, options) {
    const { signal, timeout = 0, filter } = needOptions(options, { signal: kind.signal, timeout: kind.milliseconds, filter: kind.function });
    const overdue = new AbortController();
    const isBounded = timeout > 0 && timeout < 2 ** 31;
    const timer = isBounded && setTimeout(() => overdue.abort(new DOMException(`It did not come within ${timeout} ms`, "TimeoutError")), timeout);
    try {
      return await first(new Events(this, this.#connection.ends, type, bare({ signals: [signal, overdue.signal].filter(Boolean), limit: undefined, filter })));
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * @param {string} type
   * @param {object} [body]
   * @param {{signal?: AbortSignal}} [options]
   */
  async send(type, body, options) {
    return this.#connection.sender.send(type, body, options, { unqueued: true });
  }

  /**
   * @param {boolean} awaitReply
   * @param {string} type
   * @param {object} [body]
   * @param {{signal?: AbortSignal}} [options]
   */
  addOutgoingEvent(awaitReply, type, body, options) {
    const outcome = this.#connection.sender.outgoingEvent(awaitReply, type, body, options);
    return awaitReply === false ? forgettable(outcome) : outcome;
  }

  /**
   * @param {string} text
   * @param {string} conversationId
   * @param {any} [optionsOrCallback]
   * @returns {any}
   */
  sendMessage(text, conversationId, optionsOrCallback) {
    const options = typeof optionsOrCallback === "function" ? {} : optionsOrCallback ?? {};
    return callBack(this.#connection.sender.message(text, conversationId, options), optionsOrCallback);
  }

  /**
   * @param {string} conversationId
   * @param {{signal?: AbortSignal}} [options]
   */
  sendTyping(conversationId, options) {
    return forgettable(this.#connection.sender.typing(conversationId, options));
  }

  /**
   * @param {string[]} userIds
   * @param {{signal?: AbortSignal}} [options]
   */
  subscribePresence(userIds, options) {
    return forgettable(this.#connection.sender.presence(userIds, options));
  }

  /** @param {{signal?: AbortSignal}} [options] */
  async ping(options) {
    const sent = performance.now();
    await this.#connection.sender.send("ping", undefined, options, { awaitReply: true, unqueued: true });
    return performance.now() - sent;
  }

  /**
   * @param {string} method
   * @param {Record<string, unknown>} [args]
   * @param {{signal?: AbortSignal}} [options]
   */
  async call(method, args, options) {
    if (typeof method !== "string" || !/^[a-zA-Z]+(\.[a-zA-Z]+)*$/.test(method)) throw invalid('call() needs the name of a method, such as "chat.update"');
    const { signal } = needMembers("The options of call()", options ?? {}, ["signal"]);
    const given = needMembers("The arguments of a method", args ?? {});
    const form = fields(given);
    const { port, hasToken } = this.#connection;
    if (!hasToken && (given.token ?? undefined) === undefined) throw invalid("There is no token: give one to the constructor or in the arguments, or give the option webClient");
    const outcome = port.call("call", [method, form], { signal });
    port.load();
    return JSON.parse(await outcome);
  }

  async trace() {
    return { build: WASM_BUILD, time: Date.now(), browser: navigator.userAgent, recordings: await this.#connection.port.recordings() };
  }

  stats() {
    const { state, receiver, port } = this.#connection;
    return {
      state,
      ...receiver.figures,
      listeners: this.eventNames().reduce((sum, event) => sum + this.listenerCount(event), 0),
      undelivered: receiver.waiting,
      ...port.figures(),
    };
  }
}

throughProxies(Client);
