import { bare } from "../client/bare.js";
import { ErrorCode, failure } from "../client/errors.js";
import { locate } from "../engine/locate.js";

/**
 * Starts the worker (worker.js).
 * @param {import("../../rtm.js").InitializeOptions} options
 * @returns {Promise<Worker>}
 */
export async function startWorker({ worker: kind, workerURL }) {
  const url = workerURL ?? fileOfWorker(); // not as a text: a TrustedScriptURL must stay one
  if (kind === true) {
    const { protocol, origin } = new URL(url, location.href);
    if (/^http/.test(protocol) && origin !== location.origin) {
      throw failure(ErrorCode.InitializeError, `The worker's file ${url} is of another origin, where no worker of this page may come from: give initialize() worker: "blob", or a workerURL of the page's own`);
    }
    return new Worker(url, { type: "module" });
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  const blob = URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
  const worker = new Worker(trusted(blob), { type: "module" });
  worker.addEventListener("message", () => URL.revokeObjectURL(blob), bare({ once: true }));
  return worker;
}

/**
 * Where it is. Bundlers know this expression, and put their own address in its place.
 * @returns {any} a TrustedScriptURL where there are such
 */
export function fileOfWorker() {
  const url = locate(() => new URL("./rtm.worker.js", import.meta.url), "workerURL");
  // So that no cache gives that of another release, and two builds do not meet in one
  // SharedWorker. A bundler's name changes by itself.
  if (url.pathname.endsWith("/rtm.worker.js")) url.search = `v=${WASM_BUILD_HASH}`;
  return trusted(url.href);
}

/** @type {any} */
let policy;

/**
 * An address that we have made, as a page wants it that requires Trusted Types.
 * @param {string} made
 */
function trusted(made) {
  try {
    policy ??= /** @type {any} */ (globalThis).trustedTypes?.createPolicy("rtmwasm", { createScriptURL: (/** @type {string} */ url) => url });
  } catch {
    return made; // the page's policy does not allow ours: Worker says whether it needs one
  }
  return policy?.createScriptURL(made) ?? made;
}
