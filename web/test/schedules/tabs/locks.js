// Web Locks among tabs and workers. Whoever ends lets go of his, and asks for no more.

export class Locks {
  /** @type {{realm: any, name: string, mode: string}[]} */
  #held = [];
  /** Requests that wait, the oldest first. */
  #queue = [];

  /** The names of the locks that are held in a realm. */
  heldIn(realm) {
    return this.#held.filter((lock) => lock.realm === realm).map(({ name }) => name);
  }

  /** navigator.locks of a realm. */
  managerOf(realm) {
    return { request: (name, ...rest) => this.#request(realm, name, ...(rest.length === 1 ? [{}, ...rest] : rest)) };
  }

  #request(realm, name, { mode = "exclusive", signal }, callback) {
    return new Promise((resolve, reject) => {
      const request = { realm, name, mode, callback, resolve, reject };
      this.#queue.push(request);
      signal?.addEventListener("abort", () => {
        if (!this.#queue.includes(request)) return;
        this.#queue = this.#queue.filter((other) => other !== request);
        reject(signal.reason);
      });
      this.#grant();
    });
  }

  /** Grants what can be, in the order of the requests for a name. */
  #grant() {
    for (const request of this.#queue) {
      const isBefore = this.#queue.find(({ name }) => name === request.name) === request;
      const isFree = this.#held.every(({ name, mode }) => name !== request.name || (mode === "shared" && request.mode === "shared"));
      if (!isBefore || !isFree) continue;
      this.#queue = this.#queue.filter((other) => other !== request);
      this.#held.push(request);
      const { realm, callback, resolve, reject } = request;
      realm.task(() => Promise.resolve(callback()).then(resolve, reject).then(() => this.#free(request)));
      return this.#grant();
    }
  }

  #free(lock) {
    this.#held = this.#held.filter((other) => other !== lock);
    this.#grant();
  }

  /** A realm has ended. */
  end(realm) {
    this.#queue = this.#queue.filter((request) => request.realm !== realm);
    this.#held = this.#held.filter((lock) => lock.realm !== realm);
    this.#grant();
  }
}
