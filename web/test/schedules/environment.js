// The page as the package finds it: time, network, signals and the program are in the hands
// of the schedule that runs.

import { Clock } from "./clock.js";

const { fetch: realFetch } = globalThis;

export const clock = new Clock();

/** The world of the schedule that runs. */
let world;
export const setWorld = (one) => (world = one);
export const worldNow = () => world;

/** What the package has asked the page to tell it, by type. */
const signals = new Map();

const listen = (type, fn) => signals.set(type, (signals.get(type) ?? new Set()).add(fn));
const unlisten = (type, fn) => signals.get(type)?.delete(fn);

/** How many listeners to the page there are. */
export const pageListeners = () => [...signals.values()].reduce((sum, set) => sum + set.size, 0);

/** Tells the package what happens to the page. */
export const signal = (type, event = {}) => {
  for (const fn of [...(signals.get(type) ?? [])]) fn({ type, ...event });
};

/** What nobody caught: what listeners threw, and rejections that nobody held. */
export const reported = [];
export const unhandled = [];
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(event.reason);
});

// The program.

/** The engines that were made, the newest last, and the numbers of the clients that each knows. */
export const engines = [];
/** How and when the program is to end: "throws" or "panics", after so many entrances. */
export const fuse = { kind: undefined, left: 0 };
let loading = 0;
/** What takes real time elsewhere. */
export const underWay = new Set();
clock.isBusy = () => loading > 0 || underWay.size > 0;

/** @type {{bytes: ArrayBuffer, module: WebAssembly.Module}} */
let program;

/** Gives rtm.wasm, which is loaded anew when the program has ended. */
async function fetchProgram({ signal }) {
  await world?.programIsWanted(signal);
  loading++;
  signal.addEventListener("abort", () => (loading = 0));
  return programFile();
}

export const programFile = () => new Response(program.bytes, { headers: { "Content-Type": "application/wasm" } });

/** Puts what the package finds in the place of the page's own. It is undone where tests need the page's. */
export async function install() {
  const response = await realFetch("/rtm.wasm");
  const bytes = await response.arrayBuffer();
  program = { bytes, module: await WebAssembly.compile(bytes) };
  const before = { setTimeout, clearTimeout, performance, Date };
  put(globalThis, clock.globals());
  put(globalThis, {
    WebSocket: class {
      constructor(url) {
        return world.slack.connect(url);
      }
    },
    fetch: (url, request) => (String(url).includes("rtm.wasm") ? fetchProgram(request) : world.fetch(String(url), request)),
    reportError: (error) => void reported.push(error),
    addEventListener: listen,
    removeEventListener: unlisten,
  });
  put(document, { addEventListener: listen, removeEventListener: unlisten });
  Object.defineProperty(document, "visibilityState", { get: () => (world.isHidden ? "hidden" : "visible") });
  const { instantiate } = WebAssembly;
  put(WebAssembly, {
    compileStreaming: async () => program.module,
    instantiate: async (module, imports) => withFuse(await instantiate(module, armed(imports))),
  });
  const rtmwasm = await import("/rtm.js");
  const engine = watched(await import("/rtm.engine.js"));
  put(globalThis, before);
  await rtmwasm.initialize({ engine });
  return rtmwasm;
}

export function put(object, members) {
  for (const [name, value] of Object.entries(members)) Object.defineProperty(object, name, { value, configurable: true, writable: true });
}

/** The module rtm.engine.js, with an engine that lets us know its clients. */
function watched(module) {
  return {
    ...module,
    Engine: class extends module.Engine {
      clients = new Set();

      async run(...args) {
        try {
          await super.run(...args);
          engines.push(this);
        } finally {
          loading = 0;
        }
      }

      register(client, number) {
        const given = super.register(client, number);
        this.clients.add(given);
        return given;
      }

      forget(number) {
        super.forget(number);
        this.clients.delete(number);
      }
    },
  };
}

/** Whether the fuse is at its end. */
function burns(kind) {
  if (fuse.kind !== kind || fuse.left-- > 0) return false;
  fuse.kind = undefined;
  return true;
}

/** The imports of the program; one of them throws when the fuse is at its end. */
function armed(imports) {
  const { gojs } = imports;
  const now = gojs["runtime.nanotime1"];
  return {
    ...imports,
    gojs: {
      ...gojs,
      "runtime.nanotime1": (sp) => {
        if (burns("throws")) throw new Error("of the schedule");
        now(sp);
      },
    },
  };
}

/** An instance whose exported door panics when the fuse is at its end, since it is told of more than was written. */
function withFuse(instance) {
  const { exports } = instance;
  const doorEnter = (size, call) => exports.doorEnter(burns("panics") ? 2 ** 30 : size, call);
  return Object.create(WebAssembly.Instance.prototype, { exports: { value: { ...exports, doorEnter } } });
}
