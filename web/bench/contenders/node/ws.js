// The page's WebSocket with the members of package ws that @slack/rtm-api uses.

import { EventEmitter } from "eventemitter3";

export default class WebSocket extends EventEmitter {
  #socket;

  constructor(url) {
    super();
    this.#socket = new globalThis.WebSocket(url);
    this.#socket.onopen = (event) => this.emit("open", event);
    this.#socket.onclose = (event) => this.emit("close", event);
    this.#socket.onerror = (event) => this.emit("error", event);
    // ws gives the bytes, of which the client makes a string: here it is one.
    this.#socket.onmessage = ({ data }) => this.emit("message", data);
  }

  addEventListener(type, listener) {
    this.on(type, listener);
  }

  send(data, callback) {
    this.#socket.send(data);
    callback();
  }

  close() {
    this.#socket.close();
  }
}
