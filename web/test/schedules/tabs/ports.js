// The two ends of a channel between a tab and a worker. What is posted comes in a task of
// its own, once somebody listens.

class Port {
  other;
  isClosed = false;
  #realm;
  #inbox = [];
  #listener;

  constructor(realm) {
    this.#realm = realm;
  }

  get onmessage() {
    return this.#listener;
  }

  set onmessage(listener) {
    this.#listener = listener;
    for (const _ of this.#inbox) this.#realm.task(() => this.#deliver());
  }

  postMessage(data) {
    if (!this.isClosed) this.other.take(structuredClone(data));
  }

  take(data) {
    this.#inbox.push(data);
    this.#realm.task(() => this.#deliver());
  }

  #deliver() {
    if (this.isClosed || !this.#listener || this.#inbox.length === 0) return;
    this.#listener({ data: this.#inbox.shift() });
  }

  close() {
    this.isClosed = true;
  }
}

/** A channel between two realms: what each of them has of it. */
export function channel(one, other) {
  const ports = [new Port(one), new Port(other)];
  [ports[0].other, ports[1].other] = [ports[1], ports[0]];
  one.ports.push(ports[0]);
  other.ports.push(ports[1]);
  return ports;
}
