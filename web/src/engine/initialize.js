// One engine serves all the clients of a page. It is loaded by the first
// start(), or earlier by initialize().

import { bare } from "../client/bare.js";
import { locate } from "./locate.js";
import { needBrowser } from "../client/browser.js";
import { checkBuild, stampOf } from "./build.js";
import { isURL, kind, needOptions } from "../client/checks.js";
import { clearTimeout, clock, setTimeout } from "./clock.js";
import { compile } from "./compile.js";
import { aborted, coded, ErrorCode, failure, invalid } from "../client/errors.js";
import { integrityKind } from "../client/hash.js";
import { tagOf } from "./tag.js";

/**
 * @typedef {import("../../rtm.js").InitializeOptions} InitializeOptions
 * @typedef {import("./engine.js").AnyEngine} AnyEngine
 */

/**
 * @typedef {object} Load
 * @property {InitializeOptions} options of the call that began it
 * @property {Promise<AnyEngine>} loading
 * @property {number} waiting how many calls wait for it
 * @property {() => void} giveUp
 */

/** @type {Load | undefined} */
let current;

/** @type {AnyEngine | undefined} the one of the current load, once it is there */
export let loadedEngine;

/**
 * Where the last program was that could be loaded: another after its death
 * comes there too.
 * @type {InitializeOptions}
 */
let place = { worker: false };

/** @type {Record<string, import("../client/checks.js").Kind>} */
const known = {
  wasmURL: [isURL, "a string or a URL"],
  wasmModule: [(v) => tagOf(v) === "WebAssembly.Module", "a WebAssembly.Module"],
  integrity: integrityKind,
  engine: [(v) => typeof v?.Engine === "function", "the module rtm.engine.js"],
  worker: [(v) => typeof v === "boolean" || v === "blob", 'true, false or "blob"'],
  workerURL: [(v) => isURL(v) || tagOf(v) === "TrustedScriptURL", "a string, a URL or a TrustedScriptURL"],
  signal: kind.signal,
  timeout: kind.milliseconds,
};

/**
 * Loads the WebAssembly program; see rtm.d.ts.
 * @param {InitializeOptions} [options]
 * @returns {Promise<void>}
 */
export async function initialize(options) {
  needBrowser();
  const given = needOptions(options, known);
  if (given.wasmModule && given.integrity) throw invalid('The option "integrity" cannot be checked of a wasmModule, which is compiled already: leave it out, or give a wasmURL');
  await engine(given);
}

/** Whether the engine is in the page, or will be. */
export function isInPage() {
  return !(current?.options ?? place).worker;
}

/**
 * Refuses what needs the engine in the page, if it is in a worker.
 * @param {string} what
 * @param {boolean} [isNeeded]
 */
export function needInPage(what, isNeeded = true) {
  if (isNeeded && !isInPage()) throw invalid(`${what} cannot be used with initialize({worker: true}), since it needs the program in the page: leave out one of the two`);
}

/**
 * The engine, loaded if need be. Calls without options take the one there is.
 * A call that is given up ends its own wait; the load, if nobody else waits.
 * @param {InitializeOptions} [options]
 * @returns {Promise<AnyEngine>}
 */
