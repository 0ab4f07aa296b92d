// Sockets that socketFn may return.

/** A WebSocket behind the interface of the ws package. */
export class EmitterSocket {
  #listeners = new Map();
  #socket;

  constructor(url) {
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => this.#emit("open");
    // That package hands over bytes, of which String makes the text.
    this.#socket.onmessage = ({ data }) => this.#emit("message", { toString: () => data }, false);
    this.#socket.onerror = () => this.#emit("error", new Error("refused"));
    this.#socket.onclose = ({ code, reason }) => this.#emit("close", code, { toString: () => reason });
  }

  get readyState() {
    return this.#socket.readyState;
  }

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  removeListener(event, listener) {
    this.#listeners.set(event, this.#listeners.get(event).filter((other) => other !== listener));
    return this;
  }

  send(data) {
    this.#socket.send(data);
  }

  close(code, reason) {
    this.#socket.close(code, reason);
  }

  /** How many listeners these events have. */
  left(...events) {
    return events.reduce((count, event) => count + (this.#listeners.get(event)?.length ?? 0), 0);
  }

  #emit(event, ...args) {
    const listeners = this.#listeners.get(event) ?? [];
    if (event === "error" && listeners.length === 0) throw args[0];
    for (const listener of listeners) listener(...args);
  }
}

/** A socket without a network, which says hello and answers before send returns. */
export class InstantSocket extends EventTarget {
  readyState = 0;
  #script;

  constructor(script = {}) {
    super();
    this.#script = script;
    queueMicrotask(() => {
      this.readyState = 1;
      this.dispatchEvent(new Event("open"));
      queueMicrotask(() => this.says({ type: "hello" }));
    });
  }

  send(data) {
    const { id, type, text } = JSON.parse(data);
    this.#script.onSend?.();
    if (this.#script.closesOnSend) {
      this.readyState = 3;
      this.dispatchEvent(new CloseEvent("close", { code: 4003, reason: "not now" }));
      return;
    }
    if (type === "message") this.says({ ok: true, reply_to: id, ts: "1.0", text });
  }

  close() {
    this.#script.onClose?.();
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code: 1000 }));
  }

  /** Brings a frame. */
  says(frame) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
}

/** A socketFn, and what its sockets have been given to send. */
export function noting() {
  const written = [];
  const socketFn = (url) => {
    const socket = new WebSocket(url);
    const send = socket.send;
    socket.send = (frame) => {
      written.push(frame);
      send.call(socket, frame);
    };
    return socket;
  };
  return { written, socketFn };
}
