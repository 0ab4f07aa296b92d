// A socket without a network: the page's WebSocket, or an emitter in the manner of the ws
// package. The other end is Slack's (slack.js).

const states = { opening: 0, open: 1, closing: 2, closed: 3 };

/** What a browser lets a page send as the reason of a close, in bytes. */
const maxReason = 123;

export class Socket {
  readyState = states.opening;
  /** Whether hello has gone out. */
  greeted = false;
  /** Half-open: nothing goes through, and nobody says so. */
  dead = false;
  /** Replies that Slack holds back. */
  acks = [];
  /** Whom the newest presence_sub that came through is about. */
  presence;
  /** The timestamp of the newest message that a listener has got from here. */
  newest = "";
  #listeners = { open: new Set(), message: new Set(), error: new Set(), close: new Set() };
  #slack;

  constructor(slack, member, url) {
    this.#slack = slack;
    this.member = member;
    this.url = url;
  }

  /** Whether either side has ended it. */
  get over() {
    return this.readyState >= states.closing;
  }

  get isOpen() {
    return this.readyState === states.open;
  }

  /** How many listeners it has. */
  get listeners() {
    return Object.values(this.#listeners).reduce((sum, set) => sum + set.size, 0);
  }

  // The page's side.

  add(type, fn) {
    this.#listeners[type].add(fn);
  }

  remove(type, fn) {
    this.#listeners[type].delete(fn);
  }

  send(data) {
    if (this.readyState === states.opening) throw new DOMException("Still in CONNECTING state.", "InvalidStateError");
    if (this.over) return; // as browsers do
    this.#slack.takes(this, data);
  }

  close(code, reason = "") {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) throw new DOMException(`The code ${code} is not for pages.`, "InvalidAccessError");
    if (new TextEncoder().encode(reason).length > maxReason) throw new DOMException("The reason is too long.", "SyntaxError");
    if (this.over) return;
    this.readyState = states.closing;
    this.#slack.isLeft(this, () => this.#closed({ code: code ?? 1005, reason, wasClean: true }));
  }

  /** Whoever had it is gone, and hears no more of it. */
  abandon() {
    this.readyState = states.closed;
    for (const set of Object.values(this.#listeners)) set.clear();
  }

  // Slack's side.

  open() {
    if (this.readyState !== states.opening) return;
    this.readyState = states.open;
    this.emit("open", {});
  }

  bring(data) {
    if (this.isOpen && !this.dead) this.emit("message", { data });
  }

  /** Ends it. A failed opening has an error before. */
  end(code, reason = "", wasClean = code !== 1006) {
    if (this.over) return;
    if (this.readyState === states.opening) this.emit("error", {});
    this.#closed({ code, reason, wasClean });
  }

  #closed(end) {
    this.readyState = states.closed;
    this.emit("close", end);
  }

  emit(type, event) {
    for (const fn of [...this.#listeners[type]]) fn({ type, ...event });
  }
}

/** What the page gets of a socket. */
export function asWebSocket(socket) {
  return {
    get readyState() {
      return socket.readyState;
    },
    addEventListener: (type, fn) => socket.add(type, fn),
    removeEventListener: (type, fn) => socket.remove(type, fn),
    dispatchEvent: (event) => socket.emit(event.type, event),
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
  };
}

/** What the package ws would give of one: a send may throw, and an error without a listener does. */
export function asEmitter(socket) {
  const wrapped = new Map();
  const asArguments = {
    open: () => [],
    message: ({ data }) => [typeof data === "string" ? { toString: () => data } : data, typeof data !== "string"],
    error: () => [new Error("refused")],
    close: ({ code, reason }) => [code, { toString: () => reason }],
  };
  return {
    get readyState() {
      return socket.readyState;
    },
    on(type, fn) {
      wrapped.set(fn, (event) => fn(...asArguments[type](event)));
      socket.add(type, wrapped.get(fn));
    },
    removeListener: (type, fn) => socket.remove(type, wrapped.get(fn)),
    send: (data) => socket.send(data),
    close: (code, reason) => socket.close(code, reason),
  };
}
