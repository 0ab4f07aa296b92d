// One engine serves all the clients of a page. It is loaded by the first
// start(), or earlier by initialize().

import { kind, needOptions } from "./checks.js";
import { compile } from "./compile.js";
import { aborted, ErrorCode, failure } from "./errors.js";

/**
 * @typedef {import("../rtm.js").InitializeOptions} InitializeOptions
 * @typedef {import("./engine.js").Engine} Engine
 */

/**
 * @typedef {object} Load
 * @property {InitializeOptions} options of the call that began it
 * @property {Promise<Engine>} loading
 * @property {number} waiting how many calls wait for it
 * @property {() => void} giveUp
 */

/** @type {Load | undefined} */
let current;

/** @type {Engine | undefined} the one of the current load, once it is there */
export let loadedEngine;

/** @type {Record<string, import("./checks.js").Kind>} */
const known = {
  wasmURL: [(v) => typeof v === "string" || v instanceof URL, "a string or a URL"],
  wasmModule: [(v) => v instanceof WebAssembly.Module, "a WebAssembly.Module"],
  integrity: [(v) => typeof v === "string" || v === false, 'a string such as "sha384-...", or false'],
  engine: [(v) => typeof v?.Engine === "function", "the module rtm.engine.js"],
  signal: kind.signal,
  timeout: kind.milliseconds,
};

/**
 * Loads the WebAssembly program; see rtm.d.ts.
 * @param {InitializeOptions} [options]
 * @returns {Promise<void>}
 */
export async function initialize(options = {}) {
  needOptions(options, known);
  await engine(options);
}

/**
 * The engine, loaded if need be. Calls without options take the one there is.
 * A call that is given up ends its own wait; the load, if nobody else waits.
 * @param {InitializeOptions} [options]
 * @returns {Promise<Engine>}
 */
export async function engine({ signal, timeout = 30_000, ...program } = {}) {
  if (signal?.aborted) throw aborted(signal, "initialize() was aborted before it began");
  if (current && !sameProgram(program, current.options)) {
    throw failure(ErrorCode.InitializeError, "initialize() was called before with other options: call it once, before the first start()");
  }
  const load = (current ??= begin(program));
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
function sameProgram({ wasmURL, wasmModule, integrity }, before) {
  return (wasmURL === undefined || String(wasmURL) === String(before.wasmURL))
    && (wasmModule === undefined || wasmModule === before.wasmModule)
    && (integrity === undefined || integrity === before.integrity);
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
  const loaded = (/** @type {Engine} */ engine) => {
    isLoaded = true;
    loadedEngine = engine;
    engine.ondeath = forget;
    if (engine.death) forget();
    return engine;
  };
  const failed = (/** @type {any} */ error) => {
    forget();
    // What WebAssembly itself throws has no code.
    throw error.code ? error : failure(ErrorCode.InitializeError, `The WebAssembly program could not be started: ${error.message}`, { cause: error });
  };
  const load = { options, loading: run(options, controller.signal).then(loaded, failed), waiting: 0, giveUp };
  return load;
}

/**
 * @param {InitializeOptions} options
 * @param {AbortSignal} signal
 */
async function run({ wasmURL = besideThis(), wasmModule, engine, integrity = WASM_INTEGRITY }, signal) {
  const loading = engine ?? loadEngine();
  const module = wasmModule ?? (await compile(wasmURL, integrity || undefined, signal));
  checkBuild("the WebAssembly program", stampOf(module));
  const { Engine, builtWith } = /** @type {typeof import("./engine.js")} */ (await loading);
  checkBuild("rtm.engine.js", builtWith);
  signal.throwIfAborted();
  const running = new Engine();
  await running.run(module);
  return running;
}

/** Loads what runs the program: a file of its own, which a worker can load without the rest. */
function loadEngine() {
  const loading = import("./engine.js").catch((cause) => {
    throw failure(ErrorCode.InitializeError, "rtm.engine.js could not be loaded: put it beside rtm.js; in a service worker, which has no import(), give it to initialize() as the option engine", { cause });
  });
  loading.catch(() => {}); // the wasm may fail first
  return loading;
}

/** Where rtm.wasm is. Bundlers know this expression, and put their own address in its place. */
function besideThis() {
  const url = new URL("rtm.wasm", import.meta.url);
  // So a host may let it be kept for ever. A bundler's name changes by itself.
  if (url.pathname.endsWith("/rtm.wasm")) url.search = `v=${WASM_HASH}`;
  return url;
}

/**
 * The build that a program says it is of: see web/bundle/stamp.go.
 * @param {WebAssembly.Module} module
 */
function stampOf(module) {
  const [section] = WebAssembly.Module.customSections(module, "rtmwasm");
  return section ? new TextDecoder().decode(section) : "unknown";
}

/**
 * The files of a build are made for each other. What is told apart here would
 * else fail later, in ways that nobody understands.
 * @param {string} what
 * @param {string} build
 */
function checkBuild(what, build) {
  if (build !== WASM_BUILD) throw failure(ErrorCode.InitializeError, `rtm.js is of build ${WASM_BUILD}, but ${what} is of build ${build}: take all files from one release`);
}
