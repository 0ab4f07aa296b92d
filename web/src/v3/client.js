// RTMClient: v4's client with v3's members beside, so that code written for
// either runs. Where both have a method of the same name, the type of the first
// argument tells them apart.

import { callBack, forgettable } from "../client/calls.js";
import { hasMember, needMembers } from "../client/checks.js";
import { Client, connectionOf } from "../client/client.js";
import { wordsOf } from "../client/errors.js";
import { facets } from "./facets.js";
import { toJSON } from "../client/outgoing.js";
import { throughProxies } from "../client/proxies.js";

export class RTMClient extends Client {
  /** @type {any} */
  _rtm;
  /** @type {any} */
  _chat;
  /** @type {any} what start() was given last */
  #startOptions;
  #hasLoggedIn = false;

  /**
   * @param {any} token
   * @param {any} [options]
   */
  constructor(token, options) {
    super(token, options);
    this._createFacets();
  }

  get #connection() {
    return connectionOf(this);
  }

  get ws() {
    return this.#socket?.real ?? null;
  }

  get _socketFn() {
    return this.#connection.socketFn;
  }

  get _pingTimer() {
    return this.connected ? {} : null;
  }

  _createFacets() {
    Object.assign(this, facets((method, args) => this.call(method, /** @type {any} */ (args))));
  }

  /** @param {any} [options] */
  start(options) {
    this.#startOptions = options;
    return super.start(options);
  }

  /** @param {any} [options] */
  login(options) {
    if (!this.#hasLoggedIn) this.#connection.log("warn", "login() is deprecated: use start()");
    this.#hasLoggedIn = true;
    return this.start(options);
  }

  /** @param {string} socketUrl */
  connect(socketUrl) {
    return this.#connection.start({}, socketUrl || null);
  }

  /** @param {boolean} [forceRetry] */
  reconnect(forceRetry) {
    const { port } = this.#connection;
    if (!port.isOpen) return this.start({ ...this.#startOptions, signal: undefined });
    return forgettable(port.call("reconnect", [Boolean(forceRetry)]).then(JSON.parse)); // as start() is
  }

  /**
   * @param {any} [optErr]
   * @param {any} [optCode]
   */
  disconnect(optErr, optCode) {
    this.#connection.farewell = [optErr, optCode];
    return super.disconnect();
  }

  nextMessageId() {
    return this.#connection.sender.nextId();
  }

  /**
   * @param {any} typeOrMessage
   * @param {any} [bodyOrCallback]
   * @param {any} [options]
   * @returns {any}
   */
  send(typeOrMessage, bodyOrCallback, options) {
    if (typeof typeOrMessage !== "object") return super.send(typeOrMessage, bodyOrCallback, options);
    return callBack(this.#connection.sender.post(typeOrMessage, {}, { needsConnection: true }), bodyOrCallback);
  }

  /**
   * @param {any} message
   * @param {any} [callback]
   */
  updateMessage(message, callback) {
    return callBack(this.#update(message), callback);
  }

  /** @param {any} message */
  async #update(message) {
    const { ts, channel, text, opts } = needMembers("The message", message, ["ts", "channel", "text", "opts"]);
    return this._chat.update(ts, channel, text, opts);
  }

  // What v3 had the socket call. Called by others, they stand for the socket.

  /** The socket that carries the session, or is to: the newest that has its hello. */
  get #socket() {
    const sockets = [...this.#connection.sockets];
    return sockets.filter((socket) => socket.hasGreeted).pop() ?? sockets[0];
  }

  handleWsOpen() {
    this.emit("ws_opened");
  }

  /** @param {any} wsMsg */
  handleWsMessage(wsMsg) {
    const text = wordsOf(hasMember(wsMsg, "data") ? wsMsg.data : wsMsg); // what is no frame is dropped
    if (this.#socket) this.#socket.message(text);
    else this.#connection.receiver.deliverFrame(text); // no call waits for it
  }

  /** @param {any} err */
  handleWsError(err) {
    this.emit("ws_error", err);
  }

  /**
   * @param {any} [code]
   * @param {any} [reason]
   */
  handleWsClose(code, reason) {
    this.#socket?.close(Number(code) || 1006, String(reason ?? ""));
  }

  // The same for single frames.

  /**
   * @param {number} replyTo
   * @param {object} message
   */
  _handleMessageAck(replyTo, message) {
    this.#hear({ ...message, type: undefined, reply_to: replyTo });
  }

  /** @param {object} message */
  _handlePong(message) {
    this.#hear({ ...message, type: "pong" });
  }

  _handleHello() {
    this.#hear({ type: "hello" });
  }

  _maybeKeepAlive() {
    this.#connection.port.tell("hear");
  }

  /** @param {object} frame */
  #hear(frame) {
    this.handleWsMessage(toJSON("The frame", frame));
  }
}

throughProxies(RTMClient);
