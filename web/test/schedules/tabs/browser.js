// The browser of several tabs: their locks, and the workers that they share.

import { clock, programFile, put, reported, underWay, unhandled, worldNow } from "../environment.js";
import { channel } from "./ports.js";
import { Locks } from "./locks.js";
import { Realm } from "./realm.js";

/** How long, in ms, a worker that has closed itself is there yet: it answers nobody. */
const lastBreath = 2;

class Browser {
  #locks = new Locks();
  /** @type {Map<string, Realm>} by address and name */
  #workers = new Map();
  #tabs = [];

  /** So many tabs. What a schedule leaves in order, the next one takes over. */
  async tabs(count) {
    while (this.#tabs.length < count) this.#tabs.push(new Realm(clock, "/rtm.js", (realm, window) => this.#ofTab(realm, window)));
    const tabs = this.#tabs.slice(0, count);
    await Promise.all(tabs.map(({ opened }) => opened));
    return tabs;
  }

  /** What a tab finds. */
  #ofTab(realm, window) {
    const browser = this;
    const locks = this.#locks.managerOf(realm);
    put(window.navigator, {
      locks: {
        request: (...args) => {
          underWay.delete(realm);
          return locks.request(...args);
        },
      },
    });
    // The real one takes real time.
    put(window.crypto, { subtle: { digest: async (_, bytes) => bytes } });
    class SharedWorker {
      onerror = null;
      constructor(url, { name }) {
        underWay.delete(realm);
        const worker = browser.#workerAt(`${url} ${name}`, String(url));
        const [ours, its] = channel(realm, worker);
        this.port = ours;
        worker.opened.then(() => worker.task(() => worker.window.onconnect({ ports: [its] })));
      }
    }
    Object.defineProperty(window, "SharedWorker", {
      get() {
        underWay.add(realm); // a file is imported next, which takes real time
        return SharedWorker;
      },
    });
    return this.#ofBoth(window);
  }

  #workerAt(key, url) {
    let worker = this.#workers.get(key);
    if (!worker?.isAlive) this.#workers.set(key, (worker = new Realm(clock, url, (realm, window) => this.#ofWorker(realm, window))));
    return worker;
  }

  /** What a worker finds. */
  #ofWorker(realm, window) {
    put(window.navigator, { locks: this.#locks.managerOf(realm) });
    const { instantiate } = window.WebAssembly;
    put(window.WebAssembly, {
      compileStreaming: WebAssembly.compileStreaming,
      instantiate: async (module, imports) => {
        try {
          return await instantiate(module, imports);
        } finally {
          underWay.delete(realm);
        }
      },
    });
    return {
      ...this.#ofBoth(window),
      onconnect: null,
      close: () => clock.after(lastBreath, () => this.end(realm)),
      fetch: async (url, request) => {
        if (!String(url).includes("rtm.wasm")) return worldNow().fetch(String(url), request);
        await worldNow().programIsWanted(request.signal);
        if (realm.isAlive) underWay.add(realm);
        return programFile();
      },
      WebSocket: class {
        constructor(url) {
          const { slack } = worldNow();
          const socket = slack.connect(url);
          realm.sockets.push(slack.sockets.at(-1));
          return socket;
        }
      },
    };
  }

  #ofBoth(window) {
    EventTarget.prototype.addEventListener.call(window, "unhandledrejection", (event) => {
      event.preventDefault();
      unhandled.push(event.reason);
    });
    return { reportError: (error) => void reported.push(error) };
  }

  /** A tab or a worker is gone, without a word to anybody. */
  end(realm) {
    if (!realm.isAlive) return;
    realm.end();
    this.#locks.end(realm);
    this.#tabs = this.#tabs.filter((tab) => tab !== realm);
    setTimeout(() => realm.remove());
  }

  endWorkers() {
    for (const worker of this.#workers.values()) this.end(worker);
  }

  /** Whatever has become of them. */
  endAll() {
    for (const realm of [...this.#tabs, ...this.#workers.values()]) this.end(realm);
  }

  /** What a tab has left behind, in words. */
  leftIn(tab) {
    const left = { locks: this.#locks.heldIn(tab).length, ports: tab.openPorts, listeners: tab.listeners };
    return Object.entries(left).filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  }
}

export const browser = new Browser();