export async function engine(options = {}) {
  const { signal, timeout = 30_000, ...program } = bare(options);
  if (signal?.aborted) throw aborted(signal, "initialize() was aborted before it began");
  if (current && !sameProgram(program, current.options)) {
    throw failure(ErrorCode.InitializeError, "The program was loaded before with other options: call initialize() once, before the first start()");
  }
  const load = (current ??= begin(bare({ ...place, ...Object.fromEntries(Object.entries(program).filter(([, value]) => value !== undefined)) })));
  load.waiting++;
  let timer = 0;
  let onAbort = () => {};
  /** @type {Promise<never>} */
  const over = new Promise((_, reject) => {
    onAbort = () => reject(aborted(/** @type {AbortSignal} */ (signal), "initialize() was aborted"));
    signal?.addEventListener("abort", onAbort);
    // A timer cannot wait for longer: it would fire at once.
    if (timeout > 0 && timeout < 2 ** 31) {
      timer = setTimeout(() => reject(failure(ErrorCode.InitializeError, `The WebAssembly program was not loaded within ${timeout} ms: raise the timeout of initialize()`)), timeout);
    }
  });
  try {
    return await Promise.race([load.loading, over]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    if (--load.waiting === 0) load.giveUp();
  }
}

/**
 * @param {InitializeOptions} program
 * @param {InitializeOptions} before
 */
function sameProgram(program, before) {
  const plain = (/** @type {any} */ value) => (/URL$/.test(tagOf(value)) ? String(value) : value);
  return Object.entries(program).every(([name, value]) => value === undefined || plain(value) === plain(before[/** @type {keyof InitializeOptions} */ (name)]));
}

/**
 * @param {InitializeOptions} options
 * @returns {Load}
 */
function begin(options) {
  const controller = new AbortController();
  let isLoaded = false;
  // After a failure or a death the next call starts afresh.
  const forget = () => {
    if (current === load) current = loadedEngine = undefined;
  };
  const giveUp = () => {
    if (isLoaded) return;
    controller.abort();
    forget();
  };
  const loaded = (/** @type {AnyEngine} */ engine) => {
    isLoaded = true;
    loadedEngine = engine;
    place = { worker: options.worker, workerURL: options.workerURL, engine: options.engine };
    engine.ondeath = forget;
    if (engine.death) forget();
    return engine;
  };
  const failed = (/** @type {any} */ error) => {
    forget();
    throw coded(error, ErrorCode.InitializeError, "The WebAssembly program could not be started");
  };
  const load = { options, loading: run(options, controller.signal).then(loaded, failed), waiting: 0, giveUp };
  return load;
}

/**
 * @param {InitializeOptions} options
 * @param {AbortSignal} signal
 * @returns {Promise<AnyEngine>}
 */
async function run(options, signal) {
  const { wasmURL, wasmModule, integrity = WASM_INTEGRITY, worker, engine } = options;
  const loading = (!worker && engine) || loadFile(fileOf(worker));
  const module = wasmModule ?? (await compile(wasmURL ?? besideScript(), integrity || undefined, signal));
  checkBuild("the WebAssembly program", stampOf(module), WASM_STAMP);
  const { Engine, builtWith, takeClock } = await loading;
  checkBuild(fileOf(worker), builtWith);
  takeClock(clock);
  signal.throwIfAborted();
  /** @type {AnyEngine} */
  const running = new Engine();
  await running.run(module, signal, options);
  return running;
}

/**
 * What a client has in place of the engine, if all tabs share its session: it needs no
 * program in the page. Or why it has a session of its own.
 * @param {any} options of the client
 * @returns {Promise<AnyEngine | string>}
 */
export async function share(options) {
  const { workerURL, wasmURL, wasmModule, integrity = WASM_INTEGRITY } = current?.options ?? place;
  if (!globalThis.SharedWorker || globalThis.origin === "null") return "there is no SharedWorker here";
  if (!globalThis.navigator?.locks || !globalThis.crypto?.subtle) return "it has no Web Locks, which a page has over HTTPS";
  if (wasmModule) return "a wasmModule cannot cross to a SharedWorker: give initialize() a wasmURL";
  const { share, takeClock } = await loadFile(fileOf(true));
  takeClock(clock);
  return share(options, workerURL, { wasmURL: new URL(wasmURL ?? besideScript(), location.href).href, integrity: integrity || undefined });
}

/**
 * The file that has what runs the program: there is one that has it in a worker.
 * @param {InitializeOptions["worker"]} worker
 */
function fileOf(worker) {
  return worker ? "rtm.remote.js" : "rtm.engine.js";
}

/** The files that are loaded when they are needed. Bundlers find them by this form alone. */
const files = {
  "rtm.engine.js": () => import("./engine.js"),
  "rtm.remote.js": () => import("../workers/remote.js"),
};

/** How often a file of another build was asked for again. */
let again = 0;

/**
 * Loads a file. If there has been another release since rtm.js was loaded, or a cache has
 * kept the file of an earlier one, it is asked for by the build, past all caches. (A
 * bundler's files are of one build.)
 * @param {keyof typeof files} file
 * @returns {Promise<any>}
 */
function loadFile(file) {
  const load = async () => {
    const module = await files[file]();
    if (module.builtWith === WASM_BUILD) return module;
    const here = import.meta.url;
    const fresh = await import(IMPORT_THAT_BUNDLERS_DO_NOT_TOUCH_BUT_LET_BE(new URL(`${file}?v=${WASM_BUILD_HASH}${again++ ? `-${again}` : ""}`, here).href));
    checkBuild(file, fresh.builtWith);
    return fresh;
  };
  const loading = load().catch((cause) => {
    if (cause.code === ErrorCode.InitializeError) throw cause;
    throw failure(ErrorCode.InitializeError, `${file} could not be loaded: put it beside rtm.js; in a service worker, which has no import(), give initialize() rtm.engine.js as the option engine`, { cause });
  });
  loading.catch(() => {}); // the wasm may fail first
  return loading;
}

/** Where rtm.wasm is. Bundlers know this expression, and put their own address in its place. */
function besideScript() {
  const url = locate(() => new URL("rtm.wasm", import.meta.url), "wasmURL");
  // So a host may let it be kept for ever. A bundler's name changes by itself.
  if (url.pathname.endsWith("/rtm.wasm")) url.search = `v=${WASM_HASH}`;
  return url;
}
