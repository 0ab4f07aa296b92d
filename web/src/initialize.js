// One engine serves all the clients of a page. It is loaded by the first
// start(), or earlier by initialize().

import { compile } from "./compile.js";
import { Engine } from "./engine.js";
import { aborted, ErrorCode, failure, invalid } from "./errors.js";

/** Of the rtm.wasm that this file was built with; put in by the build. */
const builtIntegrity = WASM_INTEGRITY;

/** @typedef {import("../rtm.js").InitializeOptions} InitializeOptions */

/** @type {{options: InitializeOptions, loading: Promise<Engine>} | undefined} */
let current;

const known = ["wasmURL", "wasmModule", "integrity", "signal", "timeout"];

/**
 * Loads the WebAssembly program; see rtm.d.ts.
 * @param {InitializeOptions} [options]
 * @returns {Promise<void>}
 */
export async function initialize(options = {}) {
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw invalid(`initialize() has no option "${name}"; it has ${known.join(", ")}`);
  }
  await engine(options);
}

/**
 * The engine, loaded if need be. Calls without options take the one there is.
 * @param {InitializeOptions} [options]
 * @returns {Promise<Engine>}
 */
export function engine(options = {}) {
  if (current) {
    if (sameProgram(options, current.options)) return current.loading;
    return Promise.reject(failure(ErrorCode.InitializeError, "initialize() was called before with other options: call it once, before the first start()"));
  }
  const loading = load(options);
  const mine = (current = { options, loading });
  loading.then(
    (loaded) => {
      // After a death the next call starts afresh.
      loaded.ondeath = () => {
        if (current === mine) current = undefined;
      };
    },
    () => {
      if (current === mine) current = undefined;
    },
  );
  return loading;
}

/**
 * @param {InitializeOptions} options
 * @param {InitializeOptions} before
 */
function sameProgram(options, before) {
  return (options.wasmURL === undefined || String(options.wasmURL) === String(before.wasmURL))
    && (options.wasmModule === undefined || options.wasmModule === before.wasmModule)
    && (options.integrity === undefined || options.integrity === before.integrity);
}

/**
 * @param {InitializeOptions} options
 * @returns {Promise<Engine>}
 */
async function load({ wasmURL, wasmModule, integrity, signal, timeout = 30_000 }) {
  const giveUp = new AbortController();
  /** @type {(error: unknown) => void} */
  let fail = () => {};
  const over = new Promise((_, reject) => (fail = reject));
  const onAbort = () => fail(aborted(/** @type {AbortSignal} */ (signal), "initialize() was aborted"));
  const timer = timeout > 0 ? setTimeout(() => fail(failure(ErrorCode.InitializeError, `The WebAssembly program was not loaded within ${timeout} ms: raise the timeout of initialize(), or look at what holds up the network`)), timeout) : undefined;
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  try {
    const expected = integrity === false ? undefined : (integrity ?? builtIntegrity);
    const url = wasmURL ?? new URL("rtm.wasm", import.meta.url);
    const begun = (async () => {
      const module = wasmModule ?? (await compile(url, expected, giveUp.signal));
      const engine = new Engine();
      await engine.run(module);
      return engine;
    })();
    return /** @type {Engine} */ (await Promise.race([begun, over]));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    giveUp.abort();
  }
}
